"""Learning from labelled complaints what the directory's words do not say."""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from types import ModuleType

from services.router.domain.features import pairs, parts
from services.router.domain.language import Language
from services.router.domain.model_text import Header, Kind, Metrics, Row, write
from services.router.domain.rules import Evidence, Rules
from services.router.labelled import Labelled, examples
from shared.directory.model import Directory
from shared.policy.words import Speller

# What a person decided here, in triage, tells more of this regency than a label from elsewhere.
DECISION = "decision"
DECISION_WEIGHT = 5.0
EXAMPLE = "example"
FEWEST = 20


class TrainingError(Exception):
    """Why nothing can be learned."""


@dataclass(frozen=True)
class Lesson:
    """A labelled complaint as it is learned from; `source` is empty when it may not be left out to try the rest.

    An example is the directory's own: the rules were written with it in mind, so it tells nothing of how good they are.
    """

    words: tuple[str, ...]
    evidence: Evidence
    sector: str
    source: str
    weight: float
    is_example: bool


@dataclass(frozen=True)
class TrainedModel:
    header: Header
    rows: Sequence[Row]

    @property
    def metrics(self) -> Metrics:
        return self.header.metrics

    def lines(self) -> Iterator[str]:
        """The model file's lines, without line ends."""
        return write(self.header, self.rows)

    def table(self) -> Iterator[str]:
        """Its metrics for people."""
        found = self.metrics
        yield (
            f"on complaints not learned from: accuracy {found.accuracy:.3f}, macro-F1 {found.macro_f1:.3f}; "
            f"sent without a person {found.coverage:.3f}, {found.precision:.3f} of it right"
        )
        for sector, one in found.sectors.items():
            yield f"  {sector:<22} precision {one.precision:.3f}  recall {one.recall:.3f}  F1 {one.f1:.3f}  n {one.n}"
        for source, accuracy in found.left_out.items():
            yield f"  {source}, left out: accuracy {accuracy:.3f}"


def train(
    labelled: Sequence[Labelled], directory: Directory, say: Callable[[str], None] = lambda _: None
) -> TrainedModel:
    """The same complaints and directory always give the same model; raises TrainingError.

    Their order tells only which of several decisions on one complaint is the last. The model holds no word that fewer
    than two complaints say unless the directory knows it: a decision on a text that has no such word, and in which
    the rules find nothing, teaches nothing until others write alike.
    """
    lessons = _lessons(_distinct(labelled, directory), directory)
    if len(lessons) < FEWEST or len({lesson.sector for lesson in lessons}) < 2:  # noqa: PLR2004
        raise TrainingError(f"{len(lessons)} complaints are too few to learn from, or all of one sector")
    header, rows = _fitting().fit(lessons, _own(directory), say)
    return TrainedModel(header, rows)


def _fitting() -> ModuleType:
    try:
        return import_module("services.router.fitting")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("services"):
            raise
        raise TrainingError("training needs the extra: pip install banyuwangi-melayani[train]") from None


def _distinct(labelled: Sequence[Labelled], directory: Directory) -> list[Labelled]:
    """Each complaint once, in an order of its own; what contradicts itself, or names no sector of ours, is refused."""
    distinct = sorted(set(_last(labelled)), key=lambda row: (row.id, row.text, row.sector, row.topic or "", row.source))
    sectors: dict[tuple[str, str], str] = {}
    for row in distinct:
        if row.sector not in directory.sectors:
            raise TrainingError(f"complaint {row.id!r}: sector: the directory has no {row.sector!r}")
        if row.id and sectors.setdefault((row.source, row.id), row.sector) != row.sector:
            raise TrainingError(f"complaint {row.id!r}: sector: it is labelled twice, with two sectors")
    return distinct


def _last(labelled: Sequence[Labelled]) -> Iterator[Labelled]:
    """Without the decisions that a later one on the same complaint replaced."""
    decided = {row.id: row for row in labelled if row.source == DECISION and row.id}
    yield from decided.values()
    yield from (row for row in labelled if row.source != DECISION or not row.id)


def _own(directory: Directory) -> Mapping[Kind, Container[str]]:
    """What the directory says itself: its words, their parts, and the pairs in its examples."""
    words, speller = Language(directory).words, Speller(directory.spellings)
    return {
        "word": words,
        "pair": {pair for row in examples(directory) for pair in pairs(speller.words(row.text))},
        "part": {part for word in words for part in parts(word)},
    }


def _lessons(rows: Sequence[Labelled], directory: Directory) -> list[Lesson]:
    """Those that hold a word; what the rules say is read with the topics that have no end."""
    speller, rules = Speller(directory.spellings), Rules(directory)
    real = Counter(row.source for row in rows)
    lessons = []
    for row in rows:
        words = tuple(speller.words(row.text))
        if words:
            weight = DECISION_WEIGHT if row.source == DECISION else 1.0
            source = row.source if real[row.source] >= FEWEST and row.source not in {DECISION, EXAMPLE} else ""
            evidence = rules.weigh(words, date.max)
            lessons.append(Lesson(words, evidence, row.sector, source, weight, is_example=row.source == EXAMPLE))
    return lessons
