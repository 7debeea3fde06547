"""A clock: one promise of one ticket, running until it is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.sla.domain.clock import Alarm, Clock, cancelled
from shared.contracts.promise import PromiseBreached, PromiseLapsed, PromiseWarned
from shared.contracts.words import ClockName, clock_key
from shared.directory.model import Directory
from shared.policy.promise import step_times
from shared.policy.steps import lapse
from tests.builders import LATER, NOW, RUNGS, STEPS, TICKET, promise, started

DUE = NOW + timedelta(hours=4)
A_SECOND = timedelta(seconds=1)


def clock(*, rung: int = 0, stopped: bool = False, segment: int = 1) -> Clock:
    """An acknowledge clock with a warning and three rungs, some of which have rung."""
    alarms = tuple(Alarm(NOW + step.after, step) for step in STEPS)
    return Clock(TICKET, "acknowledge", segment, "infrastruktur", DUE, NOW, alarms, rung, stopped)


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


@pytest.mark.parametrize("place", range(len(STEPS)))
def test_a_clock_since_a_moment_rings_nothing_that_lies_before_it(place: int) -> None:
    left = clock(segment=2).since(NOW + STEPS[place].after)
    assert [alarm.step for alarm in left.alarms] == list(STEPS[place:])
    just_after = clock(segment=2).since(NOW + STEPS[place].after + timedelta.resolution)
    assert [alarm.step for alarm in just_after.alarms] == list(STEPS[place + 1 :] or STEPS[-1:])


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


@pytest.mark.parametrize(
    ("name", "reason"),
    [("review", "waktu untuk menunggu sudah habis"), ("objection", "waktu untuk menyampaikan keberatan sudah habis")],
)
def test_a_clock_that_ends_by_itself_says_so(name: ClockName, reason: str) -> None:
    window = Clock(TICKET, name, 1, "infrastruktur", LATER, NOW, (Alarm(LATER, lapse(LATER - NOW)),))
    said = window.promise_event(window.alarms[0], LATER)
    assert isinstance(said, PromiseLapsed)
    assert (said.clock, said.step, said.rung, said.post, said.reason) == (name, "lapsed", 0, None, reason)
    assert window.rung().timer() is None


@pytest.mark.parametrize("rung", range(len(STEPS)))
def test_a_clock_with_a_sooner_date_rings_what_the_later_one_has_not_rung(rung: int) -> None:
    sooner = clock(segment=2).instead_of(clock(rung=rung, segment=2))
    assert [alarm.step for alarm in sooner.alarms] == list(STEPS[rung:])
    assert sooner.next == 0


def test_a_clock_with_a_sooner_date_is_never_without_an_alarm() -> None:
    timer = clock().instead_of(clock(rung=len(STEPS))).timer()
    assert timer is not None
    assert timer.step == STEPS[-1].name


@pytest.mark.parametrize(
    ("turn", "sooner", "takes_its_place"),
    [
        (3, 0, True),
        (3, 9, True),
        (3, -9, True),
        (2, -1, True),
        (2, 0, False),
        (2, 1, False),
        (1, -9, False),
        (1, 0, False),
    ],
)
def test_of_two_turns_the_later_stands_and_of_two_dates_of_one_turn_the_earlier(
    turn: int, sooner: int, *, takes_its_place: bool
) -> None:
    known = replace(clock(), turn=2)
    assert replace(known, turn=turn, due_at=known.due_at + timedelta(hours=sooner)).precedes(known) is takes_its_place


@pytest.mark.parametrize("rung", range(len(STEPS)))
def test_up_to_a_step_that_is_still_to_come_there_is_all_that_has_not_rung(rung: int) -> None:
    ringing = clock(rung=rung)
    assert [[alarm.step for alarm in ringing.up_to(step.name)] for step in STEPS] == [
        list(STEPS[rung : place + 1]) for place in range(len(STEPS))
    ]


@pytest.mark.parametrize("over", [clock(stopped=True), clock(rung=len(STEPS))])
def test_up_to_no_step_is_there_anything_to_ring_when_the_clock_is_over(over: Clock) -> None:
    assert [over.up_to(step) for step in (*(step.name for step in STEPS), "unknown")] == [()] * (len(STEPS) + 1)


def test_for_a_broker_that_is_ahead_the_timer_is_as_much_later() -> None:
    timer = clock().timer(timedelta(hours=1))
    assert timer is not None
    assert timer.at == NOW + STEPS[0].after + timedelta(hours=1)
