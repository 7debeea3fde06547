"""Working time in worked cases; counted minute by minute in test_calendar_by_minutes.py."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.directory.hours import DAY, WEEKDAYS, Calendar, Override, Span
from shared.directory.model import Directory
from shared.policy.calendar import WorkingTime, working_time

WIB = ZoneInfo("Asia/Jakarta")
MINUTE = timedelta(minutes=1)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


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


@given(
    start=st.integers(0, 730 * DAY).map(lambda minutes: wib("2026-01-01T00:00") + minutes * MINUTE),
    span=st.timedeltas(timedelta(0), timedelta(days=60)),
)
def test_round_the_clock_a_span_is_just_a_span(directory: Directory, start: datetime, span: timedelta) -> None:
    assert WorkingTime(directory.calendars["siaga"]).add(start, span) == start + span


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Asia/Jayapura"), ZoneInfo("Europe/Amsterdam")], ids=str)
def test_in_whatever_zone_a_moment_is_told_it_is_the_same(directory: Directory, zone: ZoneInfo) -> None:
    office, start = WorkingTime(directory.calendars["kantor"]), wib("2026-12-31T15:00")
    assert office.add(start.astimezone(zone), timedelta(hours=8)) == office.add(start, timedelta(hours=8))


def test_a_negative_span_is_refused(directory: Directory) -> None:
    with pytest.raises(ValueError, match="negative"):
        WorkingTime(directory.calendars["kantor"]).add(wib("2026-11-23T10:00"), -MINUTE)


def test_past_the_last_known_holidays_it_goes_on_without_any(directory: Directory) -> None:
    office = WorkingTime(directory.calendars["kantor"])
    assert office.horizon == date(2027, 12, 31)
    assert office.add(wib("2030-12-24T15:00"), timedelta(hours=2)) == wib("2030-12-25T08:30")
    assert WorkingTime(directory.calendars["siaga"]).horizon is None


def test_of_two_overrides_for_a_day_the_first_counts() -> None:
    nine_to_ten, eight_to_noon = (
        {"mon": (Span(opens=opens, closes=closes),)} for opens, closes in ((540, 600), (480, 720))
    )
    day = date(2026, 11, 23)
    overrides = tuple(
        Override(title="lain", first=day, last=last, week=week)
        for last, week in ((day, nine_to_ten), (date(2026, 12, 31), eight_to_noon))
    )
    calendar = Calendar(slug="acak", title="acak", zone="Asia/Jakarta", week=eight_to_noon, overrides=overrides)
    a_day = timedelta(days=1)
    assert WorkingTime(calendar).elapsed(wib("2026-11-23T00:00"), wib("2026-11-23T00:00") + a_day) == timedelta(hours=1)


def test_a_calendar_is_laid_out_once_and_each_edition_has_its_own(directory: Directory) -> None:
    office = directory.calendars["kantor"]
    other = office.model_copy(update={"holidays": {}})
    assert working_time(office) is working_time(office)
    assert working_time(other).calendar.holidays == {}


# The clocks go from 2 to 3 on 2026-03-29, and from 3 to 2 on 2026-10-25.
CLOCKS_CHANGE = [
    ("2026-03-29", "02:00-03:00", 0, "an hour that clocks leave out"),
    ("2026-03-29", "02:30-04:00", 60, "a span that begins in it"),
    ("2026-03-29", "01:00-02:30", 60, "a span that ends in it"),
    ("2026-10-25", "01:00-04:00", 240, "an hour that clocks show twice counts twice"),
    ("2026-10-25", "02:30-04:00", 150, "it opens once, the first time"),
    ("2026-10-25", "01:00-02:30", 90, "it closes once, the first time"),
]


@pytest.mark.parametrize(("day", "hours", "minutes", "why"), CLOCKS_CHANGE, ids=[row[3] for row in CLOCKS_CHANGE])
def test_where_clocks_change(day: str, hours: str, minutes: int, why: str) -> None:
    week = dict.fromkeys(WEEKDAYS, (Span.model_validate(hours),))
    amsterdam = Calendar(slug="jauh", title="jauh", zone="Europe/Amsterdam", week=week)
    start = datetime.combine(date.fromisoformat(day), time(), ZoneInfo("Europe/Amsterdam"))
    assert WorkingTime(amsterdam).elapsed(start, start + timedelta(days=1)) == minutes * MINUTE, why


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 23), ("2026-03-29", 22), ("2026-10-25", 24)])
def test_where_clocks_change_an_hour_left_out_is_no_working_time(day: str, hours: int) -> None:
    night = {weekday: (Span(opens=60, closes=DAY),) for weekday in WEEKDAYS}
    amsterdam = Calendar(slug="jauh", title="jauh", zone="Europe/Amsterdam", week=night)
    start = datetime.combine(date.fromisoformat(day), time(), ZoneInfo("Europe/Amsterdam"))
    assert WorkingTime(amsterdam).elapsed(start, start + timedelta(days=1)) == timedelta(hours=hours)
