"""Clocks that rang are moved on to their next alarm in bulk, when it is quiet again, and nobody waits for it.

Claiming an alarm is one insert and moving a clock on an update, which costs the embedded store ten times as much. A
move that is lost with the process leaves a clock whose alarm looks late: the sweep says again what it said, and
moves it on.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Self

from services.sla.domain.clock import Clock
from services.sla.records import as_it_was, changed, places
from shared.runtime.guard import guarded
from shared.runtime.mongo import BULK, Collection, Document

LULL = 0.5
# So many wait for a lull; beyond, moving on is part of the work.
PATIENT = 25_000
LAST_WITHIN = 2.0


@dataclass(frozen=True, slots=True)
class Move:
    """To a later alarm of the same turn and date, from whichever it is at; small, for thousands may wait."""

    next: int
    next_at: datetime | None
    late_at: str | None

    @classmethod
    def to(cls, clock: Clock) -> Self:
        stands = places(clock)
        return cls(clock.next, stands.get("next_at"), stands.get("late_at"))

    def change(self, key: str, turn: int, due_at: datetime) -> tuple[str, Document, Document]:
        found = {"next": self.next, "next_at": self.next_at, "late_at": self.late_at}
        stands = {field: value for field, value in found.items() if value is not None}
        return key, {"next": {"$lt": self.next}, **as_it_was(turn, due_at)}, changed(stands)


# By the clock's key, turn and due date: what takes a clock's place is moved by itself.
Waiting = dict[tuple[str, int, datetime], Move]


class Moves:
    """The moves of one process; without `forever` each is done at once."""

    def __init__(self, clocks: Collection, lull: float = LULL) -> None:
        self._clocks = clocks
        self._pause = lull
        self._waiting: Waiting = {}
        self._under_way: Waiting = {}
        self._wake = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._in_background = False

    async def add(self, clock: Clock) -> None:
        """The clock as it stands after what rang."""
        place = clock.key, clock.turn, clock.due_at
        waiting = self._waiting.get(place)
        if waiting is None or waiting.next < clock.next:
            self._waiting[place] = Move.to(clock)
        if self._in_background:
            self._wake.set()
        else:
            await self.settle()

    def moved(self, clock: Clock) -> Clock:
        """The clock as it stands once all moves are done."""
        place = clock.key, clock.turn, clock.due_at
        moves = (moves[place].next for moves in (self._under_way, self._waiting) if place in moves)
        further = max((clock.next, *moves))
        return replace(clock, next=further) if further > clock.next else clock

    async def forever(self) -> None:
        """Endless; what is left when it is told to stop is done then, if the store answers."""
        self._in_background = True
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                await self._lull()
                await guarded(self.settle(), "moves")
        finally:
            self._in_background = False
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_WITHIN):
                    await guarded(self.settle(), "moves")

    async def settle(self) -> None:
        """Returns when no move waits any more; those that cannot be done are left to the sweep."""
        async with self._one_at_a_time:
            while self._waiting:
                self._under_way = dict(islice(self._waiting.items(), BULK))
                for place in self._under_way:
                    del self._waiting[place]
                await self._do(self._under_way)

    async def _lull(self) -> None:
        """Returns when nothing has rung for a while, or too much waits."""
        before = -1
        while before < len(self._waiting) < PATIENT:
            before = len(self._waiting)
            await asyncio.sleep(self._pause)

    async def _do(self, moves: Waiting) -> None:
        try:
            await self._clocks.change_all([move.change(*place) for place, move in moves.items()])
        except asyncio.CancelledError:
            self._waiting = moves | self._waiting
            raise
        finally:
            self._under_way = {}
