"""Sla's handlers: hear, decide, remember, say."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from services.sla.domain.clock import CLOCKS, Alarm, Clock, begins, cancelled, ends
from services.sla.store import Clocks
from shared.contracts.event import Event
from shared.contracts.notice import NoticeDelivered
from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Promise
from shared.contracts.timer import TimerDue
from shared.contracts.words import ClockName, TicketNumber, clock_key
from shared.directory.model import Directory
from shared.policy.promise import start, step_times


class SlaHandlers:
    """Starts, stops and rings the clocks of tickets."""

    def __init__(self, directory: Directory, clocks: Clocks, now: Callable[[], datetime]) -> None:
        self._directory = directory
        self._clocks = clocks
        self._now = now

    async def watch(self, event: TicketEvent) -> list[Event]:
        """Starts what runs in its segment, stops what its state ends, and all that is left of former segments."""
        said: list[Event] = []
        for promise in begins(event):
            said += await self._start(event.ticket, event.queue, promise, event.changed_at, cause=event.key())
        for name, segment in ends(event):
            said += await self._stop(event.ticket, name, segment)
        return said + await self._leave(event.ticket, event.segment)

    async def begin(self, notice: NoticeDelivered) -> list[Event]:
        """Starts the promise that this delivery sets running."""
        if notice.starts is None:
            return []
        promise = start(notice.starts, notice.at, self._directory)
        return await self._start(notice.ticket, notice.queue, promise, notice.at, cause=notice.key())

    async def ring(self, due: TimerDue) -> Sequence[Event]:
        """Says what the alarm means; an alarm for a step long rung says again what that step said."""
        key = clock_key(due.ticket, due.clock, due.segment)
        clock = await self._clocks.get(key)
        alarm = clock.upcoming if clock else None
        if clock is None or alarm is None or alarm.step.name != due.step:
            return await self._clocks.fired(key, due.step)
        if self._now() < alarm.at:
            return _timers(clock)
        said = await self.fire(clock, alarm)
        await self._clocks.advance(clock)
        return said

    async def fire(self, clock: Clock, alarm: Alarm) -> Sequence[Event]:
        """Claims the alarm; returns its promise event and the timer of the next one."""
        now = self._now()
        said = [clock.promise_event(alarm, now), *_timers(clock.rung())]
        return await self._clocks.fire(clock, alarm, said, now)

    async def _start(
        self, ticket: TicketNumber, queue: str, promise: Promise, now: datetime, cause: str
    ) -> list[Event]:
        clock = Clock.of(ticket, queue, promise, step_times(promise, self._directory))
        # A first holder hears of all that is late already; in a later segment only the last of it is told.
        return _timers(await self._clocks.start(clock if promise.segment == 1 else clock.since(now), cause))

    async def _stop(self, ticket: TicketNumber, name: ClockName, segment: int) -> list[Event]:
        queue = await self._clocks.stop(ticket, name, segment, self._now())
        return [cancelled(ticket, name, segment, queue)] if queue else []

    async def _leave(self, ticket: TicketNumber, segment: int) -> list[Event]:
        """Stops the clocks of all former segments, once; those that are still to be started too."""
        former = await self._clocks.unended(ticket, before=segment)
        if not former:
            return []
        taken_back = await asyncio.gather(*(self._stop(ticket, name, left) for left in former for name in CLOCKS))
        await self._clocks.end(ticket, before=segment, now=self._now())
        return [event for events in taken_back for event in events]


def _timers(clock: Clock | None) -> list[Event]:
    timer = clock.timer() if clock else None
    return [timer] if timer else []
