"""Old complaints in a CSV file, row by row."""

import json
from pathlib import Path

import pytest

from services.intake.doors.rows import Row, RowError, read_rows

HEADING = "id,text,reported_at,kind,name,phone,email,address,nik,district,village"
GOOD = "a-1,Jalan rusak,2025-03-01 08:30,,Siti,0811000001,,,,Glagah,Kemiren"
VALUE = "rahasia-xyz"


def read(path: Path, *lines: str | bytes) -> list[Row | RowError]:
    path.write_bytes(b"\r\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    return list(read_rows(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "old.csv"


def errors(found: list[Row | RowError]) -> list[tuple[int, str]]:
    return [(error.line, error.column) for error in found if isinstance(error, RowError)]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_row_is_a_complaint_on_the_backlog(path: Path, mark: str) -> None:
    (row,) = read(path, mark + HEADING, GOOD)
    assert isinstance(row, Row)
    assert (row.line, row.submission.id) == (2, "a-1")
    assert json.loads(row.submission.raw) == {
        "text": "Jalan rusak",
        "reported_at": "2025-03-01T08:30:00+07:00",
        "reporter": {"name": "Siti", "phone": "0811000001"},
        "place": {"district": "Glagah", "village": "Kemiren"},
        "backlog": True,
    }
    assert row.submission.complaint.backlog


def test_reading_a_file_again_gives_the_same_bodies(path: Path) -> None:
    assert read(path, HEADING, GOOD) == read(path, HEADING, GOOD)


def test_columns_come_in_any_order_and_some_or_with_semicolons(path: Path) -> None:
    (row,) = read(path, "Text;ID", "Jalan rusak, parah;5")
    assert isinstance(row, Row)
    assert (row.submission.id, row.submission.complaint.text) == ("5", "Jalan rusak, parah")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (f",{VALUE},,,,,,,,,", "id"),
        ("1,,,,,,,,,,", "text"),
        (f"1,x,{VALUE},,,,,,,,", "reported_at"),
        (f"1,x,,{VALUE},,,,,,,", "kind"),
        (f"1,x,,,{VALUE * 20},,,,,,", "name"),
        (f"1,x,,,,{'0' * 201},,,,,", "phone"),
        (f"1,{VALUE},,", "-"),
        (f"1,x,,,,,,,,,,{VALUE}", "-"),
        (b"1,x \xff,,,,,,,,,", "text"),
        (f"{'1' * 201},x,,,,,,,,,", "id"),
        ("a-1,lagi,,,,,,,,,", "id"),
    ],
)
def test_a_row_that_does_not_fit_names_its_line_and_column_and_no_value(
    path: Path, line: str | bytes, column: str
) -> None:
    found = read(path, HEADING, GOOD, line, GOOD.replace("a-1", "a-2"))
    assert errors(found) == [(3, column)]
    assert [row.line for row in found if isinstance(row, Row)] == [2, 4]
    assert not any(VALUE in str(row) for row in found)


def test_lines_are_counted_as_an_editor_counts_them(path: Path) -> None:
    found = read(path, HEADING, 'a-1,"Jalan\r\nrusak",,,,,,,,,', "", ",,,,,,,,,,", "a-2,,,,,,,,,,")
    assert [row.line for row in found] == [2, 6]
    assert errors(found) == [(6, "text")]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("", "id"),
        ("id,telepon,text", "ke-2"),
        (f"1,{VALUE}", "ke-1"),
        ("text,kind", "id"),
        ("id,kind", "text"),
        ("id,text,text", "-"),
    ],
)
def test_a_wrong_heading_is_refused_without_repeating_it(path: Path, heading: str, column: str) -> None:
    found = read(path, heading, GOOD)
    assert errors(found) == [(1, column)]
    assert VALUE not in str(found)


def test_a_quote_that_never_closes_ends_the_file_with_its_line(path: Path) -> None:
    found = read(path, HEADING, GOOD, 'a-2,"Jalan rusak,,,,,,,,,', GOOD)
    assert errors(found) == [(3, "-")]
    assert len(found) == 2
