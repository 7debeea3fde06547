"""What the command prints of spot checks."""

from collections import Counter
from datetime import timedelta

import pytest

from services.check_commands import outcome_of, shown, summary
from shared.contracts.check_question import SpotCheck
from shared.directory.model import Directory
from tests.builders import CHECK, LIAISON, NOW

AN_HOUR = timedelta(hours=1)


def check(**change: object) -> SpotCheck:
    usual = {"check": CHECK, "holder": LIAISON, "queue": "infrastruktur", "by": "bupati", "asked_at": NOW}
    return SpotCheck.model_validate(usual | change)


# what became of it, and what is printed three hours and ten minutes later, lunch among them
FATES = [
    ({}, "no answer yet (2 h 10 min)"),
    ({"taken": 4 * AN_HOUR, "answered_at": NOW + 5 * AN_HOUR}, "answered in time (4 h 00 min)"),
    ({"taken": 5 * AN_HOUR, "answered_at": NOW + 6 * AN_HOUR}, "answered late (5 h 00 min)"),
    ({"failed": "no such mailbox"}, "failed: no such mailbox"),
    ({"failed": "x", "taken": AN_HOUR, "answered_at": NOW + AN_HOUR}, "answered in time (1 h 00 min)"),
    ({"asked_at": NOW + 4 * AN_HOUR}, "to come"),
    ({"queue": "emergency", "taken": timedelta(minutes=6), "answered_at": NOW}, "answered late (0 h 06 min)"),
]


@pytest.mark.parametrize(("fate", "said"), FATES)
def test_a_line_says_who_was_asked_when_and_what_came_of_it(
    directory: Directory, fate: dict[str, object], said: str
) -> None:
    of = check(**fate)
    line = shown(of, directory, NOW + timedelta(hours=3, minutes=10))
    hour = 14 if "asked_at" in fate else 10
    assert line == f"{CHECK}  23 November 2026 {hour}.00 WIB  {LIAISON.post}  {said}"


def test_the_last_line_counts_what_was_answered_in_time_of_all_that_were_asked(directory: Directory) -> None:
    outcomes = Counter(outcome_of(check(**fate), directory, NOW + AN_HOUR) for fate, _ in FATES)
    assert summary(outcomes) == "2 of 6 answered in time, 2 answered late, 1 no answer yet, 1 failed, 1 to come"
