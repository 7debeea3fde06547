"""Virtual time: what is to happen, in the order of the moments it happens at."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count

Do = Callable[[], None]


class Order(IntEnum):
    """What goes first of what happens at one moment: an answer given as the time runs out is in time."""

    ARRIVAL = 0
    ROSTER = 1
    DELIVERY = 2
    DEED = 3
    ALARM = 4


class Agenda:
    """`now` is the moment of what is being done; it only moves on, and nobody asks a clock."""

    def __init__(self) -> None:
        self.now = datetime.min.replace(tzinfo=UTC)
        self._heap: list[tuple[datetime, Order, int, Do]] = []
        self._numbers = count()

    def at(self, moment: datetime, order: Order, do: Do) -> None:
        """Done at that moment, or at once when it lies behind."""
        heappush(self._heap, (max(moment, self.now), order, next(self._numbers), do))

    def run(self, until: datetime) -> None:
        """Everything up to that moment, which then is now."""
        while self._heap and self._heap[0][0] <= until:
            self.now, _, _, do = heappop(self._heap)
            do()
        self.now = until
