"""What becomes of a ticket when a clock warns or a promise breaks: every clock, in every state."""

from datetime import timedelta
from itertools import product
from typing import get_args

import pytest

from services.router.domain.consequences import UNKEPT, on_promise
from shared.contracts.promise import PromiseEvent
from shared.contracts.ticket import TicketEscalated, TicketEvent, TicketReminded
from shared.contracts.ticket_record import Promise, Step
from shared.contracts.words import TRIAGE, ClockName, State
from shared.directory.model import Directory
from tests.builders import (
    LATER,
    LIAISON,
    RUNGS,
    TRIAGE_DESK,
    breached,
    lapsed,
    pause,
    promise,
    rostered,
    started,
    ticket,
    warned,
)

SECRETARY, HEAD, ASSISTANT = (rung.post for rung in RUNGS)
STATES: tuple[State, ...] = get_args(State)
CLOCKS: tuple[ClockName, ...] = get_args(ClockName)
KEPT_IN: dict[ClockName, set[State]] = {
    "triage": {"awaiting_triage", "routed", "objected"},
    "acknowledge": {"awaiting_triage", "routed", "objected"},
    "act": {"acknowledged"},
    "answer": {"awaiting_triage", "routed", "objected", "acknowledged", "in_progress"},
    "update": {"awaiting_triage", "routed", "objected", "acknowledged", "in_progress", "paused", "forwarded"},
    "resolution": {"awaiting_triage", "routed", "objected", "acknowledged", "in_progress"},
    "review": {"paused", "forwarded"},
    "objection": {"resolved"},
}
EVERY_CLOCK_AND_STATE = pytest.mark.parametrize(("clock", "state"), tuple(product(CLOCKS, STATES)))
ALL = tuple(started(clock) for clock in CLOCKS)
UNTOLD = tuple(started(clock) for clock in CLOCKS if clock != "update")
EMPTY = "{post}: {{sittings: [{{kind: vacant}}]}}\n"


def after(before: TicketEvent, said: PromiseEvent, directory: Directory) -> TicketEvent | None:
    return on_promise(before, said, directory, LATER)


def promised(clock: ClockName) -> tuple[Promise, ...]:
    """One of each clock; once the next word is owed, the first was said."""
    return ALL if clock == "update" else UNTOLD


def told(before: TicketEvent, said: PromiseEvent, directory: Directory) -> TicketEscalated:
    escalated = after(before, said, directory)
    assert isinstance(escalated, TicketEscalated)
    return escalated


def test_every_clock_is_unkept_in_these_states() -> None:
    assert {clock: set(states) for clock, states in UNKEPT.items()} == KEPT_IN


@EVERY_CLOCK_AND_STATE
def test_a_warning_reminds_the_holder_while_the_promise_is_unkept(
    clock: ClockName, state: State, directory: Directory
) -> None:
    changed = after(ticket(state=state, promises=promised(clock)), warned(clock), directory)
    if state not in KEPT_IN[clock]:
        assert changed is None
    else:
        assert isinstance(changed, TicketReminded)
        assert (changed.state, changed.revision, changed.rung, changed.actor) == (state, 2, 0, "sla")


@EVERY_CLOCK_AND_STATE
def test_a_breach_tells_the_rung_above_while_the_promise_is_unkept(
    clock: ClockName, state: State, directory: Directory
) -> None:
    changed = after(ticket(state=state, promises=promised(clock)), breached(clock, rung=2), directory)
    if state not in KEPT_IN[clock]:
        assert changed is None
    else:
        assert isinstance(changed, TicketEscalated)
        assert (changed.told.post, changed.rung, changed.holder, changed.skipped) == (HEAD, 2, LIAISON, ())
        assert (changed.cause, changed.actor) == (breached(clock, rung=2).key(), "sla")
        assert changed.reason == "it was not kept; kepala dinas diberi tahu, anak tangga ke-2"


@pytest.mark.parametrize("said", [warned("review"), breached("acknowledge"), lapsed("review"), lapsed("objection")])
@pytest.mark.parametrize("segment", [1, 3])
def test_what_a_clock_of_another_segment_says_changes_nothing(
    said: PromiseEvent, segment: int, directory: Directory
) -> None:
    for state in STATES:
        before = ticket(state=state, segment=2, promises=ALL, pause=pause() if state == "paused" else None)
        assert after(before, said.model_copy(update={"segment": segment}), directory) is None


