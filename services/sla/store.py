"""Clocks as they stand, and what each of them has said."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from services.sla.domain.clock import Alarm, Clock
from services.sla.moves import Moves
from services.sla.records import as_it_was, changed, clock_of, document
from shared.contracts.event import Event, recall, remember
from shared.contracts.words import TicketNumber
from shared.runtime.mongo import Collection, Database, Document

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
SWEPT_AT_ONCE = 500
# Beside the characters of a place: the first after one, and after all.
AFTER = "!"
LAST = "~"


class Begun(NamedTuple):
    """A clock as it now stands, and the one in whose place it is."""

    clock: Clock
    former: Clock | None = None


class Clocks:
    """One document a clock, `_id` its `clock_key`; `next_at` stands there only while an alarm is to come.

    `late_at` only while it is late: its place among the late ones, `<due>|<key>`.

    One more, `<ticket>:left:<segment>`, says that no clock begins in that segment any more, and
    `<ticket>:ended:<segment>` that every clock up to that segment is stopped.
    """

    def __init__(self, clocks: Collection, firings: Collection) -> None:
        self._clocks = clocks
        self._firings = firings
        self.moves = Moves(clocks)

    @classmethod
    async def prepare(cls, database: Database) -> None:
        await database.index("clocks", "next_at")
        await database.index("clocks", "late_at", sparse=True)
        await database.index("clocks", "ticket")

    async def start(self, clock: Clock, cause: str) -> Begun | None:
        """The clock as it now stands, when this cause started it, now or before.

        Of two turns the later stands, of two dates of one turn the earlier. None when another cause did, it was
        stopped first, or its segment was left.
        """
        stored = await self._clocks.get(clock.key)
        if stored is None:
            if await self._clocks.insert(document(clock) | {"cause": cause}):
                return await self._unless_left(Begun(clock))
            stored = await self._clocks.get(clock.key)
        if stored is None or "alarms" not in stored:
            return None
        known = self.moves.moved(clock_of(stored))
        if known.stopped or not clock.precedes(known):
            return await self._unless_left(Begun(known)) if stored.get("cause", cause) == cause else None
        instead = clock.instead_of(known)
        stands = {field: value for field, value in document(instead).items() if field != "_id"}
        as_known = as_it_was(known.turn, known.due_at)
        if await self._clocks.change(clock.key, as_known, changed(stands | {"cause": cause})):
            return Begun(instead, known)
        return await self.start(clock, cause)

    async def get(self, key: str) -> Clock | None:
        stored = await self._clocks.get(key)
        return self.moves.moved(clock_of(stored)) if stored and "alarms" in stored else None

    async def stop(self, key: str, ticket: TicketNumber, now: datetime, *, foresee: bool = True) -> Clock | None:
        """The clock as it was, when it ran; None when it did not.

        One that never started is stored as stopped if that is to be foreseen, so that a late start finds it so.
        """
        stored = await self._clocks.get(key)
        if stored is None and foresee:
            if await self._clocks.insert({"_id": key, "ticket": ticket, "stopped": True, "stopped_at": now}):
                return None
            stored = await self._clocks.get(key)
        if stored is None or stored["stopped"]:
            return None
        stopping = {"$set": {"stopped": True, "stopped_at": now}, "$unset": {"next_at": "", "late_at": ""}}
        ran = await self._clocks.change(key, {"stopped": False}, stopping)
        return self.moves.moved(clock_of(stored)) if ran else None

    async def unended(self, ticket: TicketNumber, before: int) -> list[int]:
        """The segments before this one whose clocks may still run, the last first."""
        found: list[int] = []
        for segment in range(before - 1, 0, -1):
            if await self._clocks.get(_end_of(ticket, segment)):
                break
            found.append(segment)
        return found

    async def leave(self, ticket: TicketNumber, segment: int, now: datetime) -> None:
        """From now on no clock begins in that segment: whoever stored one sees this, or is seen by who stops them."""
        await self._clocks.insert({"_id": _left(ticket, segment), "ticket": ticket, "stopped": True, "stopped_at": now})

    async def running(self, ticket: TicketNumber, segments: Sequence[int]) -> list[str]:
        """The keys of what runs in these segments: whatever was stored, on tracks too that are promised no more."""
        stored = await self._clocks.find("ticket", ticket)
        return [one["_id"] for one in stored if not one["stopped"] and one.get("segment", 1) in segments]

    async def end(self, ticket: TicketNumber, before: int, now: datetime) -> None:
        """Remembers that every clock of every segment before this one is stopped."""
        ended = {"_id": _end_of(ticket, before - 1), "ticket": ticket, "stopped": True, "stopped_at": now}
        await self._clocks.insert(ended)

    async def claim(
        self, clock: Clock, alarm: Alarm, said: Sequence[Event], now: datetime, before: Sequence[str] = ()
    ) -> bool:
        """Whether this alarm is the caller's to ring; then that is what it says, for ever.

        `before` are the steps that rang just before it, at once with it.
        """
        firing: Document = {"_id": f"{clock.key}:{alarm.step.name}", "at": now}
        firing |= {"said": [remember(event) for event in said]} | ({"before": list(before)} if before else {})
        return await self._firings.insert(firing)

    async def fired(self, key: str, step: str) -> Sequence[Event]:
        """What the step of that clock said; empty when it has not rung."""
        return _said(await self._firings.get(f"{key}:{step}"))

    async def fired_at_once(self, key: str, step: str) -> Sequence[Event]:
        """What the step said, after what those said that rang at once with it: none may have reached the broker."""
        last = await self._firings.get(f"{key}:{step}")
        before = last.get("before", ()) if last else ()
        stored = [await self._firings.get(f"{key}:{name}") for name in before]
        return [event for firing in (*stored, last) for event in _said(firing)]

    async def advance(self, clock: Clock) -> None:
        """Moves the clock on past its next alarm, soon; doing it twice changes nothing."""
        await self.moves.add(clock.rung())

    async def late(self, now: datetime, by: timedelta) -> list[Clock]:
        """At most 500 clocks whose alarm should have rung, in the order of their alarms: one bounded range."""
        await self.moves.settle()
        found = await self._clocks.between("next_at", EPOCH, now - by, SWEPT_AT_ONCE)
        return [clock_of(stored) for stored in sorted(found, key=lambda stored: stored["next_at"])]

    async def broken(self, after: str, limit: int) -> dict[str, Clock]:
        """The late clocks after that place, by their places, the one that was due first at first."""
        found = await self._clocks.between("late_at", f"{after}{AFTER}" if after else "", LAST, limit)
        return {stored["late_at"]: clock_of(stored) for stored in found}

    async def _unless_left(self, begun: Begun) -> Begun | None:
        """What began in a segment that was left meanwhile is stopped again."""
        clock = begun.clock
        left = await self._clocks.get(_left(clock.ticket, clock.segment))
        if left is None:
            return begun
        await self.stop(clock.key, clock.ticket, left["stopped_at"])
        return None


def _said(firing: Document | None) -> list[Event]:
    return [recall(record) for record in firing["said"]] if firing else []


def _end_of(ticket: TicketNumber, segment: int) -> str:
    return f"{ticket}:ended:{segment}"


def _left(ticket: TicketNumber, segment: int) -> str:
    return f"{ticket}:left:{segment}"
