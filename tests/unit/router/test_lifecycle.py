"""What can happen to a ticket: every action, promise and undelivered notice, in every state."""

from itertools import product
from typing import get_args

import pytest

from services.router.domain.lifecycle import Refusal, act, on_promise, on_undelivered
from shared.contracts.action import ActionKind
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEscalated,
    TicketEvent,
    TicketReminded,
    TicketResolved,
    TicketUpdated,
)
from shared.contracts.words import TRIAGE, ClockName, State
from tests.builders import LATER, LIAISON, RUNGS, action, breached, fresh_number, ticket, undelivered, warned

STATES: tuple[State, ...] = get_args(State)

ACTIONS: dict[tuple[ActionKind, State], type[TicketEvent] | str] = {
    ("acknowledge", "awaiting_triage"): TicketAcknowledged,
    ("acknowledge", "routed"): TicketAcknowledged,
    ("acknowledge", "acknowledged"): "this ticket is already acknowledged",
    ("acknowledge", "resolved"): "this ticket is already resolved",
    ("reply", "awaiting_triage"): TicketUpdated,
    ("reply", "routed"): TicketUpdated,
    ("reply", "acknowledged"): TicketUpdated,
    ("reply", "resolved"): "this ticket is already resolved",
    ("resolve", "awaiting_triage"): TicketResolved,
    ("resolve", "routed"): TicketResolved,
    ("resolve", "acknowledged"): TicketResolved,
    ("resolve", "resolved"): "this ticket is already resolved",
}
STATE_AFTER: dict[type[TicketEvent], State] = {
    TicketAcknowledged: "acknowledged",
    TicketUpdated: "acknowledged",
    TicketResolved: "resolved",
}
UNKEPT: dict[ClockName, set[State]] = {
    "triage": {"awaiting_triage", "routed"},
    "acknowledge": {"awaiting_triage", "routed"},
    "resolution": {"awaiting_triage", "routed", "acknowledged"},
}
EVERY_CLOCK_AND_STATE = pytest.mark.parametrize(("clock", "state"), tuple(product(UNKEPT, STATES)))


def test_the_tables_name_every_case() -> None:
    assert set(ACTIONS) == set(product(get_args(ActionKind), STATES))
    assert set(UNKEPT) == set(get_args(ClockName))


@pytest.mark.parametrize(("kind", "state"), ACTIONS)
def test_an_action_changes_the_ticket_or_says_why_not(kind: ActionKind, state: State) -> None:
    expected = ACTIONS[kind, state]
    changed = act(ticket(state=state, revision=4), action(kind), LATER)
    if isinstance(changed, Refusal):
        assert changed.reason == expected
    else:
        assert type(changed) is expected
        assert changed.state == STATE_AFTER[type(changed)]
        assert changed.revision == 5


@pytest.mark.parametrize(("kind", "words"), [("acknowledge", None), ("reply", "Besok."), ("resolve", "Sudah nyala.")])
def test_an_action_leaves_its_trace(kind: ActionKind, words: str | None) -> None:
    changed = act(ticket(words="said before"), action(kind, id="wa-77", words=words), LATER)
    assert isinstance(changed, TicketEvent)
    assert (changed.cause, changed.actor, changed.words) == (f"action:{changed.ticket}:wa-77", LIAISON.post, words)
    assert (changed.reason, changed.changed_at) == (f"{kind} by {LIAISON.post}", LATER)


@pytest.mark.parametrize("actor", [LIAISON.post, *(rung.post for rung in RUNGS)])
def test_the_holder_and_whoever_is_on_the_ladder_may_act(actor: str) -> None:
    assert isinstance(act(ticket(), action(actor=actor), LATER), TicketAcknowledged)


@pytest.mark.parametrize("actor", ["narahubung-jalan", "bupati", "meja-pilah"])
@pytest.mark.parametrize("state", STATES)
def test_nobody_else_may_act(actor: str, state: State) -> None:
    refused = act(ticket(state=state), action(actor=actor), LATER)
    assert refused == Refusal(f"{actor} does not hold this ticket; {LIAISON.post} does")


