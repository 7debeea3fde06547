"""What one service may ask another, with a timeout, never inside an answer."""

from typing import ClassVar

from pydantic import Field

from shared.contracts.event import Word
from shared.contracts.sorted import Suggestion
from shared.contracts.words import Kind, Moment, Reach, Slug, State, TicketNumber

PAGE = 20


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


class AskTriage(Word):
    """Which tickets wait for a person's decision, longest first? Router answers with Waitings."""

    SUBJECT: ClassVar[str] = "ask.tickets.triage"

    after: str | None = None
    limit: int = Field(default=PAGE, ge=1, le=PAGE)


class Waiting(Word):
    """A ticket nobody could sort: the masked text, and what the sorter thought of."""

    ticket: TicketNumber
    since: Moment
    holder: Slug
    text: str
    kind: Kind
    district: str | None = None
    village: str | None = None
    place_question: str | None = None
    suggestions: tuple[Suggestion, ...] = ()
    reason: str


class Waitings(Word):
    """`next` is what to ask `after` for the ones after these; None when these are all."""

    tickets: tuple[Waiting, ...] = ()
    next: str | None = None


class AskDecisions(Word):
    """What did people decide, oldest first? Router answers with Decisions."""

    SUBJECT: ClassVar[str] = "ask.tickets.decisions"

    after: str | None = None
    limit: int = Field(default=PAGE, ge=1, le=PAGE)


class Decision(Word):
    """A masked text and where a person said it belongs: an example to learn from."""

    ticket: TicketNumber
    text: str
    sector: Slug
    topic: Slug
    actor: Slug
    at: Moment


class Decisions(Word):
    """`next` is what to ask `after` for later ones; None when these are all."""

    decisions: tuple[Decision, ...] = ()
    next: str | None = None


class AskCase(Word):
    """Who else told of the same trouble? Router answers with Case, or null when the ticket is not in one."""

    SUBJECT: ClassVar[str] = "ask.tickets.case"

    ticket: TicketNumber


class Case(Word):
    """The tickets that tell of one trouble, oldest first; `case` is the number of the first."""

    case: TicketNumber
    tickets: tuple[TicketNumber, ...]


class AskAddress(Word):
    """Where can the reporter of this ticket be reached? Intake answers with Address; it alone can decrypt."""

    SUBJECT: ClassVar[str] = "ask.identity.address"

    ticket: TicketNumber
    reach: Reach


class Address(Word):
    """An address, or None when the vault holds none. Never logged, never stored outside the vault."""

    address: str | None = None
