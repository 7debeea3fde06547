"""An arrival trace: a CSV file of when complaints came, when they were first answered, and whose they were."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

NEEDED = ("id", "created", "answered", "sector")
NAMED = 10
# Whatever lies outside is a slip of the pen.
YEARS = range(2000, 2100)
A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)

NO_MOMENT = "no such moment"
BACKWARDS = "answered before it came"
TWICE = "an id that was there before"
SHORT = "not as many fields as the header"


class TraceError(Exception):
    """The file cannot be used at all."""


class Arrival(NamedTuple):
    """One row; moments are UTC, `answered` is None where nobody ever did, `line` counts from 1."""

    line: int
    created: datetime
    answered: datetime | None
    sector: str


@dataclass
class Problems:
    """Rows that were left out, counted by kind; the first few are named with their line."""

    counts: Counter[str] = field(default_factory=Counter)
    named: list[str] = field(default_factory=list)

    def note(self, line: int, kind: str, detail: str = "") -> None:
        self.counts[kind] += 1
        if len(self.named) < NAMED:
            self.named.append(f"line {line}: {kind}{f', {detail}' if detail else ''}")


class RowError(ValueError):
    """What is wrong with one row: its kind, and the words it is about."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind, detail)
        self.kind, self.detail = kind, detail


@dataclass(frozen=True)
class Trace:
    """The arrivals in the order they came; `rows` counts all that was in the file."""

    rows: int
    arrivals: tuple[Arrival, ...]
    problems: Problems

    @property
    def last(self) -> datetime:
        """The last moment anything happens in it."""
        return max(max(arrival.created, arrival.answered or arrival.created) for arrival in self.arrivals)

    def cut(self, zone: ZoneInfo, first: date | None, last: date | None) -> "Trace":
        """What came on these days of the zone, both included."""

        def within(arrival: Arrival) -> bool:
            day = arrival.created.astimezone(zone).date()
            return (first or day) <= day <= (last or day)

        return Trace(self.rows, tuple(filter(within, self.arrivals)), self.problems)

    def moved(self, zone: ZoneInfo, begin: date) -> "Trace":
        """The same, moved by whole weeks so that it begins on that day or in the week after it."""
        if not self.arrivals:
            return self
        weeks = -((self.arrivals[0].created.astimezone(zone).date() - begin) // A_WEEK)
        later = [
            arrival._replace(
                created=_later(arrival.created, weeks, zone),
                answered=_later(arrival.answered, weeks, zone) if arrival.answered else None,
            )
            for arrival in self.arrivals
        ]
        return Trace(self.rows, tuple(later), self.problems)


def read_trace(path: Path, zone: ZoneInfo) -> Trace:
    """The rows of a UTF-8 file; times are the zone's wall clock where they name no other. Raises TraceError."""
    problems, seen, arrivals, rows = Problems(), set[str](), list[Arrival](), 0
    for line, cells in _rows(path, problems):
        rows += 1
        try:
            arrivals.append(_arrival(line, cells, zone, seen))
        except RowError as error:
            problems.note(line, error.kind, error.detail)
    return Trace(rows, tuple(sorted(arrivals, key=lambda arrival: (arrival.created, arrival.line))), problems)


def _rows(path: Path, problems: Problems) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row by its columns, with the line it ends at; one with too few or too many fields has none."""
    try:
        file = path.open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError as error:
        raise TraceError(f"{path}: {error.strerror}") from None
    with file:
        reader = csv.reader(file)
        columns = _columns(path, next(_lines(reader, problems), []))
        for cells in _lines(reader, problems):
            if cells:
                yield reader.line_num, dict(zip(columns, cells, strict=True)) if len(cells) == len(columns) else {}


def _lines(reader: Iterator[list[str]], problems: Problems) -> Iterator[list[str]]:
    """Every line that can be split into fields."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.note(getattr(reader, "line_num", 0), "no CSV", str(error))


def _columns(path: Path, header: Sequence[str]) -> list[str]:
    columns = [name.strip().lower() for name in header]
    missing = [name for name in NEEDED if name not in columns]
    if not columns:
        raise TraceError(f"{path} is empty; its first line names the columns {', '.join(NEEDED)}")
    if missing:
        raise TraceError(f"{path}: no column {', '.join(missing)}; its first line names {', '.join(columns)}")
    return columns


def _arrival(line: int, cells: dict[str, str], zone: ZoneInfo, seen: set[str]) -> Arrival:
    """Raises RowError."""
    if not cells:
        raise RowError(SHORT)
    name = cells["id"].strip()
    if name in seen:
        raise RowError(TWICE, name)
    created = _moment(cells["created"], zone)
    answered = _moment(cells["answered"], zone) if cells["answered"].strip() else None
    if answered and answered < created:
        raise RowError(BACKWARDS, f"{cells['answered']} before {cells['created']}")
    seen |= {name} if name else set()
    return Arrival(line, created, answered, cells["sector"].strip())


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise RowError(NO_MOMENT, repr(text[:40])) from None
    if moment.year not in YEARS:
        raise RowError(NO_MOMENT, repr(text[:40]))
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _later(moment: datetime, weeks: int, zone: ZoneInfo) -> datetime:
    """At the same hour of the same weekday."""
    local = moment.astimezone(zone)
    return (local + weeks * A_WEEK).astimezone(UTC)
