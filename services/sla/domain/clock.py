"""A clock: one promise of one ticket, running until it is kept."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from shared.contracts.promise import PromiseBreached, PromiseEvent, PromiseWarned
from shared.contracts.ticket import Promise, Step, TicketEvent
from shared.contracts.timer import TimerSet
from shared.contracts.words import ClockName, State, TicketNumber

# Which clocks a ticket's state ends.
ENDED: dict[State, tuple[ClockName, ...]] = {
    "awaiting_triage": (),
    "routed": (),
    "acknowledged": ("acknowledge", "triage"),
    "resolved": ("acknowledge", "triage", "resolution"),
}


# What each clock promises, in the words people are told.
PROMISED: dict[ClockName, str] = {
    "triage": "memilah laporan ini",
    "acknowledge": "menanggapi laporan ini",
    "resolution": "menyelesaikan laporan ini",
}


@dataclass(frozen=True)
class Alarm:
    """One step of a clock and when it happens."""

    at: datetime
    step: Step


@dataclass(frozen=True)
class Clock:
    """`next` counts the alarms that have rung; the clock runs while there is one left and nobody stopped it."""

    ticket: TicketNumber
    name: ClockName
    queue: str
    due_at: datetime
    started_at: datetime
    alarms: tuple[Alarm, ...]
    next: int = 0
    stopped: bool = False

    @property
    def key(self) -> str:
        return key(self.ticket, self.name)

    @property
    def upcoming(self) -> Alarm | None:
        return None if self.stopped or self.next >= len(self.alarms) else self.alarms[self.next]

    @classmethod
    def of(cls, ticket: TicketNumber, queue: str, promise: Promise, alarms: tuple[tuple[datetime, Step], ...]) -> Self:
        """A clock for a promise that has started."""
        if promise.due_at is None or promise.started_at is None:
            raise ValueError(f"the {promise.clock} promise of {ticket} has not started")
        rings = tuple(Alarm(at, step) for at, step in alarms)
        return cls(ticket, promise.clock, queue, promise.due_at, promise.started_at, rings)

    def rung(self) -> Self:
        """The same clock after its upcoming alarm rang."""
        return replace(self, next=self.next + 1)

    def timer(self) -> TimerSet | None:
        """The alarm to set with the broker; None when there is nothing left to ring."""
        alarm = self.upcoming
        if alarm is None:
            return None
        return TimerSet(ticket=self.ticket, clock=self.name, step=alarm.step.name, queue=self.queue, at=alarm.at)

    def promise_event(self, alarm: Alarm, now: datetime) -> PromiseEvent:
        """What is said when an alarm rings."""
        kind: type[PromiseEvent] = PromiseBreached if alarm.step.rung else PromiseWarned
        return kind(
            ticket=self.ticket,
            queue=self.queue,
            clock=self.name,
            step=alarm.step.name,
            rung=alarm.step.rung,
            post=alarm.step.post,
            due_at=self.due_at,
            at=now,
            reason=_reason(self, alarm),
        )


def key(ticket: TicketNumber, name: ClockName) -> str:
    return f"{ticket}:{name}"


def cancelled(ticket: TicketNumber, name: ClockName, queue: str) -> TimerSet:
    """Takes a clock's alarm back."""
    return TimerSet(ticket=ticket, clock=name, step="stopped", queue=queue)


def running(event: TicketEvent) -> tuple[Promise, ...]:
    """The promises of a ticket that have started and are not kept."""
    ended = ENDED[event.state]
    return tuple(promise for promise in event.promises if promise.started_at and promise.clock not in ended)


def _reason(clock: Clock, alarm: Alarm) -> str:
    if not alarm.step.rung:
        return f"waktu untuk {PROMISED[clock.name]} hampir habis"
    told = alarm.step.title or alarm.step.post
    return f"waktu untuk {PROMISED[clock.name]} sudah lewat; {told} diberi tahu, anak tangga ke-{alarm.step.rung}"
