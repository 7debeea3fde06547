"""Counts how long holders had their tickets, at the moment a segment ends."""

from collections.abc import Callable, Sequence
from itertools import takewhile

from prometheus_client import Histogram

from shared.contracts.ticket import TicketEvent
from shared.contracts.words import ENDED
from shared.directory.model import Directory
from shared.policy.attribution import stretches, times_of

WORKED = Histogram(
    "melayani_segment_seconds",
    "Working time a holder had a ticket to work on, by what ended it",
    ("queue", "ended"),
    buckets=(300, 900, 3_600, 7_200, 14_400, 27_000, 54_000, 135_000, 378_000),
)


class SegmentCount:
    """Of what router has read anyway when it changes a ticket."""

    def __init__(self, directory: Callable[[], Directory]) -> None:
        self._directory = directory

    def note(self, history: Sequence[TicketEvent]) -> None:
        """Counts the segment that the latest of these revisions ended, if it ended one."""
        after, before = history[-1], history[-2]
        begins_another = after.segment != before.segment
        if before.state in ENDED or not (begins_another or after.state in ENDED):
            return
        own = [*takewhile(lambda revision: revision.segment == before.segment, reversed(history[:-1]))][::-1]
        ended = times_of(stretches([*own, after], after.changed_at)[: len(own)], self._directory(), after)
        WORKED.labels(before.queue, after.word()).observe(ended.worked.total_seconds())