@pytest.mark.parametrize("kind", ["reply", "resolve"])
@pytest.mark.parametrize("words", [None, "", "   "])
def test_a_reply_and_a_resolution_need_words_for_the_citizen(kind: ActionKind, words: str | None) -> None:
    assert act(ticket(), action(kind, words=words), LATER) == Refusal(f"{kind} needs words for the citizen")


@EVERY_CLOCK_AND_STATE
def test_a_warning_reminds_the_holder_while_the_promise_is_unkept(clock: ClockName, state: State) -> None:
    changed = on_promise(ticket(state=state), warned(clock), LATER, None)
    if state not in UNKEPT[clock]:
        assert changed is None
    else:
        assert isinstance(changed, TicketReminded)
        assert (changed.state, changed.revision, changed.rung) == (state, 2, 0)


@EVERY_CLOCK_AND_STATE
def test_a_breach_tells_the_rung_above_while_the_promise_is_unkept(clock: ClockName, state: State) -> None:
    changed = on_promise(ticket(state=state), breached(clock, rung=2), LATER, RUNGS[1])
    if state not in UNKEPT[clock]:
        assert changed is None
    else:
        assert isinstance(changed, TicketEscalated)
        assert (changed.told, changed.rung, changed.holder) == (RUNGS[1], 2, LIAISON)
        assert (changed.cause, changed.actor, changed.reason) == (
            breached(clock, rung=2).key(),
            "sla",
            "it was not kept",
        )


@pytest.mark.parametrize(("reached", "breach", "rung"), [(0, 1, 1), (1, 2, 2), (2, 1, 2), (3, 3, 3), (3, 1, 3)])
def test_the_rung_never_falls(reached: int, breach: int, rung: int) -> None:
    changed = on_promise(ticket(rung=reached), breached(rung=breach), LATER, RUNGS[breach - 1])
    assert changed is not None
    assert changed.rung == rung


def test_a_breach_without_a_person_to_tell_reminds_the_holder() -> None:
    assert isinstance(on_promise(ticket(), breached(post=None), LATER, None), TicketReminded)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("audience", ["liaison", "leader", "citizen"])
def test_a_notice_that_reached_no_officer_tells_the_next_one_at_once(state: State, audience: str) -> None:
    changed = on_undelivered(ticket(state=state, rung=1), undelivered(audience=audience), LATER, RUNGS[0])
    if state == "resolved" or audience == "citizen":
        assert changed is None
    else:
        assert isinstance(changed, TicketEscalated)
        assert (changed.told, changed.holder, changed.revision) == (RUNGS[0], LIAISON, 2)
        assert changed.reason == f"kabar untuk {LIAISON.post} tidak sampai: no such mailbox"


def test_when_nobody_is_left_to_tell_it_is_refused_so_that_somebody_looks() -> None:
    refused = on_undelivered(ticket(), undelivered("meja-pilah", audience="leader"), LATER, None)
    assert refused == Refusal("nobody is left to tell; the notice to meja-pilah failed: no such mailbox")


def test_an_undelivered_notice_is_nobodys_breach() -> None:
    changed = on_undelivered(ticket(rung=1), undelivered(), LATER, RUNGS[1])
    assert isinstance(changed, TicketEscalated)
    assert changed.rung == 1


def test_a_ticket_in_triage_is_held_like_any_other() -> None:
    waiting = ticket(state="awaiting_triage", queue=TRIAGE)
    assert isinstance(act(waiting, action(queue=TRIAGE), LATER), TicketAcknowledged)


def test_one_id_on_two_tickets_is_two_actions() -> None:
    here, there = action(id="wa-1"), action(id="wa-1", ticket=fresh_number())
    assert here.headers("cli")["Nats-Msg-Id"] != there.headers("cli")["Nats-Msg-Id"]
