"""Who takes a ticket and does nothing has it no more: it stands as if nobody had taken it."""

from datetime import timedelta
from typing import Any

import pytest

from services.router.domain.consequences import is_unkept, on_promise
from services.sla.domain.clock import begins
from shared.contracts.ticket import TicketEvent, TicketLapsed
from shared.contracts.ticket_record import Holder
from shared.contracts.words import EMERGENCY, ClockName, State
from shared.directory.model import Directory
from tests.builders import LATER, LIAISON, NOW, RUNGS, action, lapsed, sorting
from tests.unit.router.deeds import PERMIT, clocks, done, own, routed, standing_at, vacated

DAYS = timedelta(days=4)
STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("reply", {}),
    ("ask", {}),
    ("pause", {"pause": "safety"}),
    ("forward", {"agency": "bbpjn"}),
    ("hand_over", PERMIT),
    ("resolve", {}),
    ("withdraw", {}),
)


def taken(directory: Directory, **change: Any) -> TicketEvent:
    return done(routed(directory, **change), action(), directory, NOW)


def forgotten(before: TicketEvent, directory: Directory) -> TicketLapsed:
    after = on_promise(before, lapsed("act", segment=before.segment), directory, NOW + DAYS)
    assert isinstance(after, TicketLapsed), after
    return after


def test_whoever_takes_it_has_to_do_something(directory: Directory) -> None:
    event = taken(directory)
    assert is_unkept(event, "act")
    assert (own(event, "act").started_at, own(event, "act").policy) == (NOW, "tindak")
    assert "act" in {promise.clock for promise in begins(event)}


@pytest.mark.parametrize("state", ["routed", "acknowledged"])
def test_whoever_is_back_and_takes_it_has_to_as_well_in_their_own_time(state: State, directory: Directory) -> None:
    stands_in = directory.holder("narahubung-jalan").model_copy(update={"stands_in_for": LIAISON.post})
    before = standing_at(directory, state, holder=stands_in, offered=LIAISON)
    after = done(before, action(), directory, LATER)
    assert (after.state, after.holder) == ("acknowledged", LIAISON)
    assert (own(after, "act").started_at, own(after, "act").segment) == (LATER, after.segment)


@pytest.mark.parametrize(("kind", "wish"), STEPS)
def test_with_whatever_follows_that_is_over(kind: str, wish: dict[str, Any], directory: Directory) -> None:
    before = taken(directory)
    after = done(before, action(kind, id="next", **wish), directory, LATER)
    assert after.state != "acknowledged"
    assert not is_unkept(after, "act")
    assert "act" not in {promise.clock for promise in begins(after)}
    assert on_promise(after, lapsed("act"), directory, NOW + DAYS) is None


def test_a_note_is_nothing_that_follows(directory: Directory) -> None:
    before = taken(directory)
    after = done(before, action("note", id="next"), directory, LATER)
    assert is_unkept(after, "act")
    assert own(after, "act") == own(before, "act")


def test_when_nothing_follows_it_stands_as_if_nobody_had_taken_it_and_one_rung_up_hears_of_it(
    directory: Directory,
) -> None:
    before = taken(directory)
    after = forgotten(before, directory)
    assert (after.state, after.holder, after.segment, after.revision) == (
        "routed",
        before.holder,
        2,
        before.revision + 1,
    )
    assert (after.told.post, after.rung, after.helpers) == (RUNGS[0].post, 1, (RUNGS[0].post,))
    assert after.reason == "its time is over; sekretaris dinas diberi tahu"
    assert (after.actor, after.cause, after.taken_at) == ("sla", lapsed("act").key(), NOW)
    assert after.subject() == "tickets.infrastruktur.lapsed"


def test_what_the_citizen_was_promised_stays_as_it_was_and_the_holder_is_given_the_time_to_take_it_anew(
    directory: Directory,
) -> None:
    before = taken(directory)
    after = forgotten(before, directory)
    assert clocks(after) == {"acknowledge", "answer", "resolution"}
    assert {promise.segment for promise in after.promises} == {2}
    for clock in ("answer", "resolution"):
        assert own(after, clock).due_at == own(before, clock).due_at
    # It begins with the letter that tells them, as at first.
    assert (own(after, "acknowledge").starts, own(after, "acknowledge").started_at) == ("delivered", None)


def test_what_was_answered_is_not_owed_again(directory: Directory) -> None:
    answered = done(routed(directory), action("reply", id="answered"), directory, NOW)
    objected = answered.model_copy(update={"state": "routed", "segment": 2, "promises": _in_second(answered)})
    after = forgotten(done(objected, action(), directory, NOW), directory)
    assert not is_unkept(after, "answer")
    assert own(after, "update").due_at == own(answered, "update").due_at


def _in_second(event: TicketEvent) -> tuple[Any, ...]:
    return tuple(promise.model_copy(update={"segment": 2}) for promise in event.promises)


def test_an_emergency_is_to_be_taken_again_at_once(directory: Directory) -> None:
    crew = directory.holder(directory.emergency_post)
    before = done(routed(directory, sorting(EMERGENCY)), action(actor=crew.post, queue=EMERGENCY), directory, NOW)
    after = forgotten(before, directory)
    assert own(after, "acknowledge").due_at == NOW + DAYS + timedelta(minutes=5)


@pytest.mark.parametrize(("reached", "told", "rung"), [(0, 0, 1), (1, 1, 2), (2, 2, 3), (3, 2, 3)])
def test_each_time_one_rung_more_hears_of_it_and_at_the_end_the_last_again(
    reached: int, told: int, rung: int, directory: Directory
) -> None:
    after = forgotten(taken(directory, rung=reached), directory)
    assert (after.told.post, after.rung) == (RUNGS[told].post, rung)


def test_an_empty_chair_is_passed_over_and_the_ticket_says_so(directory: Directory) -> None:
    empty = vacated(directory, RUNGS[0].post)
    after = forgotten(taken(directory), empty)
    assert after.told.post != RUNGS[0].post
    assert after.skipped
    assert after.reason.endswith("tidak ada")


def test_who_was_told_may_act_and_so_may_the_holder(directory: Directory) -> None:
    after = forgotten(taken(directory), directory)
    for actor in (LIAISON.post, RUNGS[0].post):
        assert done(after, action(id="again", actor=actor), directory, NOW + DAYS).state == "acknowledged"


def test_taken_again_it_runs_again_in_a_segment_of_its_own(directory: Directory) -> None:
    first = taken(directory)
    second = done(forgotten(first, directory), action(id="again"), directory, NOW + DAYS)
    assert (own(second, "act").started_at, own(second, "act").segment) == (NOW + DAYS, 2)
    assert on_promise(second, lapsed("act", segment=1), directory, NOW + 2 * DAYS) is None
    assert forgotten(second, directory).segment == 3


def test_an_offer_to_whoever_is_back_stands(directory: Directory) -> None:
    stands_in = Holder(post="narahubung-jalan", title="narahubung jalan", agency="PU CKPP", stands_in_for=LIAISON.post)
    before = standing_at(directory, "acknowledged", holder=stands_in, offered=LIAISON)
    assert forgotten(before, directory).offered == LIAISON


@pytest.mark.parametrize("clock", ["act", "acknowledge"])
def test_a_warning_reminds_only_whom_it_may_still_concern(clock: ClockName, directory: Directory) -> None:
    assert is_unkept(taken(directory), clock) == (clock == "act")
    assert is_unkept(forgotten(taken(directory), directory), clock) == (clock == "acknowledge")
