"""What letters say of times: which promise, until when, to the day or to the hour, and that it is late."""

from datetime import datetime, timedelta
from typing import Any, get_args

import pytest

from services.notifier.domain.deadlines import about, due_at, next_word_at
from services.notifier.domain.promised import promised
from shared.contracts.ticket import TicketEscalated, TicketEvent, TicketLapsed, TicketReminded, TicketUpdated
from shared.contracts.ticket_record import Promise, Step
from shared.contracts.words import ENDED, OPEN, OWN, Audience, ClockName, State, clock_key
from tests.builders import NOW, TICKET, complaint, pause, started, ticket
from tests.unit.notifier.letters import LOADED, reading, running

ANSWER, WORD, END = running("answer", 1), running("update", 5), running("resolution", 9)
TRACKS = (OWN, "lapor", "law")
MANY = tuple(
    started(clock, segment=segment, track=track)
    for clock in get_args(ClockName)
    for track in TRACKS
    for segment in (1, 2)
)


def on(track: str, promise: Promise, days: float) -> Promise:
    return promise.model_copy(update={"track": track, "due_at": NOW + timedelta(days=days)})


def caused(promise: Promise, step: str, kind: type[TicketEvent] = TicketReminded, **change: Any) -> TicketEvent:
    """An event that sla's word on that promise caused."""
    key = clock_key(TICKET, promise.clock, promise.segment, promise.track)
    return ticket(kind, **{"promises": MANY, **change, "cause": f"{key}:{step}"})


@pytest.mark.parametrize("promise", MANY, ids=lambda promise: f"{promise.clock}-{promise.segment}-{promise.track}")
@pytest.mark.parametrize("step", ["warn-80", "rung-1", "again-2-t3"])
def test_a_reminder_is_about_exactly_the_promise_that_caused_it(promise: Promise, step: str) -> None:
    assert about(caused(promise, step)) == promise


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (TicketReminded, f"{TICKET}:answer:3:warn-50"),
        (TicketReminded, f"{TICKET}:answer:other:warn-50"),
        (TicketEscalated, f"{TICKET}:1:liaison"),
        (TicketUpdated, f"{TICKET}:answer:warn-50"),
    ],
    ids=["another segment", "another track", "a letter that did not arrive", "no reminder"],
)
def test_what_no_promise_caused_is_about_none(kind: type[TicketEvent], cause: str) -> None:
    assert about(ticket(kind, promises=MANY, cause=cause)) is None


@pytest.mark.parametrize(("step", "again"), [("rung-1", False), ("again-1", True)])
def test_a_leader_reads_when_they_are_told_again(step: str, again: bool) -> None:
    steps = (Step(name="rung-1", after=timedelta(0), rung=1), Step(name="again-1", after=NEXT, rung=1, again=True))
    late = started("resolution", track="law").model_copy(update={"steps": steps})
    event = caused(late, step, TicketEscalated, promises=(late,))
    change = {"promises": event.promises, "cause": event.cause}
    assert ("sudah pernah kami sampaikan" in reading("escalated", "leader", **change)) is again


NEXT = timedelta(hours=4)


@pytest.mark.parametrize(
    ("promises", "word"),
    [
        ((ANSWER, END), ANSWER),
        ((ANSWER, WORD, END), WORD),
        ((WORD, ANSWER), WORD),
        ((running("answer", 9), END), None),
        ((running("answer", 12), END), None),
        ((running("answer", 0), END), None),
        ((WORD, running("resolution", 0)), WORD),
        ((on("lapor", ANSWER, 5), ANSWER, END), ANSWER),
        ((on("lapor", ANSWER, 5), END), on("lapor", ANSWER, 5)),
        ((END,), None),
        ((), None),
    ],
    ids=[
        *("first answer", "once told the next word", "in any order", "at the end itself", "after the end", "late"),
        *("though the end is late", "our own before others", "others where there is no own", "no such promise", "none"),
    ],
)
def test_the_citizen_hears_next(promises: tuple[Promise, ...], word: Promise | None) -> None:
    assert next_word_at(ticket(promises=promises)) == (word.due_at if word else None)


