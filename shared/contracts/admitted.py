"""A complaint inside the system: without an identity, with a number."""

from typing import ClassVar

from shared.contracts.complaint import Place
from shared.contracts.event import Event, Word
from shared.contracts.words import Kind, Moment, Privacy, Reach, Slug, TicketNumber, Urgency


class MaskedComplaint(Word):
    """What the rest of the system may know of a complaint; the text is masked, the reporter a pseudonym.

    `reachable` says which kinds of address the vault holds for the reporter, never the addresses.
    """

    ticket: TicketNumber
    source: Slug
    kind: Kind
    urgency: Urgency
    urgency_reason: str
    text: str
    place: Place | None = None
    pseudonym: str
    privacy: Privacy
    reachable: tuple[Reach, ...] = ()
    reported_at: Moment
    admitted_at: Moment


class Admitted(Event):
    """Intake took a complaint."""

    NAME: ClassVar[str] = "admitted"
    SUBJECT: ClassVar[str] = "admitted.{urgency}.{source}"

    complaint: MaskedComplaint

    def address(self) -> dict[str, str]:
        return {"urgency": self.complaint.urgency, "source": self.complaint.source}

    def key(self) -> str:
        return self.complaint.ticket
