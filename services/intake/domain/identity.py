"""What only the vault may hold, and the box it is kept in."""

from dataclasses import dataclass, field
from datetime import datetime

from services.intake.domain.admission import Submission
from shared.contracts.complaint import Place, Reporter
from shared.contracts.event import Word
from shared.contracts.words import Reach, TicketNumber


class Identity(Word):
    """The complaint as it came: who, what and where, unmasked; `raw` is the whole message body."""

    reporter: Reporter | None = None
    text: str
    place: Place | None = None
    raw: str

    @classmethod
    def of(cls, submission: Submission) -> "Identity":
        said = submission.complaint
        return cls(reporter=said.reporter, text=said.text, place=said.place, raw=submission.raw)

    def address(self, reach: Reach) -> str | None:
        """The reporter's address of this kind, None when there is none."""
        found = getattr(self.reporter, reach, None)
        return str(found) if found else None


@dataclass(frozen=True)
class Sealed:
    """An identity nobody can read without the key `key`; `fingerprint` tells which body of its id it came from."""

    ticket: TicketNumber
    pseudonym: str
    fingerprint: str
    box: bytes = field(repr=False)
    key: str
    at: datetime
