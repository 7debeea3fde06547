"""Why something is due when it is: the sum, day by day, and every promise a ticket gets."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import get_args
from zoneinfo import ZoneInfo

from shared.contracts.sorted import Sorting
from shared.contracts.ticket_record import Holder, Promise
from shared.contracts.words import ClockName, PauseKind, Urgency
from shared.directory.hours import Calendar
from shared.directory.model import Directory
from shared.policy.calendar import NOTHING, working_time
from shared.policy.promise import ROUTED, Asked, policy_for, promised_by, promises, start
from shared.policy.roster import charge, ladder

Stretch = tuple[datetime, datetime]
A_DAY = timedelta(days=1)
WAITS: tuple[PauseKind | None, ...] = (None, *get_args(PauseKind))


@dataclass(frozen=True)
class Day:
    """A day of a sum: what of it is counted, in local time, and how much has been counted by its end.

    `holiday` names the day off, `hours` the other hours than usual that hold. With nothing counted the day is closed,
    or, when it `is_open`, what is left of it.
    """

    day: date
    stretches: tuple[Stretch, ...]
    counted: timedelta
    total: timedelta
    is_open: bool
    holiday: str | None
    hours: str | None


@dataclass(frozen=True)
class Sum:
    """How `span` of a calendar's working time from `start` comes to be over at `due`, both in the calendar's zone.

    `days` are all from the one of `start` to the last one that is counted. Of the years `unchecked` the holidays may
    change; after `unknown_after` none are known.
    """

    calendar: Calendar
    start: datetime
    span: timedelta
    due: datetime
    days: tuple[Day, ...]
    unchecked: tuple[int, ...]
    unknown_after: date | None


@dataclass(frozen=True)
class Due:
    """A promise that runs. What it starts with may not have happened yet: then it is counted as if it had.

    `at_once` says that it has, for it starts with admission; `waits` that it holds only while the ticket waits so.
    """

    promise: Promise
    at_once: bool
    waits: PauseKind | None = None


def explained(calendar: Calendar, start: datetime, span: timedelta) -> Sum:
    """The sum of `working_time(calendar).add(start, span)`; raises what that raises."""
    zone, hours = ZoneInfo(calendar.zone), working_time(calendar)
    due = hours.add(start, span).astimezone(zone)
    local = start.astimezone(zone)
    stretches = ((opens.astimezone(zone), closes.astimezone(zone)) for opens, closes in hours.stretches(start, due))
    by_day = {day: tuple(pieces) for day, pieces in groupby(stretches, key=lambda piece: piece[0].date())}
    last = max(by_day, default=due.date())
    days = tuple(_days(calendar, local.date(), last, by_day))
    return Sum(
        calendar,
        local,
        span,
        due,
        days,
        unchecked=tuple(year for year in calendar.unchecked if local.year <= year <= last.year),
        unknown_after=calendar.horizon if calendar.horizon and last > calendar.horizon else None,
    )


def _days(calendar: Calendar, first: date, last: date, by_day: dict[date, tuple[Stretch, ...]]) -> Iterator[Day]:
    total, day = NOTHING, first
    while day <= last:
        stretches = by_day.get(day, ())
        counted = sum((_length(piece) for piece in stretches), NOTHING)
        total += counted
        other = calendar.override(day)
        yield Day(
            day,
            stretches,
            counted,
            total,
            is_open=bool(calendar.hours(day)),
            holiday=calendar.holidays.get(day),
            hours=other.title if other else None,
        )
        day += A_DAY


def _length(stretch: Stretch) -> timedelta:
    """In real time, whatever the zone's clocks did meanwhile."""
    opens, closes = stretch
    return closes.astimezone(ZoneInfo("UTC")) - opens.astimezone(ZoneInfo("UTC"))


def all_promised(
    directory: Directory, sorting: Sorting, urgency: Urgency, at: datetime, holder: Holder, source: str | None
) -> tuple[Due, ...]:
    """Every promise of what is sorted so and admitted then, those that begin later counted from that moment too."""
    made = promises(directory, sorting, urgency, at, holder, source=source)
    found = [Due(promise, at_once=promise.started_at is not None) for promise in made]
    found += _later(directory, sorting, urgency, at, holder, source)
    return tuple(one if one.at_once else replace(one, promise=start(one.promise, at, directory)) for one in found)


def _later(
    directory: Directory, sorting: Sorting, urgency: Urgency, at: datetime, holder: Holder, source: str | None
) -> Iterator[Due]:
    """Those that no ticket has when it comes; of a policy that holds whatever is waited for, once."""
    day, rungs = directory.day(at), ladder(directory, holder)
    found = charge(directory, sorting, day)
    asked = Asked(sorting.queue, found.resolution if found else None, urgency, day, sorting.chain, source)
    for clock in get_args(ClockName):
        for track in directory.tracks if clock not in ROUTED else ():
            told = set()
            for waits in WAITS:
                policy = policy_for(directory, clock, track, replace(asked, waits=waits))
                if policy and policy.slug not in told:
                    told.add(policy.slug)
                    yield Due(promised_by(policy, rungs, 1.0, directory), at_once=False, waits=waits)
