"""The clocks of a run, kept in memory as sla's store keeps them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Literal

from services.sla.domain.clock import Alarm, Clock, begins, ends
from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Promise
from shared.contracts.words import ClockName, Slug, TicketNumber, clock_key
from shared.directory.model import Directory
from shared.policy.promise import CITIZENS, step_times, track_of

# What becomes of a promise; one goes on in a later segment if the citizen was promised it.
Fate = Literal["made", "kept", "broken", "running"]
# The promises of a first word: those that make an answer one in time.
FIRST_WORDS: frozenset[ClockName] = frozenset({"triage", "acknowledge", "answer"})

At = Callable[[datetime, Callable[[], None]], None]
Ring = Callable[[Clock, Alarm], None]
Tell = Callable[[Promise, Fate], None]


@dataclass(eq=False)
class _Running:
    """A promise since it came into its segment; `former` is the clock it takes the place of.

    Its own clock is wound up when its first alarm may ring, for most promises are kept before. `forgotten` says that
    it ended by itself, since its holder did nothing.
    """

    promise: Promise
    queue: Slug
    since: datetime
    former: Clock | None
    clock: Clock | None = None
    forgotten: bool = False

    def is_broken(self, now: datetime) -> bool:
        return self.forgotten or (self.promise.due_at is not None and now > self.promise.due_at)

    def stands_before(self, other: Promise) -> bool:
        """Of two turns the later stands, of two dates of one turn the earlier."""
        own = self.promise
        if other.turn != own.turn:
            return other.turn < own.turn
        return other.due_at is None or (own.due_at is not None and other.due_at >= own.due_at)


@dataclass
class _Page:
    """One ticket's: what runs by key, the keys of what never starts any more, and whether a first word came late."""

    running: dict[str, _Running] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)
    late: bool = False


class Book:
    """`at` does something at a moment; `ring` is told of each alarm, `tell` of what becomes of each promise."""

    def __init__(self, directory: Directory, at: At, ring: Ring, tell: Tell) -> None:
        self._directory = directory
        self._at = at
        self._ring = ring
        self._tell = tell
        self._pages: dict[TicketNumber, _Page] = {}

    def watch(self, event: TicketEvent) -> None:
        """Starts what runs in its segment, ends what its state ends, and all that is left of former segments."""
        page = self._pages.setdefault(event.ticket, _Page())
        for promise in begins(event):
            self.start(event.ticket, event.queue, promise, event.changed_at)
        over = {clock_key(event.ticket, name, event.segment, track) for name, track in ends(event)}
        page.stopped |= over
        left = {key for key, known in page.running.items() if known.promise.segment < event.segment}
        for key in (over | left) & page.running.keys():
            self._end(page, page.running.pop(key), event.changed_at)

    def start(self, ticket: TicketNumber, queue: str, promise: Promise, now: datetime) -> None:
        """The clock of a promise, unless it was stopped or runs already."""
        page = self._pages[ticket]
        key = clock_key(ticket, promise.clock, promise.segment, promise.track)
        known = page.running.get(key)
        if key in page.stopped or (known and known.stands_before(promise)):
            return
        is_carried = known is None and _is_taken_from_before(page, promise)
        if known and promise.turn > known.promise.turn:
            self._end(page, known, now)
        if not is_carried and (known is None or promise.turn > known.promise.turn):
            self._tell(promise, "made")
        running = _Running(promise, queue, now, known.clock if known else None)
        page.running[key] = running
        if promise.started_at and promise.steps:
            # Working time never passes faster than time.
            first = promise.started_at + min(step.after for step in promise.steps)
            self._at(first, partial(self._wind, ticket, key, running))

    def was_late(self, ticket: TicketNumber, now: datetime) -> bool:
        """Whether a promise of a first word to anybody is broken by now."""
        page = self._pages[ticket]
        words = (known for known in page.running.values() if known.promise.clock in FIRST_WORDS)
        return page.late or any(known.is_broken(now) for known in words)

    def forget(self, ticket: TicketNumber) -> None:
        """Nothing runs or starts for it any more."""
        del self._pages[ticket]

    def close(self, now: datetime) -> None:
        """Tells what becomes of all that still runs."""
        for page in self._pages.values():
            for known in page.running.values():
                self._tell(known.promise, "broken" if known.is_broken(now) else "running")

    def _wind(self, ticket: TicketNumber, key: str, running: _Running) -> None:
        if not self._is_running(ticket, key, running):
            return
        promise = running.promise
        clock = Clock.of(ticket, running.queue, promise, step_times(promise, self._directory))
        if promise.segment > 1:
            clock = clock.since(running.since)
        running.clock = clock.instead_of(running.former) if running.former else clock
        self._set(running.clock, running)

    def _set(self, clock: Clock, running: _Running) -> None:
        if clock.upcoming:
            self._at(clock.upcoming.at, partial(self._rings, clock, clock.upcoming, running))

    def _rings(self, clock: Clock, alarm: Alarm, running: _Running) -> None:
        if not self._is_running(clock.ticket, clock.key, running):
            return
        running.forgotten = alarm.step.lapses and clock.name == "act"
        running.clock = clock.rung()
        self._set(running.clock, running)
        self._ring(clock, alarm)

    def _is_running(self, ticket: TicketNumber, key: str, running: _Running) -> bool:
        page = self._pages.get(ticket)
        return page is not None and page.running.get(key) is running

    def _end(self, page: _Page, known: _Running, now: datetime) -> None:
        is_broken = known.is_broken(now)
        page.late |= is_broken and known.promise.clock in FIRST_WORDS
        self._tell(known.promise, "broken" if is_broken else "kept")


def _is_taken_from_before(page: _Page, promise: Promise) -> bool:
    """Whether it is what the citizen was promised in the segment before, in which it is over then."""
    if promise.clock not in CITIZENS:
        return False
    for key, known in page.running.items():
        is_same = (track_of(known.promise), known.promise.turn) == (track_of(promise), promise.turn)
        if is_same and known.promise.segment < promise.segment:
            del page.running[key]
            return True
    return False
