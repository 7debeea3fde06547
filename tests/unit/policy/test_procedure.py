"""When a procedure can be entered next, for which year, and until when its stages last."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.directory.hours import Calendar
from shared.directory.model import Directory
from shared.directory.procedures import Procedure, Takes
from shared.policy.procedure import Missed, outlook, stage_ends
from tests.unit.policy.ways import days, procedure, procedures, seasonal, stage, takes, window

TODAY = date(2026, 11, 23)
ENTRY = "masuk"

unhurried = settings(deadline=None)  # a machine that is busy with other tests is no fault


@pytest.fixture(scope="module")
def office(directory: Directory) -> Calendar:
    return directory.office


@pytest.fixture(scope="module")
def road(directory: Directory) -> Procedure:
    return directory.procedures["road-damage"]


def day_of(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "opens", "closes", "is_open", "year", "missed"),
    [
        ("2026-11-23", "2026-12-01", "2027-01-31", False, 2028, 2027),
        ("2026-11-30", "2026-12-01", "2027-01-31", False, 2028, 2027),
        ("2026-12-01", "2026-12-01", "2027-01-31", True, 2028, 2027),
        ("2026-12-15", "2026-12-01", "2027-01-31", True, 2028, 2027),
        ("2027-01-31", "2026-12-01", "2027-01-31", True, 2028, 2027),
        ("2027-02-01", "2027-12-01", "2028-01-31", False, 2029, 2028),
    ],
)
def test_a_damaged_road_waits_for_the_next_village_meeting(
    road: Procedure, office: Calendar, on: str, opens: str, closes: str, is_open: bool, year: int, missed: int
) -> None:
    ahead = outlook(road, day_of(on), office)
    assert ahead.entry.stage.slug == "musrenbangdes"
    assert (ahead.entry.opens, ahead.entry.closes) == (day_of(opens), day_of(closes))
    assert ahead.is_open is is_open
    assert ahead.year == year
    assert ahead.missed
    assert ahead.missed.year == missed


def test_the_nearer_year_is_missed_because_its_village_meeting_is_over(road: Procedure, office: Calendar) -> None:
    ahead = outlook(road, TODAY, office)
    assert ahead.missed == Missed(year=2027, opened=date(2025, 12, 1), closed=date(2026, 1, 31))


def test_every_stage_of_the_round_has_its_days(road: Procedure, office: Calendar) -> None:
    found = {one.stage.slug: (one.opens, one.closes) for one in outlook(road, TODAY, office).stages}
    assert list(found) == list(road.stages)
    assert found["musrenbangcam"] == (date(2027, 1, 21), date(2027, 2, 28))
    assert found["approval"] == (date(2027, 9, 8), date(2027, 11, 30))
    assert found["works"] == (date(2028, 1, 1), date(2028, 12, 31))


def test_a_year_that_is_over_was_not_missed(office: Calendar) -> None:
    school = procedure(stage(ENTRY, window=window("05-18", "06-19")))
    assert outlook(school, date(2027, 3, 1), office).missed is None
    assert outlook(school, date(2027, 7, 1), office).missed == Missed(2027, date(2027, 5, 18), date(2027, 6, 19))


@pytest.mark.parametrize(
    ("on", "opens", "closes"),
    [
        ("2026-11-23", "2026-11-23", "2026-11-25"),
        ("2026-11-27", "2026-11-27", "2026-12-01"),
        ("2026-11-28", "2026-11-30", "2026-12-02"),
        ("2026-12-23", "2026-12-23", "2026-12-29"),
    ],
)
def test_two_working_days_count_from_the_day_after_the_offices_take_it(
    office: Calendar, on: str, opens: str, closes: str
) -> None:
    ahead = outlook(procedure(stage(ENTRY, takes=takes(2))), day_of(on), office)
    assert (ahead.entry.opens, ahead.entry.closes) == (day_of(opens), day_of(closes))
    assert ahead.is_open is (on == opens)


def test_one_stage_begins_when_the_one_before_has_ended(office: Calendar) -> None:
    three = procedure(stage(ENTRY, takes=takes(2)), stage("entah"), stage("akhir", takes=takes(1)))
    first, unknown, last = outlook(three, TODAY, office).stages
    assert (first.closes, unknown.opens, unknown.closes) == (date(2026, 11, 25), date(2026, 11, 25), None)
    assert (last.opens, last.closes) == (None, None)
    assert outlook(three, TODAY, office).year is None


def test_round_the_clock_a_day_of_time_is_over_with_the_next_day(directory: Directory) -> None:
    always = directory.calendars[directory.always_open]
    whole_day = procedure(stage(ENTRY, takes=Takes(least=timedelta(days=1), most=timedelta(days=1))))
    assert outlook(whole_day, TODAY, always).entry.closes == TODAY + timedelta(days=1)


@unhurried
@given(procedures, days)
def test_the_way_in_never_lies_before_the_day(office: Calendar, one: Procedure, day: date) -> None:
    ahead = outlook(one, day, office)
    assert ahead.entry.opens
    assert ahead.is_open is (ahead.entry.opens <= day)
    assert ahead.entry.closes is None or ahead.entry.closes >= day


@unhurried
@given(procedures, days, st.integers(0, 800))
def test_who_comes_later_never_gets_an_earlier_year(office: Calendar, one: Procedure, day: date, later: int) -> None:
    years = [outlook(one, on, office).year for on in (day, day + timedelta(days=later))]
    assert years == sorted(years, key=lambda year: year or 0)


@unhurried
@given(procedures, days)
def test_every_stages_days_are_in_order(office: Calendar, one: Procedure, day: date) -> None:
    known = [found for found in outlook(one, day, office).stages if found.opens and found.closes]
    assert all(found.opens <= found.closes for found in known if found.opens and found.closes)
    opened = [found.opens for found in known if found.opens]
    assert all(earlier <= later for earlier, later in pairwise(opened))


@unhurried
@given(seasonal(), days)
def test_the_year_before_it_could_not_be_entered_any_more(office: Calendar, one: Procedure, day: date) -> None:
    ahead = outlook(one, day, office)
    assert ahead.missed is None or ahead.missed.closed < day
    assert ahead.missed is None or day.year <= ahead.missed.year == (ahead.year or 0) - 1


@pytest.mark.parametrize(
    ("slug", "on", "ends"),
    [
        ("musrenbangdes", "2026-11-23", "2027-01-31"),
        ("musrenbangdes", "2027-01-31", "2027-01-31"),
        ("musrenbangdes", "2027-02-01", "2028-01-31"),
        ("approval", "2026-11-23", "2026-11-30"),
        ("musrenbangcam", "2028-01-25", "2028-02-29"),
        ("works", "2026-11-23", "2026-12-31"),
    ],
)
def test_a_stage_ends_with_the_window_that_is_open_or_comes_next(
    road: Procedure, office: Calendar, slug: str, on: str, ends: str
) -> None:
    assert stage_ends(road, slug, day_of(on), office) == day_of(ends)


def test_a_stage_that_takes_its_time_ends_the_usual_most_after_the_day(directory: Directory) -> None:
    way = directory.procedures["boundary-recommendation"]
    assert stage_ends(way, "recommendation", TODAY, directory.office) == date(2026, 12, 11)


def test_of_a_stage_nobody_knows_the_time_of_there_is_no_end(directory: Directory) -> None:
    assert stage_ends(directory.procedures["business-permit"], "nib", TODAY, directory.office) is None


@unhurried
@given(procedures, days)
def test_no_stage_ends_before_the_day(office: Calendar, one: Procedure, day: date) -> None:
    ends = [stage_ends(one, slug, day, office) for slug in one.stages]
    assert all(end is None or end >= day for end in ends)
