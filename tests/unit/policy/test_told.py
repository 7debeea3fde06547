"""What is owed once the citizen was told something, and once somebody took the ticket."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Promise
from shared.contracts.words import EMERGENCY, TRIAGE, PauseKind, Urgency
from shared.directory.model import Directory
from shared.policy.calendar import working_time
from shared.policy.promise import handed_on, promises, step_times
from shared.policy.steps import turn_of
from shared.policy.stretch import going_on, taken, told
from tests.builders import NOW, RUNGS, complaint, holder_of, pause, sorting, ticket
from tests.conftest import shipped

LOADED = shipped()
OFFICE = working_time(LOADED.calendars["kantor"])
DAY = timedelta(hours=7, minutes=30)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(0), timedelta(days=60))
PLACES = {"infrastruktur": "lampu-jalan", TRIAGE: None, EMERGENCY: None}


def admitted(
    queue: str = "infrastruktur", urgency: Urgency = "normal", at: datetime = NOW, **change: Any
) -> TicketEvent:
    sorted_so = sorting(queue, queue if PLACES.get(queue) else None, PLACES.get(queue))
    holder = holder_of(LOADED, sorted_so)
    made = promises(LOADED, sorted_so, urgency, at, holder, source="web")
    usual = {"queue": queue, "sorting": sorted_so, "holder": holder, "promises": made}
    return ticket(**{**usual, "complaint": complaint(urgency=urgency, source="web"), **change})


def after_a_word(before: TicketEvent, at: datetime = NOW, directory: Directory = LOADED) -> TicketEvent:
    return before.model_copy(update={"promises": told(directory, before, at)})


def owed(event: TicketEvent) -> Promise:
    (update,) = (promise for promise in event.promises if promise.clock == "update")
    return update


def due(promise: Promise) -> datetime:
    assert promise.due_at
    return promise.due_at


@pytest.mark.parametrize(
    ("queue", "urgency", "policy"),
    [
        ("infrastruktur", "normal", "kabar"),
        (TRIAGE, "normal", "kabar"),
        ("infrastruktur", "emergency", "kabar-darurat-pindah"),
        (TRIAGE, "emergency", "kabar-darurat-pindah"),
        (EMERGENCY, "emergency", "kabar-darurat"),
        ("infrastruktur", "backlog", "kabar-laporan-lama"),
        (TRIAGE, "backlog", "kabar-laporan-lama"),
    ],
)
def test_whoever_was_told_something_is_told_more_in_time(queue: str, urgency: Urgency, policy: str) -> None:
    update = owed(after_a_word(admitted(queue, urgency)))
    assert (update.policy, update.turn, update.segment, update.started_at) == (policy, 1, 1, NOW)


@pytest.mark.parametrize("kind", ["citizen", "authority", "safety", None])
def test_a_wait_changes_nothing_in_how_often_the_citizen_hears(kind: PauseKind | None) -> None:
    waiting = admitted(state="paused", pause=pause(kind)) if kind else admitted()
    assert owed(after_a_word(waiting)).policy == "kabar"


@pytest.mark.parametrize("queue", [place for place in PLACES if place != EMERGENCY])
def test_while_a_stage_of_the_law_is_waited_for_the_citizen_hears_every_thirty_days(queue: str) -> None:
    update = owed(after_a_word(admitted(queue, state="paused", pause=pause("stage"))))
    assert (update.policy, update.due_at) == ("kabar-tahap", NOW + timedelta(days=30))


def test_a_ticket_of_a_queue_that_is_no_more_is_told_of_as_in_triage() -> None:
    assert owed(after_a_word(admitted().model_copy(update={"queue": "kantor-pos"}))).policy == "kabar"


@settings(deadline=None)  # a machine that is busy with other tests is no fault
@given(begun=MOMENTS, waits=st.lists(SPANS, min_size=1, max_size=5))
def test_each_word_begins_the_clock_anew_in_a_turn_of_its_own(begun: datetime, waits: list[timedelta]) -> None:
    event, at, seen = admitted(at=begun), begun, set[str]()
    for turn, wait in enumerate(waits, start=1):
        at += wait
        event = after_a_word(event, at)
        update = owed(event)
        assert (update.turn, update.started_at) == (turn, at)
        assert OFFICE.elapsed(at, due(update)) == 5 * DAY
        names = {step.name for step in update.steps}
        assert {turn_of(name) for name in names} == {turn}
        assert seen.isdisjoint(names)
        seen |= names


def test_a_word_leaves_every_other_promise_as_it_was() -> None:
    before = admitted()
    assert told(LOADED, before, NOW)[:-1] == before.promises


@settings(deadline=None)
@given(begun=MOMENTS, passed=SPANS)
def test_the_next_word_is_due_when_it_was_whoever_holds_the_ticket(begun: datetime, passed: timedelta) -> None:
    event = after_a_word(admitted(at=begun), begun)
    made = handed_on(event.promises, promises(LOADED, event.sorting, "normal", begun + passed, RUNGS[0]), RUNGS[:2], 2)
    (kept,) = (promise for promise in made if promise.clock == "update")
    assert (kept.started_at, kept.due_at, kept.turn, kept.segment) == (begun, due(owed(event)), 1, 2)
    assert {step.post for step in kept.steps if step.rung} == {rung.post for rung in RUNGS[:2]}


@settings(deadline=None)
@given(begun=MOMENTS, waited=SPANS)
def test_a_wait_stops_the_resolution_and_never_the_next_word(begun: datetime, waited: timedelta) -> None:
    waiting = after_a_word(admitted(at=begun, state="paused", pause=pause("authority", since=begun)), begun)
    before = {promise.clock: promise for promise in waiting.promises}
    gone_on = {promise.clock: promise for promise in going_on(LOADED, waiting, begun + waited, 2)}
    assert gone_on.keys() == {"answer", "update", "resolution"}
    for clock in ("answer", "update"):
        assert gone_on[clock] == before[clock].model_copy(update={"segment": 2})
    stood_still = OFFICE.elapsed(begun, begun + waited)
    assert OFFICE.elapsed(due(before["resolution"]), due(gone_on["resolution"])) == stood_still


@settings(deadline=None)
@given(begun=MOMENTS, waited=SPANS)
def test_after_a_stage_of_the_law_the_citizen_hears_as_soon_as_any_other(begun: datetime, waited: timedelta) -> None:
    waiting = after_a_word(admitted(at=begun, state="paused", pause=pause("stage", since=begun)), begun)
    (update,) = (promise for promise in going_on(LOADED, waiting, begun + waited, 2) if promise.clock == "update")
    assert due(update) == min(begun + timedelta(days=30), OFFICE.add(begun + waited, 5 * DAY))
    assert (update.turn, update.segment) == (1, 2)


@pytest.mark.parametrize(
    ("queue", "urgency", "policy"),
    [
        ("infrastruktur", "normal", "tindak"),
        ("infrastruktur", "emergency", "tindak-darurat-pindah"),
        ("infrastruktur", "backlog", "tindak-laporan-lama"),
        (EMERGENCY, "emergency", "tindak-darurat"),
    ],
)
def test_whoever_takes_it_has_a_while_to_do_something(queue: str, urgency: Urgency, policy: str) -> None:
    before = admitted(queue, urgency, segment=3)
    *others, act = taken(LOADED, before, NOW)
    assert tuple(others) == before.promises
    assert (act.clock, act.policy, act.segment, act.started_at) == ("act", policy, 3, NOW)
    times = step_times(act, LOADED)
    assert times[-1][0] == act.due_at
    assert [step.lapses for _, step in times] == [False] * (len(times) - 1) + [True]


def test_whoever_takes_it_again_has_all_that_time_again() -> None:
    before = admitted().model_copy(update={"promises": taken(LOADED, admitted(), NOW)})
    again = [promise for promise in taken(LOADED, before, NOW + DAY) if promise.clock == "act"]
    assert [promise.started_at for promise in again] == [NOW + DAY]
