"""What the terminal shows of a ticket's time."""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.times_table import table
from shared.contracts.times_question import Broken, SegmentTimes, Share, TicketTimes
from tests.builders import LIAISON, NOW, TICKET, TRIAGE_DESK

HOUR = timedelta(hours=1)
WIB = ZoneInfo("Asia/Jakarta")
SHARES = (
    Share(post=TRIAGE_DESK.post, used=3 * HOUR, part=0.75),
    Share(post=LIAISON.post, used=HOUR, part=0.25),
)
OFTEN = ("resolution 1", "resolution")
LATE = Broken(clock="resolution", due_at=NOW + 4 * HOUR, at=NOW + 4 * HOUR, shares=SHARES)


def segment(number: int, **change: Any) -> SegmentTimes:
    usual = {"segment": number, "holder": LIAISON, "since": NOW, "calendar": "siaga", "rested": timedelta(0)}
    return SegmentTimes.model_validate({**usual, "worked": timedelta(0), **change})


def shown(*segments: SegmentTimes, state: str = "in_progress") -> list[str]:
    times = TicketTimes(ticket=TICKET, state=state, at=NOW + 9 * HOUR, segments=segments)
    return list(table(times, WIB))


def test_a_section_head_reads_who_had_it_how_long_and_with_whom_it_was_late() -> None:
    first = segment(1, holder=TRIAGE_DESK, until=NOW + 3 * HOUR, ended="handed_over", worked=3 * HOUR)
    waits = {"authority": 4 * HOUR}
    warned = {"resolution": 1}
    since = NOW + 3 * HOUR
    second = segment(2, since=since, worked=2 * HOUR, waited=waits, taken_after=HOUR, warned=warned, broken=(LATE,))
    title, _, *rows, _, counted, late = shown(first, second)
    assert title == "BWI-7K3M-9QXA-2F4T  in_progress, as of 23 November 2026 19.00 WIB"
    assert [re.split(" {2,}", row.strip()) for row in rows] == [
        ["holder", "since", "until", "worked", "waited", "taken after", "warned", "late"],
        [*("1", TRIAGE_DESK.post, "23-11-2026 10.00", "23-11-2026 13.00 handed_over", "3 h 00 min"), *"----"],
        [*("2", LIAISON.post, "23-11-2026 13.00", "now", "2 h 00 min", "4 h 00 min authority", "1 h 00 min"), *OFTEN],
        ["total", "23-11-2026 10.00", "now", "5 h 00 min", "4 h 00 min", "1", "1"],
    ]
    assert len({row.rstrip().find("now") for row in rows[2:]}) == 1
    assert counted == "in working time by the calendar siaga"
    used = f"{TRIAGE_DESK.post} 3 h 00 min (75 %), {LIAISON.post} 1 h 00 min (25 %)"
    broke = f"late: resolution, 23 November 2026 14.00 WIB, while {LIAISON.post} had it"
    assert late == f"{broke}; its time was used by {used}"


def test_a_holder_who_had_it_twice_has_a_sum() -> None:
    first = segment(1, until=NOW + HOUR, ended="resumed", worked=HOUR)
    assert "narahubung-lampu-jalan in all: worked 3 h 00 min" in shown(first, segment(2, worked=2 * HOUR))


def test_time_in_which_nobody_had_to_work_is_told_apart() -> None:
    done = segment(1, until=NOW + 5 * HOUR, ended="confirmed", worked=HOUR, rested=4 * HOUR)
    assert "resolved or over, and nobody's to work on: 4 h 00 min" in shown(done, state="confirmed")


def test_each_calendar_says_what_it_counted() -> None:
    assert "in working time by the calendars siaga in 1, 3; kantor in 2" in shown(
        segment(1), segment(2, calendar="kantor"), segment(3)
    )


def test_what_took_seconds_is_told_in_seconds() -> None:
    assert "5 s" in shown(segment(1, worked=timedelta(seconds=5)))[3]
