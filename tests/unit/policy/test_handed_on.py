"""What a ticket's promises become under another holder."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.ticket_record import Holder, Promise
from shared.policy.promise import CITIZENS, handed_on
from tests.builders import NOW, RUNGS, STEPS, promise, started

HOURS = st.integers(1, 400)
ABOVE = tuple(Holder(post=f"atasan-{place}", title=f"atasan {place}", agency="kantor lain") for place in range(6))


def resolution(hours: int) -> Promise:
    return started("resolution").model_copy(
        update={"due_at": NOW + timedelta(hours=hours), "policy": f"dalam-{hours}-jam"}
    )


def only(made: tuple[Promise, ...], clock: str) -> Promise:
    (found,) = (promise for promise in made if promise.clock == clock)
    return found


@given(kept=HOURS, fresh=HOURS, segment=st.integers(2, 9))
def test_the_citizens_date_is_never_later_than_it_was(kept: int, fresh: int, segment: int) -> None:
    made = only(handed_on((resolution(kept),), (resolution(fresh),), RUNGS, segment), "resolution")
    assert made.policy == f"dalam-{min(kept, fresh)}-jam"
    assert made.due_at == NOW + timedelta(hours=min(kept, fresh))
    assert (made.started_at, made.segment) == (NOW, segment)


def test_of_two_equal_dates_the_first_promise_stays() -> None:
    kept, fresh = resolution(5), resolution(5).model_copy(update={"policy": "lain"})
    assert only(handed_on((kept,), (fresh,), RUNGS, 2), "resolution").policy == kept.policy


def test_the_citizens_promise_stays_where_the_new_queue_has_none() -> None:
    assert only(handed_on((resolution(5),), (), RUNGS, 2), "resolution").due_at == resolution(5).due_at


def test_a_queue_that_promises_what_the_former_did_not_begins_with_that() -> None:
    assert only(handed_on((), (resolution(5),), RUNGS, 2), "resolution").due_at == resolution(5).due_at


@pytest.mark.parametrize("clock", ["acknowledge", "triage"])
@pytest.mark.parametrize("fresh", [promise, started])
def test_a_holders_own_clock_is_the_new_one_whether_it_waits_or_runs(
    clock: str, fresh: Callable[[str], Promise]
) -> None:
    made = only(handed_on((started(clock),), (fresh(clock),), RUNGS, 3), clock)
    assert made == fresh(clock).model_copy(update={"segment": 3})


def test_a_clock_of_the_former_queue_alone_is_gone() -> None:
    made = handed_on((started("triage"), resolution(5)), (promise("acknowledge"), resolution(5)), RUNGS, 2)
    assert {promise.clock for promise in made} == {"acknowledge", "resolution"}


@given(rungs=st.integers(0, len(ABOVE)), kept=HOURS, fresh=HOURS)
def test_every_promise_climbs_the_new_ladder_and_no_other(rungs: int, kept: int, fresh: int) -> None:
    made = handed_on((resolution(kept),), (promise("acknowledge"), resolution(fresh)), ABOVE[:rungs], 2)
    for one in made:
        assert [step.post for step in one.steps if step.rung] == [holder.post for holder in ABOVE[:rungs]]
        assert [step for step in one.steps if not step.rung] == [step for step in STEPS if not step.rung]
        assert all(before.after <= after.after for before, after in pairwise(one.steps))
        assert len({step.name for step in one.steps}) == len(one.steps)


def test_a_rung_keeps_its_time_and_a_longer_ladder_goes_on_at_the_last_pace() -> None:
    made = only(handed_on((resolution(4),), (), ABOVE[:5], 2), "resolution")
    assert [step.after for step in made.steps if step.rung] == [timedelta(hours=4 * rung) for rung in range(1, 6)]


def test_the_answer_the_next_word_and_the_resolution_are_the_citizens() -> None:
    assert {"answer", "update", "resolution"} == CITIZENS
