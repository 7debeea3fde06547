"""What can happen to a ticket: every action, promise and undelivered notice, in every state."""

from datetime import timedelta
from itertools import product
from typing import Any, get_args

import pytest

from services.router.domain import lifecycle
from services.router.domain.lifecycle import on_undelivered
from services.router.domain.revision import Refusal
from shared.contracts.action import Action, ActionKind
from shared.contracts.promise import PromiseEvent
from shared.contracts.ticket import (
    Step,
    TicketAcknowledged,
    TicketEscalated,
    TicketEvent,
    TicketHandedOver,
    TicketReminded,
    TicketResolved,
    TicketUpdated,
)
from shared.contracts.words import TRIAGE, ClockName, State
from shared.directory.model import Directory
from tests.builders import (
    LATER,
    LIAISON,
    RUNGS,
    action,
    breached,
    fresh_number,
    promise,
    started,
    ticket,
    undelivered,
    warned,
)

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
    ("decide", "awaiting_triage"): TicketHandedOver,
    ("decide", "routed"): "this ticket does not wait for a decision; narahubung-lampu-jalan holds it",
    ("decide", "acknowledged"): "this ticket does not wait for a decision; narahubung-lampu-jalan holds it",
    ("decide", "resolved"): "this ticket is already resolved",
    ("hand_over", "awaiting_triage"): "this ticket waits for a decision; decide where it belongs",
    ("hand_over", "routed"): TicketHandedOver,
    ("hand_over", "acknowledged"): TicketHandedOver,
    ("hand_over", "resolved"): "this ticket is already resolved",
    ("link", "awaiting_triage"): "link is not done to one ticket alone",
    ("link", "routed"): "link is not done to one ticket alone",
    ("link", "acknowledged"): "link is not done to one ticket alone",
    ("link", "resolved"): "this ticket is already resolved",
    ("unlink", "awaiting_triage"): "unlink is not done to one ticket alone",
    ("unlink", "routed"): "unlink is not done to one ticket alone",
    ("unlink", "acknowledged"): "unlink is not done to one ticket alone",
    ("unlink", "resolved"): "this ticket is already resolved",
}
STATE_AFTER: dict[type[TicketEvent], State] = {
    TicketAcknowledged: "acknowledged",
    TicketUpdated: "acknowledged",
    TicketResolved: "resolved",
}
QUEUE = {state: TRIAGE if state == "awaiting_triage" else "infrastruktur" for state in STATES}
UNKEPT: dict[ClockName, set[State]] = {
    "triage": {"awaiting_triage", "routed"},
    "acknowledge": {"awaiting_triage", "routed"},
    "resolution": {"awaiting_triage", "routed", "acknowledged"},
}
EVERY_CLOCK_AND_STATE = pytest.mark.parametrize(("clock", "state"), tuple(product(UNKEPT, STATES)))


def act(ticket: TicketEvent, action: Action, directory: Directory) -> TicketEvent | Refusal:
    return lifecycle.act(ticket, action, directory, LATER, speed=1)


def on_promise(ticket: TicketEvent, promise: PromiseEvent, directory: Directory) -> TicketEvent | None:
    return lifecycle.on_promise(ticket, promise, directory, LATER)


def with_every_clock(**change: Any) -> TicketEvent:
    return ticket(promises=(promise("triage"), promise("acknowledge"), started("resolution")), **change)


def test_the_tables_name_every_case() -> None:
    assert set(ACTIONS) == set(product(get_args(ActionKind), STATES))
    assert set(UNKEPT) == set(get_args(ClockName))


@pytest.mark.parametrize(("kind", "state"), ACTIONS)
def test_an_action_changes_the_ticket_or_says_why_not(kind: ActionKind, state: State, directory: Directory) -> None:
    expected = ACTIONS[kind, state]
    changed = act(ticket(state=state, queue=QUEUE[state], revision=4), action(kind), directory)
    if isinstance(changed, Refusal):
        assert changed.reason == expected
    else:
        assert type(changed) is expected
        assert changed.state == STATE_AFTER.get(type(changed), "awaiting_triage" if kind == "hand_over" else "routed")
        assert changed.revision == 5


@pytest.mark.parametrize(("kind", "words"), [("acknowledge", None), ("reply", "Besok."), ("resolve", "Sudah nyala.")])
def test_an_action_leaves_its_trace(kind: ActionKind, words: str | None, directory: Directory) -> None:
    changed = act(ticket(words="said before"), action(kind, id="wa-77", words=words), directory)
    assert isinstance(changed, TicketEvent)
    assert (changed.cause, changed.actor, changed.words) == (f"action:{changed.ticket}:wa-77", LIAISON.post, words)
    assert (changed.reason, changed.changed_at) == (f"{kind} by {LIAISON.post}", LATER)


