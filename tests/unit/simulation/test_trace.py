"""How a trace is read: its rows, and what is wrong with each that is left out."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from services.simulation.trace import Trace, TraceError, read_trace
from tests.unit.simulation.traces import written

ZONE = ZoneInfo("Asia/Jakarta")
GOOD = "a,2022-01-03 08:00:00,2022-01-03 09:30:00,infrastruktur"


def read(folder: Path, *lines: str, header: str = "id,created,answered,sector") -> Trace:
    return read_trace(written(folder, *lines, header=header), ZONE)


def test_times_are_the_wall_clock_of_the_zone(tmp_path: Path) -> None:
    [arrival] = read(tmp_path, GOOD).arrivals
    assert (arrival.created, arrival.answered) == (
        datetime(2022, 1, 3, 1, 0, tzinfo=UTC),
        datetime(2022, 1, 3, 2, 30, tzinfo=UTC),
    )


def test_columns_stand_in_any_order_and_others_are_passed_over(tmp_path: Path) -> None:
    [arrival] = read(tmp_path, "x,sosial,2022-01-03 08:00,,a", header="agency,SECTOR,created,answered,id").arrivals
    assert (arrival.sector, arrival.answered) == ("sosial", None)


def test_arrivals_stand_in_the_order_they_came(tmp_path: Path) -> None:
    later, earlier = "a,2022-01-04 08:00,,x", "b,2022-01-03 08:00,,x"
    assert [arrival.line for arrival in read(tmp_path, later, earlier).arrivals] == [3, 2]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("b,2022-01-03 08:00,2022-01-02 08:00,x", "line 3: answered before it came, 2022-01-02 08:00 before"),
        ("b,yesterday,,x", "line 3: no such moment, 'yesterday'"),
        ("b,2022-02-30 08:00,,x", "line 3: no such moment, '2022-02-30 08:00'"),
        ("b,0022-02-03 08:00,,x", "line 3: no such moment, '0022-02-03 08:00'"),
        ("b,2022-01-03 08:00", "line 3: not as many fields as the header"),
        ("b,2022-01-03 08:00,,x,y", "line 3: not as many fields as the header"),
        ("a,2022-01-03 08:00,,x", "line 3: an id that was there before, a"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_named_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    trace = read(tmp_path, GOOD, row)
    assert (trace.rows, len(trace.arrivals), trace.problems.counts.total()) == (2, 1, 1)
    assert trace.problems.named[0].startswith(said)


def test_all_are_counted_and_ten_are_named(tmp_path: Path) -> None:
    problems = read(tmp_path, *["b,yesterday,,x"] * 12).problems
    assert (problems.counts.total(), len(problems.named)) == (12, 10)


@pytest.mark.parametrize(
    ("header", "said"),
    [("id,created,sector", "no column answered; its first line names id, created, sector"), ("", "is empty")],
)
def test_a_file_without_the_columns_is_refused(tmp_path: Path, header: str, said: str) -> None:
    file = tmp_path / "trace.csv"
    file.write_text(header, encoding="utf-8")
    with pytest.raises(TraceError, match=said):
        read_trace(file, ZONE)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TraceError, match="No such file"):
        read_trace(tmp_path / "none.csv", ZONE)


def test_bytes_that_are_no_text_are_no_arrivals(tmp_path: Path) -> None:
    file = tmp_path / "trace.csv"
    file.write_bytes(b"id,created,answered,sector\n\xff\xfe\x00,\x00\xff,,\n")
    assert not read_trace(file, ZONE).arrivals


def test_a_cut_keeps_both_of_its_days(tmp_path: Path) -> None:
    trace = read(tmp_path, *(f"{day},2022-01-0{day} 00:30,,x" for day in range(1, 6)))
    cut = trace.cut(ZONE, date(2022, 1, 2), date(2022, 1, 4))
    assert [arrival.line for arrival in cut.arrivals] == [3, 4, 5]


def test_a_moved_trace_keeps_hours_and_weekdays(tmp_path: Path) -> None:
    trace = read(tmp_path, GOOD)
    [arrival] = trace.moved(ZONE, date(2026, 11, 19)).arrivals
    assert arrival.created == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert arrival.answered
    assert arrival.answered - arrival.created == trace.arrivals[0].answered - trace.arrivals[0].created  # type: ignore[operator]
