"""Sla's clocks while a ticket waits, goes on and is resolved: any of its events tells enough, in any order."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations, permutations

import pytest

from deploy.local.servers import Server
from shared.contracts.promise import PromiseLapsed
from shared.contracts.ticket import (
    TicketAnswered,
    TicketAsked,
    TicketEvent,
    TicketReclassified,
    TicketResolved,
)
from shared.contracts.ticket_record import Promise
from shared.contracts.timer import TimerSet
from shared.contracts.words import clock_key
from shared.directory.model import Directory
from shared.policy.steps import lapse
from tests.builders import NOW, STEPS, fresh_number, pause, promise, started, ticket
from tests.integration.clocks import Sla, Standing, due, hear, running, sla_on, words

HOUR = timedelta(hours=1)
ASKED, ANSWERED, RESOLVED = NOW + HOUR, NOW + 5 * HOUR, NOW + 6 * HOUR
TEN_DAYS = timedelta(days=10)


@pytest.fixture
async def sla(mongo_shared: Server, directory: Directory) -> AsyncIterator[Sla]:
    async with sla_on(mongo_shared.url, directory) as service:
        yield service


def window(clock: str, at: datetime, segment: int = 1) -> Promise:
    """A promise that ends by itself."""
    made = {"span": TEN_DAYS, "started_at": at, "due_at": at + TEN_DAYS, "steps": (lapse(TEN_DAYS),)}
    return promise(clock, starts="paused", segment=segment, **made)


def asked(number: str) -> TicketEvent:
    waits = {"state": "paused", "pause": pause("citizen", since=ASKED, review_at=ASKED + TEN_DAYS)}
    made = (promise(), started(), window("review", ASKED))
    return ticket(TicketAsked, ticket=number, revision=2, promises=made, changed_at=ASKED, **waits)


def resumed(segment: int = 2) -> Promise:
    """Four hours were promised, one was used up."""
    left = {"span": 3 * HOUR, "started_at": ANSWERED, "due_at": ANSWERED + 3 * HOUR}
    steps = tuple(step.model_copy(update={"after": step.after - HOUR}) for step in STEPS)
    return promise("resolution", starts="admitted", segment=segment, steps=steps, **left)


def answered(number: str) -> TicketEvent:
    going = {"segment": 2, "state": "in_progress", "promises": (resumed(),)}
    return ticket(TicketAnswered, ticket=number, revision=3, changed_at=ANSWERED, **going)


def resolved(number: str) -> TicketEvent:
    made = {"segment": 2, "state": "resolved", "promises": (resumed(), window("objection", RESOLVED, 2))}
    return ticket(TicketResolved, ticket=number, revision=4, changed_at=RESOLVED, **made)


def story(number: str) -> list[TicketEvent]:
    return [ticket(ticket=number), asked(number), answered(number), resolved(number)]


async def told(sla: Sla, order: Sequence[int]) -> Standing:
    number = fresh_number()
    events = story(number)
    await hear(sla, [events[place] for place in order])
    return await running(sla, number)


async def test_a_question_stops_the_resolution_and_starts_the_review(sla: Sla) -> None:
    assert await told(sla, [0, 1]) == {"review": ("infrastruktur", "lapsed")}


async def test_an_answer_stops_the_review_and_the_resolution_goes_on_with_the_time_left(sla: Sla) -> None:
    number = fresh_number()
    said = await hear(sla, story(number)[:3])
    assert await running(sla, number) == {"resolution:2": ("infrastruktur", "warn-50")}
    set_anew = [event for event in said if isinstance(event, TimerSet) and event.segment == 2]
    assert [(event.step, event.at) for event in set_anew] == [("warn-50", ANSWERED + HOUR)]


async def test_in_whatever_order_it_is_heard_only_the_citizens_window_runs_in_the_end(sla: Sla) -> None:
    ends = await asyncio.gather(*(told(sla, order) for order in permutations(range(4))))
    assert [end for end in ends if end != {"objection:2": ("infrastruktur", "lapsed")}] == []


async def test_whatever_was_never_heard_the_latest_event_alone_says_what_runs(sla: Sla) -> None:
    heard = [(*missed, 3, *missed) for left in range(4) for missed in combinations(range(3), left)]
    ends = await asyncio.gather(*(told(sla, order) for order in heard))
    assert [end for end in ends if end != {"objection:2": ("infrastruktur", "lapsed")}] == []


async def test_a_segment_that_was_left_is_looked_at_once(sla: Sla) -> None:
    number = fresh_number()
    await hear(sla, story(number)[:3])
    assert [await sla.clocks.unended(number, before=segment) for segment in (1, 2, 3)] == [[], [], [2]]


async def test_a_wait_that_is_over_says_so_once_in_the_same_words(sla: Sla) -> None:
    number = fresh_number()
    await hear(sla, [asked(number)])
    sla.now.at = ASKED + TEN_DAYS
    once = await sla.handlers.ring(due(number, "lapsed", "review"))
    (said,) = once
    assert isinstance(said, PromiseLapsed)
    assert (said.clock, said.segment, said.rung) == ("review", 1, 0)
    assert words(await sla.handlers.ring(due(number, "lapsed", "review"))) == words(once)
    assert await running(sla, number) == {}


async def test_a_wait_that_the_broker_forgot_is_found_by_the_sweep(sla: Sla) -> None:
    number = fresh_number()
    await hear(sla, [asked(number)])
    sla.now.at = ASKED + TEN_DAYS + HOUR
    assert await sla.sweep.once(timedelta(minutes=1)) == 1
    assert [type(event) for event in sla.broker.said] == [PromiseLapsed]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0), (1, 0, 1)])
async def test_of_two_dates_in_one_segment_the_earlier_one_is_watched(sla: Sla, order: Sequence[int]) -> None:
    number = fresh_number()
    sooner = started().model_copy(update={"due_at": NOW + 2 * HOUR, "steps": STEPS[:2]})
    events = [ticket(ticket=number), ticket(TicketReclassified, ticket=number, revision=2, promises=(sooner,))]
    await hear(sla, [events[place] for place in order])
    clock = await sla.clocks.get(clock_key(number, "resolution", 1))
    assert clock
    assert (clock.due_at, len(clock.alarms)) == (NOW + 2 * HOUR, 2)


async def test_a_sooner_date_does_not_start_a_clock_again_that_was_stopped(sla: Sla) -> None:
    number = fresh_number()
    sooner = started().model_copy(update={"due_at": NOW + 2 * HOUR})
    late = ticket(TicketReclassified, ticket=number, revision=2, promises=(sooner,))
    await hear(sla, [ticket(ticket=number), asked(number), late])
    assert await running(sla, number) == {"review": ("infrastruktur", "lapsed")}
