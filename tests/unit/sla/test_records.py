"""Clocks as they are stored: read as they were, also what was stored before there were tracks and turns."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.sla.domain.clock import Alarm, Clock
from services.sla.records import clock_of, document
from tests.builders import NOW, STEPS, TICKET

ALARMS = tuple(Alarm(NOW + step.after, step) for step in STEPS)
CLOCK = Clock(TICKET, "answer", 2, "infrastruktur", NOW + timedelta(hours=4), NOW, ALARMS)


@pytest.mark.parametrize(
    "clock", [CLOCK, replace(CLOCK, track="law", turn=3, next=2), replace(CLOCK, stopped=True), CLOCK.rung(len(STEPS))]
)
def test_a_clock_is_read_as_it_was_stored(clock: Clock) -> None:
    assert clock_of(document(clock)) == clock


@pytest.mark.parametrize(("clock", "next_at"), [(CLOCK, ALARMS[0].at), (CLOCK.rung(), ALARMS[1].at)])
def test_it_stands_where_the_sweep_finds_its_next_alarm(clock: Clock, next_at: object) -> None:
    assert document(clock)["next_at"] == next_at


@pytest.mark.parametrize("over", [CLOCK.rung(len(STEPS)), replace(CLOCK, stopped=True)])
def test_what_is_over_stands_where_no_sweep_finds_it(over: Clock) -> None:
    assert "next_at" not in document(over)


def test_what_an_older_sla_stored_is_read_as_the_regencys_first_turn() -> None:
    older = {field: value for field, value in document(CLOCK).items() if field not in {"track", "turn", "late_at"}}
    older["alarms"] = [{"at": alarm.at, "step": alarm.step.model_dump_json()} for alarm in ALARMS]
    assert clock_of(older) == CLOCK
