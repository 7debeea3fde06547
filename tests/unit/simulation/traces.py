"""Small traces with known outcomes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.simulation.people import People
from services.simulation.sorting import Places
from services.simulation.tally import Tally
from services.simulation.trace import Arrival
from services.simulation.world import World
from shared.directory.model import Directory
from shared.policy.calendar import WorkingTime, working_time
from tests.conftest import shipped

# A Monday, 08.00 in the regency.
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TAIL = timedelta(days=120)
OWN = "own"


def office() -> WorkingTime:
    return working_time(shipped().office)


def span(policy: str) -> timedelta:
    return shipped().promises[policy].span


def arrival(
    answered_after: timedelta | None = None, sector: str = "infrastruktur", created: datetime = MONDAY
) -> Arrival:
    """One that is answered when so much working time has passed; None for never."""
    answered = None if answered_after is None else office().add(created, answered_after)
    return Arrival(2, created, answered, sector)


def ran(
    *arrivals: Arrival,
    directory: Directory | None = None,
    people: People | None = None,
    until: datetime = MONDAY + TAIL,
) -> Tally:
    return World(Places(directory or shipped()), people or People()).run(arrivals, until)


def written(folder: Path, *lines: str, header: str = "id,created,answered,sector") -> Path:
    file = folder / "trace.csv"
    file.write_text("\n".join((header, *lines, "")), encoding="utf-8")
    return file