@pytest.mark.parametrize("state", get_args(State))
def test_a_next_word_is_promised_while_there_is_something_to_do(state: State) -> None:
    wait = pause(review_at=NOW + timedelta(days=20))
    event = ticket(TicketUpdated, state=state, pause=wait, promises=(WORD, END))
    assert (next_word_at(event) == WORD.due_at) is (state in OPEN)


def test_during_a_wait_the_citizen_hears_when_it_is_looked_at_again_or_before() -> None:
    soon, late = (ticket(TicketUpdated, state="paused", pause=wait_of(days), promises=(WORD,)) for days in (3, 20))
    assert next_word_at(soon) is None
    assert due_at(soon, "citizen") == NOW + timedelta(days=3)
    assert next_word_at(late) == WORD.due_at


def wait_of(days: float) -> Any:
    return pause(review_at=NOW + timedelta(days=days))


@pytest.mark.parametrize("order", [1, -1])
def test_what_the_regency_itself_promised_is_told_before_the_days_of_others(order: int) -> None:
    event = ticket(promises=(on("law", END, 60), END)[::order])
    assert due_at(event, "citizen") == END.due_at


@pytest.mark.parametrize(
    ("audience", "urgency", "state", "wait", "said"),
    [
        ("citizen", "normal", "in_progress", None, "Selasa, 24 November"),
        ("citizen", "backlog", "in_progress", None, "Selasa, 24 November"),
        ("citizen", "emergency", "in_progress", None, "Selasa, 24 November 2026 pukul 10.00"),
        ("citizen", "normal", "paused", "citizen", "Selasa, 24 November 2026 pukul 10.00"),
        ("citizen", "normal", "paused", "safety", "Selasa, 24 November"),
        ("citizen", "normal", "resolved", None, "Selasa, 24 November 2026 pukul 10.00"),
        ("liaison", "normal", "in_progress", None, "Selasa, 24 November 2026 pukul 10.00"),
        ("leader", "normal", "in_progress", None, "Selasa, 24 November 2026 pukul 10.00"),
    ],
)
def test_a_citizen_reads_the_day_but_the_hour_of_what_is_theirs_to_do_and_in_an_emergency(
    audience: Audience, urgency: str, state: State, wait: str | None, said: str
) -> None:
    change = {"state": state, "pause": pause(wait, review_at=ANSWER.due_at) if wait else None}
    promises = (running("resolution", 1), running("objection", 1))
    event = ticket(TicketUpdated, complaint=complaint(urgency=urgency), promises=promises, **change)
    assert promised(event, audience, LOADED)["due"] == said


@pytest.mark.parametrize(
    ("due", "said"), [("2026-12-31", "Kamis, 31 Desember"), ("2027-01-04", "Senin, 4 Januari 2027")]
)
def test_a_citizen_reads_the_year_of_another_year(due: str, said: str) -> None:
    end = END.model_copy(update={"due_at": datetime.fromisoformat(f"{due}T10:00:00+07:00")})
    assert promised(ticket(promises=(end,)), "citizen", LOADED)["due"] == said


def test_two_promises_of_one_day_are_one_date_to_a_citizen() -> None:
    event = ticket(promises=(running("answer", 8.9), END))
    told = promised(event, "citizen", LOADED)
    assert (told["next_word"], told["due"]) == (None, "Rabu, 2 Desember")


@pytest.mark.parametrize("state", sorted(ENDED))
def test_of_what_is_over_nothing_is_late(state: State) -> None:
    event = ticket(TicketUpdated, state=state, promises=(running("answer", 0), running("resolution", 0)))
    assert promised(event, "citizen", LOADED)["late"] is None


def test_who_is_asked_again_reads_since_when_it_was_taken() -> None:
    event = ticket(TicketLapsed, taken_at=NOW - timedelta(days=4))
    assert promised(event, "liaison", LOADED)["taken"] == "Kamis, 19 November"
    assert promised(ticket(TicketLapsed), "liaison", LOADED)["taken"] is None
