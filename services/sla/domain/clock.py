"""A clock: one promise of one ticket in one of its segments, running until it is kept."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self, get_args

from shared.contracts.promise import PromiseBreached, PromiseEvent, PromiseLapsed, PromiseWarned
from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Promise, Step
from shared.contracts.timer import TimerSet
from shared.contracts.words import ClockName, State, TicketNumber, clock_key

CLOCKS: tuple[ClockName, ...] = get_args(ClockName)

# Which clocks a ticket's state ends in its segment. Those that only a later state begins are not among them: the same
# segment may still come there, and what is ended is never started.
ENDED: dict[State, tuple[ClockName, ...]] = {
    "awaiting_triage": (),
    "routed": (),
    "acknowledged": ("acknowledge", "triage"),
    "in_progress": ("acknowledge", "triage"),
    "paused": ("acknowledge", "triage", "resolution"),
    "forwarded": ("acknowledge", "triage", "resolution"),
    "resolved": ("acknowledge", "triage", "resolution", "review"),
    "objected": (),
    "confirmed": CLOCKS,
    "closed_unconfirmed": CLOCKS,
    "withdrawn": CLOCKS,
}

# What each clock promises, in the words people are told.
PROMISED: dict[ClockName, str] = {
    "triage": "memilah laporan ini",
    "acknowledge": "menanggapi laporan ini",
    "resolution": "menyelesaikan laporan ini",
    "review": "menunggu",
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
        """The same clock without the alarms that lie before: they rang in another segment, or never.

        The last one stays when all do, and rings at once: an open ticket is never without a clock.
        """
        ahead = tuple(alarm for alarm in self.alarms if alarm.at >= moment)
        return replace(self, alarms=ahead or self.alarms[-1:])

    def instead_of(self, later: "Clock") -> Self:
        """The same clock in the place of one whose date is later; what that one has rung is not rung again."""
        rung = {alarm.step.name for alarm in later.alarms[: later.next]}
        left = tuple(alarm for alarm in self.alarms if alarm.step.name not in rung)
        return replace(self, alarms=left or self.alarms[-1:])

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
        kind, how = _meaning(alarm.step)
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
            reason=f"waktu untuk {PROMISED[self.name]} {how}",
        )


def _meaning(step: Step) -> tuple[type[PromiseEvent], str]:
    """What a step says, and how the promised time then stands, in words for people."""
    if step.lapses:
        return PromiseLapsed, "sudah habis"
    return (PromiseBreached, "sudah lewat") if step.rung else (PromiseWarned, "hampir habis")


def cancelled(ticket: TicketNumber, name: ClockName, segment: int, queue: str) -> TimerSet:
    """Takes a clock's alarm back."""
    return TimerSet(ticket=ticket, clock=name, segment=segment, step="stopped", queue=queue)


def begins(event: TicketEvent) -> tuple[Promise, ...]:
    """The promises that run in this event's segment and are not kept; those that wait until they are told begin later.

    Whatever the event is: one of them alone is enough to know what runs.
    """
    ended = ENDED[event.state]
    running = (promise for promise in event.promises if promise.started_at and promise.segment == event.segment)
    return tuple(promise for promise in running if promise.clock not in ended)


def ends(event: TicketEvent) -> tuple[tuple[ClockName, int], ...]:
    """The clocks, with their segment, that the ticket's state ends; those of former segments are over anyway."""
    return tuple((name, event.segment) for name in ENDED[event.state])
