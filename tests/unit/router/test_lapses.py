"""What becomes of a ticket when a wait, or a citizen's window, is over by itself."""

from datetime import timedelta
from typing import get_args

import pytest

from services.router.domain.consequences import UNANSWERED, UNKEPT, on_promise
from services.sla.domain.clock import begins
from shared.contracts.promise import PromiseEvent
from shared.contracts.ticket import (
    TicketClosed,
    TicketEvent,
    TicketResolved,
    TicketResumed,
)
from shared.contracts.words import OPEN, ClockName, PauseKind, State
from shared.directory.model import Directory
from shared.policy.stretch import objection, resumed
from tests.builders import LATER, LIAISON, NOW, lapsed, pause, started, ticket

STATES: tuple[State, ...] = get_args(State)
ALL = tuple(started(clock) for clock in get_args(ClockName))


def after(before: TicketEvent, said: PromiseEvent, directory: Directory) -> TicketEvent | None:
    return on_promise(before, said, directory, LATER)


def waiting(kind: PauseKind = "citizen", state: State = "paused") -> TicketEvent:
    return ticket(state=state, pause=pause(kind), promises=(started(), started("review", steps=())))


@pytest.mark.parametrize("kind", ["stage", "authority", "safety"])
def test_when_a_wait_is_over_work_goes_on_with_the_time_that_was_left(kind: PauseKind, directory: Directory) -> None:
    before = waiting(kind)
    going = after(before, lapsed(), directory)
    assert isinstance(going, TicketResumed)
    assert (going.state, going.segment, going.pause, going.holder) == ("in_progress", 2, None, LIAISON)
    assert (going.cause, going.actor, going.reason) == (lapsed().key(), "sla", "its time is over")
    assert going.promises == resumed(before.promises, NOW, LATER, 2, directory)
    assert going.waited == {kind: LATER - NOW}


def test_when_the_office_outside_has_had_its_time_the_watcher_goes_on(directory: Directory) -> None:
    going = after(waiting("authority", "forwarded"), lapsed(), directory)
    assert isinstance(going, TicketResumed)
    assert going.state == "in_progress"


def test_a_citizen_who_does_not_answer_hears_that_it_could_not_be_done_and_may_object(directory: Directory) -> None:
    before = waiting("citizen")
    ended = after(before, lapsed(), directory)
    assert isinstance(ended, TicketResolved)
    assert (ended.state, ended.segment, ended.pause, ended.actor) == ("resolved", 1, None, "router")
    assert ended.outcome
    assert (ended.outcome.kind, ended.outcome.words, ended.words) == ("incomplete", UNANSWERED, UNANSWERED)
    assert begins(ended) == (objection(directory, before, LATER),)


@pytest.mark.parametrize("speed", [1.0, 3600.0])
def test_that_window_is_as_long_as_any_other(speed: float, directory: Directory) -> None:
    ended = on_promise(waiting("citizen"), lapsed(), directory, LATER, speed)
    assert ended
    (window,) = begins(ended)
    assert window.due_at == LATER + timedelta(days=10) / speed


def test_a_citizen_who_says_nothing_to_the_outcome_is_taken_at_their_silence(directory: Directory) -> None:
    closed = after(ticket(state="resolved", promises=ALL), lapsed("objection"), directory)
    assert isinstance(closed, TicketClosed)
    assert (closed.state, closed.segment, closed.cause) == ("closed_unconfirmed", 1, lapsed("objection").key())
    assert begins(closed) == ()


@pytest.mark.parametrize("clock", ["review", "objection"])
@pytest.mark.parametrize("state", STATES)
def test_what_ends_by_itself_ends_nothing_that_is_over(clock: ClockName, state: State, directory: Directory) -> None:
    before = ticket(state=state, promises=ALL, pause=pause() if state in {"paused", "forwarded"} else None)
    assert (after(before, lapsed(clock), directory) is None) is (state not in UNKEPT[clock])


@pytest.mark.parametrize("kind", ["citizen", "stage", "authority", "safety"])
def test_a_clock_that_says_it_again_finds_nothing_left_to_do(kind: PauseKind, directory: Directory) -> None:
    once = after(waiting(kind), lapsed(), directory)
    assert once
    assert after(once, lapsed(), directory) is None


def test_whatever_a_clock_says_an_open_ticket_has_one_that_runs(directory: Directory) -> None:
    for kind in get_args(PauseKind):
        changed = after(waiting(kind), lapsed(), directory)
        assert changed
        assert changed.state in OPEN | {"resolved"}
        assert begins(changed)
