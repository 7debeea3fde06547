"""A clock: one promise of one ticket, running until it is kept."""

from datetime import timedelta
from typing import get_args

import pytest

from services.sla.domain.clock import ENDED, Alarm, Clock, begins, cancelled, ends
from shared.contracts.promise import PromiseBreached, PromiseWarned
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEscalated,
    TicketEvent,
    TicketHandedOver,
    TicketReminded,
    TicketUpdated,
)
from shared.contracts.words import ClockName, State, clock_key
from shared.directory.model import Directory
from shared.policy.promise import step_times
from tests.builders import LATER, NOW, RUNGS, STEPS, TICKET, promise, started, ticket

CLOCKS: tuple[ClockName, ...] = get_args(ClockName)


def clock(*, rung: int = 0, stopped: bool = False, segment: int = 1) -> Clock:
    """An acknowledge clock with a warning and three rungs, some of which have rung."""
    alarms = tuple(Alarm(NOW + step.after, step) for step in STEPS)
    return Clock(TICKET, "acknowledge", segment, "infrastruktur", NOW + timedelta(hours=4), NOW, alarms, rung, stopped)


@pytest.mark.parametrize(
    ("state", "ended"),
    [
        ("awaiting_triage", set()),
        ("routed", set()),
        ("acknowledged", {"acknowledge", "triage"}),
        ("resolved", {"acknowledge", "triage", "resolution"}),
    ],
)
def test_a_state_ends_these_clocks(state: State, ended: set[ClockName]) -> None:
    assert set(ENDED[state]) == ended


def test_every_state_is_decided_on() -> None:
    assert set(ENDED) == set(get_args(State))


@pytest.mark.parametrize("state", get_args(State))
def test_the_promises_that_run_have_started_and_are_not_kept(state: State) -> None:
    all_started = tuple(started(name) for name in CLOCKS)
    event = ticket(state=state, promises=(*all_started, promise("acknowledge")))
    assert {made.clock for made in begins(event)} == set(CLOCKS) - set(ENDED[state])
    assert all(made.started_at for made in begins(event))


@pytest.mark.parametrize("kind", [TicketAcknowledged, TicketUpdated, TicketReminded, TicketEscalated, TicketEvent])
def test_only_a_new_holder_begins_a_promise(kind: type[TicketEvent]) -> None:
    assert begins(ticket(kind, promises=(started("resolution"),))) == ()
    assert begins(ticket(TicketHandedOver, segment=2, promises=(started("resolution", segment=2),)))


def test_a_hand_over_ends_every_clock_of_every_former_holder_and_none_of_the_new_one() -> None:
    ended = ends(ticket(TicketHandedOver, segment=3, state="routed"))
    assert set(ended) == {(name, segment) for name in CLOCKS for segment in (1, 2)}


@pytest.mark.parametrize("state", get_args(State))
def test_any_other_event_ends_what_its_state_ends_for_its_own_holder(state: State) -> None:
    assert set(ends(ticket(state=state, segment=3))) == {(name, 3) for name in ENDED[state]}


def test_a_clock_is_made_of_a_promise_and_its_steps(directory: Directory) -> None:
    made = started("resolution", calendar=directory.always_open)
    of = Clock.of(TICKET, "infrastruktur", made, step_times(made, directory))
    assert (of.key, of.due_at, of.started_at) == (f"{TICKET}:resolution", made.due_at, made.started_at)
    assert [(alarm.at - NOW, alarm.step) for alarm in of.alarms] == [(step.after, step) for step in STEPS]
    assert (of.next, of.stopped) == (0, False)


def test_a_promise_that_has_not_started_makes_no_clock() -> None:
    with pytest.raises(ValueError, match="has not started"):
        Clock.of(TICKET, "infrastruktur", promise(), ())


@pytest.mark.parametrize("rung", range(len(STEPS)))
def test_what_comes_next_is_the_first_step_that_has_not_rung(rung: int) -> None:
    upcoming = clock(rung=rung).upcoming
    assert upcoming is not None
    assert upcoming.step == STEPS[rung]


