"""What may be asked of intake about who reported."""

from typing import ClassVar

from shared.contracts.event import Word
from shared.contracts.words import Reach, TicketNumber


class AskAddress(Word):
    """Where can the reporter of this ticket be reached? Intake answers with Address; it alone can decrypt."""

    SUBJECT: ClassVar[str] = "ask.identity.address"

    ticket: TicketNumber
    reach: Reach


class Address(Word):
    """An address, or None when the vault holds none. Never logged, never stored outside the vault."""

    address: str | None = None
