"""Complaints of which somebody said where they belong."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.router.json_lines import NoObjectError, read_object
from shared.directory.model import Directory

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Labelled:
    """`topic` is None when only the sector is known; `source` is where the complaint came in, or who labelled it."""

    text: str
    sector: str
    topic: str | None = None
    id: str = ""
    source: str = ""


class LabelledError(Exception):
    """Rows that cannot be used; the message names each, at most the first 20, by file, line and field."""

    def __init__(self, problems: list[str]) -> None:
        more = [f"and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        super().__init__("\n".join((*problems[:SHOWN], *more)))


def read(files: Iterable[Path], directory: Directory) -> list[Labelled]:
    """Every row of JSONL files; empty lines are passed over. Raises LabelledError."""
    rows: list[Labelled] = []
    problems: list[str] = []
    for file in files:
        for number, line in _lines(file, problems):
            try:
                row = read_object(line)
            except NoObjectError as error:
                problems.append(f"{file}:{number}: {error}")
                continue
            faults = [f"{file}:{number}: {fault}" for fault in _faults(row, directory)]
            problems += faults
            if not faults:
                rows.append(_labelled(row))
    if problems:
        raise LabelledError(problems)
    return rows


def examples(directory: Directory) -> list[Labelled]:
    """The sentences the directory itself gives for its topics."""
    return [
        Labelled(text, sector.slug, topic.slug, source="example")
        for sector in directory.sectors.values()
        for topic in sector.topics.values()
        for text in topic.examples
    ]


def _lines(file: Path, problems: list[str]) -> Iterator[tuple[int, bytes]]:
    try:
        with file.open("rb") as opened:
            yield from ((number, line) for number, line in enumerate(opened, start=1) if line.strip())
    except OSError as error:
        problems.append(f"{file}: cannot be read: {error.strerror}")


def _faults(row: Mapping[str, Any], directory: Directory) -> Iterator[str]:
    wrong = [field for field in ("text", "sector") if not isinstance(row.get(field), str) or not row[field].strip()]
    yield from (f"{field}: is missing or no text" for field in wrong)
    if "sector" not in wrong:
        yield from _unknown(row, directory)


def _unknown(row: Mapping[str, Any], directory: Directory) -> Iterator[str]:
    sector, topic = directory.sectors.get(row["sector"]), row.get("topic")
    if sector is None:
        yield f"sector: the directory has no {row['sector']!r}"
    elif topic is not None and (not isinstance(topic, str) or topic not in sector.topics):
        yield f"topic: {row['sector']} has no {topic!r}"


def _labelled(row: Mapping[str, Any]) -> Labelled:
    return Labelled(
        row["text"], row["sector"], row.get("topic"), id=str(row.get("id", "")), source=str(row.get("source", ""))
    )
