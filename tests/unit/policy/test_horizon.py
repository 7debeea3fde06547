"""How long the holidays of a calendar are known, and when somebody should look."""

from datetime import date, timedelta

import pytest

from shared.directory.model import Directory
from shared.policy.horizon import ALARM, horizons, short, warnings

LAST = date(2027, 12, 31)


def test_the_days_are_counted_to_the_last_one_known(directory: Directory) -> None:
    assert horizons(directory, date(2027, 12, 1)) == {"kantor": 30}
    assert horizons(directory, date(2028, 1, 2)) == {"kantor": -2}


@pytest.mark.parametrize(("left", "alarms"), [(ALARM.days, False), (ALARM.days - 1, True), (0, True), (-400, True)])
def test_fewer_days_than_ninety_alarm(directory: Directory, left: int, alarms: bool) -> None:
    assert short(directory, LAST - timedelta(days=left)) == ({"kantor": left} if alarms else {})


# A day, and the warnings about it; the holidays of 2027 are not checked yet.
WARNED = [
    ("2026-09-01", []),
    ("2026-10-04", ["the holidays of 2027 are not checked against the decree yet"]),
    ("2027-10-01", ["the holidays of 2027 are not checked against the decree yet"]),
    ("2027-12-01", ["the known holidays end on 2027-12-31, in 30 days", "the holidays of 2027 are not checked"]),
    ("2028-01-05", ["the known holidays ended 5 days ago; it counts as if there were none"]),
]


@pytest.mark.parametrize(("day", "said"), WARNED, ids=[row[0] for row in WARNED])
def test_what_ends_soon_or_was_not_checked_is_told_in_time(directory: Directory, day: str, said: list[str]) -> None:
    found = list(warnings(directory, date.fromisoformat(day)))
    assert len(found) == len(said)
    assert all(line.startswith(f"calendar kantor: {told}") for line, told in zip(found, said, strict=True))