@pytest.mark.parametrize("over", [clock(rung=len(STEPS)), clock(stopped=True), clock(rung=2, stopped=True)])
def test_a_clock_that_is_over_or_stopped_rings_no_more(over: Clock) -> None:
    assert over.upcoming is None
    assert over.timer() is None


def test_a_clock_rings_each_step_once_in_order() -> None:
    ringing, rung = clock(), []
    while ringing.upcoming:
        rung.append(ringing.upcoming.step.name)
        ringing = ringing.rung()
    assert rung == [step.name for step in STEPS]


def test_its_timer_is_for_the_next_step() -> None:
    timer = clock(rung=1).timer()
    assert timer is not None
    assert (timer.ticket, timer.clock, timer.step, timer.queue) == (TICKET, "acknowledge", "rung-1", "infrastruktur")
    assert timer.at == NOW + STEPS[1].after


def test_all_timers_of_a_clock_share_a_subject_so_that_the_newest_replaces_the_others() -> None:
    subjects = {clock(rung=rung).timer().subject() for rung in range(len(STEPS))}  # type: ignore[union-attr]
    assert subjects == {cancelled(TICKET, "acknowledge", 1, "infrastruktur").subject()}


def test_the_alarms_of_two_holders_never_replace_each_other() -> None:
    subjects = {clock(segment=segment).timer().subject() for segment in (1, 2, 3)}  # type: ignore[union-attr]
    assert subjects == {cancelled(TICKET, "acknowledge", segment, "infrastruktur").subject() for segment in (1, 2, 3)}
    assert len(subjects) == 3


@pytest.mark.parametrize("segment", [1, 2])
def test_what_a_clock_says_names_its_holders_segment(segment: int) -> None:
    ringing = clock(segment=segment)
    timer, said = ringing.timer(), ringing.promise_event(ringing.alarms[1], LATER)
    assert timer is not None
    assert (timer.segment, said.segment) == (segment, segment)
    assert ringing.key == clock_key(TICKET, "acknowledge", segment)


@pytest.mark.parametrize("place", range(len(STEPS) - 1))
def test_a_clock_since_a_moment_rings_only_what_comes_after_it(place: int) -> None:
    left = clock(segment=2).since(NOW + STEPS[place].after)
    assert [alarm.step for alarm in left.alarms] == list(STEPS[place + 1 :])


def test_of_a_clock_that_is_over_the_last_alarm_rings_at_once() -> None:
    timer = clock(segment=2).since(NOW + timedelta(days=9)).timer()
    assert timer is not None
    assert (timer.step, timer.at) == (STEPS[-1].name, NOW + STEPS[-1].after)


def test_a_cancelled_timer_never_rings() -> None:
    headers = cancelled(TICKET, "acknowledge", 1, "infrastruktur").headers("sla")
    assert "Nats-Schedule" not in headers
    assert headers["Nats-TTL"] == "1h"


def test_an_alarm_is_set_in_utc_and_leaves_the_stream_some_days_after_it_rang() -> None:
    headers = clock().timer().headers("sla")  # type: ignore[union-attr]
    assert headers["Nats-Schedule"] == "@at 2026-11-23T05:00:00.000000Z"
    assert headers["Nats-Schedule-Target"] == "timers.due.infrastruktur"
    assert headers["Nats-Schedule-TTL"] == "72h"


def test_a_step_without_a_rung_is_a_warning() -> None:
    said = clock().promise_event(Alarm(NOW, STEPS[0]), LATER)
    assert isinstance(said, PromiseWarned)
    assert (said.step, said.rung, said.post, said.at) == ("warn-50", 0, None, LATER)
    assert said.reason == "waktu untuk menanggapi laporan ini hampir habis"


@pytest.mark.parametrize("rung", [1, 2, 3])
def test_a_step_with_a_rung_is_a_breach_that_leaves_open_who_is_told(rung: int) -> None:
    said = clock().promise_event(Alarm(NOW, STEPS[rung]), LATER)
    assert isinstance(said, PromiseBreached)
    assert (said.rung, said.post) == (rung, RUNGS[rung - 1].post)
    assert said.reason == "waktu untuk menanggapi laporan ini sudah lewat"
