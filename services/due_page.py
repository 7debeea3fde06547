"""Sums of working time and promises as people read them in a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.contracts.sorted import Sorting
from shared.contracts.ticket_record import Holder, Promise, Step
from shared.contracts.words import OWN, Urgency
from shared.directory.hours import Calendar
from shared.directory.model import Directory
from shared.policy.due import Day, Due, Sum, explained
from shared.policy.promise import step_times

LABEL = 16
STEP = 10
STRETCHES = 28
HOURS = 14
# What a clock starts with that has not happened when a ticket is admitted.
IF = {
    "delivered": "if the notice reaches the holder at once",
    "acknowledged": "if it is acknowledged at once",
    "told": "if the citizen is told something at once",
    "resolved": "if the citizen is told the outcome at once",
}


@dataclass(frozen=True)
class Page:
    """What a ticket that is sorted so and admitted `at` is promised; `in_full` asks for the sums too."""

    directory: Directory
    sorting: Sorting
    urgency: Urgency
    source: str | None
    holder: Holder
    at: datetime
    promised: tuple[Due, ...]
    in_full: bool

    def calendar(self, promise: Promise) -> Calendar:
        return self.directory.calendars[promise.calendar]


def sum_as_text(found: Sum) -> str:
    """A day a line: what is counted of it, or why nothing is, and the running total."""
    calendar = found.calendar
    head = f"{length(found.span)} of {calendar.slug} ({calendar.title}) from {moment(found.start)}"
    return "\n".join((head, f"is due {moment(found.due)}", "", *_sum(found)))


def as_text(page: Page) -> str:
    promised = ("\n".join(_promise(due, page)) for due in page.promised)
    return "\n\n".join(part for part in ("\n".join(_head(page)), *promised, "\n".join(notes(page))) if part)


def notes(page: Page) -> list[str]:
    """What may be otherwise than the page says of any of its moments; where the sums are shown, they say it."""
    found = [] if page.in_full else [_to_the_end(due.promise, page) for due in page.promised]
    return list(dict.fromkeys(said for one in found for said in _doubts(one)))


def is_in_force(promise: Promise, page: Page) -> bool:
    return page.directory.promises[promise.policy].valid_from <= page.directory.day(page.at)


def length(span: timedelta) -> str:
    """For example: 37 h 30 min; in seconds what is no whole minute."""
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = (f"{hours} h" if hours else "", f"{minutes:0{2 if hours else 1}} min" if minutes else "")
    return " ".join(part for part in (*parts, f"{seconds} s" if seconds else "") if part) or "0 min"


def in_days(span: timedelta, calendar: Calendar) -> str:
    """For example: 37 h 30 min (5 working days), 240 h (10 days), 4 h."""
    usual = [sum(hours.closes - hours.opens for hours in day) for day in calendar.week.values() if day]
    days, rest = divmod(span, timedelta(minutes=sum(usual)) / len(usual))
    kind = "day" if calendar.always_open else "working day"
    return f"{length(span)} ({days} {kind}{'s' if days > 1 else ''})" if days and not rest else length(span)


def moment(local: datetime) -> str:
    """For example: Tue 2026-03-17 15:00 WIB."""
    seconds = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return f"{local:%a} {local.date()} {seconds} {local:%Z}"


def _sum(found: Sum) -> Iterator[str]:
    yield from (_day(day, found) for day in found.days)
    yield from _doubts(found)


def _to_the_end(promise: Promise, page: Page) -> Sum:
    """The sum up to the last of its steps."""
    last = max((step.after for _, step in step_times(promise, page.directory)), default=promise.span)
    return explained(page.calendar(promise), page.at, max(last, promise.span))


def _doubts(found: Sum) -> Iterator[str]:
    known = min(found.calendar.holidays, default=None)
    if known and found.start.year < known.year:
        yield f"No holidays before {known.year} are known: counted as if there were none"
    for year in found.unchecked:
        yield f"The holidays of {year} are not checked against the decree yet: this may change"
    if found.unknown_after:
        yield f"No holidays are known after {found.unknown_after}: counted as if there were none"


def _day(day: Day, found: Sum) -> str:
    named = f"{day.day:%a} {day.day}"
    if day.holiday:
        return f"{named:<{LABEL}}holiday: {day.holiday}"
    if not day.is_open:
        return f"{named:<{LABEL}}closed{f' ({day.hours})' if day.hours else ''}"
    times = ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in day.stretches) or _uncounted(day, found)
    counted = f"+ {length(day.counted)}" if day.counted else ""
    line = f"{named:<{LABEL}}{times:<{STRETCHES}}{counted:<{HOURS}}= {length(day.total)}"
    return f"{line}   {day.hours}" if day.hours else line


def _uncounted(day: Day, found: Sum) -> str:
    """Why nothing is of a day on which it is open."""
    return f"open at {found.due:%H:%M}" if found.due.date() == day.day else f"closed by {found.start:%H:%M}"


def _head(page: Page) -> Iterator[str]:
    sorting, holder = page.sorting, page.holder
    where = ", ".join(name for name in (sorting.village, sorting.district) if name)
    came = f", from {page.source}" if page.source else ""
    yield f"{sorting.sector} / {sorting.topic}{f' in {where}' if where else ''}, {page.urgency}{came}"
    yield f"admitted {moment(page.at)}, held by {holder.title} ({holder.post}), {holder.agency}"


def _promise(due: Due, page: Page) -> Iterator[str]:
    promise, calendar = due.promise, page.calendar(due.promise)
    zone = ZoneInfo(calendar.zone)
    track = "" if promise.track == OWN else f", track {promise.track}"
    span = f"{in_days(promise.span, calendar)} of {calendar.slug}"
    yield f"{promise.clock}{track}: {span} since {promise.starts}, policy {promise.policy}"
    policy = page.directory.promises[promise.policy]
    spread, later = policy.spread, f"in force from {policy.valid_from} on; used for want of one that was in force then"
    told = (
        ("basis", promise.basis),
        ("not yet", "" if is_in_force(promise, page) else later),
        ("while", f"it waits for {due.waits}" if due.waits else ""),
        ("spread", f"up to {length(spread)} later, by the ticket's number" if spread else ""),
        ("due", _due(promise, zone, at_once=due.at_once)),
    )
    yield from (f"  {name:<{STEP}}{text}" for name, text in told if text)
    steps = [(at.astimezone(zone), step) for at, step in step_times(promise, page.directory)]
    again = [] if page.in_full else [at for at, step in steps if step.again]
    for at, step in steps[: len(steps) - len(again[1:])]:
        more = f", {len(again)} times until {again[-1].date()}" if again[1:] and step.again else ""
        yield f"  {step.name:<{STEP}}{moment(at)}  {_told(step, promise, page.holder)}{more}"
    if page.in_full:
        yield from ("", *_sum(explained(calendar, page.at, promise.span)))


def _due(promise: Promise, zone: ZoneInfo, *, at_once: bool) -> str:
    due = moment(promise.due_at.astimezone(zone)) if promise.due_at else "not yet"
    return due if at_once else f"{due}, {IF[promise.starts]}"


def _told(step: Step, promise: Promise, holder: Holder) -> str:
    if step.lapses and promise.clock == "act":
        return f"one rung up is told, and {holder.title} has to take it again"
    if step.lapses:
        return "it is over by itself"
    if not step.rung:
        return f"{holder.title} is reminded"
    return f"{step.title} ({step.post}) is told{' again' if step.again else ''}"
