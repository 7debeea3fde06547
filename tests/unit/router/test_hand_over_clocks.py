"""What is watched while a ticket changes hands and days go by: there is always an alarm, and an emergency stays one."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.router.domain.assignment import assign
from services.sla.domain.clock import Alarm, Clock, begins
from shared.contracts.ticket import TicketEvent, TicketHandedOver
from shared.contracts.words import EMERGENCY, OWN, TRIAGE, ClockName, Urgency
from shared.policy.promise import start, step_times
from tests.builders import NOW, action, sorted_to
from tests.conftest import shipped
from tests.unit.router.deeds import act, own

LOADED = shipped()
BRIDGE = {"sector": "infrastruktur", "topic": "jembatan"}
CARD = {"sector": "kependudukan", "topic": "ktp"}
CHILD = {"sector": "pendidikan", "topic": "anak-aman"}
BEGINNINGS = st.sampled_from([("infrastruktur", "lampu-jalan"), (TRIAGE, None), (EMERGENCY, None)])
# How many hours go by, and where the ticket goes then; to triage when nowhere is named.
MOVES = st.lists(st.tuples(st.integers(0, 2_000), st.sampled_from([BRIDGE, CARD, CHILD, {}])), max_size=6)
SUNDAY_NIGHT = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)


def moved(before: TicketEvent, target: dict[str, str], now: datetime) -> TicketEvent:
    """The ticket in other hands, or as it was where its holder may not hand it on."""
    kind = "decide" if before.queue == TRIAGE else "hand_over"
    goal = target or (CARD if kind == "decide" else {})
    wish = action(kind, id=f"move-{before.revision}", actor=before.holder.post, words="Bukan urusan kami.", **goal)
    after = act(before, wish, LOADED, now)
    return after if isinstance(after, TicketEvent) else before


def history(beginning: tuple[str, str | None], moves: list[tuple[int, dict[str, str]]]) -> list[TicketEvent]:
    queue, topic = beginning
    urgency: Urgency = "emergency" if queue == EMERGENCY else "normal"
    revisions: list[TicketEvent] = [assign(sorted_to(queue, topic=topic, urgency=urgency), LOADED, NOW, 1.0)]
    now = NOW
    for hours, target in moves:
        now += timedelta(hours=hours)
        after = moved(revisions[-1], target, now)
        revisions += [after] if after is not revisions[-1] else []
    return revisions


def alarms(event: TicketEvent, clock: ClockName) -> tuple[Alarm, ...]:
    """What the clock that begins with this event has still to ring."""
    (promise,) = (promise for promise in begins(event) if (promise.clock, promise.track) == (clock, OWN))
    running = Clock.of(event.ticket, event.queue, promise, step_times(promise, LOADED))
    return running.since(event.changed_at).alarms if event.segment > 1 else running.alarms


@settings(max_examples=200, deadline=None)
@given(beginning=BEGINNINGS, moves=MOVES)
def test_however_late_it_changes_hands_an_alarm_lies_ahead_or_rings_at_once(
    beginning: tuple[str, str | None], moves: list[tuple[int, dict[str, str]]]
) -> None:
    for event in history(beginning, moves):
        left = alarms(event, "resolution")
        assert left
        assert left[-1].step.rung
        assert len(left) == 1 or all(alarm.at >= event.changed_at for alarm in left)


@settings(max_examples=200, deadline=None)
@given(beginning=BEGINNINGS, moves=MOVES)
def test_a_date_that_a_hand_over_makes_lies_ahead_and_is_no_later_than_the_citizen_was_told(
    beginning: tuple[str, str | None], moves: list[tuple[int, dict[str, str]]]
) -> None:
    revisions = history(beginning, moves)
    for before, after in pairwise(revisions):
        was, now = own(before, "resolution").due_at, own(after, "resolution").due_at
        assert was
        assert now
        assert now == was or after.changed_at < now < was


def test_deciding_after_the_classes_own_date_leaves_a_warning_to_come() -> None:
    late = NOW + timedelta(days=7)  # an identity card is promised in two working days, triage in fourteen
    decided = moved(assign(sorted_to(TRIAGE), LOADED, NOW, 1.0), CARD, late)
    assert isinstance(decided, TicketHandedOver)
    due = own(decided, "resolution").due_at
    assert due
    assert due > late
    assert [alarm.step.name for alarm in alarms(decided, "resolution")][:3] == ["warn-50", "warn-80", "rung-1"]


@pytest.mark.parametrize("urgency", ["emergency", "normal"])  # "normal": only router saw that it is one
@pytest.mark.parametrize("targets", [[BRIDGE], [{}], [{}, BRIDGE], [BRIDGE, CARD]])
def test_an_emergency_is_answered_within_minutes_at_night_in_whatever_hands(
    urgency: Urgency, targets: list[dict[str, str]]
) -> None:
    event: TicketEvent = assign(sorted_to(EMERGENCY, urgency=urgency), LOADED, SUNDAY_NIGHT, 1.0)
    for target in targets:
        event = moved(event, target, SUNDAY_NIGHT + timedelta(hours=1))
    clock: ClockName = "triage" if event.queue == TRIAGE else "acknowledge"
    assert event.segment == len(targets) + 1
    assert own(event, clock).due_at == event.changed_at + timedelta(minutes=15)
    assert alarms(event, clock)[0].at == event.changed_at + timedelta(minutes=7, seconds=30)


def test_what_is_no_emergency_is_answered_in_working_hours_once_its_holder_was_told() -> None:
    event = moved(assign(sorted_to(TRIAGE), LOADED, SUNDAY_NIGHT, 1.0), BRIDGE, SUNDAY_NIGHT)
    assert own(event, "acknowledge").due_at is None
    told = start(own(event, "acknowledge"), SUNDAY_NIGHT, LOADED)
    assert told.due_at == datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
