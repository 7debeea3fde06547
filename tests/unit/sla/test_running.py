"""Which clocks run in a ticket's segment, and which its state ends: known from any one of its events."""

from typing import get_args

import pytest

from services.sla.domain.clock import CLOCKS, ENDED, begins, ends
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import OPEN, ClockName, State
from tests.builders import promise, started, ticket

TAKEN = {"acknowledge", "triage"}
ENDS: dict[State, set[str]] = {
    "awaiting_triage": set(),
    "routed": set(),
    "objected": set(),
    "acknowledged": TAKEN,
    "in_progress": TAKEN,
    "paused": TAKEN | {"resolution"},
    "forwarded": TAKEN | {"resolution"},
    "resolved": TAKEN | {"resolution", "review"},
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
KINDS = sorted((kind for kind in TicketEvent.named().values() if kind is not TicketEvent), key=lambda kind: kind.NAME)


def test_every_state_ends_these_clocks() -> None:
    assert {state: set(clocks) for state, clocks in ENDED.items()} == ENDS


@pytest.mark.parametrize("state", get_args(State))
@pytest.mark.parametrize("segment", [1, 3])
def test_what_a_state_ends_it_ends_in_its_own_segment(state: State, segment: int) -> None:
    assert set(ends(ticket(state=state, segment=segment))) == {(name, segment) for name in ENDS[state]}


@pytest.mark.parametrize("state", get_args(State))
def test_the_promises_that_run_have_started_and_are_not_kept(state: State) -> None:
    event = ticket(state=state, promises=(*ALL, promise("acknowledge")))
    assert {made.clock for made in begins(event)} == set(CLOCKS) - ENDS[state]
    assert all(made.started_at for made in begins(event))


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
