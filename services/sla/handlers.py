"""Sla's handlers: hear, decide, remember, say."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain

from prometheus_client import Counter

from services.sla.domain.clock import (
    NOTHING,
    Alarm,
    Clock,
    begins,
    cancelled,
    ends,
    is_kept,
    is_renewed,
    outcome_of,
)
from services.sla.store import Clocks
from shared.contracts.event import Event
from shared.contracts.notice import NoticeDelivered
from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Promise
from shared.contracts.timer import TimerDue
from shared.contracts.words import ClockName, Slug, TicketNumber, clock_key
from shared.directory.model import Directory
from shared.policy.promise import start, step_times

PROMISES = Counter(
    "melayani_promises_total", "Promises that were kept, broken, or lapsed", ("queue", "clock", "outcome")
)
STRAY = Counter("melayani_stray_alarms_total", "Alarms of clocks that nobody knows", ("queue",))


class SlaHandlers:
    """Starts, stops and rings the clocks of tickets."""

    def __init__(self, directory: Directory, clocks: Clocks, now: Callable[[], datetime]) -> None:
        self._directory = directory
        self._clocks = clocks
        self._now = now

    async def watch(self, event: TicketEvent) -> list[Event]:
        """Starts what runs in its segment, stops what is over there, and all that is left of former segments."""
        begun = (
            self._start(event.ticket, event.queue, promise, event.segment_since or event.changed_at, cause=event.key())
            for promise in begins(event)
        )
        over = (self._end(event, name, track) for name, track in ends(event))
        said = await asyncio.gather(*begun, *over)
        return [*chain(*said), *await self._leave(event.ticket, event.segment)]

    async def begin(self, notice: NoticeDelivered) -> list[Event]:
        """Starts the promise that this delivery sets running."""
        if notice.starts is None:
            return []
        promise = start(notice.starts, notice.at, self._directory)
        return await self._start(notice.ticket, notice.queue, promise, notice.at, cause=notice.key())

    async def ring(self, due: TimerDue) -> list[Event]:
        """Says what the alarm means; an alarm for a step long rung says again what that step said."""
        key = clock_key(due.ticket, due.clock, due.segment, due.track)
        clock = await self._clocks.get(key)
        if clock is None:
            STRAY.labels(due.queue).inc()
            return []
        alarms = clock.up_to(due.step)
        if not alarms:
            return [*await self._clocks.fired_at_once(key, due.step), *_timers(clock)]
        early = alarms[-1].at - self._now()
        return _timers(clock.rung(len(alarms) - 1), early) if early > NOTHING else await self._ring(clock, alarms)

    async def _ring(self, clock: Clock, alarms: Sequence[Alarm]) -> list[Event]:
        """Where more than one is said, it is the sweep that moves the clock on: it has them said first."""
        said = await self.fire(clock, len(alarms))
        if len(alarms) == 1:
            await self._clocks.advance(clock)
        return said

    async def fire(self, clock: Clock, times: int = 1) -> list[Event]:
        """Claims its next alarms, those before it too that a crash left as if they had not rung; and the next timer."""
        alarms = clock.alarms[clock.next : clock.next + times]
        names = [alarm.step.name for alarm in alarms]
        claims = [(alarm, names[:place]) for place, alarm in enumerate(alarms)]
        said = [event for alarm, before in claims for event in await self._claim(clock, alarm, before)]
        return [*said, *_timers(clock.rung(times))]

    async def _claim(self, clock: Clock, alarm: Alarm, before: Sequence[str]) -> Sequence[Event]:
        """What it says now, or what it said when it first rang."""
        now = self._now()
        said = [clock.promise_event(alarm, now)]
        if not await self._clocks.claim(clock, alarm, said, now, before):
            return await self._clocks.fired(clock.key, alarm.step.name)
        outcome = outcome_of(alarm)
        if outcome:
            PROMISES.labels(clock.queue, clock.name, outcome).inc()
        return said

    async def _start(
        self, ticket: TicketNumber, queue: str, promise: Promise, since: datetime, cause: str
    ) -> list[Event]:
        clock = Clock.of(ticket, queue, promise, step_times(promise, self._directory))
        # A first holder hears of all that is late already; in a later segment only the last of it is told.
        begun = await self._clocks.start(clock if promise.segment == 1 else clock.since(since), cause)
        if begun and begun.former and is_renewed(begun.former, begun.clock):
            PROMISES.labels(queue, clock.name, "kept").inc()
        return _timers(begun.clock) if begun else []

    async def _end(self, event: TicketEvent, name: ClockName, track: Slug) -> list[Event]:
        key = clock_key(event.ticket, name, event.segment, track)
        clock = await self._clocks.stop(key, event.ticket, self._now())
        if clock and is_kept(clock, event):
            PROMISES.labels(clock.queue, name, "kept").inc()
        return _taken_back([clock])

    async def _leave(self, ticket: TicketNumber, segment: int) -> list[Event]:
        """Stops the clocks of all former segments, once, and lets none begin there any more."""
        former = await self._clocks.unended(ticket, before=segment)
        if not former:
            return []
        now = self._now()
        await asyncio.gather(*(self._clocks.leave(ticket, left, now) for left in former))
        keys = await self._clocks.running(ticket, former)
        stopped = await asyncio.gather(*(self._clocks.stop(key, ticket, now, foresee=False) for key in keys))
        await self._clocks.end(ticket, before=segment, now=now)
        return _taken_back(stopped)


def _timers(clock: Clock, ahead: timedelta = NOTHING) -> list[Event]:
    timer = clock.timer(ahead)
    return [timer] if timer else []


def _taken_back(stopped: Iterable[Clock | None]) -> list[Event]:
    return [cancelled(clock.ticket, clock.name, clock.segment, clock.queue, clock.track) for clock in stopped if clock]
