"""Working time, against worked cases and against counting every minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.directory.hours import DAY, WEEKDAYS, Calendar, Override, Span, Week
from shared.directory.model import Directory
from shared.policy.calendar import WorkingTime

WIB = ZoneInfo("Asia/Jakarta")
FIRST_DAY = date(2026, 12, 21)  # a Monday; the days that are counted cross the year's end
DAYS_COUNTED = 28
MINUTE = timedelta(minutes=1)

unhurried = settings(deadline=None)  # a machine that is busy with other tests is no fault


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), WIB) + timedelta(minutes=minute)


def opening_minutes(calendar: Calendar) -> list[datetime]:
    """Every minute of the days counted in which the calendar is open."""
    midnights = (at(FIRST_DAY + timedelta(days=number), 0) for number in range(DAYS_COUNTED))
    return [
        midnight + MINUTE * minute
        for midnight in midnights
        for span in calendar.hours(midnight.date())
        for minute in range(span.opens, span.closes)
    ]


@st.composite
def days(draw: st.DrawFn) -> tuple[Span, ...]:
    """Up to three spans that do not overlap; they may touch each other and midnight."""
    edges = sorted(draw(st.lists(st.integers(0, DAY // 30), max_size=6, unique=True)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Span(opens=opens * 30, closes=closes * 30) for opens, closes in pairs)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    return {day: draw(days()) for day in WEEKDAYS}


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any calendar that is open for an hour of the first day's weekday, with holidays and other hours in between."""
    week = {**draw(weeks()), "mon": (Span(opens=9 * 60, closes=10 * 60),)}
    some_days = st.integers(1, 13).map(lambda number: FIRST_DAY + timedelta(days=number))
    first, last = sorted((draw(some_days), draw(some_days)))
    overrides = (Override(title="Ramadan", first=first, last=last, week=draw(weeks())),) if draw(st.booleans()) else ()
    holidays = dict.fromkeys(draw(st.lists(some_days, max_size=5)), "libur")
    return Calendar(slug="acak", title="acak", zone="Asia/Jakarta", week=week, overrides=overrides, holidays=holidays)


starts = st.integers(0, 10 * DAY).map(lambda minute: at(FIRST_DAY, minute))
spans = st.integers(1, 120).map(lambda minutes: timedelta(minutes=minutes))


