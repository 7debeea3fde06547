"""How long holders had their tickets, counted when a segment ends."""

from datetime import timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY

from services.router.segment_count import SegmentCount
from shared.contracts import ticket as said
from shared.contracts.ticket import TicketEvent
from shared.directory.model import Directory
from tests.builders import NOW, started, ticket

QUEUE = "infrastruktur"


def revision(number: int, kind: type[TicketEvent], state: str, **change: Any) -> TicketEvent:
    """Each an hour after the one before, in a calendar that never closes."""
    at = NOW + number * timedelta(hours=1)
    return ticket(kind, revision=number, state=state, changed_at=at, promises=(started(),), **change)


FIRST = revision(1, said.TicketRouted, "routed")
TAKEN = revision(2, said.TicketAcknowledged, "acknowledged")
MOVED = revision(3, said.TicketHandedOver, "routed", segment=2)
ANSWERED = revision(4, said.TicketUpdated, "in_progress", segment=2)
WITHDRAWN = revision(5, said.TicketWithdrawn, "withdrawn", segment=2)
RATED = revision(6, said.TicketRated, "withdrawn", segment=2)


@pytest.mark.parametrize(
    ("history", "ended", "counted", "hours"),
    [
        ([FIRST, TAKEN], "acknowledged", 0, 0),
        ([FIRST, TAKEN, MOVED], "handed_over", 1, 3),  # since its admission
        ([FIRST, TAKEN, MOVED, ANSWERED, WITHDRAWN], "withdrawn", 1, 2),
        ([FIRST, TAKEN, MOVED, ANSWERED, WITHDRAWN, RATED], "rated", 0, 0),
    ],
)
def test_a_segment_is_counted_when_it_ends_by_its_own_time(
    history: list[TicketEvent], ended: str, counted: int, hours: int, directory: Directory
) -> None:
    def seen(what: str) -> float:
        return REGISTRY.get_sample_value(f"melayani_segment_seconds_{what}", {"queue": QUEUE, "ended": ended}) or 0

    before = seen("count"), seen("sum")
    SegmentCount(lambda: directory).note(history)
    assert (seen("count") - before[0], seen("sum") - before[1]) == (counted, hours * 3600)
