"""Router and sla together, by hand instead of a broker: a wait, its end, the citizen's window, and an objection."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from deploy.local.servers import Server
from shared.contracts.promise import PromiseLapsed
from shared.contracts.ticket import TicketEvent
from shared.contracts.timer import TimerSet
from shared.contracts.words import CITIZEN, ClockName, clock_key
from shared.directory.model import Directory
from shared.policy.calendar import working_time
from tests.builders import action
from tests.integration.clocks import Sla, due, running, sla_on
from tests.integration.routing import Router, own, router_on

DAY = timedelta(days=1)


@dataclass
class Town:
    """Both services on one clock; what router says is heard by sla, and what sla says of a lapse by router."""

    router: Router
    sla: Sla

    async def complain(self) -> TicketEvent:
        ticket = await self.router.routed()
        await self.sla.handlers.watch(ticket)
        return ticket

    async def act(self, ticket: TicketEvent, kind: str, **wish: Any) -> TicketEvent:
        """The ticket after it was done."""
        said = await self.router.handlers.act(
            action(kind, id=f"{kind}-{ticket.revision}", ticket=ticket.ticket, **wish)
        )
        return await self._heard([event for event in said if isinstance(event, TicketEvent)])

    async def lapse(self, ticket: TicketEvent, clock: ClockName, *warned: str) -> TicketEvent:
        """The ticket after that clock ran out; `warned` are its steps before."""
        key = clock_key(ticket.ticket, clock, ticket.segment)
        stored = await self.sla.clocks.get(key)
        assert stored
        self.sla.now.at = self.router.now.at = stored.due_at
        for step in warned:
            await self.sla.handlers.ring(due(ticket.ticket, step, clock, ticket.segment))
        (said,) = await self.sla.handlers.ring(due(ticket.ticket, "lapsed", clock, ticket.segment))
        assert isinstance(said, PromiseLapsed)
        once, again = [await self.router.handlers.on_promise(said) for _ in range(2)]
        assert once
        assert again == once
        return await self._heard([once])

    async def runs(self, ticket: TicketEvent) -> set[str]:
        return set(await running(self.sla, ticket.ticket))

    async def _heard(self, said: Sequence[TicketEvent]) -> TicketEvent:
        for event in said:
            assert all(isinstance(timer, TimerSet) for timer in await self.sla.handlers.watch(event))
        return own(said)


@pytest.fixture
async def town(mongo_shared: Server, directory: Directory) -> AsyncIterator[Town]:
    async with router_on(mongo_shared.url, directory) as router, sla_on(mongo_shared.url, directory) as sla:
        yield Town(router, sla)


def resolution_of(ticket: TicketEvent) -> Any:
    return next(made.due_at for made in ticket.promises if made.clock == "resolution")


async def test_a_question_stops_the_resolution_and_its_answer_starts_it_with_the_time_left(
    town: Town, directory: Directory
) -> None:
    first = await town.complain()
    asked = await town.act(first, "ask")
    assert await town.runs(asked) == {"review", "update"}
    town.router.now.at += 2 * DAY
    answered = await town.act(asked, "reply", actor=CITIZEN)
    assert await town.runs(answered) == {"resolution:2", "update:2"}
    office = working_time(directory.office)
    waited = office.elapsed(asked.changed_at, answered.changed_at)
    assert office.elapsed(resolution_of(first), resolution_of(answered)) == waited


async def test_when_the_day_of_a_pause_comes_work_goes_on(town: Town) -> None:
    paused = await town.act(await town.complain(), "pause")
    resumed = await town.lapse(paused, "review")
    assert (resumed.state, resumed.segment, resumed.pause) == ("in_progress", 2, None)
    assert await town.runs(resumed) == {"resolution:2", "update:2"}


async def test_what_nobody_answers_is_resolved_as_incomplete_and_then_closed_unconfirmed(town: Town) -> None:
    asked = await town.act(await town.complain(), "ask")
    ended = await town.lapse(asked, "review")
    assert ended.outcome
    assert (ended.state, ended.outcome.kind) == ("resolved", "incomplete")
    assert await town.runs(ended) == {"objection"}
    closed = await town.lapse(ended, "objection")
    assert closed.state == "closed_unconfirmed"
    assert await town.runs(closed) == set()


async def test_an_objection_closes_the_window_and_starts_the_whole_time_anew(town: Town, directory: Directory) -> None:
    first = await town.complain()
    resolved = await town.act(first, "resolve")
    assert await town.runs(resolved) == {"objection"}
    town.router.now.at += 3 * DAY
    objected = await town.act(resolved, "object")
    assert (objected.state, objected.segment) == ("objected", 2)
    assert await town.runs(objected) == {"resolution:2", "answer:2"}
    office = working_time(directory.office)
    assert office.elapsed(objected.changed_at, resolution_of(objected)) == office.elapsed(
        first.complaint.admitted_at, resolution_of(first)
    )


async def test_who_takes_it_and_does_nothing_has_it_no_more_and_the_citizen_keeps_their_dates(town: Town) -> None:
    first = await town.complain()
    taken = await town.act(first, "acknowledge")
    assert await town.runs(taken) == {"act", "answer", "resolution"}
    forgotten = await town.lapse(taken, "act", "warn-50", "warn-80")
    assert (forgotten.state, forgotten.segment, forgotten.holder) == ("routed", 2, first.holder)
    assert await town.runs(forgotten) == {"answer:2", "resolution:2"}  # to take it again counts from its letter on
    assert resolution_of(forgotten) == resolution_of(first)
