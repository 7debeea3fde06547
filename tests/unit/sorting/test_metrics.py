"""What the figures of the sorting report mean, against tables worked out by hand."""

from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sorting.metrics import (
    Bin,
    Outcome,
    Routed,
    SectorScore,
    accuracy,
    calibration_error,
    confusions,
    coverage_at,
    macro_f1,
    reliability,
    routed,
    sector_scores,
)

# Six complaints: roads are guessed three times, twice rightly; nobody guesses waste rightly.
SIX = (
    Outcome("roads", "roads", 0.95, "roads"),
    Outcome("roads", "roads", 0.85, "roads"),
    Outcome("roads", "schools", 0.35, None),
    Outcome("schools", "schools", 0.85, "schools"),
    Outcome("schools", "roads", 0.65, "roads"),
    Outcome("waste", "schools", 0.35, None),
)


def test_accuracy_is_the_share_of_right_guesses_sent_or_not() -> None:
    assert accuracy(SIX) == pytest.approx(3 / 6)


def test_each_sector_that_is_there_has_its_scores_most_frequent_first() -> None:
    assert sector_scores(SIX) == [
        SectorScore("roads", precision=pytest.approx(2 / 3), recall=pytest.approx(2 / 3), f1=pytest.approx(2 / 3), n=3),
        SectorScore("schools", precision=pytest.approx(1 / 3), recall=pytest.approx(1 / 2), f1=pytest.approx(0.4), n=2),
        SectorScore("waste", precision=0.0, recall=0.0, f1=0.0, n=1),
    ]


def test_macro_f1_counts_each_sector_that_is_there_alike() -> None:
    assert macro_f1(SIX) == pytest.approx((2 / 3 + 0.4 + 0) / 3)


def test_a_sector_that_is_only_guessed_has_no_score_but_takes_from_the_others() -> None:
    guessed = [Outcome("roads", "roads", 0.9, None), Outcome("roads", "parks", 0.4, None)]
    assert macro_f1(guessed) == pytest.approx(2 / 3)


def test_what_is_routed_is_judged_by_where_it_was_sent() -> None:
    assert routed(SIX) == Routed(pytest.approx(4 / 6), pytest.approx(3 / 4))


def test_an_emergency_sent_to_another_sector_than_the_best_guess_counts_as_sent() -> None:
    assert routed([Outcome("fire", "roads", 0.4, "fire")]) == Routed(1.0, 1.0)


@pytest.mark.parametrize(
    ("wanted", "coverage", "precision", "threshold"),
    [(0.95, 3 / 6, 1.0, 0.85), (0.75, 4 / 6, 3 / 4, 0.65), (0.5, 1.0, 0.5, 0.35)],
)
def test_the_coverage_at_a_precision_is_the_most_that_could_be_sent(
    wanted: float, coverage: float, precision: float, threshold: float
) -> None:
    assert coverage_at(wanted, SIX) == Routed(pytest.approx(coverage), pytest.approx(precision), threshold)


def test_those_of_one_confidence_are_sent_together_or_not_at_all() -> None:
    tied = [Outcome("a", "a", 0.8, None), Outcome("a", "b", 0.8, None), Outcome("a", "a", 0.8, None)]
    assert coverage_at(0.95, tied) == Routed(0.0, 0.0, None)


def test_a_mistake_early_on_does_not_end_the_search() -> None:
    wrong_first = [Outcome("a", "b", 0.9, None), *(Outcome("a", "a", 0.5, None) for _ in range(19))]
    assert coverage_at(0.95, wrong_first) == Routed(1.0, 0.95, 0.5)


def test_confusions_are_counted_most_frequent_first() -> None:
    many = [*SIX, Outcome("roads", "schools", 0.2, None)]
    assert confusions(many) == [("roads", "schools", 2), ("schools", "roads", 1), ("waste", "schools", 1)]
    assert confusions(many, most=1) == [("roads", "schools", 2)]


def test_reliability_compares_confidence_and_accuracy_by_tenths() -> None:
    assert reliability(SIX) == [
        Bin(0.3, pytest.approx(0.35), 0.0, 2),
        Bin(0.6, pytest.approx(0.65), 0.0, 1),
        Bin(0.8, pytest.approx(0.85), 1.0, 2),
        Bin(0.9, pytest.approx(0.95), 1.0, 1),
    ]
    assert calibration_error(SIX) == pytest.approx((0.35 * 2 + 0.65 + 0.15 * 2 + 0.05) / 6)


def test_full_confidence_belongs_to_the_last_tenth() -> None:
    assert reliability([Outcome("a", "a", 1.0, None)]) == [Bin(0.9, 1.0, 1.0, 1)]


@pytest.mark.parametrize("measure", [accuracy, macro_f1, calibration_error])
def test_of_nothing_every_measure_is_zero(measure: Callable[[Sequence[Outcome]], float]) -> None:
    assert measure([]) == 0
    assert routed([]) == coverage_at(0.95, []) == Routed(0.0, 0.0)


SECTORS = st.sampled_from(["roads", "schools", "waste"])
OUTCOMES = st.lists(
    st.builds(Outcome, SECTORS, SECTORS, st.floats(0, 1).map(lambda share: round(share, 1)), st.none() | SECTORS)
)


@given(outcomes=OUTCOMES, order=st.randoms())
def test_no_measure_depends_on_the_order(outcomes: list[Outcome], order: Random) -> None:
    shuffled = list(outcomes)
    order.shuffle(shuffled)
    for measure in (accuracy, macro_f1, sector_scores, confusions):
        assert measure(shuffled) == measure(outcomes)
    assert coverage_at(0.8, shuffled) == coverage_at(0.8, outcomes)


@given(outcomes=OUTCOMES)
def test_a_higher_precision_never_covers_more(outcomes: list[Outcome]) -> None:
    shares = [coverage_at(wanted, outcomes).coverage for wanted in (0.5, 0.8, 0.95)]
    assert shares == sorted(shares, reverse=True)
