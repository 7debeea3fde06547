"""The sum that says why something is due when it is, and every promise a ticket gets."""

from datetime import date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from shared.contracts.words import ClockName
from shared.directory.model import Directory
from shared.policy.calendar import WorkingTime
from shared.policy.due import Due, Sum, all_promised, explained
from shared.policy.promise import promises
from tests.builders import holder_of, sorting
from tests.unit.policy.calendars import Counted, calendars, few, moment, spans, starts

WIB = ZoneInfo("Asia/Jakarta")
NOTHING = timedelta(0)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def of_office(directory: Directory, start: str, hours: float) -> Sum:
    return explained(directory.calendars["kantor"], wib(start), timedelta(hours=hours))


def told(found: Sum) -> list[tuple[str, str, float]]:
    """Each day with what is counted of it, or why nothing is, and the hours so far."""
    return [
        (
            f"{day.day:%m-%d}",
            day.holiday or " ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in day.stretches),
            day.total / timedelta(hours=1),
        )
        for day in found.days
    ]


def test_over_nyepi_and_idul_fitri(directory: Directory) -> None:
    found = of_office(directory, "2026-03-17T15:00", 8)
    assert found.due == wib("2026-03-26T08:00")
    assert told(found) == [
        ("03-17", "", 0),
        ("03-18", "Cuti Bersama Hari Suci Nyepi", 0),
        ("03-19", "Hari Suci Nyepi", 0),
        ("03-20", "Cuti Bersama Hari Raya Idul Fitri", 0),
        ("03-21", "Hari Raya Idul Fitri", 0),
        ("03-22", "Hari kedua dari Hari Raya Idul Fitri", 0),
        ("03-23", "Cuti Bersama Hari Raya Idul Fitri", 0),
        ("03-24", "Cuti Bersama Hari Raya Idul Fitri", 0),
        ("03-25", "07:30-12:00 13:00-16:00", 7.5),
        ("03-26", "07:30-08:00", 8),
    ]


def test_over_independence_day_and_the_day_off_after_it(directory: Directory) -> None:
    found = of_office(directory, "2025-08-15T15:00", 8)
    assert found.due == wib("2025-08-19T15:00")
    assert told(found) == [
        ("08-15", "15:00-16:30", 1.5),
        ("08-16", "", 1.5),
        ("08-17", "Hari Kemerdekaan Republik Indonesia", 1.5),
        ("08-18", "Cuti Bersama Hari Kemerdekaan Republik Indonesia", 1.5),
        ("08-19", "07:30-12:00 13:00-15:00", 8),
    ]


def test_a_day_with_other_hours_names_them(directory: Directory) -> None:
    days = of_office(directory, "2026-03-16T08:00", 4).days
    assert [day.hours for day in days] == ["Ramadan 1447 H"]


def test_a_year_nobody_checked_is_named(directory: Directory) -> None:
    assert of_office(directory, "2026-12-30T08:00", 30).unchecked == (2027,)
    assert of_office(directory, "2026-12-28T08:00", 8).unchecked == ()


def test_past_the_last_known_holidays_it_says_so(directory: Directory) -> None:
    assert of_office(directory, "2027-12-30T08:00", 30).unknown_after == date(2027, 12, 31)
    assert of_office(directory, "2027-12-28T08:00", 8).unknown_after is None


def test_nothing_is_due_at_the_next_opening(directory: Directory) -> None:
    found = of_office(directory, "2026-11-21T10:00", 0)
    assert found.due == wib("2026-11-23T07:30")
    assert told(found) == [("11-21", "", 0), ("11-22", "", 0), ("11-23", "", 0)]


def test_a_negative_span_is_refused(directory: Directory) -> None:
    with pytest.raises(ValueError, match="negative"):
        of_office(directory, "2026-11-21T10:00", -1)


@few
@given(calendars(), starts, spans)
def test_what_is_counted_day_by_day_is_the_span(counted: Counted, start: int, span: timedelta) -> None:
    found = explained(counted.calendar, moment(counted, start), span)
    assert sum((day.counted for day in found.days), NOTHING) == span
    assert found.days[-1].total == span


@few
@given(calendars(), starts, spans)
def test_it_is_due_when_the_arithmetic_says(counted: Counted, start: int, span: timedelta) -> None:
    begins = moment(counted, start)
    found = explained(counted.calendar, begins, span)
    assert found.due == WorkingTime(counted.calendar).add(begins, span)
    assert not span or found.due == found.days[-1].stretches[-1][1]


@few
@given(calendars(), starts, spans)
def test_no_day_is_left_out(counted: Counted, start: int, span: timedelta) -> None:
    days = [day.day for day in explained(counted.calendar, moment(counted, start), span).days]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]


def promised(directory: Directory, at: datetime, source: str | None = None) -> tuple[Due, ...]:
    sorted_so = sorting("infrastruktur", "infrastruktur", "lampu-jalan")
    holder = holder_of(directory, sorted_so, directory.day(at))
    return all_promised(directory, sorted_so, "normal", at, holder, source)


def test_every_promise_of_a_ticket_is_there_and_runs(directory: Directory) -> None:
    at = wib("2026-11-23T10:00")
    found = promised(directory, at)
    assert {due.promise.clock for due in found} == {*get_args(ClockName)} - {"triage", "review"}
    assert all(due.promise.started_at == at and due.promise.due_at for due in found)


def test_what_router_promises_at_admission_is_promised_so(directory: Directory) -> None:
    at = wib("2026-11-23T10:00")
    sorted_so = sorting("infrastruktur", "infrastruktur", "lampu-jalan")
    holder = holder_of(directory, sorted_so, directory.day(at))
    made = promises(directory, sorted_so, "normal", at, holder, source="lapor")
    found = [due.promise for due in promised(directory, at, "lapor")]
    assert [promise for promise in made if promise.started_at] == [
        due.promise for due in promised(directory, at, "lapor") if due.at_once
    ]
    assert {(promise.clock, promise.policy) for promise in made} <= {(one.clock, one.policy) for one in found}


def test_what_starts_later_is_counted_as_if_it_started_then(directory: Directory) -> None:
    found = promised(directory, wib("2026-11-23T10:00"))
    assert {due.promise.starts for due in found if due.at_once} == {"admitted"}
    assert all(due.promise.starts != "admitted" for due in found if not due.at_once)


def test_a_ticket_from_lapor_is_promised_in_the_days_of_lapor_too(directory: Directory) -> None:
    at = wib("2026-11-23T10:00")
    beside = {due.promise.policy for due in promised(directory, at, "lapor")}
    beside -= {due.promise.policy for due in promised(directory, at)}
    assert {directory.promises[policy].track for policy in beside} == {"lapor"}


def test_a_promise_for_while_it_waits_says_so(directory: Directory) -> None:
    waiting = {due.promise.policy: due.waits for due in promised(directory, wib("2026-11-23T10:00")) if due.waits}
    assert waiting == {"kabar-tahap": "stage"}
