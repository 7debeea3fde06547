"""Which clocks run in a ticket's segment, and which its state ends: known from any one of its events."""

from typing import get_args

import pytest

from services.sla.domain.clock import CLOCKS, begins, ends
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import OPEN, OWN, ClockName, State
from tests.builders import promise, started, ticket

TAKEN = {"acknowledge", "triage"}
AT_WORK = TAKEN | {"act"}
ENDS: dict[State, set[str]] = {
    "awaiting_triage": set(),
    "routed": set(),
    "objected": set(),
    "acknowledged": TAKEN,
    "in_progress": AT_WORK,
    "paused": AT_WORK | {"answer", "resolution"},
    "forwarded": AT_WORK | {"answer", "resolution"},
    "resolved": AT_WORK | {"answer", "update", "resolution", "review"},
    "confirmed": set(CLOCKS),
    "closed_unconfirmed": set(CLOCKS),
    "withdrawn": set(CLOCKS),
}
# What runs in each open state, beside what its holder has not taken yet.
RUNS: dict[State, ClockName] = {
    **dict.fromkeys(("awaiting_triage", "routed", "objected", "acknowledged", "in_progress"), "resolution"),
    **dict.fromkeys(("paused", "forwarded"), "review"),
    "resolved": "objection",
}
ALL = tuple(started(name) for name in CLOCKS)
UNTOLD = tuple(made for made in ALL if made.clock != "update")
KINDS = sorted((kind for kind in TicketEvent.named().values() if kind is not TicketEvent), key=lambda kind: kind.NAME)


@pytest.mark.parametrize("state", get_args(State))
def test_every_state_ends_these_clocks(state: State) -> None:
    assert {name for name, _ in ends(ticket(state=state, promises=UNTOLD))} == ENDS[state] - {"update"}


@pytest.mark.parametrize("state", get_args(State))
def test_whoever_is_owed_the_next_word_has_had_the_first_answer(state: State) -> None:
    assert {name for name, _ in ends(ticket(state=state, promises=ALL))} == ENDS[state] | {"answer"}


@pytest.mark.parametrize("state", get_args(State))
def test_the_promises_that_run_have_started_and_are_not_kept(state: State) -> None:
    event = ticket(state=state, promises=(*UNTOLD, promise("acknowledge")))
    assert {made.clock for made in begins(event)} == {*CLOCKS} - ENDS[state] - {"update"}
    assert all(made.started_at for made in begins(event))


def test_nothing_is_over_that_was_not_promised_but_a_wait_that_is_promised_no_more() -> None:
    made = (started(), started("objection"))
    assert set(ends(ticket(state="resolved", promises=made))) == {("resolution", OWN), ("review", OWN)}
    assert set(ends(ticket(state="paused", promises=made))) == {("resolution", OWN)}


def test_of_one_clock_every_track_ends() -> None:
    made = tuple(started(track=track) for track in (OWN, "law"))
    assert set(ends(ticket(state="paused", promises=made))) == {("resolution", OWN), ("resolution", "law")}


@pytest.mark.parametrize("state", sorted(OPEN | {"resolved"}))
def test_every_open_state_leaves_a_clock_running(state: State) -> None:
    assert RUNS[state] in {made.clock for made in begins(ticket(state=state, promises=ALL))}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.NAME)
def test_any_event_alone_says_what_runs(kind: type[TicketEvent]) -> None:
    made = started("resolution", segment=2)
    assert begins(ticket(kind, segment=2, state="in_progress", promises=(made,))) == (made,)


@pytest.mark.parametrize("segment", [1, 3])
def test_a_promise_of_another_segment_does_not_run(segment: int) -> None:
    assert begins(ticket(segment=2, promises=(started(segment=segment),))) == ()
