"""What one service may ask another, with a timeout, never inside an answer."""

from typing import ClassVar

from pydantic import Field

from shared.contracts.event import Word
from shared.contracts.ticket_record import Holder, Outcome, Pause
from shared.contracts.words import Moment, Slug, State, TicketNumber, Urgency

PAGE = 20


class AskTicket(Word):
    """Where does this ticket stand? Router answers with TicketStatus, or null when there is no such ticket."""

    SUBJECT: ClassVar[str] = "ask.tickets.status"

    ticket: TicketNumber


class TicketStatus(Word):
    """What anyone who knows a ticket's number may know of it; `review_at` is when a wait ends at the latest.

    `pause` is there while it waits. `object_by` is until when the citizen may object to how it was resolved.
    """

    ticket: TicketNumber
    revision: int = Field(default=1, ge=1)
    queue: Slug | None = None
    state: State
    holder: str
    agency: str
    due_at: Moment | None = None
    review_at: Moment | None = None
    pause: Pause | None = None
    object_by: Moment | None = None
    outcome: Outcome | None = None
    changed_at: Moment


class AskHistory(Word):
    """What happened to this ticket, oldest first? Router answers with History, or null when there is no such ticket.

    `post` is on whose behalf it is asked: what was noted for those who work on the ticket, and what a secret
    complaint says, is told to nobody else.
    """

    SUBJECT: ClassVar[str] = "ask.tickets.history"

    ticket: TicketNumber
    post: Slug | None = None
    after: int = Field(default=0, ge=0)
    limit: int = Field(default=PAGE, ge=1, le=PAGE)


class Past(Word):
    """One change of a ticket, or one wish that was refused (`event` is then `refused`); `words` as they were said."""

    revision: int
    event: str
    state: State
    holder: Holder
    actor: str
    reason: str
    words: str | None = None
    at: Moment


class History(Word):
    """`next` is the revision to ask `after` for later changes; None when these are all."""

    ticket: TicketNumber
    past: tuple[Past, ...] = ()
    next: int | None = None


class AskHeld(Word):
    """Which open tickets does this post hold, oldest first? Router answers with Tickets, or null for no such post."""

    SUBJECT: ClassVar[str] = "ask.tickets.held"

    post: Slug
    after: str | None = None
    limit: int = Field(default=PAGE, ge=1, le=PAGE)


class AskOpen(Word):
    """Which tickets of this queue are open, oldest first? Router answers with Tickets, or null for no such queue.

    With `since` only those admitted from that moment on, with `before` only those admitted before that one.
    """

    SUBJECT: ClassVar[str] = "ask.tickets.open"

    queue: Slug
    since: Moment | None = None
    before: Moment | None = None
    after: str | None = None
    limit: int = Field(default=PAGE, ge=1, le=PAGE)


class OpenTicket(Word):
    """What a holder or an overseer sees of an open ticket; `due_at` is the next time that was promised.

    `clocks` are the keys of those that have to run for it.
    """

    ticket: TicketNumber
    revision: int
    queue: Slug
    state: State
    holder: Holder
    urgency: Urgency
    topic: Slug | None = None
    case: TicketNumber | None = None
    admitted_at: Moment
    changed_at: Moment
    due_at: Moment | None = None
    clocks: tuple[str, ...] = ()


class Tickets(Word):
    """`next` is what to ask `after` for the ones after these; None when these are all."""

    tickets: tuple[OpenTicket, ...] = ()
    next: str | None = None
