"""Moves of clocks, on a slow store: whatever waits or is under way, a clock stands where it rang last."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from services.sla.domain.clock import Alarm, Clock
from services.sla.moves import Moves
from services.sla.records import clock_of, document
from shared.runtime.mongo import Collection
from tests.builders import NOW, OTHER, STEPS, TICKET

ALARMS = tuple(Alarm(NOW + step.after, step) for step in STEPS)
CLOCK = Clock(TICKET, "answer", 1, "infrastruktur", NOW + timedelta(hours=4), NOW, ALARMS)
ANOTHER = replace(CLOCK, ticket=OTHER)
RENEWED = replace(CLOCK, turn=2)
SOONER = replace(CLOCK, due_at=NOW + timedelta(hours=1))


class Slow:
    """A store of clocks that does what is asked when `open`, and refuses it while `refuses`."""

    def __init__(self, *clocks: Clock) -> None:
        self.stored = {clock.key: document(clock) for clock in clocks}
        self.open = asyncio.Event()
        self.asked = asyncio.Event()
        self.refuses = False

    async def change_all(self, changes: Sequence[tuple[str, Mapping[str, Any], Mapping[str, Any]]]) -> None:
        self.asked.set()
        await self.open.wait()
        if self.refuses:
            raise RuntimeError
        for key, expected, update in changes:
            stored = self.stored[key]
            if all(_fits(stored.get(field), wanted) for field, wanted in expected.items()):
                stored.update(update["$set"])
                for field in update.get("$unset", {}):
                    stored.pop(field, None)

    def clock(self, key: str = CLOCK.key) -> Clock:
        return clock_of(self.stored[key])


def _fits(stored: Any, wanted: Any) -> bool:
    if not isinstance(wanted, dict):
        return bool(stored == wanted)
    return bool(stored < wanted["$lt"]) if "$lt" in wanted else stored in wanted["$in"]


def moves_on(store: Slow) -> Moves:
    return Moves(cast("Collection", store), lull=0)


@asynccontextmanager
async def in_background(store: Slow) -> AsyncIterator[Moves]:
    """Moves of which those of another clock are under way; what is added waits for them."""
    moves = moves_on(store)
    task = asyncio.create_task(moves.forever())
    await asyncio.sleep(0)
    await moves.add(ANOTHER.rung())
    await store.asked.wait()
    yield moves
    store.open.set()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("places", [(1,), (1, 2), (1, 2, 3), (2, 1), (1, 3, 2), (4, 1)])
async def test_of_moves_that_wait_the_furthest_is_done(places: tuple[int, ...]) -> None:
    store = Slow(CLOCK, ANOTHER)
    async with in_background(store) as moves:
        for place in places:
            await moves.add(CLOCK.rung(place))
        assert moves.moved(store.clock()).next == max(places)
    assert store.clock().next == max(places)


@pytest.mark.parametrize(("under_way", "waiting"), [(1, 2), (2, 1), (1, 1), (1, 4)])
async def test_a_move_that_waits_goes_on_from_the_one_under_way(under_way: int, waiting: int) -> None:
    store = Slow(CLOCK, ANOTHER)
    moves = moves_on(store)
    first = asyncio.create_task(moves.add(CLOCK.rung(under_way)))
    await store.asked.wait()
    second = asyncio.create_task(moves.add(CLOCK.rung(waiting)))
    await asyncio.sleep(0)
    assert moves.moved(store.clock()).next == max(under_way, waiting)
    store.open.set()
    await asyncio.gather(first, second)
    assert store.clock().next == max(under_way, waiting)


@pytest.mark.parametrize("places", [(1, 2), (2, 1), (1, 4), (3, 3)])
async def test_of_two_processes_none_takes_back_or_loses_what_the_other_moved(places: tuple[int, int]) -> None:
    store = Slow(CLOCK)
    store.open.set()
    for place in places:
        await moves_on(store).add(CLOCK.rung(place))
    assert store.clock().next == max(places)


async def test_a_clock_stands_in_the_places_of_the_alarm_it_was_moved_to() -> None:
    store = Slow(CLOCK)
    store.open.set()
    for place in (1, 2):
        await moves_on(store).add(CLOCK.rung(place))
    assert store.stored[CLOCK.key] == document(CLOCK.rung(2))


@pytest.mark.parametrize("instead", [RENEWED, SOONER], ids=["turn", "date"])
async def test_a_move_of_what_another_took_the_place_of_does_not_touch_that_one(instead: Clock) -> None:
    store = Slow(CLOCK, ANOTHER)
    async with in_background(store) as moves:
        await moves.add(CLOCK.rung(3))
        store.stored[instead.key] = document(instead)
        assert moves.moved(store.clock()) == instead
        await moves.add(instead.rung())
        await moves.add(CLOCK.rung(4))
        assert moves.moved(store.clock()) == instead.rung()
    assert store.clock() == instead.rung()


async def test_what_the_store_refuses_is_left_to_the_sweep_and_the_next_move_is_done() -> None:
    store = Slow(CLOCK, ANOTHER)
    store.refuses = True
    async with in_background(store) as moves:
        store.open.set()
        while moves.moved(ANOTHER).next:  # noqa: ASYNC110 -- until it has failed
            await asyncio.sleep(0)
        store.refuses = False
        await moves.add(CLOCK.rung())
        await moves.settle()
        assert [store.clock().next, store.clock(ANOTHER.key).next] == [1, 0]


async def test_whoever_ends_it_is_not_kept_by_a_store_that_refuses() -> None:
    store = Slow(CLOCK)
    store.refuses = True
    moves = moves_on(store)
    background = asyncio.create_task(moves.forever())
    await asyncio.sleep(0)
    await moves.add(CLOCK.rung())
    await store.asked.wait()
    background.cancel()
    store.open.set()
    await asyncio.wait([background])
    assert background.cancelled()


async def test_without_a_background_whoever_moves_it_hears_that_it_was_refused() -> None:
    store = Slow(CLOCK)
    store.refuses = True
    store.open.set()
    with pytest.raises(RuntimeError):
        await moves_on(store).add(CLOCK.rung())


async def test_what_is_under_way_when_the_process_ends_is_done_before() -> None:
    store = Slow(CLOCK, ANOTHER)
    async with in_background(store) as moves:
        await moves.add(CLOCK.rung(2))
    assert [store.clock().next, store.clock(ANOTHER.key).next] == [2, 1]
