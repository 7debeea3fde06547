"""Sla's handlers on a real store: a clock starts once, rings each step once, and stays stopped."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from deploy.local.servers import Server
from shared.contracts.event import Event
from shared.contracts.promise import PromiseBreached, PromiseWarned
from shared.contracts.ticket import TicketAcknowledged, TicketReminded, TicketResolved
from shared.contracts.timer import TimerSet
from shared.contracts.words import clock_key
from shared.directory.model import Directory
from tests.builders import LATER, NOW, STEPS, delivered, fresh_number, promise, ticket
from tests.integration.clocks import Sla, alarm, counted, due, hear, sla_on, words

MANY = 40
A_SECOND, A_MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
async def sla(mongo_shared: Server, directory: Directory) -> AsyncIterator[Sla]:
    async with sla_on(mongo_shared.url, directory) as service:
        yield service


async def test_a_clock_starts_when_the_notice_arrived_however_often_it_is_told(sla: Sla) -> None:
    number = fresh_number()
    first, again = await sla.begun(number), await sla.begun(number)
    assert first == again
    assert (first.step, first.at) == ("warn-50", alarm(0))


async def test_a_notice_that_sets_nothing_running_starts_nothing(sla: Sla) -> None:
    number = fresh_number()
    assert await sla.handlers.begin(delivered(None, number)) == []
    assert await sla.clocks.get(clock_key(number, "acknowledge", 1)) is None


async def test_what_runs_since_admission_starts_with_whatever_is_heard_first_and_is_set_by_that_alone(sla: Sla) -> None:
    first, second = ticket(TicketReminded, ticket=(number := fresh_number()), revision=2), ticket(ticket=number)
    (timer,) = await sla.handlers.watch(first)
    assert isinstance(timer, TimerSet)
    assert (timer.clock, timer.at) == ("resolution", NOW + STEPS[0].after)
    assert await sla.handlers.watch(second) == []
    assert await sla.handlers.watch(first) == [timer]


async def test_an_acknowledged_ticket_stops_its_clock_and_not_that_of_its_resolution(sla: Sla) -> None:
    number = fresh_number()
    await sla.handlers.watch(ticket(ticket=number))
    await sla.begun(number)
    (cancelled,) = await sla.handlers.watch(ticket(TicketAcknowledged, ticket=number, revision=2, state="acknowledged"))
    assert isinstance(cancelled, TimerSet)
    assert (cancelled.clock, cancelled.at) == ("acknowledge", None)
    assert await sla.handlers.ring(due(number)) == []
    assert (await sla.clocks.get(clock_key(number, "resolution", 1))).upcoming  # type: ignore[union-attr]


async def test_a_resolved_ticket_stops_every_clock(sla: Sla) -> None:
    number = fresh_number()
    await sla.handlers.watch(ticket(ticket=number))
    await sla.begun(number)
    said = await sla.handlers.watch(ticket(TicketResolved, ticket=number, revision=2, state="resolved"))
    assert {event.clock for event in said if isinstance(event, TimerSet)} == {"acknowledge", "resolution"}


async def test_a_stop_that_comes_before_the_start_leaves_the_clock_stopped(sla: Sla) -> None:
    number = fresh_number()
    taken = ticket(TicketAcknowledged, ticket=number, revision=2, state="acknowledged", promises=(promise(),))
    assert await sla.handlers.watch(taken) == []
    assert await sla.handlers.begin(delivered(promise(), number)) == []
    assert await sla.handlers.ring(due(number)) == []


async def test_a_stop_at_the_moment_of_the_start_leaves_the_clock_stopped(sla: Sla) -> None:
    numbers = [fresh_number() for _ in range(MANY)]
    for number in numbers:
        await asyncio.gather(
            sla.handlers.watch(ticket(TicketAcknowledged, ticket=number, revision=2, state="acknowledged")),
            sla.handlers.begin(delivered(promise(), number)),
        )
    clocks = [await sla.clocks.get(clock_key(number, "acknowledge", 1)) for number in numbers]
    assert [clock.ticket for clock in clocks if clock and clock.upcoming] == []


async def test_an_alarm_says_its_step_and_sets_the_next_one(sla: Sla) -> None:
    number = fresh_number()
    await sla.begun(number)
    sla.now.at = alarm(0)
    warned, timer = await sla.handlers.ring(due(number))
    assert isinstance(warned, PromiseWarned)
    assert isinstance(timer, TimerSet)
    assert (timer.step, timer.at) == ("rung-1", alarm(1))


async def test_ringing_twice_says_the_same_words(sla: Sla) -> None:
    number = fresh_number()
    await sla.begun(number)
    sla.now.at = alarm(0)
    once, again = await sla.handlers.ring(due(number)), await sla.handlers.ring(due(number))
    assert words(once) == words(again)
    assert len(once) == 2


async def test_ringing_twice_at_once_says_the_same_words(sla: Sla) -> None:
    number = fresh_number()
    await sla.begun(number)
    sla.now.at = alarm(0)
    once, again = await asyncio.gather(sla.handlers.ring(due(number)), sla.handlers.ring(due(number)))
    assert words(once) == words(again)
    assert (await sla.clocks.get(clock_key(number, "acknowledge", 1))).next == 1  # type: ignore[union-attr]


async def test_a_step_that_was_remembered_and_not_said_is_said_in_the_same_words(sla: Sla) -> None:
    number = fresh_number()
    await sla.begun(number)
    sla.now.at = alarm(0)
    clock = await sla.clocks.get(clock_key(number, "acknowledge", 1))
    assert clock is not None
    remembered = await sla.handlers.fire(clock)
    assert words(await sla.handlers.ring(due(number))) == words(remembered)


async def test_a_ladder_is_climbed_rung_by_rung_and_then_the_clock_is_silent(sla: Sla) -> None:
    number = fresh_number()
    said: list[Event] = []
    await sla.begun(number)
    for place, step in enumerate(STEPS):
        sla.now.at = alarm(place)
        said += await sla.handlers.ring(due(number, step.name))
    assert [type(event) for event in said[::2]] == [PromiseWarned, PromiseBreached, PromiseBreached, PromiseBreached]
    assert len(said) == 2 * len(STEPS) - 1
    assert await sla.handlers.ring(due(number, "rung-4")) == []


async def test_steps_that_rang_at_once_are_said_again_at_once_and_none_that_rang_before_them(sla: Sla) -> None:
    number = fresh_number()
    await sla.begun(number)
    sla.now.at = alarm(0)
    await sla.handlers.ring(due(number))
    sla.now.at = alarm(2)
    once, again = [await sla.handlers.ring(due(number, "rung-2")) for _ in range(2)]
    assert words(again) == words(once)
    assert [event.step for event in again] == ["rung-1", "rung-2", "rung-3"]  # type: ignore[attr-defined]


async def test_each_promise_is_counted_once_as_kept_or_broken(sla: Sla) -> None:
    def count() -> list[float]:
        place = {"queue": "infrastruktur", "clock": "acknowledge"}
        return [counted("melayani_promises_total", **place, outcome=outcome) for outcome in ("kept", "broken")]

    before, (kept, broken) = count(), (fresh_number(), fresh_number())
    await sla.begun(kept)
    await sla.begun(broken)
    for place, step in enumerate(STEPS):
        sla.now.at = alarm(place)
        await sla.handlers.ring(due(broken, step.name))
    for number, at in ((kept, LATER), (broken, sla.now.at)):
        taken = ticket(TicketAcknowledged, ticket=number, revision=2, state="acknowledged", changed_at=at)
        await hear(sla, [taken, taken])
    assert count() == [before[0] + 1, before[1] + 1]