@pytest.mark.parametrize("actor", [LIAISON.post, *(rung.post for rung in RUNGS)])
def test_the_holder_and_whoever_is_on_the_ladder_may_act(actor: str, directory: Directory) -> None:
    assert isinstance(act(ticket(), action(actor=actor), directory), TicketAcknowledged)


@pytest.mark.parametrize("actor", ["narahubung-jalan", "bupati", "meja-pilah"])
@pytest.mark.parametrize("state", STATES)
def test_nobody_else_may_act(actor: str, state: State, directory: Directory) -> None:
    refused = act(ticket(state=state), action(actor=actor), directory)
    assert refused == Refusal(f"{actor} does not hold this ticket; {LIAISON.post} does")


@pytest.mark.parametrize("kind", ["reply", "resolve"])
@pytest.mark.parametrize("words", [None, "", "   "])
def test_a_reply_and_a_resolution_need_words_for_the_citizen(
    kind: ActionKind, words: str | None, directory: Directory
) -> None:
    assert act(ticket(), action(kind, words=words), directory) == Refusal(f"{kind} needs words for the citizen")


@EVERY_CLOCK_AND_STATE
def test_a_warning_reminds_the_holder_while_the_promise_is_unkept(
    clock: ClockName, state: State, directory: Directory
) -> None:
    changed = on_promise(with_every_clock(state=state), warned(clock), directory)
    if state not in UNKEPT[clock]:
        assert changed is None
    else:
        assert isinstance(changed, TicketReminded)
        assert (changed.state, changed.revision, changed.rung) == (state, 2, 0)


@EVERY_CLOCK_AND_STATE
def test_a_breach_tells_the_rung_above_while_the_promise_is_unkept(
    clock: ClockName, state: State, directory: Directory
) -> None:
    changed = on_promise(with_every_clock(state=state), breached(clock, rung=2), directory)
    if state not in UNKEPT[clock]:
        assert changed is None
    else:
        assert isinstance(changed, TicketEscalated)
        assert (changed.told.post, changed.rung, changed.holder) == (RUNGS[1].post, 2, LIAISON)
        assert (changed.cause, changed.actor, changed.reason) == (
            breached(clock, rung=2).key(),
            "sla",
            "it was not kept; kepala dinas diberi tahu, anak tangga ke-2",
        )


@pytest.mark.parametrize(("reached", "breach", "rung"), [(0, 1, 1), (1, 2, 2), (2, 1, 2), (3, 3, 3), (3, 1, 3)])
def test_the_rung_never_falls(reached: int, breach: int, rung: int, directory: Directory) -> None:
    changed = on_promise(ticket(rung=reached), breached(rung=breach), directory)
    assert changed is not None
    assert changed.rung == rung


def test_a_breach_of_a_step_the_ticket_does_not_have_reminds_the_holder(directory: Directory) -> None:
    assert isinstance(on_promise(ticket(), breached(step="rung-9"), directory), TicketReminded)


def test_a_breach_tells_the_post_the_ticket_names_and_not_the_one_sla_knew(directory: Directory) -> None:
    changed = on_promise(ticket(), breached(rung=1, post="bupati"), directory)
    assert isinstance(changed, TicketEscalated)
    assert changed.told == directory.holder(RUNGS[0].post)


def test_a_post_that_is_no_more_is_triage(directory: Directory) -> None:
    gone = Step(name="rung-1", after=timedelta(hours=4), rung=1, post="kepala-kantor-pos")
    changed = on_promise(ticket(promises=(promise(steps=(gone,)),)), breached(), directory)
    assert isinstance(changed, TicketEscalated)
    assert changed.told.post == directory.triage_post


@pytest.mark.parametrize("said", [warned(), breached(), breached("resolution", rung=2)])
def test_a_former_holders_promise_is_nobodys_any_more(said: PromiseEvent, directory: Directory) -> None:
    assert on_promise(ticket(segment=2), said, directory) is None
    assert on_promise(ticket(segment=2), said.model_copy(update={"segment": 2}), directory) is not None


@pytest.mark.parametrize("audience", ["liaison", "leader"])
def test_a_former_holders_notice_is_nobodys_any_more(audience: str) -> None:
    assert on_undelivered(ticket(segment=2), undelivered(audience=audience), LATER, RUNGS[0]) is None
    again = on_undelivered(ticket(segment=2), undelivered(audience=audience, segment=2), LATER, RUNGS[0])
    assert isinstance(again, TicketEscalated)


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


def test_a_ticket_in_triage_is_held_like_any_other(directory: Directory) -> None:
    waiting = ticket(state="awaiting_triage", queue=TRIAGE)
    assert isinstance(act(waiting, action(queue=TRIAGE), directory), TicketAcknowledged)


def test_one_id_on_two_tickets_is_two_actions() -> None:
    here, there = action(id="wa-1"), action(id="wa-1", ticket=fresh_number())
    assert here.headers("cli")["Nats-Msg-Id"] != there.headers("cli")["Nats-Msg-Id"]
