"""Until when readers are told that something happens: the citizen's date, and the time a holder has to answer."""

from datetime import datetime, timedelta

from shared.contracts.ticket import Promise, TicketEvent
from shared.contracts.words import Audience, ClockName
from shared.directory.hours import Calendar
from shared.directory.model import Directory

# What the people concerned wait for: the end of it all before the steps on the way.
AWAITED: tuple[ClockName, ...] = ("resolution", "triage", "acknowledge")
# What a holder has to do first.
HOLDERS: frozenset[ClockName] = frozenset({"triage", "acknowledge"})


def due_at(event: TicketEvent, audience: Audience) -> datetime | None:
    """When what the reader waits for is due; to all but a leader a time that has passed is no promise any more."""
    promise = _broken(event) or _awaited(event)
    due = promise.due_at if promise else None
    if due and audience != "leader" and due <= event.changed_at:
        return None
    return due


def answer_in(event: TicketEvent, directory: Directory) -> str | None:
    """How long the holder has to answer before those above them hear of it; None when nothing says so."""
    own = next((promise for promise in event.promises if promise.clock in HOLDERS), None)
    calendar = directory.calendars.get(own.calendar) if own else None
    return in_words(own.span, calendar) if own and calendar else None


def in_words(span: timedelta, calendar: Calendar) -> str:
    """For example: 4 jam kerja, 5 hari kerja, 15 menit."""
    spoken = _spoken(span) if calendar.always_open else _in_days(span, calendar) or _spoken(span)
    return spoken if calendar.always_open else f"{spoken} kerja"


def _in_days(span: timedelta, calendar: Calendar) -> str | None:
    """In whole days of the usual week's length; None when that is not how it is said."""
    open_days = [day for day in calendar.week.values() if day]
    minutes = sum(hours.closes - hours.opens for day in open_days for hours in day)
    days, rest = divmod(span, timedelta(minutes=minutes) / len(open_days))
    return f"{days} hari" if days and not rest else None


def _spoken(span: timedelta) -> str:
    """In hours and minutes; in seconds what is less than a minute."""
    hours, minutes = divmod(round(span.total_seconds()) // 60, 60)
    parts = (f"{hours} jam" if hours else "", f"{minutes} menit" if minutes else "")
    return " ".join(part for part in parts if part) or f"{max(1, round(span.total_seconds()))} detik"


def _broken(event: TicketEvent) -> Promise | None:
    """The promise this event is about, when sla's word on one caused it (its key is `ticket:clock:step`)."""
    return next((promise for promise in event.promises if f":{promise.clock}:" in event.cause), None)


def _awaited(event: TicketEvent) -> Promise | None:
    due = {promise.clock: promise for promise in event.promises if promise.due_at}
    return next((due[clock] for clock in AWAITED if clock in due), None)
