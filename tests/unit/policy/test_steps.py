"""What happens while a promise is unkept, and when."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.ticket_record import Holder, Promise, Step
from shared.directory.promises import Again, PromisePolicy
from shared.policy.promise import promised_by, share
from shared.policy.steps import ahead, climbing, each, steps_of, turn_of
from tests.builders import RUNGS, fresh_number
from tests.conftest import shipped

HOUR = timedelta(hours=1)
HOURS = st.integers(1, 50).map(lambda hours: hours * HOUR)
AGAIN = st.builds(Again, every=HOURS, times=st.integers(1, 20))
ABOVE = tuple(Holder(post=f"atasan-{place}", title=f"atasan {place}", agency="kantor lain") for place in range(5))
LADDERS = st.integers(0, len(ABOVE)).map(lambda length: ABOVE[:length])
WARNINGS = st.lists(st.sampled_from([0.1, 0.25, 0.5, 0.8, 0.95]), max_size=4, unique=True).map(tuple)
SPEEDS = st.sampled_from([1.0, 60.0, 3600.0])
TURNS = st.integers(1, 30)
LOADED = shipped()


def policy(**change: Any) -> PromisePolicy:
    """Four hours, half of them warned of, and three rungs, each an hour after the one before."""
    usual = {"slug": "janji", "clock": "resolution", "span": 4 * HOUR, "calendar": "siaga", "starts": "admitted"}
    told = {"warn": (0.5,), "rungs": (HOUR, HOUR), "queues": ("sectors",), "basis": "SOP"}
    return PromisePolicy.model_validate({**usual, **told, "valid_from": date(2025, 6, 19), **change})


@st.composite
def policies(draw: st.DrawFn) -> PromisePolicy:
    rungs = tuple(draw(st.lists(HOURS, min_size=len(ABOVE) - 1, max_size=len(ABOVE) - 1)))
    return policy(span=draw(HOURS), warn=draw(WARNINGS), rungs=rungs, again=draw(st.none() | AGAIN))


def steps(made: PromisePolicy, rungs: tuple[Holder, ...] = RUNGS, speed: float = 1.0, turn: int = 1) -> list[Step]:
    """One by one."""
    return list(each(steps_of(made, made.span, rungs, speed, turn)))


def promise(made: PromisePolicy, rungs: tuple[Holder, ...] = RUNGS, turn: int = 1) -> Promise:
    return promised_by(made, rungs, 1.0, LOADED, turn=turn)


@given(made=policies(), rungs=LADDERS, speed=SPEEDS, turn=TURNS)
def test_steps_come_in_order_and_each_has_a_name_of_its_own(
    made: PromisePolicy, rungs: tuple[Holder, ...], speed: float, turn: int
) -> None:
    found = steps(made, rungs, speed, turn)
    assert all(before.after <= after.after for before, after in pairwise(found))
    assert len({step.name for step in found}) == len(found)


@given(made=policies(), rungs=LADDERS, turn=TURNS)
def test_a_step_bears_its_turn_in_its_name_so_that_no_two_turns_share_one(
    made: PromisePolicy, rungs: tuple[Holder, ...], turn: int
) -> None:
    found, next_one = steps(made, rungs, turn=turn), steps(made, rungs, turn=turn + 1)
    assert {turn_of(step.name) for step in found} <= {turn}
    assert {step.name for step in found}.isdisjoint(step.name for step in next_one)
    assert [step.model_copy(update={"name": "ab"}) for step in found] == [
        step.model_copy(update={"name": "ab"}) for step in next_one
    ]


@pytest.mark.parametrize(
    ("name", "turn"), [("warn-50", 1), ("rung-2", 1), ("again-12", 1), ("warn-50-t3", 3), ("again-2-t14", 14)]
)
def test_a_name_says_which_turn_it_is_of(name: str, turn: int) -> None:
    assert turn_of(name) == turn


def test_after_the_last_rung_it_hears_of_it_again_and_again() -> None:
    found = [(step.name, step.after, step.rung, step.post, step.again) for step in steps(policy(again=twice()))]
    assert found[1:] == [
        ("rung-1", 4 * HOUR, 1, RUNGS[0].post, False),
        ("rung-2", 5 * HOUR, 2, RUNGS[1].post, False),
        ("rung-3", 6 * HOUR, 3, RUNGS[2].post, False),
        ("again-1", 9 * HOUR, 3, RUNGS[2].post, True),
        ("again-2", 12 * HOUR, 3, RUNGS[2].post, True),
    ]


def twice() -> Again:
    return Again(every=3 * HOUR, times=2)


def test_on_a_shorter_ladder_the_last_one_there_is_hears_again() -> None:
    found = steps(policy(again=twice()), RUNGS[:1])
    assert [(step.name, step.after, step.post) for step in found if step.rung] == [
        ("rung-1", 4 * HOUR, RUNGS[0].post),
        ("again-1", 7 * HOUR, RUNGS[0].post),
        ("again-2", 10 * HOUR, RUNGS[0].post),
    ]


def test_where_nobody_is_above_nobody_hears_again() -> None:
    assert [step.name for step in steps(policy(again=twice()), ())] == ["warn-50"]


@pytest.mark.parametrize("starts", ["acknowledged", "resolved"])
def test_what_lapses_warns_and_then_is_over_and_climbs_no_ladder(starts: str) -> None:
    found = steps(policy(starts=starts, again=twice()))
    assert [(step.name, step.after, step.rung, step.lapses) for step in found] == [
        ("warn-50", 2 * HOUR, 0, False),
        ("lapsed", 4 * HOUR, 0, True),
    ]


@given(made=policies(), rungs=LADDERS, speed=SPEEDS)
def test_another_speed_divides_every_step(made: PromisePolicy, rungs: tuple[Holder, ...], speed: float) -> None:
    for slow, fast in zip(steps(made, rungs), steps(made, rungs, speed), strict=True):
        assert abs(fast.after * speed - slow.after) <= timedelta(microseconds=speed)


@given(made=policies(), before=LADDERS, after=LADDERS, turn=TURNS)
def test_up_another_ladder_every_rung_is_of_that_one_and_warnings_stay(
    made: PromisePolicy, before: tuple[Holder, ...], after: tuple[Holder, ...], turn: int
) -> None:
    former, climbed = promise(made, before, turn), list(each(climbing(promise(made, before, turn), after)))
    rungs = [step for step in climbed if step.rung]
    assert [step for step in climbed if not step.rung] == [step for step in former.steps if not step.rung]
    assert [step.post for step in rungs if not step.again] == [holder.post for holder in after]
    assert {step.post for step in rungs if step.again} <= {holder.post for holder in after[-1:]}
    assert {turn_of(step.name) for step in climbed} <= {turn}
    assert all(one.after <= other.after for one, other in pairwise(climbed))
    assert len({step.name for step in climbed}) == len(climbed)


@given(made=policies(), before=LADDERS.filter(bool), after=LADDERS.filter(bool))
def test_up_another_ladder_the_last_rung_hears_again_as_often_and_as_long_after(
    made: PromisePolicy, before: tuple[Holder, ...], after: tuple[Holder, ...]
) -> None:
    former, climbed = promise(made, before).steps, climbing(promise(made, before), after)
    assert _after_the_last_rung(climbed) == _after_the_last_rung(former)


def _after_the_last_rung(found: tuple[Step, ...]) -> list[timedelta]:
    last = max(step.after for step in found if step.rung and not step.again)
    return [step.after - last for step in each(found) if step.again]


@given(made=policies(), rungs=LADDERS, turn=TURNS)
def test_all_that_the_last_rung_hears_again_is_stored_as_one(
    made: PromisePolicy, rungs: tuple[Holder, ...], turn: int
) -> None:
    stored = promise(made, rungs, turn).steps
    assert len([step for step in stored if step.again]) == (1 if made.again and rungs else 0)
    assert list(each(stored)) == steps(made, rungs, turn=turn)
    assert list(each(each(stored))) == list(each(stored))


@given(made=policies(), rungs=LADDERS, gone=st.integers(0, 600).map(lambda halves: halves * HOUR / 2))
def test_what_is_left_after_a_while_is_what_was_to_come_and_the_rung_that_was_reached(
    made: PromisePolicy, rungs: tuple[Holder, ...], gone: timedelta
) -> None:
    every = steps(made, rungs)
    reached = [step for step in every if step.rung and step.after <= gone][-1:]
    left = [*reached, *(step for step in every if step.after > gone)]
    assert [(step.name, step.after, step.post) for step in each(ahead(promise(made, rungs).steps, gone))] == [
        (step.name, max(step.after - gone, timedelta(0)), step.post) for step in left
    ]


@given(made=policies(), rungs=LADDERS)
def test_up_the_same_ladder_nothing_changes(made: PromisePolicy, rungs: tuple[Holder, ...]) -> None:
    assert climbing(promise(made, rungs), rungs) == promise(made, rungs).steps


@given(span=HOURS, spread=HOURS, again=AGAIN)
def test_what_came_at_once_is_due_one_after_the_other_and_never_sooner(
    span: timedelta, spread: timedelta, again: Again
) -> None:
    made, number = policy(span=span, spread=spread, again=again), fresh_number()
    plain, later = promise(made), promised_by(made, RUNGS, 1.0, LOADED, number)
    assert plain.span == span <= later.span < span + spread
    assert later == promised_by(made, RUNGS, 1.0, LOADED, number)
    for usual, put_off in zip(plain.steps, later.steps, strict=True):
        assert usual.after <= put_off.after
    assert [step.after for step in later.steps if step.rung][:1] == [later.span]


def test_a_tickets_share_is_its_own_for_ever() -> None:
    assert share("") == 0
    assert round(share("BWI-7K3M-9QXA-2F4T"), 6) == 0.630166


def test_of_two_thousand_tickets_no_day_has_more_than_a_few() -> None:
    days = 30
    counts = [0] * days
    for _ in range(2_000):
        counts[int(share(fresh_number()) * days)] += 1
    assert max(counts) < 2 * 2_000 / days
    assert min(counts) > 2_000 / days / 2
