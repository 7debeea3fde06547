"""Calendars of every kind, made up, and the minutes in which they are open, counted one by one."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from itertools import accumulate
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

from shared.directory.hours import DAY, WEEKDAYS, Calendar, Override, Span, Week
from shared.policy.calendar import WorkingTime

few = settings(max_examples=60)  # to make up a calendar takes longer than to count with it

DAYS_COUNTED = 28
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
QUARTER = 15
# A zone and the first day that is counted in it, a Monday. In these weeks: a year ends; clocks are put forward and back
# by an hour at night, at midnight, by half an hour; a whole day is left out.
WEEKS = [
    ("Asia/Jakarta", date(2026, 12, 21)),
    ("Europe/Amsterdam", date(2027, 3, 15)),
    ("Europe/Amsterdam", date(2026, 10, 12)),
    ("Africa/Cairo", date(2027, 4, 19)),
    ("Africa/Cairo", date(2026, 10, 19)),
    ("Australia/Lord_Howe", date(2027, 3, 22)),
    ("Pacific/Apia", date(2011, 12, 19)),
]


@dataclass
class Counted:
    """A calendar, and the minutes in which it is open in the weeks that are counted."""

    calendar: Calendar
    first_day: date

    @cached_property
    def minutes(self) -> tuple[datetime, ...]:
        return opening_minutes(self.calendar, self.first_day)

    @cached_property
    def hours(self) -> WorkingTime:
        return WorkingTime(self.calendar)


@cache
def clock(zone: str, first_day: date) -> tuple[list[datetime], list[datetime]]:
    """Every minute of the weeks, and the latest that the zone's clocks have shown by then."""
    first = datetime.combine(first_day, time(), ZoneInfo(zone)).astimezone(UTC)
    minutes = [first + MINUTE * number for number in range(DAYS_COUNTED * DAY)]
    shown = (minute.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for minute in minutes)
    return minutes, list(accumulate(shown, max))


def opening_minutes(calendar: Calendar, first_day: date) -> tuple[datetime, ...]:
    """From the first minute at which clocks show the opening or later, until that of the closing."""
    minutes, shown = clock(calendar.zone, first_day)
    found: set[datetime] = set()
    for number in range(DAYS_COUNTED + 1):  # where a zone left out a day the minutes reach into one more
        midnight = datetime.combine(first_day + timedelta(days=number), time())
        for span in calendar.hours(midnight.date()):
            opens, closes = (bisect_left(shown, midnight + MINUTE * edge) for edge in (span.opens, span.closes))
            found.update(minutes[opens:closes])
    return tuple(sorted(found))


@st.composite
def days(draw: st.DrawFn) -> tuple[Span, ...]:
    """Up to three spans that do not overlap; they may touch each other and midnight."""
    edges = sorted(draw(st.lists(st.integers(0, DAY // QUARTER), max_size=6, unique=True)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Span(opens=opens * QUARTER, closes=closes * QUARTER) for opens, closes in pairs)


def week(patterns: list[tuple[Span, ...]], chosen: int) -> Week:
    """Each weekday as one of the patterns; the number decides which."""
    return {day: patterns[chosen // 4**place % len(patterns)] for place, day in enumerate(WEEKDAYS)}


@st.composite
def calendars(draw: st.DrawFn) -> Counted:
    """Any calendar that opens at all, with holidays and up to two other weeks, which may overlap."""
    zone, first_day = draw(st.sampled_from(WEEKS))
    some_day = st.integers(0, DAYS_COUNTED - 1).map(lambda number: first_day + timedelta(days=number))
    first_and_last = st.tuples(some_day, some_day).map(sorted)
    ranges = draw(st.lists(first_and_last, max_size=2))
    patterns = [(), *draw(st.lists(days(), min_size=1, max_size=3))]
    any_week = st.integers(0, 4 ** len(WEEKDAYS) - 1).map(lambda chosen: week(patterns, chosen))
    calendar = Calendar(
        slug="acak",
        title="acak",
        zone=zone,
        week={**draw(any_week), "mon": (Span(opens=540, closes=600),)},
        overrides=tuple(
            Override(title="Ramadan", first=first, last=last, week=draw(any_week)) for first, last in ranges
        ),
        holidays=dict.fromkeys(draw(st.lists(some_day, max_size=5)), "libur"),
    )
    return Counted(calendar, first_day)


def moment(counted: Counted, seconds: int) -> datetime:
    return clock(counted.calendar.zone, counted.first_day)[0][0] + seconds * SECOND


# Seconds since the first day began, often a quarter of an hour: there hours begin and end.
starts = st.integers(0, 20 * DAY // QUARTER).map(lambda quarter: quarter * QUARTER * 60) | st.integers(0, 20 * DAY * 60)
seconds = st.integers(0, 40 * 4).map(lambda quarters: quarters * QUARTER * 60) | st.integers(0, 100_000)
spans = seconds.map(lambda number: number * SECOND)
