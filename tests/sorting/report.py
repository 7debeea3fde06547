"""How well complaints are sorted: `make sorting-report DATA=FILE` (MODE=rules|trained|sources|all, PART=frozen|tune).

On the frozen part every run is a look, and is written down; `PART=tune` measures inside the other part and is none.
Figures go to var/sorting/latest.json.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.router.labelled import Labelled, LabelledError, read
from services.router.training import TrainingError
from shared.directory.load import load
from shared.directory.model import Directory
from shared.runtime import clock
from tests.sorting.figures import brief, figures, in_full
from tests.sorting.looks import content_hash, record
from tests.sorting.split import is_frozen
from tests.sorting.trials import Trial, by_folds, by_rules, by_sources, by_split

DIRECTORY = Path("deploy/directory/banyuwangi")
RESULTS = Path("var/sorting/latest.json")
LOOKS = Path("docs/sorting-looks.csv")
CANNOT = 2


class NoDataError(Exception):
    """Why nothing can be reported, in a sentence."""


@dataclass(frozen=True)
class Data:
    """What is learned from, what is measured, and of the sources that are left out also all there is."""

    part: str
    tune: list[Labelled]
    measured: list[Labelled]
    whole: list[Labelled]

    @property
    def is_frozen(self) -> bool:
        return self.part == "frozen"


def read_data(file: Path | None, part: str, directory: Directory) -> Data:
    """Raises NoDataError."""
    if file is None:
        raise NoDataError("there is no data: make sorting-report DATA=labelled.jsonl")
    try:
        rows = read([file], directory)
    except LabelledError as error:
        raise NoDataError(str(error)) from None
    if any(not row.id for row in rows):
        raise NoDataError(f"a row of {file} has no id; it could be on either side of the split")
    tune = [row for row in rows if not is_frozen(row.id)]
    measured = [row for row in rows if is_frozen(row.id)] if part == "frozen" else tune
    if not measured:
        raise NoDataError(f"there is nothing of the {part} part in {file}")
    return Data(part, tune, measured, rows)


def trials(mode: str, data: Data, directory: Directory) -> Iterator[tuple[str, Trial]]:
    """What the mode asks for, each with its kind."""
    if mode in {"rules", "all"}:
        yield "rules", by_rules(data.measured, directory)
    if mode in {"trained", "all"}:
        split = by_split(data.tune, data.measured, directory) if data.is_frozen else by_folds(data.tune, directory)
        yield "trained", split
    if mode in {"sources", "all"}:
        parts = {"frozen": data.measured, "whole": data.whole} if data.is_frozen else {"tune": data.measured}
        yield from (("sources", trial) for trial in by_sources(data.tune, parts, directory))


def report(mode: str, data: Data, directory: Directory) -> dict[str, Any]:
    """Measures, printing each trial as soon as it is there."""
    found: dict[str, Any] = {
        "part": data.part,
        "rows": len(data.measured),
        "edition": directory.edition,
        "directory": content_hash(directory),
    }
    for kind, trial in trials(mode, data, directory):
        measured = figures(trial.outcomes)
        print(f"\n{kind}: {trial.name}" + (f", learned from {trial.learned}" if trial.learned else ""))
        if kind == "sources":
            print(f"  {brief(measured)}")
            found.setdefault(kind, {})[trial.name] = measured
        else:
            print("\n".join(f"  {line}" for line in in_full(measured)))
            found[kind] = measured
        sys.stdout.flush()
    return found


def look(file: Path, mode: str, found: dict[str, Any], directory: Directory) -> int:
    """Writes down that the frozen part was looked at; how often it was by now."""
    seen = {kind: found[kind] for kind in ("rules", "trained") if kind in found}
    seen |= {name: each for name, each in found.get("sources", {}).items() if name == "all, frozen"}
    said = "; ".join(f"{kind}: {' '.join(brief(each).split())}" for kind, each in seen.items())
    return record(file, clock.now().date(), mode, directory, found["rows"], said)


def main(arguments: Sequence[str] | None = None) -> int:
    given = arguments_of(arguments)
    directory = load(given.directory)
    try:
        data = read_data(given.data, given.part, directory)
        found = report(given.mode, data, directory)
    except (NoDataError, TrainingError) as error:
        print(f"sorting-report: {error}", file=sys.stderr)
        return CANNOT
    if data.is_frozen:
        times = look(given.looks, given.mode, found, directory)
        found["looks"] = times
        print(f"\nthe frozen part was looked at {times} times ({given.looks})")
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(f"figures: {given.out}")
    return 0


def arguments_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path)
    parser.add_argument("--mode", choices=("rules", "trained", "sources", "all"), default="all")
    parser.add_argument("--part", choices=("frozen", "tune"), default="frozen")
    parser.add_argument("--directory", type=Path, default=DIRECTORY)
    parser.add_argument("--looks", type=Path, default=LOOKS)
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
