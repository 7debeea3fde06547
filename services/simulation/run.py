"""One run from beginning to end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.simulation.people import People
from services.simulation.report import Table, tables
from services.simulation.sorting import Places
from services.simulation.trace import Arrival
from services.simulation.world import Progress, World, quiet

REFUSALS = 5


@dataclass(frozen=True)
class Ran:
    """`refused` is what the model's people wished and router would not do; nothing where the model fits."""

    tables: tuple[Table, ...]
    refused: tuple[str, ...]


def ran(
    arrivals: Sequence[Arrival], places: Places, people: People, until: datetime, progress: Progress = quiet
) -> Ran:
    """What became of these arrivals in one directory."""
    tally = World(places, people).run(arrivals, until, progress)
    refused = tally.refusals.most_common(REFUSALS)
    return Ran(tables(tally), tuple(f"refused {count} times: {reason}" for reason, count in refused))
