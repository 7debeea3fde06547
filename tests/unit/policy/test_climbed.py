"""Another holder's ladder, where some have heard of a broken promise before."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.ticket_record import Promise, Step
from shared.directory.promises import Again
from shared.policy.promise import promised_by
from shared.policy.steps import ahead, climbing
from tests.conftest import shipped
from tests.unit.policy.test_steps import ABOVE, HOUR, policy

LOADED = shipped()
AGAIN = Again(every=2 * HOUR, times=5)


def after_a_wait(gone: timedelta, again: Again | None = None) -> Promise:
    """Four hours, then three rungs an hour apart; so much of it was over when it began to wait."""
    made = promised_by(policy(again=again), ABOVE[:3], 1.0, LOADED)
    left = max(made.span - gone, timedelta(0))
    return made.model_copy(update={"span": left, "steps": ahead(made.steps, gone)})


def told(steps: tuple[Step, ...]) -> list[Step]:
    return [step for step in steps if step.rung]


@pytest.mark.parametrize("again", [None, AGAIN])
@given(gone=st.integers(0, 40).map(lambda hours: hours * HOUR), length=st.integers(1, len(ABOVE)))
def test_no_two_rungs_of_it_hear_at_one_moment(again: Again | None, gone: timedelta, length: int) -> None:
    steps = told(climbing(after_a_wait(gone, again), ABOVE[:length]))
    assert all(before.after < after.after for before, after in pairwise(steps))


@pytest.mark.parametrize(
    ("gone", "first"), [(1, "rung-1"), (4, "rung-1"), (5, "rung-2"), (6, "rung-3"), (30, "rung-3")]
)
def test_it_goes_on_from_the_height_it_had_reached(gone: int, first: str) -> None:
    steps = told(climbing(after_a_wait(gone * HOUR), ABOVE[:4]))
    assert steps[0].name == first
    assert steps[-1].name == "rung-4"


def test_on_a_lower_ladder_the_highest_hears_of_it() -> None:
    steps = told(climbing(after_a_wait(30 * HOUR), ABOVE[:2]))
    assert [(step.name, step.post, step.after) for step in steps] == [("rung-2", ABOVE[1].post, timedelta(0))]


def test_a_ladder_of_one_grows_by_the_promises_own_span() -> None:
    made = promised_by(policy(), ABOVE[:1], 1.0, LOADED)
    assert [step.after for step in told(climbing(made, ABOVE[:3]))] == [4 * HOUR, 8 * HOUR, 12 * HOUR]
