"""A ticket's time as a table: who had it, how long they worked on it, what it waited for, and what broke meanwhile."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.contracts.times_question import Broken, SegmentTimes, TicketTimes
from shared.contracts.words import ENDED, OWN, Slug
from shared.policy.calendar import NOTHING
from shared.policy.moments import stamp, waited

HEADINGS = ("", "holder", "since", "until", "worked", "waited", "taken after", "warned", "late")
NONE = "-"
MINUTE = timedelta(minutes=1)
Row = tuple[str, ...]


def table(times: TicketTimes, zone: ZoneInfo) -> Iterator[str]:
    """Line by line, in that zone."""
    segments = times.segments
    yield f"{times.ticket}  {times.state}, as of {stamp(times.at, zone)}"
    yield ""
    yield from _aligned([HEADINGS, *(_row(one, zone) for one in segments), _total(times, zone)])
    yield ""
    yield _counted(segments)
    rested = _sum(one.rested for one in segments)
    if rested:
        yield f"resolved or over, and nobody's to work on: {_time(rested)}"
    if len({one.holder.post for one in segments}) < len(segments):
        yield from (f"{post} in all: worked {_time(time)}" for post, time in _by_holder(segments).items())
    for one in segments:
        yield from (_breach(broken, one, zone) for broken in one.broken)


def _row(one: SegmentTimes, zone: ZoneInfo) -> Row:
    return (
        str(one.segment),
        one.holder.post,
        _moment(one.since, zone),
        f"{_moment(one.until, zone)} {one.ended}" if one.until else "now",
        _time(one.worked),
        ", ".join(f"{_time(time)} {kind}" for kind, time in one.waited.items()) or NONE,
        NONE if one.taken_after is None else _time(one.taken_after),
        ", ".join(f"{clock} {count}" for clock, count in one.warned.items()) or NONE,
        ", ".join(_name(broken) for broken in one.broken) or NONE,
    )


def _total(times: TicketTimes, zone: ZoneInfo) -> Row:
    segments = times.segments
    first, last = segments[0], segments[-1]
    return (
        "",
        "total",
        _moment(first.since, zone),
        _moment(last.until, zone) if times.state in ENDED and last.until else "now",
        _time(_sum(one.worked for one in segments)),
        _time(_sum(time for one in segments for time in one.waited.values())),
        "",
        str(sum(count for one in segments for count in one.warned.values())),
        str(sum(len(one.broken) for one in segments)),
    )


def _aligned(rows: Sequence[Row]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _counted(segments: Sequence[SegmentTimes]) -> str:
    calendars = list(dict.fromkeys(one.calendar for one in segments))
    if len(calendars) == 1:
        return f"in working time by the calendar {calendars[0]}"
    by_each = (
        f"{name} in {', '.join(str(one.segment) for one in segments if one.calendar == name)}" for name in calendars
    )
    return f"in working time by the calendars {'; '.join(by_each)}"


def _breach(broken: Broken, one: SegmentTimes, zone: ZoneInfo) -> str:
    """When and with whom it broke, and of a citizen's promise who used its time, most first."""
    line = f"late: {_name(broken)}, {stamp(broken.at, zone)}, while {one.holder.post} had it"
    used = ", ".join(f"{share.post} {_time(share.used)} ({share.part * 100:.0f} %)" for share in broken.shares)
    return f"{line}; its time was used by {used}" if used else line


def _name(broken: Broken) -> str:
    return broken.clock if broken.track == OWN else f"{broken.clock} ({broken.track})"


def _by_holder(segments: Sequence[SegmentTimes]) -> Mapping[Slug, timedelta]:
    found: dict[Slug, timedelta] = {}
    for one in segments:
        found[one.holder.post] = found.get(one.holder.post, NOTHING) + one.worked
    return found


def _sum(times: Iterator[timedelta]) -> timedelta:
    return sum(times, NOTHING)


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%d-%m-%Y %H.%M}"


def _time(span: timedelta) -> str:
    """In seconds what is less than a minute: where time is made to run faster all of it is."""
    return waited(span) if span >= MINUTE or not span else f"{span.total_seconds():.0f} s"
