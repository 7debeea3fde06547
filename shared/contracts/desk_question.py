"""What whoever decides over unsorted and duplicate complaints may ask router."""

from typing import ClassVar

from pydantic import Field

from shared.contracts.event import Word
from shared.contracts.question import PAGE
from shared.contracts.sorted import Suggestion
from shared.contracts.words import Kind, Moment, Slug, TicketNumber


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
