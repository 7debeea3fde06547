"""Days, periods, lengths of working time and lists as people read them."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from shared.directory.hours import Calendar
from shared.policy.moments import MONTHS


def date_in_words(day: date) -> str:
    """For example: 24 November 2026."""
    return f"{day.day} {month_in_words(day)}"


def until_in_words(day: date) -> str:
    """For example: 20 Mei 2027, but akhir Mei 2027."""
    return f"akhir {month_in_words(day)}" if _ends_month(day) else date_in_words(day)


def period_in_words(first: date, last: date) -> str:
    """For example: 26 sampai 27 Mei 2027; whole months by their names: Desember 2026 sampai Januari 2027."""
    say = month_in_words if first.day == 1 and _ends_month(last) else date_in_words
    start, end = say(first).split(), say(last).split()
    while start and start[-1] == end[len(start) - 1]:
        start.pop()
    return " ".join([*start, "sampai", *end] if start else end)


def span_in_words(span: timedelta, calendar: Calendar) -> str:
    """For example: 4 jam kerja, 5 hari kerja, 15 menit."""
    spoken = _spoken(span) if calendar.always_open else _in_days(span, calendar) or _spoken(span)
    return spoken if calendar.always_open else f"{spoken} kerja"


def about_in_words(span: timedelta, calendar: Calendar) -> str:
    """For example: 7 hari kerja; what is longer than two days in whole days, never too many."""
    day = _a_day(calendar)
    return span_in_words(span - span % day if span > 2 * day else span, calendar)


def spans_in_words(least: timedelta, most: timedelta, calendar: Calendar) -> str:
    """For example: 3 sampai 25 hari kerja."""
    low, high = span_in_words(least, calendar), span_in_words(most, calendar)
    number, _, unit = low.partition(" ")
    if not least or low == high:
        return high
    return f"{number if high.endswith(f' {unit}') else low} sampai {high}"


def month_in_words(day: date) -> str:
    """For example: November 2026."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def listed(things: Sequence[str]) -> str:
    """For example: foto, alamat dan nomor telepon."""
    return " dan ".join(part for part in (", ".join(things[:-1]), *things[-1:]) if part)


def as_heading(name: str) -> str:
    """A name that usually stands inside a sentence, at its beginning."""
    return name[:1].upper() + name[1:]


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _in_days(span: timedelta, calendar: Calendar) -> str | None:
    """In whole days of the usual week's length; None when that is not how it is said."""
    days, rest = divmod(span, _a_day(calendar))
    return f"{days} hari" if days and not rest else None


def _a_day(calendar: Calendar) -> timedelta:
    """How much of it the usual week has a day."""
    open_days = [day for day in calendar.week.values() if day]
    minutes = sum(hours.closes - hours.opens for day in open_days for hours in day)
    return timedelta(minutes=minutes) / len(open_days)


def _spoken(span: timedelta) -> str:
    """In hours and minutes; in seconds what is less than a minute."""
    hours, minutes = divmod(round(span.total_seconds()) // 60, 60)
    parts = (f"{hours} jam" if hours else "", f"{minutes} menit" if minutes else "")
    return " ".join(part for part in parts if part) or f"{max(1, round(span.total_seconds()))} detik"
