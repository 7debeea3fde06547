"""Whether a notice is sent now, again, or never."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.audiences import AUDIENCES
from services.notifier.domain.delivery import (
    Attempt,
    Claim,
    Fate,
    GiveUp,
    Limits,
    Send,
    Settled,
    Turn,
    Wait,
    first_that_reaches,
    next_attempt,
)
from services.notifier.domain.matter import of_check, of_ticket
from services.notifier.domain.recipients import asked, recipients
from shared.contracts.notice import NoticeDelivered, NoticeFailed
from shared.contracts.spot_check import SpotCheckAsked
from shared.contracts.ticket import (
    ActionRefused,
    TicketAcknowledged,
    TicketAnswered,
    TicketAsked,
    TicketClosed,
    TicketConfirmed,
    TicketEscalated,
    TicketEvent,
    TicketForwarded,
    TicketHandedOver,
    TicketLapsed,
    TicketObjected,
    TicketOffered,
    TicketPaused,
    TicketRated,
    TicketReclassified,
    TicketReminded,
    TicketResolved,
    TicketResumed,
    TicketRouted,
    TicketUnheard,
    TicketUpdated,
    TicketWithdrawn,
)
from tests.builders import CHECK, LIAISON, NOW, promise, ticket

LAPSES = timedelta(seconds=8)
LIMITS = Limits(attempts=5, lapses=LAPSES)
MOMENT = timedelta(milliseconds=1)
FATE = Fate("delivered", "outbox", 1, "holds the ticket", None)


@pytest.mark.parametrize(
    ("claim", "fate", "turn"),
    [
        (Claim(1, NOW), FATE, Settled(FATE)),
        (Claim(5, NOW - LAPSES, released=True), FATE, Settled(FATE)),
        (Claim(1, NOW - LAPSES), None, Send(2)),
        (Claim(1, NOW, released=True), None, Send(2)),
        (Claim(4, NOW - LAPSES), None, Send(5)),
        (Claim(5, NOW - LAPSES), None, GiveUp(5, "attempt 5 of 5 came to no end")),
        (Claim(5, NOW, released=True), None, GiveUp(5, "attempt 5 of 5 came to no end")),
    ],
)
def test_what_follows_a_claim_that_is_taken(claim: Claim, fate: Fate | None, turn: Turn) -> None:
    assert next_attempt(claim, fate, NOW, LIMITS) == turn


@pytest.mark.parametrize("age", [timedelta(0), MOMENT, LAPSES - MOMENT])
@pytest.mark.parametrize("attempt", [1, 5])
def test_a_claim_that_has_not_lapsed_is_left_alone(age: timedelta, attempt: int) -> None:
    turn = next_attempt(Claim(attempt, NOW - age), None, NOW, LIMITS)
    assert isinstance(turn, Wait)
    assert f"attempt {attempt}" in turn.reason


@given(
    attempt=st.integers(1, 20),
    age=st.timedeltas(timedelta(0), timedelta(days=30)),
    released=st.booleans(),
    settled=st.booleans(),
)
def test_nothing_settled_is_sent_again_and_no_attempt_is_beyond_the_limit(
    attempt: int, age: timedelta, *, released: bool, settled: bool
) -> None:
    turn = next_attempt(Claim(attempt, NOW - age, released), FATE if settled else None, NOW, LIMITS)
    assert isinstance(turn, Settled) == settled
    if isinstance(turn, Send):
        assert turn.attempt == attempt + 1
        assert turn.attempt <= LIMITS.attempts


class Way:
    def __init__(self, name: str, reach: str | None) -> None:
        self.name = name
        self.reach = reach


EMAIL, WHATSAPP, OUTBOX = Way("email", "email"), Way("whatsapp", "phone"), Way("outbox", None)


@pytest.mark.parametrize(
    ("channels", "known", "chosen"),
    [
        ([EMAIL, OUTBOX], {"email"}, EMAIL),
        ([EMAIL, OUTBOX], {"phone"}, OUTBOX),
        ([OUTBOX, EMAIL], {"email"}, OUTBOX),
        ([WHATSAPP, EMAIL], {"email", "phone"}, WHATSAPP),
        ([WHATSAPP, EMAIL], set(), None),
        ([], {"email"}, None),
    ],
)
def test_the_first_channel_that_reaches_somebody_is_taken(
    channels: list[Way], known: set[str], chosen: Way | None
) -> None:
    assert first_that_reaches(channels, known) is chosen


def attempt(audience: str, number: int = 1) -> Attempt:
    kind = TicketEscalated if audience == "leader" else TicketRouted
    heard = ticket(kind)
    notice = next(notice for notice in recipients(heard).notices if notice.audience == audience)
    return Attempt(of_ticket(heard), notice, number)


def test_a_delivered_notice_says_where_it_went_and_what_it_starts() -> None:
    fate = attempt("liaison", 2).delivered("email", NOW)
    assert isinstance(fate.said, NoticeDelivered)
    assert (fate.state, fate.channel, fate.attempt) == ("delivered", "email", 2)
    assert fate.said.starts == promise()
    assert fate.said.subject() == "notices.infrastruktur.delivered"
    assert fate.said.about == "tickets.routed"
    assert fate.said.at == NOW


def test_a_failed_notice_says_why_and_starts_nothing() -> None:
    fate = attempt("liaison").failed("email", "the mail server refused it for good, with 550", NOW)
    assert isinstance(fate.said, NoticeFailed)
    assert fate.said.reason == "the mail server refused it for good, with 550"
    assert fate.said.starts is None


@pytest.mark.parametrize("audience", ["liaison", "leader"])
def test_a_post_no_channel_reaches_is_a_failed_notice(audience: str) -> None:
    tried = attempt(audience)
    fate = tried.no_way(NOW)
    assert isinstance(fate.said, NoticeFailed)
    assert fate.said.reason == f"no channel reaches {tried.notice.to}"


def test_a_citizen_no_channel_reaches_is_recorded_and_nothing_is_said() -> None:
    fate = attempt("citizen").no_way(NOW)
    assert (fate.state, fate.said) == ("unreachable", None)


# How it stood then, and what one person told another: what comes late of the one is no more true.
PASSING = (
    *(TicketRouted, TicketHandedOver, TicketAcknowledged, TicketReminded, TicketEscalated, TicketAsked, TicketPaused),
    *(TicketForwarded, TicketResumed, TicketReclassified, TicketOffered, TicketUnheard, TicketLapsed),
)
LASTING = (
    *(TicketUpdated, TicketAnswered, TicketResolved, TicketConfirmed, TicketObjected, TicketClosed),
    *(TicketWithdrawn, TicketRated, ActionRefused),
)


def tried(kind: type[TicketEvent], number: int) -> Attempt:
    heard = ticket(kind, score=1)
    return Attempt(of_ticket(heard), recipients(heard).notices[0], number)


@pytest.mark.parametrize("kind", PASSING)
@pytest.mark.parametrize(
    ("number", "age", "may_be"),
    [(1, timedelta(0), False), (1, LAPSES - MOMENT, False), (1, LAPSES, True), (2, timedelta(0), True)],
    ids=["first", "first and almost late", "first and late", "tried again"],
)
def test_only_what_is_tried_again_or_comes_late_may_be_stale(
    kind: type[TicketEvent], number: int, age: timedelta, may_be: bool
) -> None:
    assert tried(kind, number).may_be_stale(NOW + age, LIMITS) is may_be


@pytest.mark.parametrize("kind", LASTING)
def test_what_one_person_told_another_is_never_stale(kind: type[TicketEvent]) -> None:
    assert not tried(kind, 2).may_be_stale(NOW + LAPSES, LIMITS)


def test_every_event_that_is_told_is_either_passing_or_lasting() -> None:
    told = {kind for kind, concerned in AUDIENCES.items() if concerned}
    assert told == {*PASSING, *LASTING}
    assert not {*PASSING} & {*LASTING}


def test_a_spot_check_says_its_own_number_and_is_never_stale() -> None:
    check = SpotCheckAsked(check=CHECK, queue="infrastruktur", holder=LIAISON, by="directory", asked_at=NOW)
    fate = Attempt(of_check(check), asked(check), 2)
    said = fate.delivered("email", NOW).said
    assert isinstance(said, NoticeDelivered)
    assert (said.ticket, said.about, said.revision, said.segment) == (CHECK, "checks.asked", 1, 1)
    assert not fate.may_be_stale(NOW + timedelta(days=1), LIMITS)


@pytest.mark.parametrize("audience", ["liaison", "citizen", "leader"])
def test_of_a_superseded_notice_nothing_is_said(audience: str) -> None:
    fate = attempt(audience, 3).superseded()
    assert (fate.state, fate.channel, fate.attempt, fate.said) == ("superseded", "none", 3, None)
