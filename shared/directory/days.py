"""Days in a row, as the roster's checks tell of them."""

from datetime import date, timedelta
from typing import NamedTuple

from shared.directory.fact import Dated

A_DAY = timedelta(days=1)


class Days(NamedTuple):
    """From the first to the last, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        since = "" if self.first == date.min else f"from {self.first} on"
        until = "" if self.last == date.max else f"until {self.last}"
        if self.first == self.last:
            return f"on {self.first}"
        return f"from {self.first} to {self.last}" if since and until else since or until or "on every day"


def span_of(dated: Dated) -> Days:
    return Days(dated.valid_from or date.min, dated.valid_to or date.max)
