"""What one service may ask another, with a timeout, never inside an answer."""

from typing import ClassVar

from shared.contracts.event import Word
from shared.contracts.words import Moment, Reach, State, TicketNumber


class AskTicket(Word):
    """Where does this ticket stand? Router answers with TicketStatus, or null when there is no such ticket."""

    SUBJECT: ClassVar[str] = "ask.tickets.status"

    ticket: TicketNumber


class TicketStatus(Word):
    """What anyone who knows a ticket's number may know of it."""

    ticket: TicketNumber
    state: State
    holder: str
    agency: str
    due_at: Moment | None = None
    changed_at: Moment


class AskAddress(Word):
    """Where can the reporter of this ticket be reached? Intake answers with Address; it alone can decrypt."""

    SUBJECT: ClassVar[str] = "ask.identity.address"

    ticket: TicketNumber
    reach: Reach


class Address(Word):
    """An address, or None when the vault holds none. Never logged, never stored outside the vault."""

    address: str | None = None
