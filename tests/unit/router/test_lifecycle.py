"""What comes of an action: the state it leads to, the event that says so, and the trace it leaves."""

import pytest

from shared.contracts.action import ActionKind
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketAnswered,
    TicketEvent,
    TicketNoted,
    TicketUpdated,
)
from shared.contracts.words import CITIZEN, State
from shared.directory.model import Directory
from tests.builders import LATER, LIAISON, action, fresh_number
from tests.unit.router.deeds import BRIDGE, done, routed, standing_at

WORDS = "Nggih, nanti sore kami cek."


@pytest.mark.parametrize("state", ["routed", "objected"])
def test_whoever_acknowledges_takes_it(state: State, directory: Directory) -> None:
    after = done(standing_at(directory, state), action(), directory)
    assert (type(after), after.state) == (TicketAcknowledged, "acknowledged")
    assert after.reason == "narahubung lampu jalan menyanggupi laporan ini"


@pytest.mark.parametrize(
    ("state", "after"),
    [
        ("routed", "in_progress"),
        ("acknowledged", "in_progress"),
        ("in_progress", "in_progress"),
        ("objected", "in_progress"),
        ("paused", "paused"),
        ("forwarded", "forwarded"),
        ("awaiting_triage", "awaiting_triage"),
    ],
)
def test_a_reply_means_that_work_has_begun_but_where_it_waits(state: State, after: State, directory: Directory) -> None:
    before = standing_at(directory, state)
    said = done(before, action("reply", actor=before.holder.post), directory)
    assert (type(said), said.state, said.words) == (TicketUpdated, after, WORDS)


def test_what_the_citizen_writes_is_no_work_of_the_holders(directory: Directory) -> None:
    said = done(routed(directory), action("reply", actor=CITIZEN), directory)
    assert (type(said), said.state, said.words) == (TicketAnswered, "routed", WORDS)


@pytest.mark.parametrize("state", ["routed", "paused", "resolved", "withdrawn"])
def test_a_note_changes_nothing_but_that_it_is_written_down(state: State, directory: Directory) -> None:
    before = standing_at(directory, state)
    noted = done(before, action("note"), directory)
    assert (type(noted), noted.words) == (TicketNoted, WORDS)
    said = {"revision", "cause", "actor", "reason", "words", "changed_at"}
    kept = set(TicketEvent.model_fields) - said
    assert noted.model_dump(include=kept) == before.model_dump(include=kept)


@pytest.mark.parametrize(
    ("kind", "words"),
    [("acknowledge", None), ("reply", "Besok."), ("resolve", "Sudah nyala."), ("hand_over", "Bukan.")],
)
def test_an_action_leaves_its_trace(kind: ActionKind, words: str | None, directory: Directory) -> None:
    before = routed(directory, words="said before")
    after = done(before, action(kind, id="wa-77", words=words), directory)
    assert (after.cause, after.actor, after.words) == (f"action:{after.ticket}:wa-77", LIAISON.post, words)
    assert (after.revision, after.changed_at) == (2, LATER)


def test_a_ticket_of_before_that_was_acknowledged_in_triage_still_waits_for_a_decision(directory: Directory) -> None:
    before = standing_at(directory, "awaiting_triage").model_copy(update={"state": "acknowledged"})
    assert done(before, action("decide", actor=before.holder.post, **BRIDGE), directory).state == "routed"


def test_one_id_on_two_tickets_is_two_actions() -> None:
    here, there = action(id="wa-1"), action(id="wa-1", ticket=fresh_number())
    assert here.headers("cli")["Nats-Msg-Id"] != there.headers("cli")["Nats-Msg-Id"]
