"""Clocks as they stand, and what each of them has said."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from services.sla.domain.clock import Alarm, Clock
from shared.contracts.event import Event, recall, remember
from shared.contracts.ticket_record import Step
from shared.contracts.words import ClockName, TicketNumber, clock_key
from shared.runtime.mongo import Collection, Database

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
SWEPT_AT_ONCE = 500


class Clocks:
    """One document a clock, `_id` its `clock_key`; `next_at` stands there only while an alarm is to come.

    One more, `<ticket>:ended:<segment>`, says that every clock up to that segment is stopped.
    """

    def __init__(self, clocks: Collection, firings: Collection) -> None:
        self._clocks = clocks
        self._firings = firings

    @classmethod
    async def prepare(cls, database: Database) -> None:
        await database.index("clocks", "next_at")

    async def start(self, clock: Clock, cause: str) -> Clock | None:
        """The clock as it now stands, when this cause started it, now or before; of two dates the earlier stands.

        None when another cause did, or it was stopped first.
        """
        if await self._clocks.insert(_document(clock) | {"cause": cause}):
            return clock
        stored = await self._clocks.get(clock.key)
        known = _clock(stored) if stored and "alarms" in stored else None
        if stored is None or known is None:
            return None
        if clock.due_at >= known.due_at or known.stopped:
            return known if stored.get("cause", cause) == cause else None
        sooner = _document(clock.instead_of(known)) | {"cause": cause}
        del sooner["_id"]
        await self._clocks.change(clock.key, {"due_at": known.due_at, "stopped": False}, {"$set": sooner})
        return await self.start(clock, cause)

    async def get(self, key: str) -> Clock | None:
        stored = await self._clocks.get(key)
        return _clock(stored) if stored and "alarms" in stored else None

    async def stop(self, ticket: TicketNumber, name: ClockName, segment: int, now: datetime) -> str | None:
        """The queue its alarm is set in, when it ran; None when it did not.

        A clock that never started is stored as stopped, so that a late start finds it so.
        """
        key = clock_key(ticket, name, segment)
        # The insert first: a start at this very moment finds it, or is found.
        if await self._clocks.insert({"_id": key, "ticket": ticket, "stopped": True, "stopped_at": now}):
            return None
        stopping = {"$set": {"stopped": True, "stopped_at": now}, "$unset": {"next_at": ""}}
        ran = await self._clocks.change(key, {"stopped": False}, stopping)
        stopped = await self.get(key) if ran else None
        return stopped.queue if stopped else None

    async def unended(self, ticket: TicketNumber, before: int) -> list[int]:
        """The segments before this one whose clocks may still run, the last first."""
        found: list[int] = []
        for segment in range(before - 1, 0, -1):
            if await self._clocks.get(_end_of(ticket, segment)):
                break
            found.append(segment)
        return found

    async def end(self, ticket: TicketNumber, before: int, now: datetime) -> None:
        """Remembers that every clock of every segment before this one is stopped."""
        ended = {"_id": _end_of(ticket, before - 1), "ticket": ticket, "stopped": True, "stopped_at": now}
        await self._clocks.insert(ended)

    async def fire(self, clock: Clock, alarm: Alarm, said: Sequence[Event], now: datetime) -> Sequence[Event]:
        """What this alarm says: `said`, or what it said when it first rang."""
        _id = f"{clock.key}:{alarm.step.name}"
        firing = {"_id": _id, "at": now, "said": [remember(event) for event in said]}
        if await self._firings.insert(firing):
            return said
        return await self.fired(clock.key, alarm.step.name)

    async def fired(self, key: str, step: str) -> Sequence[Event]:
        """What the step of that clock said; empty when it has not rung."""
        stored = await self._firings.get(f"{key}:{step}")
        return [recall(record) for record in stored["said"]] if stored else []

    async def advance(self, clock: Clock) -> None:
        """Moves the clock on to its next alarm; doing it twice changes nothing."""
        after = clock.rung()
        upcoming = {"$set": {"next": after.next, "next_at": after.upcoming.at}} if after.upcoming else None
        finished = {"$set": {"next": after.next}, "$unset": {"next_at": ""}}
        as_it_was = {"next": clock.next, "due_at": clock.due_at, "stopped": False}
        await self._clocks.change(clock.key, as_it_was, upcoming or finished)

    async def late(self, now: datetime, by: timedelta) -> list[Clock]:
        """Clocks whose alarm should have rung, oldest not first: one bounded range, at most 500."""
        return [_clock(stored) for stored in await self._clocks.between("next_at", EPOCH, now - by, SWEPT_AT_ONCE)]


def _end_of(ticket: TicketNumber, segment: int) -> str:
    return f"{ticket}:ended:{segment}"


def _document(clock: Clock) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "_id": clock.key,
        "ticket": clock.ticket,
        "name": clock.name,
        "segment": clock.segment,
        "queue": clock.queue,
        "due_at": clock.due_at,
        "started_at": clock.started_at,
        "alarms": [{"at": alarm.at, "step": alarm.step.model_dump_json()} for alarm in clock.alarms],
        "next": clock.next,
        "stopped": clock.stopped,
    }
    return stored | ({"next_at": clock.upcoming.at} if clock.upcoming else {})


def _clock(stored: dict[str, Any]) -> Clock:
    return Clock(
        ticket=stored["ticket"],
        name=stored["name"],
        segment=stored.get("segment", 1),
        queue=stored["queue"],
        due_at=stored["due_at"],
        started_at=stored["started_at"],
        alarms=tuple(Alarm(alarm["at"], Step.model_validate_json(alarm["step"])) for alarm in stored["alarms"]),
        next=stored["next"],
        stopped=stored["stopped"],
    )
