"""A complaint whose queue is known."""

from typing import ClassVar

from pydantic import Field

from shared.contracts.admitted import MaskedComplaint
from shared.contracts.event import Event, Word
from shared.contracts.words import Chain, Kind, Slug


class Suggestion(Word):
    """One of the sectors a complaint may belong to, and how likely it is; `topic` is None when no word names one."""

    sector: Slug
    topic: Slug | None = None
    confidence: float = Field(ge=0, le=1)


class Sorting(Word):
    """Where a complaint belongs and why; `sector` and `topic` are None when a person has to decide.

    `top3` is what the sorter thought of, likeliest first. `owner` is the agency in charge when it is another than the
    topic's own. `chain` says whether the agency's people hold it or the head of the village or district it lies in.
    `place_question` is what to ask the reporter when the place's name could be several places. `edition` is the
    directory's, `model` the learned model's, None when words alone decided.
    """

    queue: Slug
    sector: Slug | None = None
    topic: Slug | None = None
    owner: Slug | None = None
    chain: Chain = "sector"
    kind: Kind = "complaint"
    district: str | None = None
    village: str | None = None
    place_question: str | None = None
    confidence: float = Field(ge=0, le=1)
    top3: tuple[Suggestion, ...] = ()
    reason: str
    edition: str
    model: str | None = None


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
