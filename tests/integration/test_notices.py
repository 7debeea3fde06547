"""A notice reaches its recipient at least once, and what became of it is said in the same words each time."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from deploy.local.servers import Server
from services.notifier.channels import Letter, Sent, Unavailable, Undeliverable
from services.notifier.courier import Courier
from services.notifier.domain.delivery import Limits
from services.notifier.domain.wording import Wording
from services.notifier.handlers import NotifierHandlers
from services.notifier.store import Notices
from shared.contracts.digest import LateDigest
from shared.contracts.event import Event, Word
from shared.contracts.identity_question import Address, AskAddress
from shared.contracts.notice import NoticeDelivered, NoticeFailed
from shared.contracts.spot_check import SpotCheckAsked
from shared.contracts.ticket import (
    ActionRefused,
    TicketEscalated,
    TicketEvent,
    TicketHandedOver,
    TicketReminded,
    TicketResolved,
    TicketRouted,
    TicketUpdated,
)
from shared.contracts.words import Reach
from shared.directory.model import Directory
from shared.directory.offices import Contact
from shared.runtime.bus import NoAnswerError
from shared.runtime.errors import Reject, Retry
from shared.runtime.mongo import Database
from tests.builders import CHECK, LIAISON, NOW, RUNGS, TRIAGE_DESK, complaint, fresh_number, promise, ticket

LIMITS = Limits(attempts=5, lapses=timedelta(seconds=8))
CITIZENS_ADDRESS = "warga@example.org"
LEADER = RUNGS[0]


class Crash(Exception):
    """The process ends here."""


@dataclass
class Carrier:
    """A channel of the test's own: keeps what it carried, unless it is told to fail; the last failure stays."""

    name: str
    reach: Reach | None = None
    failures: list[Exception | None] = field(default_factory=list)
    carried: list[Letter] = field(default_factory=list)

    async def send(self, letter: Letter) -> Sent:
        failure = self.failures.pop(0) if self.failures else None
        if failure and not isinstance(failure, Crash):
            raise failure
        self.carried.append(letter)
        if failure:
            raise failure
        return Sent()

    def to(self, audience: str) -> list[Letter]:
        return [letter for letter in self.carried if letter.audience == audience]


@dataclass
class Intake:
    """Answers for the vault: an address, none, or no answer at all."""

    answers: list[Address | None] = field(default_factory=list)
    asked: list[AskAddress] = field(default_factory=list)

    async def ask(self, subject: str, question: AskAddress, answer: type[Word], timeout: float = 2.0) -> Word | None:  # noqa: ASYNC109
        del answer, timeout
        assert subject == AskAddress.SUBJECT
        self.asked.append(question)
        if not self.answers:
            raise NoAnswerError(subject)
        return self.answers.pop(0)


@dataclass
class House:
    """A notifier on a real database, its clock in the test's hands."""

    directory: Directory
    wording: Wording
    database: Database
    channels: list[Carrier]
    intake: Intake = field(default_factory=Intake)
    time: datetime = NOW

    def handlers(self) -> NotifierHandlers:
        notices = Notices(self.database.collection("claims"), self.database.collection("notices"), LIMITS)
        courier = Courier(self.channels, self.directory, self.intake)  # type: ignore[arg-type] -- all of the bus it uses
        return NotifierHandlers(self.wording, courier, notices, LIMITS, lambda: self.time)

    async def hears(self, event: TicketEvent) -> list[Event]:
        return await self.handlers().tell(event)

    async def stored(self, event: TicketEvent, audience: str) -> dict[str, object] | None:
        return await self.database.collection("notices").get(f"{event.ticket}:{event.revision}:{audience}")


