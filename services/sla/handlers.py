"""Sla's handlers: hear, decide, remember, say."""

from collections.abc import Callable, Sequence
from datetime import datetime

from services.sla.domain.clock import ENDED, Alarm, Clock, cancelled, running
from services.sla.store import Clocks
from shared.contracts.event import Event
from shared.contracts.notice import NoticeDelivered
from shared.contracts.ticket import Promise, TicketEvent
from shared.contracts.timer import TimerDue
from shared.contracts.words import TicketNumber
from shared.directory.model import Directory
from shared.policy.promise import start, step_times


class SlaHandlers:
    """Starts, stops and rings the clocks of tickets."""

    def __init__(self, directory: Directory, clocks: Clocks, now: Callable[[], datetime]) -> None:
        self._directory = directory
        self._clocks = clocks
        self._now = now

    async def watch(self, event: TicketEvent) -> list[Event]:
        """Starts what began with the ticket, stops what its state ends."""
        said: list[Event] = []
        for promise in running(event) if event.revision == 1 else ():
            said += await self._start(event.ticket, event.queue, promise)
        for name in ENDED[event.state]:
            if await self._clocks.stop(event.ticket, name, self._now()):
                said.append(cancelled(event.ticket, name, event.queue))
        return said

    async def begin(self, notice: NoticeDelivered) -> list[Event]:
        """Starts the promise that this delivery sets running."""
        if notice.starts is None:
            return []
        return await self._start(notice.ticket, notice.queue, start(notice.starts, notice.at, self._directory))

    async def ring(self, due: TimerDue) -> Sequence[Event]:
        """Says what the alarm means; an alarm for a step long rung says again what that step said."""
        clock = await self._clocks.get(due.ticket, due.clock)
        alarm = clock.upcoming if clock else None
        if clock is None or alarm is None or alarm.step.name != due.step:
            return await self._clocks.fired(due.ticket, due.clock, due.step)
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

    async def _start(self, ticket: TicketNumber, queue: str, promise: Promise) -> list[Event]:
        clock = Clock.of(ticket, queue, promise, step_times(promise, self._directory))
        return _timers(await self._clocks.start(clock))


def _timers(clock: Clock | None) -> list[Event]:
    timer = clock.timer() if clock else None
    return [timer] if timer else []
