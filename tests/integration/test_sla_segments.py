"""Sla's clocks when a ticket changes hands: whatever comes first, however often, the same clocks run in the end."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from itertools import permutations

import pytest

from deploy.local.servers import Server
from shared.contracts.event import Event
from shared.contracts.promise import PromiseBreached
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEvent,
    TicketHandedOver,
    TicketNoted,
    TicketResolved,
)
from shared.contracts.timer import TimerSet
from shared.directory.model import Directory
from tests.builders import NOW, STEPS, delivered, fresh_number, promise, started, ticket
from tests.integration.clocks import Sla, Standing, alarm, due, hear, running, sla_on, standing

A_MINUTE = timedelta(minutes=1)
# The hand-over comes between the warning and the first rung of what runs since admission.
HANDED_OVER = NOW + STEPS[0].after + timedelta(minutes=1)
TAKEN = HANDED_OVER + timedelta(minutes=1)


@pytest.fixture
async def sla(mongo_shared: Server, directory: Directory) -> AsyncIterator[Sla]:
    async with sla_on(mongo_shared.url, directory) as service:
        yield service


def promised(segment: int) -> dict[str, object]:
    return {"segment": segment, "promises": (promise(segment=segment), started(segment=segment))}


def handed_over(number: str, segment: int, queue: str) -> TicketEvent:
    moved = {"revision": 2 * segment, "queue": queue, "changed_at": HANDED_OVER, **promised(segment)}
    return ticket(TicketHandedOver, ticket=number, **moved)


def story(number: str) -> list[Event]:
    """A ticket of one queue, handed over into another, whose liaison takes it."""
    taken = {"revision": 5, "queue": "perizinan", "state": "acknowledged", "changed_at": TAKEN, **promised(2)}
    return [
        ticket(ticket=number, **promised(1)),
        delivered(promise(segment=1), number),
        handed_over(number, 2, "perizinan"),
        delivered(promise(segment=2), number),
        ticket(TicketAcknowledged, ticket=number, **taken),
    ]


async def test_in_whatever_order_it_is_heard_the_same_clocks_run(sla: Sla) -> None:
    async def told(order: Sequence[int]) -> Standing:
        number = fresh_number()
        events = story(number)
        await hear(sla, [events[place] for place in order])
        return await running(sla, number)

    ends = await asyncio.gather(*(told(order) for order in permutations(range(5))))
    assert [end for end in ends if end != {"resolution:2": ("perizinan", "rung-1")}] == []


async def test_whatever_is_heard_again_changes_nothing(sla: Sla) -> None:
    async def told(order: Sequence[int]) -> Standing:
        number = fresh_number()
        events = story(number)
        await hear(sla, [events[place] for place in (*order, *reversed(order))])
        return await running(sla, number)

    ends = await asyncio.gather(*(told(order) for order in list(permutations(range(5)))[::7]))
    assert [end for end in ends if end != {"resolution:2": ("perizinan", "rung-1")}] == []


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_two_hand_overs_leave_only_the_last_holders_clocks(sla: Sla, order: Sequence[int]) -> None:
    number = fresh_number()
    events = [
        ticket(ticket=number, **promised(1)),
        handed_over(number, 2, "perizinan"),
        handed_over(number, 3, "infrastruktur"),
    ]
    await hear(sla, [events[place] for place in order])
    assert await running(sla, number) == {"resolution:3": ("infrastruktur", "rung-1")}


async def test_a_hand_over_takes_the_former_holders_alarms_back_from_the_queue_they_are_in(sla: Sla) -> None:
    number = fresh_number()
    await hear(sla, story(number)[:2])
    said = await hear(sla, [handed_over(number, 2, "perizinan")])
    taken_back = {(event.clock, event.segment, event.queue) for event in said if event.at is None}  # type: ignore[attr-defined]
    assert taken_back == {("acknowledge", 1, "infrastruktur"), ("resolution", 1, "infrastruktur")}


async def test_what_runs_since_admission_rings_under_a_new_holder_only_what_is_still_to_come(sla: Sla) -> None:
    number = fresh_number()
    (timer,) = await hear(sla, [handed_over(number, 2, "perizinan")])
    assert isinstance(timer, TimerSet)
    assert (timer.step, timer.segment, timer.at) == ("rung-1", 2, NOW + STEPS[1].after)


async def test_a_former_holders_alarm_says_nothing_and_the_new_holders_says_its_segment(sla: Sla) -> None:
    number = fresh_number()
    await hear(sla, story(number)[:4])
    sla.now.at = alarm(1)
    assert await sla.handlers.ring(due(number)) == []
    said = await sla.handlers.ring(due(number, "rung-1", "resolution", segment=2))
    assert isinstance(said[0], PromiseBreached)
    assert (said[0].segment, said[0].queue) == (2, "perizinan")


async def test_resolved_under_the_third_holder_no_clock_runs(sla: Sla) -> None:
    number = fresh_number()
    done = {"revision": 9, "queue": "infrastruktur", "state": "resolved", **promised(3)}
    hands = [handed_over(number, 2, "perizinan"), handed_over(number, 3, "infrastruktur")]
    await hear(sla, [*story(number)[:2], ticket(TicketResolved, ticket=number, **done), *hands])
    assert await running(sla, number) == {}


async def test_what_ran_on_a_track_that_is_promised_no_more_is_stopped_with_its_segment(sla: Sla) -> None:
    number = fresh_number()
    bygone = started(track="bygone")
    await hear(sla, [ticket(ticket=number, promises=(started(), bygone)), handed_over(number, 2, "perizinan")])
    assert "bygone" not in sla.handlers._directory.tracks
    assert list(await standing(sla, number, ("own", "bygone"))) == ["resolution:2"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_what_rang_before_a_segment_began_is_all_that_is_left_out_whichever_event_is_heard_first(
    sla: Sla, order: Sequence[int]
) -> None:
    number = fresh_number()
    began = {"segment": 2, "segment_since": HANDED_OVER, "promises": (started(segment=2),)}
    hours_later = [HANDED_OVER, NOW + STEPS[1].after + A_MINUTE, NOW + STEPS[3].after + A_MINUTE]
    kinds = (TicketHandedOver, TicketNoted, TicketNoted)
    events = [
        ticket(kind, ticket=number, revision=revision, changed_at=at, **began)
        for revision, (kind, at) in enumerate(zip(kinds, hours_later, strict=True), start=2)
    ]
    await hear(sla, [events[place] for place in order])
    (left,) = (await standing(sla, number, ("own",))).values()
    assert left[2] == ["rung-1", "rung-2", "rung-3"]
