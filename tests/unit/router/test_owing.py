"""What the citizen and the holder are owed after each deed, and what no breach brings back."""

from datetime import timedelta
from typing import Any

import pytest

from services.router.domain.answers import open_ticket, status
from services.router.domain.consequences import is_unkept, on_promise
from services.router.domain.rostering import Rostering
from shared.contracts.ticket import TicketEvent, TicketReclassified
from shared.contracts.words import CITIZEN, OWN, WAITING, State, clock_key
from shared.directory.model import Directory
from tests.builders import (
    LATER,
    LIAISON,
    NOW,
    TICKET,
    action,
    breached,
    rostered,
)
from tests.unit.router.deeds import BRIDGE, LAMP, PERMIT, clocks, done, own, routed, standing_at

VACANT = "{sittings: [{kind: vacant, valid_from: 2026-01-05}]}"
TELLING: dict[str, dict[str, Any]] = {
    "reply": {},
    "ask": {},
    "pause": {"pause": "safety"},
    "forward": {"agency": "bbpjn"},
}
SILENT: dict[str, dict[str, Any]] = {"note": {}, "acknowledge": {}, "reclassify": BRIDGE}
WORKED: tuple[State, ...] = ("routed", "acknowledged", "in_progress", "objected")


def deed(
    before: TicketEvent, kind: str, directory: Directory, later: timedelta = timedelta(0), **wish: Any
) -> TicketEvent:
    who = {"actor": wish.pop("actor", before.holder.post), "id": f"wish-{before.revision}-{kind}"}
    return done(before, action(kind, **{**who, **wish}), directory, LATER + later)


@pytest.mark.parametrize("state", WORKED)
@pytest.mark.parametrize("kind", TELLING)
def test_whoever_tells_the_citizen_something_has_answered_and_owes_the_next_word(
    kind: str, state: State, directory: Directory
) -> None:
    before = standing_at(directory, state)
    assert is_unkept(before, "answer") == (state != "in_progress")
    after = deed(before, kind, directory, **TELLING[kind])
    assert not is_unkept(after, "answer")
    assert is_unkept(after, "update")
    assert (own(after, "update").started_at, own(after, "update").segment) == (LATER, after.segment)


def test_a_word_from_triage_is_a_word(directory: Directory) -> None:
    after = deed(standing_at(directory, "awaiting_triage"), "reply", directory)
    assert after.state == "awaiting_triage"
    assert not is_unkept(after, "answer")
    assert own(after, "update").policy == "kabar"


@pytest.mark.parametrize("kind", SILENT)
def test_what_the_citizen_reads_no_word_of_answers_nothing(kind: str, directory: Directory) -> None:
    after = deed(routed(directory), kind, _both(directory), **SILENT[kind])
    assert is_unkept(after, "answer")
    assert "update" not in clocks(after)


def _both(directory: Directory) -> Directory:
    """The liaison of street lights holds bridges too."""
    away = "narahubung-jembatan: {leaves: [{first: 2026-11-20, last: 2026-12-01, substitute: narahubung-lampu-jalan}]}"
    return rostered(directory, away)


def test_what_the_citizen_writes_is_no_word_of_ours(directory: Directory) -> None:
    before = standing_at(directory, "in_progress")
    after = deed(before, "reply", directory, actor=CITIZEN)
    assert own(after, "update") == own(before, "update")


@pytest.mark.parametrize("state", ["in_progress", "paused", "forwarded"])
def test_each_further_word_begins_a_turn(state: State, directory: Directory) -> None:
    before = standing_at(directory, state)
    after = deed(before, "reply", directory)
    assert (own(before, "update").turn, own(after, "update").turn) == (1, 2)
    assert own(after, "update").started_at == LATER


