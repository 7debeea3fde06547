"""A clock: one promise of one ticket under one of its holders, running until it is kept."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self, get_args

from shared.contracts.promise import PromiseBreached, PromiseEvent, PromiseWarned
from shared.contracts.ticket import Promise, Step, TicketEvent, TicketHandedOver, TicketRouted
from shared.contracts.timer import TimerSet
from shared.contracts.words import ClockName, State, TicketNumber, clock_key

# Which clocks a ticket's state ends.
ENDED: dict[State, tuple[ClockName, ...]] = {
    "awaiting_triage": (),
    "routed": (),
    "acknowledged": ("acknowledge", "triage"),
    "in_progress": ("acknowledge", "triage"),
    "paused": ("acknowledge", "triage", "resolution"),
    "forwarded": ("acknowledge", "triage", "resolution"),
    "resolved": ("acknowledge", "triage", "resolution", "review"),
    "objected": (),
    "confirmed": get_args(ClockName),
    "closed_unconfirmed": get_args(ClockName),
    "withdrawn": get_args(ClockName),
}


# What each clock promises, in the words people are told.
PROMISED: dict[ClockName, str] = {
    "triage": "memilah laporan ini",
    "acknowledge": "menanggapi laporan ini",
    "resolution": "menyelesaikan laporan ini",
    "review": "melihat lagi laporan yang menunggu ini",
    "objection": "menyampaikan keberatan",
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
    segment: int
    queue: str
    due_at: datetime
    started_at: datetime
    alarms: tuple[Alarm, ...]
    next: int = 0
    stopped: bool = False

    @property
    def key(self) -> str:
        return clock_key(self.ticket, self.name, self.segment)

    @property
    def upcoming(self) -> Alarm | None:
        return None if self.stopped or self.next >= len(self.alarms) else self.alarms[self.next]

    @classmethod
    def of(cls, ticket: TicketNumber, queue: str, promise: Promise, alarms: tuple[tuple[datetime, Step], ...]) -> Self:
        """A clock for a promise that has started."""
        if promise.due_at is None or promise.started_at is None:
            raise ValueError(f"the {promise.clock} promise of {ticket} has not started")
        rings = tuple(Alarm(at, step) for at, step in alarms)
        return cls(ticket, promise.clock, promise.segment, queue, promise.due_at, promise.started_at, rings)

    def since(self, moment: datetime) -> Self:
        """The same clock without the alarms that lie before: they rang under another holder, or never.

        The last one stays when all do, and rings at once: an open ticket is never without a clock.
        """
        ahead = tuple(alarm for alarm in self.alarms if alarm.at > moment)
        return replace(self, alarms=ahead or self.alarms[-1:])

    def rung(self) -> Self:
        """The same clock after its upcoming alarm rang."""
        return replace(self, next=self.next + 1)

    def timer(self) -> TimerSet | None:
        """The alarm to set with the broker; None when there is nothing left to ring."""
        alarm = self.upcoming
        if alarm is None:
            return None
        return TimerSet(
            ticket=self.ticket,
            clock=self.name,
            segment=self.segment,
            step=alarm.step.name,
            queue=self.queue,
            at=alarm.at,
        )

    def promise_event(self, alarm: Alarm, now: datetime) -> PromiseEvent:
        """What is said when an alarm rings."""
        kind: type[PromiseEvent] = PromiseBreached if alarm.step.rung else PromiseWarned
        return kind(
            ticket=self.ticket,
            queue=self.queue,
            clock=self.name,
            segment=self.segment,
            step=alarm.step.name,
            rung=alarm.step.rung,
            post=alarm.step.post,
            due_at=self.due_at,
            at=now,
            reason=f"waktu untuk {PROMISED[self.name]} {'sudah lewat' if alarm.step.rung else 'hampir habis'}",
        )


def cancelled(ticket: TicketNumber, name: ClockName, segment: int, queue: str) -> TimerSet:
    """Takes a clock's alarm back."""
    return TimerSet(ticket=ticket, clock=name, segment=segment, step="stopped", queue=queue)


def begins(event: TicketEvent) -> tuple[Promise, ...]:
    """The promises that run from this event on: a new holder's, but those that wait until they are told."""
    ended = ENDED[event.state]
    if not isinstance(event, TicketRouted | TicketHandedOver):
        return ()
    return tuple(promise for promise in event.promises if promise.started_at and promise.clock not in ended)


def ends(event: TicketEvent) -> tuple[tuple[ClockName, int], ...]:
    """The clocks, with their segments, that this event ends: by the ticket's state, or as a former holder's."""
    by_state = tuple((name, event.segment) for name in ENDED[event.state])
    if not isinstance(event, TicketHandedOver):
        return by_state
    former = tuple((name, segment) for segment in range(1, event.segment) for name in get_args(ClockName))
    return by_state + former
