"""A CSV file of old complaints, row by row, with every mistake named and nothing of what stands in it repeated."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from services.intake.domain.admission import Submission, header_id, understand
from services.intake.domain.refusal import MOMENT, Fault, Refusal
from shared.contracts.complaint import Complaint
from shared.contracts.event import HEADER_ID

REPORTER = ("name", "phone", "email", "address", "nik")
PLACE = ("district", "village")
PLAIN = ("text", "kind", "reported_at")
COLUMNS = ("id", *PLAIN, *REPORTER, *PLACE)
KNOWN = f"kolom yang dikenal: {', '.join(COLUMNS)}"
WESTERN_INDONESIA = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Row:
    """A complaint that can be sent; its source is named when it is."""

    line: int
    submission: Submission


@dataclass(frozen=True)
class RowError:
    """Something that does not fit; `line` is the line of the file, counted from 1, at which its row begins."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"baris {self.line}, kolom {self.column}: {self.reason}"


def read_rows(path: Path, zone: tzinfo = WESTERN_INDONESIA) -> Iterator[Row | RowError]:
    """Every row of a UTF-8 file with a heading, or what is wrong with it; `zone` is for times that name none."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        delimiter = _delimiter(file.readline())
        file.seek(0)
        rows = csv.reader(file, delimiter=delimiter, strict=True)
        columns = [name.strip().lower() for name in next(rows, [])]
        if fault := _heading_fault(columns):
            yield RowError(1, fault.field, fault.words)
            return
        sheet, line = _Sheet(columns, zone), rows.line_num + 1
        try:
            for cells in rows:
                yield from sheet.read(line, cells)
                line = rows.line_num + 1
        except csv.Error:
            yield RowError(line, "-", "tanda kutip tidak berpasangan; baris ini dan sisanya tidak dibaca")


@dataclass
class _Sheet:
    columns: list[str]
    zone: tzinfo
    lines: dict[str, int] = field(default_factory=dict)

    def read(self, line: int, cells: list[str]) -> Iterator[Row | RowError]:
        if not any(cells):
            return
        found = self._understand(line, cells)
        if isinstance(found, Submission):
            yield Row(line, found)
        else:
            yield from (RowError(line, fault.field.rpartition(".")[2], fault.words) for fault in found)

    def _understand(self, line: int, cells: list[str]) -> Submission | tuple[Fault, ...]:
        if len(cells) != len(self.columns):
            return (Fault("-", f"ada {len(cells)} isian, seharusnya {len(self.columns)}"),)
        named = {name: cell.strip() for name, cell in zip(self.columns, cells, strict=True) if cell.strip()}
        headers = {HEADER_ID: header_id(named.get("id", ""))}
        try:
            body = json.dumps(_body(named, self.zone)).encode()
        except ValueError:
            return (Fault("reported_at", MOMENT),)
        heard = understand(Complaint.SUBJECT, headers, body)
        if isinstance(heard, Refusal):
            return heard.faults or (Fault("id", heard.reason),)
        first = self.lines.setdefault(heard.id, line)
        return heard if first == line else (Fault("id", f"sama dengan baris {first}"),)


def _body(cells: Mapping[str, str], zone: tzinfo) -> dict[str, object]:
    """The row as its source would have published it; raises ValueError for a time that is none."""
    body: dict[str, object] = {name: cells[name] for name in PLAIN if name in cells}
    if "reported_at" in cells:
        moment = datetime.fromisoformat(cells["reported_at"])
        body["reported_at"] = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()
    parts = {"reporter": REPORTER, "place": PLACE}
    grouped = {part: {name: cells[name] for name in names if name in cells} for part, names in parts.items()}
    return body | {part: found for part, found in grouped.items() if found} | {"backlog": True}


def _delimiter(heading: str) -> str:
    """Spreadsheets set to Indonesian write semicolons."""
    return ";" if heading.count(";") > heading.count(",") else ","


def _heading_fault(columns: list[str]) -> Fault | None:
    """What is wrong with the heading; it may be a row of data, so that no word of it is repeated."""
    strange = [place for place, name in enumerate(columns, 1) if name not in COLUMNS]
    if strange:
        return Fault(f"ke-{strange[0]}", f"nama kolom tidak dikenal; {KNOWN}")
    if len(set(columns)) < len(columns):
        return Fault("-", "ada nama kolom yang sama")
    missing = [name for name in ("id", "text") if name not in columns]
    return Fault(missing[0], f"wajib ada; {KNOWN}") if missing else None
