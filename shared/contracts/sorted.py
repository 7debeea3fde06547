"""A complaint whose queue is known."""

from typing import ClassVar

from pydantic import Field

from shared.contracts.admitted import MaskedComplaint
from shared.contracts.event import Event, Word
from shared.contracts.words import Slug


class Sorting(Word):
    """Where a complaint belongs and why; `sector` and `topic` are None when a person has to decide."""

    queue: Slug
    sector: Slug | None = None
    topic: Slug | None = None
    district: str | None = None
    village: str | None = None
    confidence: float = Field(ge=0, le=1)
    reason: str
    edition: str


class Sorted(Event):
    """Router knows the queue; from here on every sector has its own."""

    NAME: ClassVar[str] = "sorted"
    SUBJECT: ClassVar[str] = "sorted.{queue}"

    complaint: MaskedComplaint
    sorting: Sorting

    def address(self) -> dict[str, str]:
        return {"queue": self.sorting.queue}

    def key(self) -> str:
        return self.complaint.ticket