@pytest.mark.parametrize(("reached", "breach", "rung"), [(0, 1, 1), (1, 2, 2), (2, 1, 2), (3, 3, 3), (3, 1, 3)])
def test_the_rung_never_falls(reached: int, breach: int, rung: int, directory: Directory) -> None:
    assert told(ticket(rung=reached), breached(rung=breach), directory).rung == rung


def test_who_is_told_may_act_from_then_on_beside_those_who_were_told_before(directory: Directory) -> None:
    assert told(ticket(helpers=("bupati", HEAD)), breached(), directory).helpers == ("bupati", HEAD, SECRETARY)
    assert told(ticket(helpers=(SECRETARY,)), breached(), directory).helpers == (SECRETARY,)


def test_a_breach_of_a_step_the_ticket_does_not_have_reminds_the_holder(directory: Directory) -> None:
    assert isinstance(after(ticket(), breached(step="rung-9"), directory), TicketReminded)


def test_a_breach_tells_the_post_the_ticket_names_and_not_the_one_sla_knew(directory: Directory) -> None:
    assert told(ticket(), breached(post="bupati"), directory).told == directory.holder(SECRETARY)


def test_an_empty_chair_is_passed_over_and_the_ticket_says_so(directory: Directory) -> None:
    without = rostered(directory, EMPTY.format(post=SECRETARY))
    escalated = told(ticket(), breached(rung=1), without)
    assert (escalated.told.post, escalated.rung, escalated.skipped) == (HEAD, 2, ("sekretaris dinas",))
    assert escalated.reason.endswith("anak tangga ke-2; dilewati karena kosong: sekretaris dinas")


def test_an_empty_chair_moves_all_those_above_it_up_so_that_nobody_is_told_twice(directory: Directory) -> None:
    without = rostered(directory, EMPTY.format(post=SECRETARY))
    posts = [told(ticket(), breached(rung=rung), without).told.post for rung in (1, 2, 3)]
    assert posts == [HEAD, ASSISTANT, directory.triage_post]


def test_with_nobody_on_the_ladder_triage_is_told(directory: Directory) -> None:
    deserted = rostered(directory, "".join(EMPTY.format(post=post) for post in (SECRETARY, HEAD, ASSISTANT)))
    escalated = told(ticket(), breached(), deserted)
    assert (escalated.told.post, len(escalated.skipped)) == (directory.triage_post, 3)


def test_a_post_that_is_no_more_is_triage(directory: Directory) -> None:
    gone = Step(name="rung-1", after=timedelta(hours=4), rung=1, post="kepala-kantor-pos")
    escalated = told(ticket(promises=(promise(steps=(gone,)),)), breached(), directory)
    assert escalated.told.post == directory.triage_post


def test_the_last_desk_is_not_told_of_its_own_delay(directory: Directory) -> None:
    gone = Step(name="rung-1", after=timedelta(hours=4), rung=1, post="kepala-kantor-pos")
    before = ticket(
        holder=TRIAGE_DESK, queue=TRIAGE, state="awaiting_triage", promises=(started("triage", steps=(gone,)),)
    )
    assert isinstance(after(before, breached("triage"), directory), TicketReminded)


def test_whoever_sits_in_for_a_rung_is_told_and_may_act(directory: Directory) -> None:
    acting = rostered(
        directory, f"{SECRETARY}: {{leaves: [{{first: 2026-11-23, last: 2026-11-23, substitute: {HEAD}}}]}}"
    )
    escalated = told(ticket(), breached(), acting)
    assert (escalated.told.post, escalated.told.stands_in_for, escalated.rung) == (HEAD, SECRETARY, 1)
    assert escalated.helpers == (HEAD,)


def test_who_holds_it_is_not_told_as_the_rung_they_stand_in_for(directory: Directory) -> None:
    held = ticket(holder=directory.holder(SECRETARY), promises=(promise(), started()))
    assert told(held, breached(), directory).told.post == HEAD