def test_who_goes_on_with_a_word_to_the_citizen_has_told_them_something(directory: Directory) -> None:
    before = standing_at(directory, "paused")
    said = deed(before, "resume", directory, words="Besok kami kerjakan.")
    silent = deed(before, "resume", directory, words=None)
    assert (own(said, "update").turn, own(said, "update").started_at) == (2, LATER)
    assert own(silent, "update").due_at == own(before, "update").due_at


MOVES: dict[str, tuple[State, dict[str, Any]]] = {
    "hand_over": ("in_progress", PERMIT),
    "resume": ("paused", {}),
    "forward": ("in_progress", {"agency": "bbpjn"}),
    "reclassify": ("in_progress", BRIDGE),
}


@pytest.mark.parametrize("kind", MOVES)
def test_what_was_answered_is_not_owed_again_wherever_the_ticket_goes(kind: str, directory: Directory) -> None:
    state, wish = MOVES[kind]
    after = deed(standing_at(directory, state), kind, _both(directory), **wish)
    assert not is_unkept(after, "answer")
    assert is_unkept(after, "update")


def test_nor_when_the_roster_gives_it_to_another(directory: Directory) -> None:
    away = rostered(directory, f"{LIAISON.post}: {{leaves: [{{first: 2026-11-23, last: 2026-11-30}}]}}")
    for state in ("in_progress", *WAITING):
        before = standing_at(directory, state)
        after = Rostering(away, LATER).changed(before)
        assert after
        assert after.holder != before.holder
        assert not is_unkept(after, "answer")
        assert own(after, "update").due_at == own(before, "update").due_at


def test_an_objection_owes_a_first_answer_anew(directory: Directory) -> None:
    answered = deed(routed(directory), "reply", directory)
    resolved = deed(answered, "resolve", directory)
    after = done(resolved, action("object", words="Masih mati."), directory, LATER + timedelta(days=1))
    assert is_unkept(after, "answer")
    assert own(after, "answer").started_at == LATER + timedelta(days=1)
    assert "update" not in clocks(after)


@pytest.mark.parametrize("clock", ["answer", "update", "act", "resolution"])
def test_a_resolution_ends_all_that_was_owed(clock: str, directory: Directory) -> None:
    resolved = deed(standing_at(directory, "in_progress"), "resolve", directory)
    assert on_promise(resolved, breached(clock), directory, LATER) is None
    assert [name for name in clocks(resolved) if is_unkept(resolved, name)] == ["objection"]


def test_a_status_tells_of_the_regencys_own_date_and_an_open_ticket_of_the_next_of_all(directory: Directory) -> None:
    about = {"sorting": LAMP.model_copy(update={"topic": "jembatan"})}
    event = done(
        routed(directory, about["sorting"]), action("acknowledge", actor="narahubung-jembatan"), directory, NOW
    )
    assert status(event).due_at == own(event, "resolution").due_at
    assert open_ticket(event).due_at == own(event, "answer").due_at
    assert set(open_ticket(event).clocks) == {
        clock_key(TICKET, clock, 1, track)
        for clock, track in (
            ("answer", OWN),
            ("answer", "lapor"),
            ("act", OWN),
            ("resolution", OWN),
            ("resolution", "law"),
        )
    }


def test_a_ticket_that_waits_has_the_next_word_for_its_next_date(directory: Directory) -> None:
    waiting = deed(routed(directory), "pause", directory, pause="safety", on=(NOW + timedelta(days=13)).date())
    assert status(waiting).due_at is None
    assert open_ticket(waiting).due_at == own(waiting, "update").due_at
    assert {key.split(":")[1] for key in open_ticket(waiting).clocks} == {"update", "review"}


def test_a_topic_that_comes_under_the_law_brings_its_date_with_it_from_the_admission_on(directory: Directory) -> None:
    after = deed(standing_at(directory, "in_progress"), "reclassify", _both(directory), **BRIDGE)
    assert isinstance(after, TicketReclassified)
    assert {(made.clock, made.track): made.started_at for made in after.promises}["resolution", "law"] == NOW
