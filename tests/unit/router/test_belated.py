"""What a clock says too late, of another track, or once more to whoever heard of it last."""

from datetime import timedelta
from typing import Any

import pytest

from services.router.domain.consequences import on_promise
from shared.contracts.ticket import TicketEscalated, TicketReminded
from shared.contracts.words import State
from shared.directory.model import Directory
from tests.builders import LATER, RUNGS, action, breached, lapsed, promise, rostered, started, telling_again, warned
from tests.unit.router.deeds import done, routed, standing_at

VACANT = "{sittings: [{kind: vacant, valid_from: 2026-01-05}]}"


@pytest.mark.parametrize("said", [warned("answer"), breached("answer"), breached("answer", rung=3, track="lapor")])
def test_a_breach_of_an_answer_that_was_given_changes_nothing(said: Any, directory: Directory) -> None:
    for state in ("in_progress", "paused", "forwarded"):
        assert on_promise(standing_at(directory, state), said, directory, LATER) is None
    assert on_promise(routed(directory), said, directory, LATER)


def test_a_breach_of_a_word_that_was_said_meanwhile_changes_nothing(directory: Directory) -> None:
    first = standing_at(directory, "in_progress")
    second = done(first, action("reply", id="second"), directory)
    late = breached("update", rung=1)
    assert isinstance(on_promise(first, late, directory, LATER), TicketEscalated)
    assert on_promise(second, late, directory, LATER) is None
    told = on_promise(second, breached("update", rung=1, step="rung-1-t2"), directory, LATER)
    assert isinstance(told, TicketEscalated)
    assert told.told.post == RUNGS[0].post


def test_also_a_step_that_the_tickets_new_ladder_has_not_is_of_its_turn(directory: Directory) -> None:
    before = standing_at(directory, "in_progress")
    assert isinstance(on_promise(before, breached("update", step="rung-9"), directory, LATER), TicketReminded)
    assert on_promise(before, breached("update", step="rung-9-t2"), directory, LATER) is None


def test_a_breach_on_another_track_climbs_the_steps_of_that_track(directory: Directory) -> None:
    ours = tuple(step for step in promise().steps if step.rung != 2)
    before = routed(directory, promises=(started("answer", steps=ours), started("answer", track="lapor")))
    second = breached("answer", rung=2, track="lapor")
    told = on_promise(before, second, directory, LATER)
    assert isinstance(told, TicketEscalated)
    assert (told.told.post, told.rung) == (RUNGS[1].post, 2)
    assert isinstance(on_promise(before, breached("answer", rung=2), directory, LATER), TicketReminded)


@pytest.mark.parametrize("time", [1, 7, 12])
def test_the_last_rung_hears_of_it_again_and_nobody_is_said_to_be_passed_over(time: int, directory: Directory) -> None:
    often = telling_again(directory, timedelta(days=5), times=12)
    before = standing_at(often, "in_progress", rung=3)
    told = on_promise(before, breached("resolution", rung=3, step=f"again-{time}"), often, LATER)
    assert isinstance(told, TicketEscalated)
    assert (told.told.post, told.rung, told.skipped) == (RUNGS[2].post, 3, ())


@pytest.mark.parametrize(
    ("empty", "posts"),
    [
        ((2,), ["sekretaris-dpu-ckpp", "kepala-dpu-ckpp", "meja-pilah", "kepala-dpu-ckpp"]),
        ((0,), ["kepala-dpu-ckpp", "asisten-ekbang", "meja-pilah", "asisten-ekbang"]),
        ((0, 1, 2), ["meja-pilah", "meja-pilah", "meja-pilah", "meja-pilah"]),
    ],
)
def test_where_chairs_are_empty_whoever_heard_of_it_last_hears_of_it_again(
    empty: tuple[int, ...], posts: list[str], directory: Directory
) -> None:
    often = telling_again(directory, timedelta(days=5), times=12)
    without = rostered(often, "\n".join(f"{RUNGS[place].post}: {VACANT}" for place in empty))
    steps = [(f"rung-{rung}", rung) for rung in (1, 2, 3)] + [("again-2", 3)]
    told = [
        on_promise(standing_at(often, "in_progress"), breached("resolution", rung, step=name), without, LATER)
        for name, rung in steps
    ]
    assert [event.told.post for event in told if isinstance(event, TicketEscalated)] == posts
    titles = [title for event in told if isinstance(event, TicketEscalated) for title in event.skipped[3:]]
    assert titles == []


@pytest.mark.parametrize("state", ["paused", "resolved", "closed_unconfirmed"])
def test_a_lapse_of_what_was_taken_means_nothing_elsewhere(state: State, directory: Directory) -> None:
    assert on_promise(standing_at(directory, state), lapsed("act"), directory, LATER) is None
