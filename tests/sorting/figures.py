"""Outcomes as figures: for programs, and in lines people read. Never a complaint's text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tests.sorting.metrics import (
    Outcome,
    accuracy,
    calibration_error,
    confusions,
    coverage_at,
    macro_f1,
    reliability,
    routed,
    sector_scores,
)

WANTED_PRECISION = 0.95
PLACES = 4

Figures = Mapping[str, Any]


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Everything measured of them, ready for JSON."""
    measured = {
        "n": len(outcomes),
        "accuracy": accuracy(outcomes),
        "macro_f1": macro_f1(outcomes),
        "routed": routed(outcomes)._asdict(),
        "at_95_precision": coverage_at(WANTED_PRECISION, outcomes)._asdict(),
        "calibration_error": calibration_error(outcomes),
        "sectors": [asdict(score) for score in sector_scores(outcomes)],
        "confusions": [{"labelled": a, "guessed": b, "times": n} for a, b, n in confusions(outcomes)],
        "reliability": [one._asdict() for one in reliability(outcomes)],
    }
    rounded: Figures = _rounded(measured)
    return rounded


def brief(found: Figures) -> str:
    """The figures that are compared, on one line."""
    sent, at_95 = found["routed"], found["at_95_precision"]
    return (
        f"n {found['n']}  accuracy {found['accuracy']:.3f}  macro-F1 {found['macro_f1']:.3f}  "
        f"routed {sent['coverage']:.3f} at {sent['precision']:.3f} right  "
        f"95 % right up to {at_95['coverage']:.3f}  calibration error {found['calibration_error']:.3f}"
    )


def in_full(found: Figures) -> Iterator[str]:
    """The brief line, then the tables."""
    yield brief(found)
    yield ""
    yield f"  {'sector':<22}{'precision':>10}{'recall':>10}{'F1':>10}{'n':>8}"
    for one in found["sectors"]:
        yield f"  {one['sector']:<22}{one['precision']:>10.3f}{one['recall']:>10.3f}{one['f1']:>10.3f}{one['n']:>8}"
    yield ""
    yield f"  {'labelled':<22}{'guessed':<22}{'times':>6}"
    for one in found["confusions"]:
        yield f"  {one['labelled']:<22}{one['guessed']:<22}{one['times']:>6}"
    yield ""
    yield f"  {'confidence from':<18}{'mean':>8}{'right':>8}{'n':>8}"
    for one in found["reliability"]:
        yield f"  {one['low']:<18.1f}{one['confidence']:>8.3f}{one['accuracy']:>8.3f}{one['n']:>8}"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, PLACES)
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list) else value
