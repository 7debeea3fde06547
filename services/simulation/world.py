"""A run: what router, sla and notifier would make of each arrival, by their own rules, in virtual time."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from services.notifier.domain.recipients import recipients
from services.router.domain.assignment import assign
from services.router.domain.consequences import on_promise
from services.router.domain.deed import Deed
from services.router.domain.lifecycle import act
from services.router.domain.revision import Refusal
from services.router.domain.rostering import Rostering
from services.simulation.agenda import Agenda, Do, Order
from services.simulation.book import Book
from services.simulation.people import People, action, takes
from services.simulation.sorting import Places
from services.simulation.tally import Tally
from services.simulation.trace import Arrival
from services.sla.domain.clock import Alarm, Clock
from shared.contracts.action import ActionKind
from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Promise
from shared.contracts.words import ENDED, OPEN, TRIAGE, UNSEEN, Slug, TicketNumber
from shared.directory.days import A_DAY, Days, span_of
from shared.directory.model import Directory
from shared.policy.calendar import working_time
from shared.policy.promise import start

TOLD_EVERY = 500

# Hears how many have come, of how many.
Progress = Callable[[int, int], None]


def quiet(_done: int, _total: int) -> None:
    """Tells nobody."""


class World:
    """One directory, one way people behave; `run` may be called once."""

    def __init__(self, places: Places, people: People) -> None:
        self._directory = directory = places.directory
        self._people = people
        self._places = places
        self._office = working_time(directory.office)
        self._agenda = Agenda()
        self._tally = Tally(directory)
        self._book = Book(directory, self._at, self._ring, self._tally.promised)
        self._tickets: dict[TicketNumber, TicketEvent] = {}
        self._load: Counter[Slug] = Counter()

    def run(self, arrivals: Sequence[Arrival], until: datetime, progress: Progress = quiet) -> Tally:
        """What became of them up to that moment; `progress` is told now and then."""
        for number, arrival in enumerate(arrivals, start=1):
            self._agenda.at(arrival.created, Order.ARRIVAL, partial(self._arrive, number, arrival))
        for count in (*range(0, len(arrivals), TOLD_EVERY), len(arrivals)):
            came = arrivals[min(count, len(arrivals) - 1)].created if arrivals else until
            self._agenda.at(came, Order.ARRIVAL, partial(progress, count, len(arrivals)))
        for day in _roster_days(self._directory, self._directory.day(until)):
            midnight = datetime.combine(day, time(), ZoneInfo(self._directory.zone))
            self._agenda.at(midnight, Order.ROSTER, self._look_at_roster)
        self._agenda.run(until)
        self._book.close(until)
        self._tally.close(self._tickets.values())
        return self._tally

    def _arrive(self, count: int, arrival: Arrival) -> None:
        number, people, now = _number(count), self._people, self._agenda.now
        sorted_so = self._places.sorted(number, arrival)
        self._tally.arrived(sorted_so.sorting.reason)
        first = assign(sorted_so, self._directory, now, 1.0, self._load)
        self._become(None, first)
        if first.sorting.sector is None and people.target:
            self._agenda.at(people.decides(arrival, self._office), Order.DEED, partial(self._decide, number))
        if arrival.answered:
            acknowledged = people.acknowledges(arrival, arrival.answered, self._office)
            if acknowledged < arrival.answered:
                self._agenda.at(acknowledged, Order.DEED, partial(self._acknowledge, number))
            self._agenda.at(arrival.answered, Order.DEED, partial(self._answer, number, arrival))
            resolved = people.resolves(arrival.answered, self._office)
            self._agenda.at(resolved, Order.DEED, partial(self._resolve, number))

    def _decide(self, number: TicketNumber) -> None:
        ticket = self._tickets.get(number)
        if ticket and ticket.queue == TRIAGE and ticket.state in UNSEEN:
            self._do(number, "decide")

    def _acknowledge(self, number: TicketNumber) -> None:
        if takes(self._tickets[number]):
            self._do(number, "acknowledge")

    def _answer(self, number: TicketNumber, arrival: Arrival) -> None:
        """Its holder's first word to the citizen, who took it if they had not."""
        self._acknowledge(number)
        self._do(number, "reply")
        holder, now = self._tickets[number].holder.post, self._agenda.now
        taken = self._office.elapsed(arrival.created, now)
        self._tally.answered(holder, taken, late=self._book.was_late(number, now))

    def _resolve(self, number: TicketNumber) -> None:
        self._acknowledge(number)
        self._do(number, "resolve")

    def _do(self, number: TicketNumber, kind: ActionKind) -> None:
        ticket, now = self._tickets[number], self._agenda.now
        target = self._people.target if kind == "decide" else None
        wish = action(ticket, kind, now, target)
        after = act(Deed(ticket, wish, self._directory, now, load=self._load))
        if isinstance(after, Refusal):
            self._tally.refused(kind, after.reason)
        else:
            self._become(ticket, after)

    def _become(self, before: TicketEvent | None, after: TicketEvent) -> None:
        """The ticket as it is now: its clocks, and the letters about it."""
        number, now = after.ticket, self._agenda.now
        self._tickets[number] = after
        self._count(before, after)
        self._tally.changed(before, after, self._load)
        self._book.watch(after)
        arrives = now + self._people.delivery
        for notice in recipients(after).notices:
            if notice.audience == "citizen":
                continue
            self._tally.told(notice.to, self._directory.day(arrives))
            if notice.starts:
                self._agenda.at(arrives, Order.DELIVERY, partial(self._deliver, number, after.queue, notice.starts))
        if after.state in ENDED:
            del self._tickets[number]
            self._book.forget(number)

    def _count(self, before: TicketEvent | None, after: TicketEvent) -> None:
        """How many open tickets each post holds."""
        if before and before.state in OPEN:
            self._load[before.holder.post] -= 1
        if after.state in OPEN:
            self._load[after.holder.post] += 1

    def _deliver(self, number: TicketNumber, queue: Slug, starts: Promise) -> None:
        if number in self._tickets:
            now = self._agenda.now
            self._book.start(number, queue, start(starts, now, self._directory), now)

    def _at(self, moment: datetime, do: Do) -> None:
        self._agenda.at(moment, Order.ALARM, do)

    def _ring(self, clock: Clock, alarm: Alarm) -> None:
        ticket, now = self._tickets[clock.ticket], self._agenda.now
        said = clock.promise_event(alarm, now)
        after = on_promise(ticket, said, self._directory, now)
        if after:
            self._tally.rang(clock, alarm, after)
            self._become(ticket, after)

    def _look_at_roster(self) -> None:
        """Whoever is away from today passes on what they hold, and whoever is back is offered it."""
        rostering = Rostering(self._directory, self._agenda.now, load=self._load)
        for ticket in list(self._tickets.values()):
            after = rostering.changed(ticket)
            if after:
                self._become(ticket, after)


def _number(count: int) -> TicketNumber:
    digits = f"{count:012d}"
    return f"BWI-{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def _roster_days(directory: Directory, last: date) -> list[date]:
    """The days up to the last one on which somebody leaves or is back; those long past matter to nobody."""
    days: set[date] = set()
    for roster in directory.roster.values():
        spans = (*map(span_of, roster.sittings), *(Days(leave.first, leave.last) for leave in roster.leaves))
        days |= {span.first for span in spans} | {span.last + A_DAY for span in spans if span.last < last}
    return sorted(day for day in days if date.min < day <= last)
