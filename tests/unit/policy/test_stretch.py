"""What becomes of a ticket's promises when it waits, goes on, is said to be done, or is opened again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Promise
from shared.contracts.words import EMERGENCY, OWN, TRIAGE, PauseKind
from shared.policy.calendar import working_time
from shared.policy.promise import handed_on, promises, start, step_times
from shared.policy.stretch import going_on, objection, reopened, resumed, review, urgency_of
from tests.builders import LIAISON, NOW, RUNGS, complaint, pause, promise, sorting, started, ticket
from tests.conftest import shipped

LOADED = shipped()
OFFICE = working_time(LOADED.calendars["kantor"])
WIB = ZoneInfo("Asia/Jakarta")
LAMPS = sorting("infrastruktur", "infrastruktur", "lampu-jalan")
# Whenever: in the night, on holidays, across a year's end.
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(0), timedelta(days=60))
NOTHING = timedelta(0)


def resolution(at: datetime = NOW, speed: float = 1.0) -> Promise:
    """Of a street light: five working days, two warnings and a ladder of three rungs."""
    made = promises(LOADED, LAMPS, "normal", at, LIAISON, speed)
    return next(one for one in made if one.clock == "resolution")


def again(made: Promise, paused_at: datetime, at: datetime, segment: int = 2) -> Promise:
    (going,) = resumed((made,), paused_at, at, segment, LOADED)
    return going


def due(made: Promise) -> datetime:
    assert made.due_at
    return made.due_at


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def test_what_is_resumed_is_due_as_much_later_as_it_stood_still() -> None:
    made = resolution(wib("2026-11-23T10:00"))
    going = again(made, wib("2026-11-24T10:00"), wib("2026-11-26T10:00"))
    assert (due(made), due(going)) == (wib("2026-11-30T10:00"), wib("2026-12-02T10:00"))
    assert (going.started_at, going.segment, going.policy, going.basis) == (
        wib("2026-11-26T10:00"),
        2,
        made.policy,
        made.basis,
    )


@settings(deadline=None)  # a machine that is busy with other tests is no fault
@given(begun=MOMENTS, worked=SPANS, waited=SPANS)
def test_the_due_time_moves_by_exactly_the_working_time_it_stood_still(
    begun: datetime, worked: timedelta, waited: timedelta
) -> None:
    made, paused_at = resolution(begun), begun + worked
    going = again(made, paused_at, paused_at + waited)
    if due(made) > paused_at:
        assert OFFICE.elapsed(due(made), due(going)) == OFFICE.elapsed(paused_at, paused_at + waited)


@settings(deadline=None)
@given(begun=MOMENTS, worked=SPANS, waited=SPANS)
def test_nothing_is_due_before_the_moment_it_goes_on_nor_before_it_was(
    begun: datetime, worked: timedelta, waited: timedelta
) -> None:
    made, at = resolution(begun), begun + worked + waited
    going = again(made, begun + worked, at)
    assert due(going) >= at
    assert due(going) >= due(made)
    assert all(moment >= at for moment, _ in step_times(going, LOADED))


@settings(deadline=None)
@given(begun=MOMENTS, worked=SPANS, waited=SPANS)
def test_every_step_to_come_moves_by_the_same_working_time_and_none_that_was_comes_again(
    begun: datetime, worked: timedelta, waited: timedelta
) -> None:
    made, paused_at = resolution(begun), begun + worked
    stood_still = OFFICE.elapsed(paused_at, paused_at + waited)
    former = {step.name: moment for moment, step in step_times(made, LOADED)}
    later = {step.name: moment for moment, step in step_times(again(made, paused_at, paused_at + waited), LOADED)}
    to_come = {name for name, moment in former.items() if OFFICE.elapsed(paused_at, moment) > NOTHING}
    assert to_come <= set(later)
    assert all(OFFICE.elapsed(former[name], later[name]) == stood_still for name in to_come)
    told_again = set(later) - to_come
    assert not any(name.startswith("warn") for name in told_again)
    assert len(told_again) <= 1


@settings(deadline=None)
@given(begun=MOMENTS, pauses=st.lists(st.tuples(SPANS, SPANS), max_size=4))
def test_however_often_it_waits_the_time_it_runs_is_what_was_promised(
    begun: datetime, pauses: list[tuple[timedelta, timedelta]]
) -> None:
    going, moment, ran = resolution(begun), begun, NOTHING
    promised = going.span
    for worked, waited in pauses:
        ran += OFFICE.elapsed(moment, moment + worked)
        going = again(going, moment + worked, moment + worked + waited)
        moment += worked + waited
    assert OFFICE.elapsed(moment, due(going)) == max(promised - ran, NOTHING)


@settings(deadline=None)
@given(begun=MOMENTS, worked=SPANS, waited=SPANS)
def test_what_goes_on_always_has_a_rung_ahead_and_its_steps_in_order(
    begun: datetime, worked: timedelta, waited: timedelta
) -> None:
    going = again(resolution(begun), begun + worked, begun + worked + waited)
    assert going.steps[-1].rung
    assert all(before.after <= after.after for before, after in pairwise(going.steps))


def test_a_wait_in_which_no_office_was_open_changes_no_date() -> None:
    made = resolution(wib("2026-11-23T10:00"))
    going = again(made, wib("2026-11-27T20:00"), wib("2026-11-29T09:00"))  # a Friday night to a Sunday
    assert due(going) == due(made)


def test_a_warning_that_was_given_is_not_given_again_and_the_next_one_is() -> None:
    made = resolution(wib("2026-11-23T10:00"))  # warned after half of five days and after four
    going = again(made, wib("2026-11-26T10:00"), wib("2026-12-01T10:00"))
    assert [step.name for step in going.steps if not step.again] == ["warn-80", "rung-1", "rung-2", "rung-3"]
    assert step_times(going, LOADED)[0][0] == wib("2026-12-02T10:00")


def test_what_was_late_before_it_waited_is_due_at_once_and_who_heard_of_it_last_hears_that_it_goes_on() -> None:
    made = resolution(wib("2026-11-23T10:00"))  # due on the 30th, the second rung two working days later
    going = again(made, wib("2026-12-03T10:00"), wib("2026-12-08T10:00"))
    assert due(going) == wib("2026-12-08T10:00")
    assert [(step.name, moment) for moment, step in step_times(going, LOADED)] == [
        ("rung-2", wib("2026-12-08T10:00")),
        ("rung-3", wib("2026-12-14T10:00")),  # one of its five days was over
    ]


def test_at_another_speed_it_goes_on_at_that_speed() -> None:
    made = resolution(speed=3600.0)  # 37.5 seconds round the clock
    going = again(made, NOW + timedelta(seconds=30), NOW + timedelta(hours=5))
    assert due(going) == NOW + timedelta(hours=5, seconds=7.5)


def test_only_what_the_citizen_was_promised_goes_on() -> None:
    kept = resumed((started("acknowledge"), promise("triage"), resolution(), started("review")), NOW, NOW, 2, LOADED)
    assert [made.clock for made in kept] == ["resolution"]


def test_a_promise_that_still_waits_for_its_notice_goes_on_waiting() -> None:
    waiting = promise("resolution")
    assert again(waiting, NOW, NOW + timedelta(days=3)) == waiting.model_copy(update={"segment": 2})


def test_of_a_ticket_that_does_not_wait_the_dates_stay() -> None:
    made = resolution()
    assert going_on(LOADED, ticket(promises=(promise(), made)), NOW + timedelta(days=1), 2) == (
        made.model_copy(update={"segment": 2}),
    )


def test_of_a_ticket_that_waits_the_clock_stands_still_since_then() -> None:
    waiting = ticket(state="paused", pause=pause(since=NOW + timedelta(hours=1)), promises=(resolution(),))
    at = NOW + timedelta(days=2)
    assert going_on(LOADED, waiting, at, 2) == (again(resolution(), NOW + timedelta(hours=1), at),)


def test_resumed_under_another_holder_it_climbs_the_new_ladder() -> None:
    going = again(resolution(), NOW, NOW + timedelta(days=1))
    (made,) = handed_on((going,), (), RUNGS[:1], 3)
    assert {step.post for step in made.steps if step.rung} == {RUNGS[0].post}
    assert [step.rung for step in made.steps if step.rung and not step.again] == [1]
    assert due(made) == due(going)


@pytest.mark.parametrize("kind", ["citizen", "stage", "authority", "safety"])
def test_a_wait_promises_that_somebody_looks_again_and_nothing_else(kind: PauseKind) -> None:
    waiting = pause(kind)
    made = review(LOADED, waiting, 3)
    assert (made.clock, made.segment, made.basis) == ("review", 3, LOADED.pauses[kind].basis)
    assert (made.started_at, made.due_at) == (waiting.since, waiting.review_at)
    assert [(moment, step.lapses, step.rung) for moment, step in step_times(made, LOADED)] == [
        (waiting.review_at, True, 0)
    ]


QUEUES = [("infrastruktur", LAMPS), (TRIAGE, sorting(TRIAGE)), (EMERGENCY, sorting(EMERGENCY))]


def stood(queue: str, sorted_so: object, **change: object) -> TicketEvent:
    return ticket(queue=queue, sorting=sorted_so, segment=4, **change)


@pytest.mark.parametrize(("queue", "sorted_so"), QUEUES)
def test_the_window_to_object_is_ten_days_and_lapses(queue: str, sorted_so: object) -> None:
    made = objection(LOADED, stood(queue, sorted_so), NOW)
    assert (made.clock, made.segment, made.started_at) == ("objection", 4, NOW)
    assert made.due_at == NOW + timedelta(days=10)
    assert [(step.after, step.lapses, step.rung) for step in made.steps] == [(timedelta(days=10), True, 0)]


def test_the_window_is_as_short_as_the_speed_makes_every_span() -> None:
    assert objection(LOADED, ticket(), NOW, 86_400.0).due_at == NOW + timedelta(seconds=10)


def test_a_ticket_of_a_queue_that_is_no_more_has_the_window_of_triage() -> None:
    assert objection(LOADED, stood("kantor-pos", LAMPS), NOW).due_at == NOW + timedelta(days=10)


def test_a_directory_without_any_window_is_refused_loudly() -> None:
    parts = {name: getattr(LOADED, name) for name in type(LOADED).model_fields}
    without = type(LOADED).model_construct(**parts | {"promises": {}})
    with pytest.raises(LookupError, match="how long a citizen may object"):
        objection(without, ticket(), NOW)


def test_opened_again_all_is_promised_anew_from_that_moment() -> None:
    late = NOW + timedelta(days=30)
    made = {one.clock: one for one in reopened(LOADED, stood("infrastruktur", LAMPS), late, 5)}
    assert {one.segment for one in made.values()} == {5}
    assert made["acknowledge"].started_at is None
    assert made["resolution"] == resolution(late).model_copy(update={"segment": 5})


@given(begun=MOMENTS)
@settings(deadline=None)
def test_whatever_the_day_an_objection_gives_the_whole_time_again(begun: datetime) -> None:
    made = [one for one in reopened(LOADED, stood("infrastruktur", LAMPS), begun, 5) if one.due_at]
    assert {(one.clock, one.track) for one in made} == {("answer", OWN), ("answer", "lapor"), ("resolution", OWN)}
    assert all(OFFICE.elapsed(begun, due(one)) == one.span for one in made)


def test_opened_again_it_climbs_the_ladder_of_whoever_holds_it() -> None:
    for made in reopened(LOADED, stood("infrastruktur", LAMPS), NOW, 5):
        assert [step.post for step in made.steps if step.rung and not step.again] == [rung.post for rung in RUNGS]


URGENCIES = [
    (ticket(), "normal"),
    (ticket(complaint=complaint(urgency="backlog")), "backlog"),
    (ticket(complaint=complaint(urgency="emergency")), "emergency"),
    (ticket(queue=EMERGENCY), "emergency"),
    (ticket(promises=(started(policy="selesai-darurat"),)), "emergency"),
    (ticket(promises=(promise(policy="kenali-darurat-pindah"),)), "emergency"),
    (ticket(promises=(started("objection", policy="keberatan"),)), "normal"),  # a policy for all queues
    (ticket(promises=(started(policy="gone"),)), "normal"),
]


@pytest.mark.parametrize(("event", "urgency"), URGENCIES)
def test_an_emergency_is_what_came_as_one_or_was_promised_as_one(event: TicketEvent, urgency: str) -> None:
    assert urgency_of(event, LOADED) == urgency


def test_what_is_resumed_as_an_emergency_stays_one() -> None:
    made = start(promise("resolution", policy="selesai-darurat"), NOW, LOADED)
    assert urgency_of(ticket(promises=resumed((made,), NOW, NOW, 2, LOADED)), LOADED) == "emergency"
