"""Spot checks on a real store: each is asked once, in the same words after a crash, and answered by whom it asked."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest

from deploy.local.servers import Server
from services.router.check_sweep import CheckSweep
from services.router.checks import CHECKS, Checks
from shared.contracts.check_question import AskSpotCheck, AskSpotChecks, SpotCheck
from shared.contracts.spot_check import SpotCheckAnswered, SpotCheckAsked
from shared.directory.model import Directory
from shared.directory.spot_checks import CheckPlan
from shared.runtime.errors import Reject
from shared.runtime.mongo import Database
from tests.builders import LIAISON, NOW, Ticking, action, undelivered
from tests.integration.clocks import Broker, words
from tests.integration.routing import router_on

AN_HOUR = timedelta(hours=1)
A_WEEK = timedelta(days=7)
MANY = 23


@dataclass
class Checking:
    """Checks on one store, and the sweep that asks them."""

    checks: Checks
    sweep: CheckSweep
    now: Ticking
    broker: Broker

    async def begun(self, **wish: object) -> SpotCheck:
        usual = {"id": uuid4().hex, "by": "bupati", "post": LIAISON.post}
        begun = await self.checks.begin(AskSpotCheck.model_validate(usual | wish))
        assert begun
        return begun

    async def asked(self, **wish: object) -> SpotCheckAsked:
        """One that was begun, and said."""
        begun = await self.begun(**wish)
        await self.sweep.once()
        (said,) = (
            event for event in self.broker.said if isinstance(event, SpotCheckAsked) and event.check == begun.check
        )
        return said

    async def listed(self, limit: int = 20) -> list[SpotCheck]:
        """All pages."""
        page = await self.checks.list(AskSpotChecks(limit=limit))
        found = [*page.checks]
        while page.next:
            page = await self.checks.list(AskSpotChecks(after=page.next, limit=limit))
            found += page.checks
        return found


@pytest.fixture
async def database(mongo_shared: Server) -> AsyncIterator[Database]:
    database = Database(mongo_shared.url, f"router_{uuid4().hex}")
    await Checks.prepare(database)
    yield database
    database.close()


def checking_on(database: Database, directory: Directory) -> Checking:
    now, broker = Ticking(), Broker()
    checks = Checks(database.collection("checks"), directory, now)
    return Checking(checks, CheckSweep(lambda: checks, lambda: directory, broker, now), now, broker)


@pytest.fixture
def checking(database: Database, directory: Directory) -> Checking:
    return checking_on(database, directory)


def counted(outcome: str) -> float:
    return CHECKS.labels("infrastruktur", outcome)._value.get()


async def test_a_wish_is_asked_once_and_its_answer_remembered(checking: Checking) -> None:
    before = counted("asked"), counted("answered")
    asked = await checking.asked()
    assert await checking.sweep.once() == 0
    checking.now.at += AN_HOUR
    wish = action(ticket=asked.check, at=checking.now.at)
    said = await checking.checks.answer(wish)
    checking.now.at += AN_HOUR
    again = await checking.checks.answer(action("reply", id="wa-2", ticket=asked.check, at=checking.now.at))
    assert words([again]) == words([said])
    assert (said.check, said.holder.post) == (asked.check, LIAISON.post)
    assert (counted("asked"), counted("answered")) == (before[0] + 1, before[1] + 1)
    (shown,) = await checking.listed()
    assert (shown.answered_at, shown.taken) == (said.answered_at, said.taken)


async def test_wished_for_twice_it_is_asked_once(checking: Checking) -> None:
    once, twice = await asyncio.gather(checking.begun(id="uji-1"), checking.begun(id="uji-1"))
    assert once == twice
    assert await checking.sweep.once() == 1
    assert await checking.begun(id="uji-1") == (await checking.listed())[0]


async def test_it_is_not_asked_before_its_moment(checking: Checking) -> None:
    await checking.begun(at=NOW + AN_HOUR)
    assert await checking.sweep.once() == 0
    checking.now.at = NOW + AN_HOUR
    assert await checking.sweep.once() == 1


async def test_what_a_crash_left_unsaid_is_said_later_in_the_words_that_were_remembered(checking: Checking) -> None:
    begun = await checking.begun()
    checking.broker.away = True
    assert await checking.sweep.once() == 0
    checking.broker.away, checking.now.at = False, NOW + AN_HOUR
    assert await checking.sweep.once() == 1
    (said,) = checking.broker.said
    assert isinstance(said, SpotCheckAsked)
    assert (said.check, said.asked_at < NOW + AN_HOUR) == (begun.check, True)


async def test_two_replicas_say_the_same(checking: Checking, database: Database, directory: Directory) -> None:
    other = checking_on(database, directory)
    other.now.at += timedelta(minutes=1)
    await checking.begun()
    await asyncio.gather(checking.sweep.once(), other.sweep.once())
    assert len({*words([*checking.broker.said, *other.broker.said])}) == 1


async def test_whom_it_did_not_ask_cannot_answer_it(checking: Checking) -> None:
    asked = await checking.asked()
    with pytest.raises(Reject, match="narahubung-jalan was not asked"):
        await checking.checks.answer(action(ticket=asked.check, actor="narahubung-jalan"))
    assert [one.answered_at for one in await checking.listed()] == [None]


async def test_a_notice_that_failed_is_written_down_and_an_answer_counts_all_the_same(checking: Checking) -> None:
    asked, before = await checking.asked(), counted("failed")
    for _ in range(2):
        await checking.checks.undelivered(undelivered(number=asked.check))
    assert [one.failed for one in await checking.listed()] == ["no such mailbox"]
    assert counted("failed") == before + 1
    assert isinstance(await checking.checks.answer(action(ticket=asked.check)), SpotCheckAnswered)


async def test_where_nobody_does_the_work_it_fails_and_is_not_asked_again(
    database: Database, directory: Directory
) -> None:
    gone = {slug: post for slug, post in directory.posts.items() if slug != LIAISON.post}
    begun = await checking_on(database, directory).begun()
    emptied = checking_on(database, directory.model_copy(update={"posts": gone}))
    assert [await emptied.sweep.once(), await emptied.sweep.once()] == [1, 0]
    assert emptied.broker.said == []
    assert [(one.check, bool(one.failed)) for one in await emptied.listed()] == [(begun.check, True)]


async def test_router_sends_what_concerns_a_check_there_and_no_ticket_is_sought(
    mongo_shared: Server, directory: Directory
) -> None:
    async with router_on(mongo_shared.url, directory) as router:
        for heard in (
            router.handlers.act(action(ticket="UJI-0000-0000-0000")),
            router.handlers.on_undelivered(undelivered(number="UJI-0000-0000-0000")),
        ):
            with pytest.raises(Reject, match="no such spot check"):
                await heard


async def test_a_week_is_drawn_once_however_many_draw_it(database: Database, directory: Directory) -> None:
    planned = directory.model_copy(update={"spot_checks": CheckPlan(weekly=5, calendar="kantor")})
    replicas = [checking_on(database, planned) for _ in range(3)]
    for replica in replicas:
        replica.now.at = NOW + A_WEEK - timedelta(hours=10)  # before the week begins to work
    await asyncio.gather(*(replica.sweep.once() for replica in replicas))
    drawn = await replicas[0].listed()
    assert len({one.check for one in drawn}) == len(drawn) == 5
    assert {one.by for one in drawn} == {"directory"}


async def test_what_the_week_had_before_the_plan_was_known_is_not_made_up_for(
    database: Database, directory: Directory
) -> None:
    planned = directory.model_copy(update={"spot_checks": CheckPlan(weekly=5, calendar="kantor")})
    late = checking_on(database, planned)
    late.now.at = NOW + timedelta(days=4, hours=20)  # Saturday
    assert await late.sweep.once() == 0
    assert await late.listed() == []


@pytest.mark.parametrize("limit", [5, 20])
async def test_all_are_listed_page_by_page_newest_first(checking: Checking, limit: int) -> None:
    begun = [await checking.begun(at=NOW + timedelta(minutes=number)) for number in range(MANY)]
    assert [one.check for one in await checking.listed(limit)] == [one.check for one in reversed(begun)]