@pytest.fixture(scope="module")
def database(mongo_shared: Server) -> Iterator[Database]:
    opened = Database(mongo_shared.url, f"test_{uuid4().hex[:12]}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def wording(directory: Directory) -> Wording:
    """It keeps nothing of what it writes, and reading all templates takes longer than most tests."""
    return Wording(directory, "https://melayani.banyuwangi.example")


@pytest.fixture
def house(directory: Directory, wording: Wording, database: Database) -> Callable[..., House]:
    def build(*channels: Carrier, intake: Intake | None = None) -> House:
        return House(directory, wording, database, list(channels), intake or Intake())

    return build


def routed(**change: object) -> TicketEvent:
    return heard(TicketRouted, **change)


def heard(kind: type[TicketEvent], **about: object) -> TicketEvent:
    number = fresh_number()
    return ticket(kind, ticket=number, complaint=complaint(ticket=number, **about))


def handed_on(event: TicketEvent, segment: int = 2) -> TicketEvent:
    change = {"ticket": event.ticket, "complaint": event.complaint, "changed_at": event.changed_at}
    return ticket(TicketHandedOver, **change, revision=segment, segment=segment)


async def test_liaison_and_citizen_are_told_and_both_are_said(house: Callable[..., House]) -> None:
    outbox = Carrier("outbox")
    event = routed()

    liaison, citizen = await house(outbox).hears(event)

    assert isinstance(liaison, NoticeDelivered)
    assert isinstance(citizen, NoticeDelivered)
    assert (liaison.to, liaison.starts) == (LIAISON.post, promise())
    assert (citizen.to, citizen.starts) == (event.complaint.pseudonym, None)
    assert [letter.audience for letter in outbox.carried] == ["liaison", "citizen"]


async def test_a_new_holder_is_told_once_and_their_promise_waits_for_that(house: Callable[..., House]) -> None:
    outbox = Carrier("outbox")
    notifier = house(outbox)
    anew = promise(segment=2)
    event = heard(TicketHandedOver).model_copy(update={"revision": 3, "segment": 2, "promises": (anew,)})

    liaison, citizen = await notifier.hears(event)
    assert await notifier.hears(event) == [liaison, citizen]

    assert (liaison.to, liaison.starts, liaison.segment) == (LIAISON.post, anew, 2)  # type: ignore[attr-defined]
    assert [letter.audience for letter in outbox.carried] == ["liaison", "citizen"]
    assert TRIAGE_DESK.title in outbox.to("liaison")[0].body


async def test_hearing_it_twice_sends_it_once_and_says_it_word_for_word_again(house: Callable[..., House]) -> None:
    outbox = Carrier("outbox")
    notifier = house(outbox)
    event = routed()
    first = await notifier.hears(event)
    notifier.time += timedelta(days=1)
    assert await notifier.hears(event) == first
    assert len(outbox.carried) == 2


async def test_two_processes_that_hear_it_at_once_send_it_once(house: Callable[..., House]) -> None:
    outbox = Carrier("outbox")
    notifier = house(outbox)
    event = heard(TicketReminded)
    both = await asyncio.gather(notifier.hears(event), notifier.hears(event), return_exceptions=True)
    assert len(outbox.carried) == 1
    assert all(isinstance(one, list | Retry) for one in both)
    assert await notifier.hears(event) in both


async def test_a_newer_revision_is_a_notice_of_its_own(house: Callable[..., House]) -> None:
    outbox = Carrier("outbox")
    notifier = house(outbox)
    event = heard(TicketReminded)
    await notifier.hears(event)
    await notifier.hears(event.model_copy(update={"revision": 2}))
    assert len(outbox.carried) == 2


class TestAfterACrash:
    async def test_between_claim_and_record_the_claim_is_left_alone_until_it_lapses(
        self, house: Callable[..., House]
    ) -> None:
        notifier = house(Carrier("outbox", failures=[Crash()]))
        event = heard(TicketReminded)
        with pytest.raises(Crash):
            await notifier.hears(event)
        notifier.time += LIMITS.lapses - timedelta(seconds=1)
        with pytest.raises(Retry, match="may still be under way"):
            await notifier.hears(event)

    async def test_the_lapsed_claim_is_taken_over_and_the_letter_may_come_twice(
        self, house: Callable[..., House]
    ) -> None:
        outbox = Carrier("outbox", failures=[Crash()])
        notifier = house(outbox)
        event = heard(TicketReminded)
        with pytest.raises(Crash):
            await notifier.hears(event)
        notifier.time += LIMITS.lapses
        (said,) = await notifier.hears(event)
        assert isinstance(said, NoticeDelivered)
        assert said.attempt == 2
        assert len({letter.notice for letter in outbox.carried}) == 1

    async def test_again_and_again_the_notice_has_failed_and_that_is_said(self, house: Callable[..., House]) -> None:
        notifier = house(Carrier("outbox", failures=[Crash() for _ in range(LIMITS.attempts)]))
        event = heard(TicketReminded)
        for _ in range(LIMITS.attempts):
            with pytest.raises(Crash):
                await notifier.hears(event)
            notifier.time += LIMITS.lapses
        (said,) = await notifier.hears(event)
        assert isinstance(said, NoticeFailed)
        assert said.reason == "attempt 5 of 5 came to no end"
        assert await notifier.hears(event) == [said]

    async def test_one_recipients_crash_does_not_send_the_others_letter_twice(
        self, house: Callable[..., House]
    ) -> None:
        outbox = Carrier("outbox", failures=[None, Crash()])
        notifier = house(outbox)
        event = routed()
        with pytest.raises(Crash):
            await notifier.hears(event)
        notifier.time += LIMITS.lapses
        assert len(await notifier.hears(event)) == 2
        assert len(outbox.to("liaison")) == 1


class TestAChannelThatFails:
    async def test_for_good_says_why_and_the_same_again_on_a_replay(self, house: Callable[..., House]) -> None:
        outbox = Carrier("outbox", failures=[Undeliverable("no such mailbox")])
        notifier = house(outbox)
        event = heard(TicketEscalated)
        (said,) = await notifier.hears(event)
        assert isinstance(said, NoticeFailed)
        assert (said.reason, said.channel, said.audience) == ("no such mailbox", "outbox", "leader")
        assert await notifier.hears(event) == [said]
        assert outbox.carried == []

    async def test_for_now_is_tried_again_at_once_when_the_message_comes_back(
        self, house: Callable[..., House]
    ) -> None:
        notifier = house(Carrier("outbox", failures=[Unavailable("disk full")]))
        event = heard(TicketReminded)
        with pytest.raises(Retry, match="disk full"):
            await notifier.hears(event)
        (said,) = await notifier.hears(event)
        assert isinstance(said, NoticeDelivered)
        assert said.attempt == 2

    async def test_five_times_for_now_has_failed(self, house: Callable[..., House]) -> None:
        notifier = house(Carrier("outbox", failures=[Unavailable("disk full") for _ in range(LIMITS.attempts)]))
        event = heard(TicketReminded)
        for _ in range(LIMITS.attempts - 1):
            with pytest.raises(Retry):
                await notifier.hears(event)
        (said,) = await notifier.hears(event)
        assert isinstance(said, NoticeFailed)
        assert said.reason == "tried 5 times, last: disk full"

    async def test_for_one_recipient_lets_the_other_be_told_once(self, house: Callable[..., House]) -> None:
        outbox = Carrier("outbox", failures=[None, Unavailable("disk full")])
        notifier = house(outbox)
        event = routed()
        with pytest.raises(Retry):
            await notifier.hears(event)
        assert len(await notifier.hears(event)) == 2
        assert len(outbox.to("liaison")) == len(outbox.to("citizen")) == 1

    async def test_by_a_bug_is_seen_as_a_bug_even_when_another_letter_only_waits(
        self, house: Callable[..., House]
    ) -> None:
        notifier = house(Carrier("outbox", failures=[Unavailable("disk full"), Crash()]))
        with pytest.raises(Crash):
            await notifier.hears(routed())


class TestAfterTheTicketWasHandedOver:
    async def test_what_is_tried_again_of_the_former_holder_is_sent_to_nobody(
        self, house: Callable[..., House]
    ) -> None:
        outbox = Carrier("outbox", failures=[Unavailable("disk full"), Unavailable("disk full")])
        notifier = house(outbox)
        event = routed()
        with pytest.raises(Retry):
            await notifier.hears(event)
        await notifier.hears(handed_on(event))
        assert await notifier.hears(event) == []
        assert {letter.notice.split(":")[1] for letter in outbox.carried} == {"2"}
        assert (await notifier.stored(event, "citizen") or {})["state"] == "superseded"
        assert await notifier.hears(event) == []

    async def test_what_was_sent_before_is_said_again_and_what_still_waits_is_not_sent(
        self, house: Callable[..., House]
    ) -> None:
        outbox = Carrier("outbox", failures=[None, Unavailable("disk full")])
        notifier = house(outbox)
        event = routed()
        with pytest.raises(Retry):
            await notifier.hears(event)
        await notifier.hears(handed_on(event))
        (said,) = await notifier.hears(event)
        assert (said.audience, said.segment) == ("liaison", 1)  # type: ignore[attr-defined]
        assert len(outbox.carried) == 3

    @pytest.mark.parametrize("segment", [2, 4])
    async def test_a_letter_that_comes_late_for_the_first_time_is_sent_to_nobody(
        self, house: Callable[..., House], segment: int
    ) -> None:
        outbox = Carrier("outbox")
        notifier = house(outbox)
        event = routed()
        await notifier.hears(handed_on(event, segment))
        notifier.time += LIMITS.lapses
        assert await notifier.hears(event) == []
        assert len(outbox.carried) == 2

    async def test_between_two_later_holders_only_the_last_is_told(self, house: Callable[..., House]) -> None:
        outbox = Carrier("outbox")
        notifier = house(outbox)
        event = routed()
        notifier.time += LIMITS.lapses
        assert len(await notifier.hears(handed_on(event, 3))) == 2
        assert await notifier.hears(handed_on(event, 2)) == []
        assert len(outbox.carried) == 2

    async def test_a_reply_to_the_citizen_still_reaches_them(self, house: Callable[..., House]) -> None:
        outbox = Carrier("outbox", failures=[Unavailable("disk full")])
        notifier = house(outbox)
        said = heard(TicketUpdated)
        event = said.model_copy(update={"words": "Besok kami cek.", "actor": said.holder.post})
        with pytest.raises(Retry):
            await notifier.hears(event)
        await notifier.hears(handed_on(event))
        assert len(await notifier.hears(event)) == 1
        assert "Besok kami cek." in outbox.carried[-1].body

    async def test_a_crash_before_the_later_letter_leaves_nobody_untold(self, house: Callable[..., House]) -> None:
        outbox = Carrier("outbox", failures=[Unavailable("disk full"), Unavailable("disk full"), Crash(), Crash()])
        notifier = house(outbox)
        event = routed()
        with pytest.raises(Retry):
            await notifier.hears(event)
        with pytest.raises(Crash):
            await notifier.hears(handed_on(event))
        notifier.time += LIMITS.lapses
        assert await notifier.hears(event) == []
        assert len(await notifier.hears(handed_on(event))) == 2


async def test_each_refusal_of_one_revision_reaches_the_post_that_wished_it_once(house: Callable[..., House]) -> None:
    outbox = Carrier("outbox")
    notifier = house(outbox)
    first = heard(ActionRefused).model_copy(update={"actor": LEADER.post, "action": "wa/../1"})
    second = first.model_copy(update={"actor": LIAISON.post, "action": "wa/../2"})
    said = [*await notifier.hears(first), *await notifier.hears(second)]
    assert [*await notifier.hears(first), *await notifier.hears(second)] == said
    assert [(letter.audience, letter.to) for letter in outbox.carried] == [
        ("liaison", LEADER.post),
        ("liaison", LIAISON.post),
    ]
    assert {one.about for one in said if isinstance(one, NoticeDelivered)} == {"tickets.refused"}
    assert len({one.notice for one in said if isinstance(one, NoticeDelivered)}) == 2


class TestASpotCheck:
    async def test_reaches_its_post_once_and_that_is_said_under_its_own_number(
        self, house: Callable[..., House]
    ) -> None:
        email = Carrier("email", "email", failures=[Unavailable("the mail server is away")])
        notifier = house(email)
        check = SpotCheckAsked(check=CHECK, queue="infrastruktur", holder=LIAISON, by="directory", asked_at=NOW)
        with pytest.raises(Retry):
            await notifier.handlers().check(check)
        (said,) = await notifier.handlers().check(check)
        assert await notifier.handlers().check(check) == [said]
        assert isinstance(said, NoticeDelivered)
        assert (said.ticket, said.to, said.about, said.starts) == (CHECK, LIAISON.post, "checks.asked", None)
        (letter,) = email.carried
        assert "uji sapa" in letter.body

    async def test_that_does_not_reach_its_post_says_why(self, house: Callable[..., House]) -> None:
        number = CHECK[:-1] + "5"
        nobody = LIAISON.model_copy(update={"post": "gone"})
        check = SpotCheckAsked(check=number, queue="infrastruktur", holder=nobody, by="directory", asked_at=NOW)
        (said,) = await house(Carrier("email", "email")).handlers().check(check)
        assert isinstance(said, NoticeFailed)
        assert (said.ticket, said.reason) == (number, "no channel reaches gone")


class TestADigest:
    async def test_reaches_its_leader_once_and_no_other_service_hears_of_it(self, house: Callable[..., House]) -> None:
        email = Carrier("email", "email", failures=[Unavailable("the mail server is away")])
        notifier, told = house(email), LateDigest(to=LEADER, day=NOW.date(), late=1, at=NOW)
        with pytest.raises(Retry):
            await notifier.handlers().digest(told)
        assert [await notifier.handlers().digest(told) for _ in range(2)] == [[], []]
        (letter,) = email.carried
        assert (letter.to, letter.audience) == (LEADER.post, "leader")

    async def test_that_does_not_reach_its_leader_is_set_aside(self, house: Callable[..., House]) -> None:
        gone = LEADER.model_copy(update={"post": "gone"})
        told = LateDigest(to=gone, day=NOW.date(), late=1, at=NOW)
        with pytest.raises(Reject, match="gone was not told what is late: no channel reaches gone"):
            await house(Carrier("email", "email")).handlers().digest(told)


async def test_a_later_segment_is_marked_once_however_many_came_before(house: Callable[..., House]) -> None:
    notifier = house(Carrier("outbox"))
    event = handed_on(routed(), 4)
    await notifier.hears(event)
    marks = [await notifier.database.collection("claims").get(f"{event.ticket}:segment:{n}") for n in range(1, 6)]
    assert [mark is not None for mark in marks] == [False, True, True, True, False]


class TestTheWay:
    async def test_to_a_post_is_its_contact_in_the_directory(self, house: Callable[..., House]) -> None:
        email, outbox = Carrier("email", "email"), Carrier("outbox")
        notifier = house(email, outbox)
        (said,) = await notifier.hears(heard(TicketReminded))
        assert isinstance(said, NoticeDelivered)
        assert said.channel == "email"
        assert [letter.address for letter in email.carried] == [notifier.directory.posts[LIAISON.post].contact.email]

    async def test_to_a_citizen_is_the_address_intake_tells(self, house: Callable[..., House]) -> None:
        email, outbox = Carrier("email", "email"), Carrier("outbox")
        notifier = house(email, outbox, intake=Intake([Address(address=CITIZENS_ADDRESS)]))
        event = heard(TicketResolved, reachable=("email",))
        await notifier.hears(event)
        assert [letter.address for letter in email.carried] == [CITIZENS_ADDRESS]
        assert notifier.intake.asked == [AskAddress(ticket=event.ticket, reach="email")]

    @pytest.mark.parametrize("reachable", [(), ("phone",)])
    async def test_to_a_citizen_without_that_kind_of_address_nobody_is_asked(
        self, house: Callable[..., House], reachable: tuple[Reach, ...]
    ) -> None:
        email, outbox = Carrier("email", "email"), Carrier("outbox")
        notifier = house(email, outbox)
        await notifier.hears(heard(TicketResolved, reachable=reachable))
        assert (len(email.carried), len(outbox.carried)) == (0, 1)
        assert notifier.intake.asked == []

    async def test_without_need_of_an_address_nobody_is_asked(self, house: Callable[..., House]) -> None:
        notifier = house(Carrier("outbox"), Carrier("email", "email"))
        await notifier.hears(heard(TicketResolved, reachable=("email", "phone")))
        assert notifier.intake.asked == []

    @pytest.mark.parametrize("answer", [Address(address=None), None])
    async def test_to_a_citizen_whose_address_was_erased_is_the_next_channel(
        self, house: Callable[..., House], answer: Address | None
    ) -> None:
        outbox = Carrier("outbox")
        notifier = house(Carrier("email", "email"), outbox, intake=Intake([answer]))
        await notifier.hears(heard(TicketResolved, reachable=("email",)))
        assert len(outbox.carried) == 1

    async def test_is_asked_for_again_while_intake_is_silent(self, house: Callable[..., House]) -> None:
        email = Carrier("email", "email")
        notifier = house(email)
        event = heard(TicketResolved, reachable=("email",))
        with pytest.raises(Retry, match="intake was asked"):
            await notifier.hears(event)
        notifier.intake.answers.append(Address(address=CITIZENS_ADDRESS))
        assert len(await notifier.hears(event)) == 1
        assert len(email.carried) == 1

    async def test_to_a_post_without_a_contact_has_failed(self, house: Callable[..., House]) -> None:
        notifier = house(Carrier("email", "email"))
        post = notifier.directory.posts[LIAISON.post].model_copy(update={"contact": Contact()})
        posts = {**notifier.directory.posts, LIAISON.post: post}
        notifier.directory = notifier.directory.model_copy(update={"posts": posts})
        (said,) = await notifier.hears(heard(TicketReminded))
        assert isinstance(said, NoticeFailed)
        assert (said.channel, said.reason) == ("none", f"no channel reaches {LIAISON.post}")

    async def test_to_nobody_is_recorded_for_a_citizen_and_decided_once(self, house: Callable[..., House]) -> None:
        notifier = house(Carrier("email", "email"))
        event = heard(TicketResolved)
        assert await notifier.hears(event) == []
        assert (await notifier.stored(event, "citizen") or {})["state"] == "unreachable"

        outbox = Carrier("outbox")
        notifier.channels.append(outbox)
        assert await notifier.hears(event) == []
        assert outbox.carried == []


async def test_no_address_is_stored_or_said(house: Callable[..., House]) -> None:
    email = Carrier("email", "email")
    notifier = house(email, intake=Intake([Address(address=CITIZENS_ADDRESS)]))
    event = heard(TicketResolved, reachable=("email",))
    said = await notifier.hears(event)
    claims = await notifier.database.collection("claims").get(f"{event.ticket}:1:citizen:1")
    assert len(email.carried) == 1
    assert CITIZENS_ADDRESS not in f"{said} {await notifier.stored(event, 'citizen')} {claims}"
