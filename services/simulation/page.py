"""The tables of one run, or of two side by side, for people and for programs."""

import csv
from collections.abc import Iterator, Sequence
from typing import TextIO

from services.simulation.report import Cell, Table

NOTHING = "-"


def as_text(base: Sequence[Table], other: Sequence[Table] | None = None) -> str:
    """With another run, each cell that differs says both numbers and what lies between them."""
    return "\n\n".join(_table(*pair) for pair in _pairs(base, other))


def as_json(tables: Sequence[Table]) -> dict[str, dict[str, dict[str, Cell]]]:
    """Each number by its table, row and column."""
    return {
        table.name: {row.strip(): dict(zip(table.columns, cells, strict=True)) for row, cells in table.rows.items()}
        for table in tables
    }


def write_csv(file: TextIO, base: Sequence[Table], other: Sequence[Table] | None = None) -> None:
    """A line for each number."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["table", "row", "column", "as_is", *(["what_if", "difference"] if other is not None else [])])
    for one, two in _pairs(base, other):
        for row in _labels(one, two):
            for column in _columns(one, two):
                before, after = _cell(one, row, column), _cell(two, row, column) if two else None
                more = [after, _difference(before, after)] if two else []
                writer.writerow([one.name, row.strip(), column, before, *more])


def _pairs(base: Sequence[Table], other: Sequence[Table] | None) -> Iterator[tuple[Table, Table | None]]:
    beside = {table.name: table for table in other or ()}
    return ((table, beside.get(table.name)) for table in base)


def _table(one: Table, two: Table | None) -> str:
    columns, labels = _columns(one, two), _labels(one, two)
    shown = labels[: one.shown]
    lines = [("", *columns)]
    lines += [(label, *(_both(one, two, label, column) for column in columns)) for label in shown]
    widths = [max(len(line[place]) for line in lines) for place in range(len(columns) + 1)]
    written = ["  ".join((line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:]))).rstrip() for line in lines]
    more = [f"and {len(labels) - len(shown)} more: --csv or --json has them"] if len(shown) < len(labels) else []
    return "\n".join((one.title, *(f"  {line}" for line in (*written, *more))))


def _labels(one: Table, two: Table | None) -> list[str]:
    """What stands high in either stands high."""
    ranks: dict[str, int] = {}
    for table in filter(None, (one, two)):
        for rank, label in enumerate(table.rows):
            ranks[label] = min(rank, ranks.get(label, rank))
    return sorted(ranks, key=lambda label: ranks[label])


def _columns(one: Table, two: Table | None) -> list[str]:
    """In the order of the run that has more of them."""
    every = sorted((one.columns, two.columns if two else ()), key=lambda columns: -len(columns))
    return list(dict.fromkeys(column for columns in every for column in columns))


def _cell(table: Table, row: str, column: str) -> Cell:
    """What a run did not come to is none of it; of a share, nothing can be said."""
    if row not in table.rows or column not in table.columns:
        return None if column.endswith("%") else table.absent
    return table.rows[row][table.columns.index(column)]


def _both(one: Table, two: Table | None, row: str, column: str) -> str:
    before = _cell(one, row, column)
    after = _cell(two, row, column) if two else before
    if before == after:
        return _said(before)
    difference = _difference(before, after)
    changed = "" if difference is None else f" ({difference:+g})"
    return f"{_said(before)} > {_said(after)}{changed}"


def _difference(before: Cell, after: Cell) -> float | None:
    if isinstance(before, int | float) and isinstance(after, int | float):
        return round(after - before, 1)
    return None


def _said(cell: Cell) -> str:
    return NOTHING if cell is None else str(cell)
