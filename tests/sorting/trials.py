"""Sorting labelled complaints with models that have not seen them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from services.router.domain.model import LinearModel, parse
from services.router.domain.sorting import Sorter
from services.router.domain.unadmitted import complaint_of
from services.router.labelled import Labelled, examples
from services.router.lines import answer
from services.router.training import train
from shared.directory.model import Directory
from tests.sorting.metrics import Outcome

FOLDS = 5
# The directory of this day decides; a trial does not depend on when it is made.
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Trial:
    """Outcomes of a model that learned from `learned` complaints; 0 for rules alone, or for several models."""

    name: str
    learned: int
    outcomes: list[Outcome]


def by_rules(rows: Sequence[Labelled], directory: Directory) -> Trial:
    return Trial("rules alone", 0, outcomes(rows, directory, None))


def by_split(learned: Sequence[Labelled], rows: Sequence[Labelled], directory: Directory) -> Trial:
    name = "rules and a model of the tuning part"
    return Trial(name, len(learned), outcomes(rows, directory, learn(learned, directory)))


def by_folds(rows: Sequence[Labelled], directory: Directory) -> Trial:
    """Each fifth by a model of the other four."""
    found: list[Outcome] = []
    for fold in range(FOLDS):
        model = learn([row for row in rows if fold_of(row.id) != fold], directory)
        found += outcomes([row for row in rows if fold_of(row.id) == fold], directory, model)
    return Trial(f"rules and a model, {FOLDS}-fold", len(rows) * (FOLDS - 1) // FOLDS, found)


def by_sources(
    learned: Sequence[Labelled], tested: Mapping[str, Sequence[Labelled]], directory: Directory
) -> Iterator[Trial]:
    """Each source by a model that has seen nothing of it, on every part of `tested`; then each part of all together."""
    parts: dict[str, list[Outcome]] = {part: [] for part in tested}
    for source in sorted({row.source for rows in tested.values() for row in rows}):
        others = [row for row in learned if row.source != source]
        model = learn(others, directory)
        for part, rows in tested.items():
            found = outcomes([row for row in rows if row.source == source], directory, model)
            parts[part] += found
            if found:
                yield Trial(f"{source}, {part}", len(others), found)
    yield from (Trial(f"all, {part}", 0, found) for part, found in parts.items())


def learn(rows: Sequence[Labelled], directory: Directory) -> LinearModel:
    return parse(train([*rows, *examples(directory)], directory).lines(), "trial")


def outcomes(rows: Iterable[Labelled], directory: Directory, model: LinearModel | None) -> list[Outcome]:
    """What `melayani sort` would say of each, by its best guess."""
    sorter = Sorter(directory, model)
    return [_outcome(row, sorter) for row in rows]


def _outcome(row: Labelled, sorter: Sorter) -> Outcome:
    sorting = sorter.sort(complaint_of(row.text, None, "complaint", AT))
    guess = answer(sorting)["top3"][0]
    return Outcome(row.sector, guess["sector"], guess["confidence"], sorting.sector)


def fold_of(complaint_id: str) -> int:
    return int.from_bytes(sha256(f"fold {complaint_id}".encode()).digest()[:8], "big") % FOLDS
