"""What a sorter's answers are worth; pure functions of what it guessed, what it dared, and what was right."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

CONFUSIONS = 12
BINS = 10


class Outcome(NamedTuple):
    """One complaint: the sector it was labelled, the best guess and its confidence, and where it was really sent.

    `sent` is None when a person was to decide.
    """

    actual: str
    guess: str
    confidence: float
    sent: str | None


@dataclass(frozen=True)
class SectorScore:
    """Precision, recall and F1 are 0 where nothing was guessed or nothing was there."""

    sector: str
    precision: float
    recall: float
    f1: float
    n: int


class Routed(NamedTuple):
    """Of all complaints, the share that is sent without a person, and the share of those that is right.

    `from_confidence` is the least confidence that is sent, None where the sorter's own threshold decided.
    """

    coverage: float
    precision: float
    from_confidence: float | None = None


class Bin(NamedTuple):
    """Those whose confidence lies in one tenth: how sure the sorter was on average, and how often it was right."""

    low: float
    confidence: float
    accuracy: float
    n: int


def accuracy(outcomes: Sequence[Outcome]) -> float:
    return _share(sum(one.guess == one.actual for one in outcomes), len(outcomes))


def macro_f1(outcomes: Sequence[Outcome]) -> float:
    """The mean F1 of the sectors that are there."""
    scores = sector_scores(outcomes)
    return _share(sum(score.f1 for score in scores), len(scores))


def sector_scores(outcomes: Sequence[Outcome]) -> list[SectorScore]:
    """One for each sector that is there, most frequent first."""
    actual = Counter(one.actual for one in outcomes)
    guessed = Counter(one.guess for one in outcomes)
    right = Counter(one.actual for one in outcomes if one.guess == one.actual)
    return [
        SectorScore(
            sector=sector,
            precision=_share(right[sector], guessed[sector]),
            recall=_share(right[sector], n),
            f1=_share(2 * right[sector], n + guessed[sector]),
            n=n,
        )
        for sector, n in sorted(actual.items(), key=lambda item: (-item[1], item[0]))
    ]


def routed(outcomes: Sequence[Outcome]) -> Routed:
    """What the sorter's own threshold does."""
    sent = [one for one in outcomes if one.sent is not None]
    return Routed(_share(len(sent), len(outcomes)), _share(sum(one.sent == one.actual for one in sent), len(sent)))


def coverage_at(wanted: float, outcomes: Sequence[Outcome]) -> Routed:
    """The most that could be sent with this precision, were the threshold chosen for it.

    Those of one confidence are sent together or not at all.
    """
    best, sent, right = Routed(0.0, 0.0), 0, 0
    surest_first = sorted(outcomes, key=lambda one: -one.confidence)
    for confidence, group in groupby(surest_first, key=lambda one: one.confidence):
        alike = list(group)
        sent += len(alike)
        right += sum(one.guess == one.actual for one in alike)
        if right / sent >= wanted:
            best = Routed(sent / len(outcomes), right / sent, confidence)
    return best


def confusions(outcomes: Iterable[Outcome], most: int = CONFUSIONS) -> list[tuple[str, str, int]]:
    """The most frequent mistakes: labelled, guessed, how often."""
    wrong = Counter((one.actual, one.guess) for one in outcomes if one.guess != one.actual)
    ranked = sorted(wrong.items(), key=lambda item: (-item[1], item[0]))
    return [(actual, guess, times) for (actual, guess), times in ranked[:most]]


def reliability(outcomes: Iterable[Outcome]) -> list[Bin]:
    """By tenths of confidence, empty ones left out; a calibrated sorter is right as often as it is sure."""
    tenths: dict[int, list[Outcome]] = {}
    for one in outcomes:
        tenths.setdefault(min(int(one.confidence * BINS), BINS - 1), []).append(one)
    return [
        Bin(tenth / BINS, _share(sum(one.confidence for one in those), len(those)), accuracy(those), len(those))
        for tenth, those in sorted(tenths.items())
    ]


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """How far confidence and accuracy lie apart, on average over the bins' complaints."""
    bins = reliability(outcomes)
    return _share(sum(abs(one.confidence - one.accuracy) * one.n for one in bins), len(outcomes))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
