"""Sla measures how long the holidays are known, of whatever edition is live, and warns once."""

from datetime import UTC, date, datetime

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from services.sla.horizon import HorizonWatch
from shared.directory.model import Directory


class Living:
    """The directory and the moment, which a test moves on."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.now = datetime(2027, 1, 1, tzinfo=UTC)
        self.watch = HorizonWatch(lambda: self.directory, lambda: self.now)

    def measured(self) -> tuple[float | None, list[str]]:
        """The gauge of the offices' calendar, and the warnings, after one look."""
        with capture_logs() as logs:
            self.watch.once()
        days = REGISTRY.get_sample_value("melayani_calendar_horizon_days", {"calendar": "kantor"})
        return days, [line["calendar"] for line in logs if line["event"] == "holidays end soon"]


@pytest.fixture
def living(directory: Directory) -> Living:
    return Living(directory)


def test_it_counts_the_days_that_are_left(living: Living) -> None:
    assert living.measured() == (364, [])


def test_it_warns_once_when_they_become_few(living: Living) -> None:
    living.now = datetime(2027, 12, 1, tzinfo=UTC)
    assert [living.measured() for _ in range(2)] == [(30, ["kantor"]), (30, [])]


def test_an_edition_with_another_year_puts_an_end_to_it(living: Living) -> None:
    living.now = datetime(2027, 12, 1, tzinfo=UTC)
    living.measured()
    longer = living.directory.calendars["kantor"].model_copy(update={"horizon": date(2028, 12, 31)})
    living.directory = living.directory.model_copy(update={"calendars": {"kantor": longer}})
    assert living.measured() == (396, [])


def test_a_calendar_that_is_gone_is_not_measured_any_more(living: Living) -> None:
    living.measured()
    living.directory = living.directory.model_copy(update={"calendars": {}})
    assert living.measured() == (None, [])
