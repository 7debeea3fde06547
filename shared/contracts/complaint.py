"""What a publisher says: somebody complains, asks, wishes or gives thanks."""

import re
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints, field_validator

from shared.contracts.event import Message, Word
from shared.contracts.words import Kind, Moment, Privacy, Reach

TEXT_LIMIT = 20_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class Reporter(Word):
    """Who complains. Never leaves intake: it goes into the vault."""

    name: Line | None = None
    phone: Line | None = None
    email: Line | None = None
    address: Line | None = None
    nik: Line | None = None

    def reachable(self) -> tuple[Reach, ...]:
        """The kinds of address this person gave, without the addresses."""
        return tuple(kind for kind in ("phone", "email") if getattr(self, kind))


class Place(Word):
    """Where it is, as far as the source knows; names as people write them, degrees WGS 84."""

    district: Line | None = None
    village: Line | None = None
    note: Line | None = None
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)


class Complaint(Message):
    """A complaint as its source publishes it; its source is the subject's, never the body's.

    The CloudEvents id (header `ce-id`, or `id` in structured mode) names it at its source: the same id with the
    same body is accepted once. `backlog` marks an old complaint that is imported: it rings no bell.
    """

    NAME: ClassVar[str] = "complaints"
    SUBJECT: ClassVar[str] = "complaints.{source}"

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LIMIT)]
    kind: Kind = "complaint"
    reporter: Reporter | None = None
    place: Place | None = None
    privacy: Privacy = "open"
    reported_at: Moment | None = None
    backlog: bool = False

    @field_validator("text")
    @classmethod
    def _is_text(cls, text: str) -> str:
        if CONTROL.search(text):
            raise ValueError("text holds control characters; is it binary?")
        return text
