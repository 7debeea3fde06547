"""Whether a promise was kept, broken or lapsed: each is counted once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.sla.domain.clock import Alarm, Clock, is_kept, is_renewed, outcome_of
from shared.contracts.ticket_record import Step
from shared.contracts.words import ClockName
from shared.policy.steps import lapse
from tests.builders import NOW, STEPS, TICKET, ticket

DUE = NOW + timedelta(hours=4)
A_SECOND = timedelta(seconds=1)
CLOCK = Clock(
    TICKET, "acknowledge", 1, "infrastruktur", DUE, NOW, tuple(Alarm(NOW + step.after, step) for step in STEPS)
)


@pytest.mark.parametrize(
    ("change", "name", "kept"),
    [
        ({"state": "in_progress"}, "acknowledge", True),
        ({"state": "in_progress", "changed_at": DUE}, "acknowledge", True),
        ({"state": "in_progress", "changed_at": DUE + timedelta.resolution}, "acknowledge", False),
        ({"state": "resolved"}, "resolution", True),
        ({"state": "paused"}, "resolution", False),
        ({"state": "forwarded"}, "resolution", False),
        ({"state": "paused"}, "answer", True),
        ({"state": "withdrawn"}, "resolution", False),
        ({"state": "confirmed"}, "objection", True),
    ],
)
def test_a_promise_is_kept_by_what_ends_it_in_time(change: dict[str, Any], name: ClockName, *, kept: bool) -> None:
    assert is_kept(replace(CLOCK, name=name), ticket(**change)) is kept


@pytest.mark.parametrize(("turn", "told_at", "kept"), [(2, DUE, True), (2, DUE + A_SECOND, False), (1, NOW, False)])
def test_the_next_word_in_time_keeps_the_promise_of_one(turn: int, told_at: datetime, *, kept: bool) -> None:
    assert is_renewed(CLOCK, replace(CLOCK, turn=turn, started_at=told_at)) is kept


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        (STEPS[0], None),
        (STEPS[1], "broken"),
        (STEPS[2], None),
        (STEPS[1].model_copy(update={"again": True}), None),
        (lapse(timedelta(days=1)), "lapsed"),
    ],
)
def test_a_promise_is_broken_once_when_its_first_rung_rings(step: Step, outcome: str | None) -> None:
    assert outcome_of(Alarm(NOW, step)) == outcome
