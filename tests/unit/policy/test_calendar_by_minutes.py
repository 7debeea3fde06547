"""Working time against counting every minute, in calendars of every kind, where clocks change and where they do not."""

from bisect import bisect_left
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.directory.hours import DAY
from shared.policy.calendar import WorkingTime
from tests.unit.policy.calendars import (
    DAYS_COUNTED,
    MINUTE,
    SECOND,
    Counted,
    calendars,
    few,
    moment,
    spans,
    starts,
)


def ends(minutes: tuple[datetime, ...], start: datetime, span: timedelta) -> datetime | None:
    """Where so much of these minutes is over; None when there are not enough."""
    for minute in minutes[bisect_left(minutes, start - MINUTE) :]:
        begins = max(minute, start)
        here = minute + MINUTE - begins
        if here > timedelta(0) and span <= here:
            return begins + span
        span -= max(here, timedelta(0))
    return None


@given(calendars(), starts, spans)
def test_a_span_ends_where_counting_its_minutes_ends(counted: Counted, start: int, span: timedelta) -> None:
    begins = moment(counted, start)
    found, by_counting = counted.hours.add(begins, span), ends(counted.minutes, begins, span)
    if by_counting is None:
        assert found >= moment(counted, DAYS_COUNTED * DAY * 60)
    else:
        assert found == by_counting


@few
@given(calendars(), starts, starts)
def test_what_elapsed_is_what_counting_the_minutes_between_gives(counted: Counted, start: int, end: int) -> None:
    begins, over = moment(counted, start), moment(counted, end)
    parts = (min(minute + MINUTE, over) - max(minute, begins) for minute in counted.minutes)
    assert counted.hours.elapsed(begins, over) == sum((max(part, timedelta(0)) for part in parts), timedelta(0))


@few
@given(calendars(), starts, starts)
def test_its_stretches_are_the_minutes_between(counted: Counted, start: int, end: int) -> None:
    begins, over = (moment(counted, second // 60 * 60) for second in sorted((start, end)))
    stretches = list(counted.hours.stretches(begins, over))
    found = [opens + MINUTE * number for opens, closes in stretches for number in range((closes - opens) // MINUTE)]
    assert found == [minute for minute in counted.minutes if begins <= minute < over]


@few
@given(calendars(), starts, spans)
def test_what_was_added_has_elapsed(counted: Counted, start: int, span: timedelta) -> None:
    begins = moment(counted, start)
    assert counted.hours.elapsed(begins, counted.hours.add(begins, span)) == span


@few
@given(calendars(), starts, spans, spans)
def test_adding_twice_is_adding_once(counted: Counted, start: int, one: timedelta, other: timedelta) -> None:
    """But nothing added at closing time leads to the next opening."""
    begins, hours, more = moment(counted, start), counted.hours, max(other, SECOND)
    assert hours.add(hours.add(begins, one), more) == hours.add(begins, one + more)


@few
@given(calendars(), starts, spans)
def test_outside_working_time_a_span_starts_at_the_next_opening(counted: Counted, start: int, span: timedelta) -> None:
    hours, begins = counted.hours, moment(counted, start)
    opening = hours.add(begins, timedelta(0))
    assert begins <= opening
    assert (hours.elapsed(begins, opening), hours.elapsed(opening, opening + SECOND)) == (timedelta(0), SECOND)
    assert hours.add(opening, span) == hours.add(begins, span)


@few
@given(calendars(), starts, spans)
def test_a_span_ends_with_working_time_never_at_the_next_opening(counted: Counted, start: int, span: timedelta) -> None:
    due = counted.hours.add(moment(counted, start), max(span, SECOND))
    assert counted.hours.elapsed(due - SECOND, due) == SECOND


@few
@given(calendars(), starts, spans, st.integers(0, DAYS_COUNTED - 1))
def test_one_holiday_more_never_brings_a_due_time_forward(
    counted: Counted, start: int, span: timedelta, number: int
) -> None:
    holidays = {**counted.calendar.holidays, counted.first_day + timedelta(days=number): "libur lagi"}
    fewer_days = WorkingTime(counted.calendar.model_copy(update={"holidays": holidays}))
    begins = moment(counted, start)
    assert fewer_days.add(begins, span) >= counted.hours.add(begins, span)


@few
@given(calendars(), starts, starts, spans, spans)
def test_whoever_comes_later_or_has_longer_is_never_due_sooner(
    counted: Counted, start: int, other: int, span: timedelta, longer: timedelta
) -> None:
    sooner, later = (moment(counted, second) for second in sorted((start, other)))
    less, more = sorted((span, longer))
    assert counted.hours.add(sooner, less) <= counted.hours.add(later, less) <= counted.hours.add(later, more)