@unhurried
@given(calendars(), starts, spans)
def test_a_span_ends_where_counting_its_minutes_ends(calendar: Calendar, start: datetime, span: timedelta) -> None:
    minutes = [minute for minute in opening_minutes(calendar) if minute >= start]
    assert WorkingTime(calendar).add(start, span) == minutes[span // MINUTE - 1] + MINUTE


@unhurried
@given(calendars(), starts, starts)
def test_what_elapsed_is_what_counting_the_minutes_between_gives(
    calendar: Calendar, start: datetime, end: datetime
) -> None:
    counted = sum(start <= minute < end for minute in opening_minutes(calendar))
    assert WorkingTime(calendar).elapsed(start, end) == counted * MINUTE


@unhurried
@given(calendars(), starts, spans)
def test_what_was_added_has_elapsed(calendar: Calendar, start: datetime, span: timedelta) -> None:
    hours = WorkingTime(calendar)
    assert hours.elapsed(start, hours.add(start, span)) == span


@unhurried
@given(calendars(), starts, spans, spans)
def test_adding_twice_is_adding_once(calendar: Calendar, start: datetime, one: timedelta, other: timedelta) -> None:
    hours = WorkingTime(calendar)
    assert hours.add(hours.add(start, one), other) == hours.add(start, one + other)


@unhurried
@given(calendars(), starts, spans, st.integers(0, DAYS_COUNTED - 1))
def test_one_holiday_more_never_brings_a_due_time_forward(
    calendar: Calendar, start: datetime, span: timedelta, number: int
) -> None:
    holidays = {**calendar.holidays, FIRST_DAY + timedelta(days=number): "libur lagi"}
    fewer_days = calendar.model_copy(update={"holidays": holidays})
    assert WorkingTime(fewer_days).add(start, span) >= WorkingTime(calendar).add(start, span)


@unhurried
@given(start=starts, span=spans)
def test_round_the_clock_a_span_is_just_a_span(directory: Directory, start: datetime, span: timedelta) -> None:
    assert WorkingTime(directory.calendars["siaga"]).add(start, span) == start + span


# start, hours, due; all in the offices' own time
WORKED = [
    ("2026-11-23T10:00", 4, "2026-11-23T15:00", "over the break"),
    ("2026-11-23T07:30", 4.5, "2026-11-23T12:00", "used up as the break begins"),
    ("2026-11-23T08:30", 6.5, "2026-11-23T16:00", "used up at closing time"),
    ("2026-11-23T16:00", 1, "2026-11-24T08:30", "from closing time on"),
    ("2026-11-23T05:00", 1, "2026-11-23T08:30", "before opening"),
    ("2026-11-23T12:30", 1, "2026-11-23T14:00", "in the break"),
    ("2026-11-20T16:00", 1, "2026-11-23T08:00", "over a weekend, from Friday's last half hour"),
    ("2026-11-21T10:00", 7.5, "2026-11-23T16:00", "from a Saturday"),
    ("2026-11-23T10:00", 37.5, "2026-11-30T10:00", "five working days are a week"),
    ("2026-12-23T15:00", 2, "2026-12-28T08:30", "over Christmas and the day off before it"),
    ("2026-12-31T15:00", 2, "2027-01-04T08:30", "over the new year"),
    ("2026-03-02T08:00", 6.5, "2026-03-02T15:00", "a day in Ramadan is shorter"),
    ("2026-03-17T15:00", 8, "2026-03-26T08:00", "from Ramadan over Nyepi and Idul Fitri"),
    ("2025-08-15T15:00", 8, "2025-08-19T15:00", "over Independence Day and the day off after it"),
]


@pytest.mark.parametrize(("start", "hours", "due", "why"), WORKED, ids=[row[3] for row in WORKED])
def test_office_hours(directory: Directory, start: str, hours: float, due: str, why: str) -> None:
    found = WorkingTime(directory.calendars["kantor"]).add(wib(start), timedelta(hours=hours))
    assert found == wib(due), why


def test_office_weeks_have_the_hours_the_rules_give_them(directory: Directory) -> None:
    office = WorkingTime(directory.calendars["kantor"])
    assert office.elapsed(wib("2026-11-23T00:00"), wib("2026-11-30T00:00")) == timedelta(hours=37.5)
    assert office.elapsed(wib("2026-03-02T00:00"), wib("2026-03-09T00:00")) == timedelta(hours=32.5)


@pytest.mark.parametrize(("year", "days_off"), [(2026, 25), (2027, 26)])
def test_each_years_days_off_are_listed(directory: Directory, year: int, days_off: int) -> None:
    assert sum(day.year == year for day in directory.calendars["kantor"].holidays) == days_off


def test_nothing_added_is_the_moment_itself_or_the_next_opening(directory: Directory) -> None:
    office = WorkingTime(directory.calendars["kantor"])
    assert office.add(wib("2026-11-23T10:00"), timedelta(0)) == wib("2026-11-23T10:00")
    assert office.add(wib("2026-11-23T16:00"), timedelta(0)) == wib("2026-11-24T07:30")
    assert office.add(wib("2026-12-31T16:00"), timedelta(0)) == wib("2027-01-04T07:30")


def test_a_result_is_utc(directory: Directory) -> None:
    assert WorkingTime(directory.calendars["kantor"]).add(wib("2026-11-23T10:00"), MINUTE).tzinfo is UTC


def test_nothing_elapses_backwards(directory: Directory) -> None:
    office = WorkingTime(directory.calendars["kantor"])
    assert office.elapsed(wib("2026-11-24T10:00"), wib("2026-11-23T10:00")) == timedelta(0)


def test_a_negative_span_is_refused(directory: Directory) -> None:
    with pytest.raises(ValueError, match="negative"):
        WorkingTime(directory.calendars["kantor"]).add(wib("2026-11-23T10:00"), -MINUTE)


def test_past_the_last_known_holidays_it_goes_on_without_any(directory: Directory) -> None:
    office = WorkingTime(directory.calendars["kantor"])
    assert office.horizon == date(2027, 12, 31)
    assert office.add(wib("2030-12-24T15:00"), timedelta(hours=2)) == wib("2030-12-25T08:30")
    assert WorkingTime(directory.calendars["siaga"]).horizon is None


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 23), ("2026-03-29", 22), ("2026-10-25", 24)])
def test_where_clocks_change_an_hour_left_out_is_no_working_time(day: str, hours: int) -> None:
    night = {weekday: (Span(opens=60, closes=DAY),) for weekday in WEEKDAYS}
    amsterdam = Calendar(slug="jauh", title="jauh", zone="Europe/Amsterdam", week=night)
    start = datetime.combine(date.fromisoformat(day), time(), ZoneInfo("Europe/Amsterdam"))
    assert WorkingTime(amsterdam).elapsed(start, start + timedelta(days=1)) == timedelta(hours=hours)
