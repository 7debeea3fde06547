"""A ticket that was stored before there were tracks, or promises to answer, to tell more or to act, goes on."""

import json
from typing import Any, get_args

import pytest

from services.router.domain.answers import open_ticket, status
from services.router.domain.consequences import is_unkept, on_promise
from services.router.domain.rostering import Rostering
from shared.contracts.action import ActionKind
from shared.contracts.event import read
from shared.contracts.promise import PromiseBreached
from shared.contracts.ticket import TicketEscalated, TicketEvent, TicketReminded, TicketRouted
from shared.contracts.words import CITIZEN, OPEN, OWN, ClockName, State
from shared.directory.model import Directory
from tests.builders import GIVEN, LATER, LIAISON, NOW, OF_CITIZENS, action, breached, rostered, warned
from tests.unit.router.deeds import PERMIT, act, clocks, done, own, standing_at

NEWER_CLOCKS = {"act", "answer", "update"}
NEWER_FIELDS = {"track", "turn", "again", "times", "every"}
OLDER_CLOCKS: tuple[ClockName, ...] = ("triage", "acknowledge", "resolution", "review", "objection")
KINDS = [kind for kind in get_args(ActionKind) if kind not in {"link", "unlink"}]
EVERY_STATE = pytest.mark.parametrize("state", get_args(State))


def stored(directory: Directory, state: State, **change: Any) -> TicketEvent:
    """As it was written then, read now."""
    written = json.loads(standing_at(directory, state, **change).body())
    written["promises"] = [
        _older(promise)
        for promise in written["promises"]
        if promise["clock"] not in NEWER_CLOCKS and promise.get("track", OWN) == OWN
    ]
    return read(TicketRouted, json.dumps(written).encode())


def _older(promise: dict[str, Any]) -> dict[str, Any]:
    steps = [_without(step) for step in promise["steps"] if not step.get("again")]
    return _without(promise) | {"steps": steps}


def _without(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in NEWER_FIELDS}


@EVERY_STATE
def test_it_owes_nothing_that_nobody_promised(state: State, directory: Directory) -> None:
    event = stored(directory, state)
    owed = [promise.clock for promise in event.promises if is_unkept(event, promise.clock)]
    assert NEWER_CLOCKS.isdisjoint(owed)
    assert owed or state not in OPEN


@EVERY_STATE
def test_it_says_the_same_of_itself_as_it_did(state: State, directory: Directory) -> None:
    event, newer = stored(directory, state), standing_at(directory, state)
    assert status(event) == status(newer)
    if state in OPEN:
        assert {key.count(":") for key in open_ticket(event).clocks} == {1}


@EVERY_STATE
@pytest.mark.parametrize("clock", OLDER_CLOCKS)
def test_its_clocks_say_what_they_said(clock: ClockName, state: State, directory: Directory) -> None:
    event = stored(directory, state)
    for said, kind in ((warned(clock), TicketReminded), (breached(clock), TicketEscalated | TicketReminded)):
        older = read(type(said), json.dumps(_without(json.loads(said.body()))).encode())
        after = on_promise(event, older, directory, LATER)
        assert isinstance(after, kind) if is_unkept(event, clock) else after is None


def test_what_was_said_of_a_clock_then_is_of_the_regencys_own_track() -> None:
    said = breached("resolution")
    older = read(PromiseBreached, json.dumps(_without(json.loads(said.body()))).encode())
    assert (older.track, older.key()) == (OWN, said.key())


@EVERY_STATE
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_may_be_done_to_a_newer_one_may_be_done_to_it(
    kind: ActionKind, state: State, directory: Directory
) -> None:
    before, newer = stored(directory, state), standing_at(directory, state)
    actor = CITIZEN if kind in OF_CITIZENS else before.holder.post
    wish = action(kind, actor=actor, words="Nggih, kami cek.", **GIVEN.get(kind, {}))
    after, expected = act(before, wish, directory), act(newer, wish, directory)
    assert type(after) is type(expected)
    assert after.reason == expected.reason


def test_with_the_first_word_and_with_whoever_takes_it_it_comes_under_what_is_promised_now(
    directory: Directory,
) -> None:
    told = done(stored(directory, "in_progress"), action("reply", id="told"), directory)
    assert (own(told, "update").turn, own(told, "update").started_at) == (1, LATER)
    taken = done(stored(directory, "routed"), action(), directory)
    assert own(taken, "act").started_at == LATER


def test_so_it_does_with_its_next_holder_who_answers_the_citizen(directory: Directory) -> None:
    wish = action("hand_over", id="moved", words="Bukan urusan kami.", **PERMIT)
    after = done(stored(directory, "in_progress"), wish, directory)
    assert is_unkept(after, "answer")
    assert own(after, "answer").started_at == LATER


def test_a_note_a_wait_that_ends_and_a_roster_begin_no_answer_of_their_own(directory: Directory) -> None:
    noted = done(stored(directory, "acknowledged"), action("note", id="noted"), directory)
    resumed = done(stored(directory, "paused"), action("resume", id="on", words=None), directory)
    away = rostered(directory, f"{LIAISON.post}: {{leaves: [{{first: {NOW.date()}, last: 2026-11-30}}]}}")
    waits_on = Rostering(away, LATER).changed(stored(directory, "paused"))
    assert waits_on
    for event in (noted, resumed, waits_on):
        assert NEWER_CLOCKS.isdisjoint(clocks(event))
