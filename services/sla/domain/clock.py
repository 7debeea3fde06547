"""A clock: one promise of one ticket in one of its segments, running until it is kept."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self, get_args

from shared.contracts.promise import PromiseBreached, PromiseEvent, PromiseLapsed, PromiseWarned
from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Promise, Step
from shared.contracts.timer import TimerSet
from shared.contracts.words import OWN, WAITING, ClockName, Slug, State, TicketNumber, clock_key

NOTHING = timedelta(0)
CLOCKS: tuple[ClockName, ...] = get_args(ClockName)

# Which clocks a ticket's state ends in its segment. Those that only a later state begins are not among them: the same
# segment may still come there, and what is ended is never started.
ENDED: dict[State, tuple[ClockName, ...]] = {
    "awaiting_triage": (),
    "routed": (),
    "acknowledged": ("acknowledge", "triage"),
    "in_progress": ("acknowledge", "triage", "act"),
    "paused": ("acknowledge", "triage", "act", "answer", "resolution"),
    "forwarded": ("acknowledge", "triage", "act", "answer", "resolution"),
    "resolved": ("acknowledge", "triage", "act", "answer", "update", "resolution", "review"),
    "objected": (),
    "confirmed": CLOCKS,
    "closed_unconfirmed": CLOCKS,
    "withdrawn": CLOCKS,
}

# What each clock promises, in the words people are told.
PROMISED: dict[ClockName, str] = {
    "triage": "memilah laporan ini",
    "acknowledge": "menanggapi laporan ini",
    "act": "menindaklanjuti laporan yang sudah disanggupi ini",
    "answer": "memberi jawaban pertama kepada pelapor",
    "update": "memberi kabar berikutnya kepada pelapor",
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
    """`next` counts the alarms that have rung; the clock runs while there is one left and nobody stopped it.

    A later `turn` takes the place of an earlier one.
    """

    ticket: TicketNumber
    name: ClockName
    segment: int
    queue: str
    due_at: datetime
    started_at: datetime
    alarms: tuple[Alarm, ...]
    next: int = 0
    stopped: bool = False
    track: Slug = OWN
    turn: int = 1

    @property
    def key(self) -> str:
        return clock_key(self.ticket, self.name, self.segment, self.track)

    @property
    def upcoming(self) -> Alarm | None:
        return None if self.stopped or self.next >= len(self.alarms) else self.alarms[self.next]

    @classmethod
    def of(cls, ticket: TicketNumber, queue: str, promise: Promise, alarms: tuple[tuple[datetime, Step], ...]) -> Self:
        """A clock for a promise that has started."""
        if promise.due_at is None or promise.started_at is None:
            raise ValueError(f"the {promise.clock} promise of {ticket} has not started")
        rings = tuple(Alarm(at, step) for at, step in alarms)
        stands = ticket, promise.clock, promise.segment, queue, promise.due_at, promise.started_at, rings
        return cls(*stands, track=promise.track, turn=promise.turn)

    def since(self, moment: datetime) -> Self:
        """The same clock without the alarms that lie before: they rang in another segment, or never.

        The last one stays when all do, and rings at once: an open ticket is never without a clock.
        """
        ahead = tuple(alarm for alarm in self.alarms if alarm.at >= moment)
        return replace(self, alarms=ahead or self.alarms[-1:])

    def precedes(self, known: Self) -> bool:
        """Whether it takes that one's place: of two turns the later does, of two dates of one turn the earlier."""
        return self.turn > known.turn or (self.turn == known.turn and self.due_at < known.due_at)

    def instead_of(self, later: "Clock") -> Self:
        """The same clock in the place of an earlier turn, or a later date; what that one rang is not rung again."""
        rung = {alarm.step.name for alarm in later.alarms[: later.next]}
        left = tuple(alarm for alarm in self.alarms if alarm.step.name not in rung)
        return replace(self, alarms=left or self.alarms[-1:])

    def up_to(self, step: str) -> tuple[Alarm, ...]:
        """Its alarms that have not rung, up to that step's; none when that one has rung, or is not one of them."""
        left = () if self.stopped else self.alarms[self.next :]
        names = [alarm.step.name for alarm in left]
        return left[: names.index(step) + 1] if step in names else ()

    def rung(self, times: int = 1) -> Self:
        """The same clock after its upcoming alarms rang."""
        return replace(self, next=self.next + times)

    def timer(self, ahead: timedelta = NOTHING) -> TimerSet | None:
        """The alarm to set with the broker, whose clock is `ahead` of ours; None when there is nothing left to ring."""
        alarm = self.upcoming
        if alarm is None:
            return None
        return TimerSet(
            ticket=self.ticket,
            clock=self.name,
            track=self.track,
            segment=self.segment,
            step=alarm.step.name,
            queue=self.queue,
            at=alarm.at + ahead,
        )

    def promise_event(self, alarm: Alarm, now: datetime) -> PromiseEvent:
        """What is said when an alarm rings."""
        kind, how = _meaning(alarm.step)
        return kind(
            ticket=self.ticket,
            queue=self.queue,
            clock=self.name,
            track=self.track,
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


def cancelled(ticket: TicketNumber, name: ClockName, segment: int, queue: str, track: Slug = OWN) -> TimerSet:
    """Takes a clock's alarm back."""
    return TimerSet(ticket=ticket, clock=name, track=track, segment=segment, step="stopped", queue=queue)


def begins(event: TicketEvent) -> tuple[Promise, ...]:
    """The promises that run in this event's segment and are not kept; those that wait until they are told begin later.

    Whatever the event is: one of them alone is enough to know what runs.
    """
    ended = _ended(event)
    running = (promise for promise in event.promises if promise.started_at and promise.segment == event.segment)
    return tuple(promise for promise in running if promise.clock not in ended)


def ends(event: TicketEvent) -> tuple[tuple[ClockName, Slug], ...]:
    """The clocks, with their track, that are over in its segment; those of former segments are over anyway.

    Only those that run or may be told of late: what the event promises, and a wait, which it promises no more.
    """
    ended = _ended(event)
    named = ((promise.clock, promise.track) for promise in event.promises if promise.clock in ended)
    waited = ((name, OWN) for name in ended if name == "review")
    return tuple(dict.fromkeys((*named, *waited)))


def is_kept(clock: Clock, event: TicketEvent) -> bool:
    """Whether the event that ends the clock keeps its promise: in time, and neither a wait nor taken back."""
    waits = clock.name == "resolution" and event.state in WAITING
    return event.changed_at <= clock.due_at and event.state != "withdrawn" and not waits


def is_renewed(former: Clock, later: Clock) -> bool:
    """Whether the citizen was told the next word before the former turn was due."""
    return later.turn > former.turn and later.started_at <= former.due_at


def outcome_of(alarm: Alarm) -> str | None:
    """What it comes to when this alarm rings: broken with the first rung, whoever held it; None of any other."""
    step = alarm.step
    if step.lapses:
        return "lapsed"
    return "broken" if step.rung == 1 and not step.again else None


def _ended(event: TicketEvent) -> tuple[ClockName, ...]:
    """By its state; and once the next word is owed, the first answer was given."""
    ended = ENDED[event.state]
    told = any(promise.clock == "update" for promise in event.promises)
    return (*ended, "answer") if told and "answer" not in ended else ended
