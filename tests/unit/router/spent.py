"""What holds of a ticket's time after whatever happened to it, whatever its clocks said."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from services.router.domain.consequences import is_unkept
from shared.contracts.ticket import TicketEvent
from shared.contracts.times_question import SegmentTimes, TicketTimes
from shared.directory.model import Directory
from shared.policy.attribution import times
from shared.policy.calendar import NOTHING, working_time

HOUR = timedelta(hours=1)


def all_of_its_time_is_one_holders(history: Sequence[TicketEvent], directory: Directory, now: datetime) -> None:
    """Also when a clock jumped back now and then."""
    jumping = [_set_back(event) if event.revision % 3 == 0 else event for event in history]
    for seen in (history, jumping):
        found = times(seen, directory, is_unkept, now)
        assert found.segments[0].since == seen[0].complaint.admitted_at
        assert all(one.until == other.since for one, other in pairwise(found.segments))
        for one in found.segments:
            assert min(one.worked, one.rested, one.taken_after or NOTHING, *one.waited.values()) >= NOTHING
            assert _spent(one) == _elapsed(one, one.since, _end(one, found), directory)
            _broke_there(one, found)
        if len({one.calendar for one in found.segments}) == 1:
            first, last = found.segments[0], found.segments[-1]
            whole = _elapsed(first, first.since, _end(last, found), directory)
            assert sum(map(_spent, found.segments), NOTHING) == whole


def what_is_over_stays_whose_it_was(history: Sequence[TicketEvent], directory: Directory, now: datetime) -> None:
    """Whatever happens later."""
    former = history[: len(history) // 2 + 1]
    then = times(former, directory, is_unkept, former[-1].changed_at).segments[:-1]
    assert times(history, directory, is_unkept, now).segments[: len(then)] == then


def _broke_there(one: SegmentTimes, found: TicketTimes) -> None:
    for broken in one.broken:
        assert one.since <= broken.at <= _end(one, found)
        parts = [share.part for share in broken.shares]
        assert parts == sorted(parts, reverse=True)
        assert not parts or abs(sum(parts) - 1) < 1e-9 or not any(share.used for share in broken.shares)


def _set_back(event: TicketEvent) -> TicketEvent:
    return event.model_copy(update={"changed_at": event.changed_at - HOUR})


def _spent(one: SegmentTimes) -> timedelta:
    return sum(one.waited.values(), one.worked + one.rested)


def _end(one: SegmentTimes, found: TicketTimes) -> datetime:
    return one.until or max(one.since, found.at)


def _elapsed(one: SegmentTimes, since: datetime, until: datetime, directory: Directory) -> timedelta:
    return working_time(directory.calendars[one.calendar]).elapsed(since, until)
