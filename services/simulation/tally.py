"""What is counted while a run goes on."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from services.simulation.book import Fate
from services.sla.domain.clock import Alarm, Clock
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEscalated,
    TicketEvent,
    TicketLapsed,
    TicketReminded,
)
from shared.contracts.ticket_record import Holder, Promise
from shared.contracts.words import OPEN, ClockName, Slug, TicketNumber
from shared.directory.model import Directory
from shared.policy.attribution import NOBODYS
from shared.policy.calendar import working_time
from shared.policy.promise import track_of
from shared.policy.roster import ladder

# A promise among those of its kind: its clock and its track.
Kind = tuple[ClockName, Slug]


class Tally:
    """Counts by post, by day, and by clock and track; times are working time of the offices."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._taken: set[TicketNumber] = set()
        self._office = working_time(directory.office)
        self.ways: Counter[str] = Counter()
        self.fates: Counter[tuple[Kind, Fate]] = Counter()
        self.steps: Counter[tuple[Kind, str]] = Counter()
        self.rungs: Counter[tuple[Slug, int]] = Counter()
        self.held: Counter[Slug] = Counter()
        self.most_open: Counter[Slug] = Counter()
        self.answers: Counter[Slug] = Counter()
        self.answers_in_time: Counter[Slug] = Counter()
        self.notices: Counter[tuple[Slug, date]] = Counter()
        self.taken_after: list[timedelta] = []
        self.answered_after: list[timedelta] = []
        self.refusals: Counter[str] = Counter()
        self.handed_over = 0
        self.left_open = 0

    def arrived(self, way: str) -> None:
        self.ways[way] += 1

    def changed(self, before: TicketEvent | None, after: TicketEvent, load: Mapping[Slug, int]) -> None:
        """`load` is how many open tickets each post holds now."""
        post = after.holder.post
        if before is None or before.holder.post != post:
            self.held[post] += 1
            self.handed_over += before is not None
        if after.state in OPEN:
            self.most_open[post] = max(self.most_open[post], load[post])
        if isinstance(after, TicketAcknowledged) and after.ticket not in self._taken:
            self._taken.add(after.ticket)
            self.taken_after.append(self._office.elapsed(after.complaint.admitted_at, after.changed_at))

    def rang(self, clock: Clock, alarm: Alarm, after: TicketEvent) -> None:
        """What an alarm came to; a breach of which nobody higher could be told reminds the holder.

        What only waits for a day tells nobody higher.
        """
        if clock.name in NOBODYS:
            return
        step = alarm.step
        if step.again:
            what = "again"
        elif step.rung and isinstance(after, TicketReminded):
            what = "nobody higher"
        else:
            what = f"rung {step.rung}" if step.rung else "lapsed" if step.lapses else "warned"
        self.steps[(clock.name, clock.track), what] += 1
        if isinstance(after, TicketEscalated | TicketLapsed):
            self.rungs[after.told.post, self._rung(after.told, after.holder)] += 1

    def _rung(self, told: Holder, holder: Holder) -> int:
        """On the ladder of that holder; 0 of whoever stands on none of its rungs."""
        chairs = {told.post, told.stands_in_for}
        rungs = (number for number, rung in enumerate(ladder(self._directory, holder), start=1) if rung.post in chairs)
        return next(rungs, 0)

    def told(self, post: Slug, day: date) -> None:
        self.notices[post, day] += 1

    def answered(self, post: Slug, after: timedelta, *, late: bool) -> None:
        self.answers[post] += 1
        self.answers_in_time[post] += not late
        self.answered_after.append(after)

    def refused(self, kind: str, reason: str) -> None:
        self.refusals[f"{kind}: {reason}"] += 1

    def promised(self, promise: Promise, fate: Fate) -> None:
        """Nobody keeps or breaks those that only wait for a day."""
        if promise.clock not in NOBODYS:
            self.fates[track_of(promise), fate] += 1

    def close(self, tickets: Iterable[TicketEvent]) -> None:
        self.left_open = sum(ticket.state in OPEN for ticket in tickets)
