"""What people and other services are told of a ticket when they ask."""

from collections.abc import Sequence
from itertools import groupby

from services.router.domain.consequences import UNKEPT
from shared.contracts.question import OpenTicket, Past, TicketStatus
from shared.contracts.ticket import ActionRefused, TicketEvent, TicketNoted
from shared.contracts.words import WAITING, Moment

FOR_STAFF = "(hanya untuk petugas)"
WITHHELD = "(rahasia: isinya hanya untuk pemegang laporan)"


def status(ticket: TicketEvent) -> TicketStatus:
    """Where it stands; `due_at` is the resolution promised, which stands still while the ticket waits."""
    due = [promise.due_at for promise in ticket.promises if promise.clock == "resolution"]
    return TicketStatus(
        ticket=ticket.ticket,
        revision=ticket.revision,
        queue=ticket.queue,
        state=ticket.state,
        holder=ticket.holder.title,
        agency=ticket.holder.agency,
        due_at=due[0] if due and ticket.state not in WAITING else None,
        review_at=ticket.pause.review_at if ticket.pause and ticket.state in WAITING else None,
        outcome=ticket.outcome,
        changed_at=ticket.changed_at,
    )


def open_ticket(ticket: TicketEvent) -> OpenTicket:
    """What whoever holds or oversees it sees of it."""
    return OpenTicket(
        ticket=ticket.ticket,
        revision=ticket.revision,
        queue=ticket.queue,
        state=ticket.state,
        holder=ticket.holder,
        urgency=ticket.complaint.urgency,
        topic=ticket.sorting.topic,
        case=ticket.case,
        admitted_at=ticket.complaint.admitted_at,
        changed_at=ticket.changed_at,
        due_at=_due_next(ticket),
    )


def _due_next(ticket: TicketEvent) -> Moment | None:
    running = (promise for promise in ticket.promises if ticket.state in UNKEPT[promise.clock])
    return min((promise.due_at for promise in running if promise.due_at), default=None)


def page_of(events: Sequence[TicketEvent], after: int, limit: int) -> tuple[list[TicketEvent], int | None]:
    """Whole revisions after that one, each with what was refused while it was the latest, and the last one if not all.

    Of many refusals of one revision the newest are shown, as many as fit on a page beside it.
    """
    page: list[TicketEvent] = []
    for revision, said in groupby(events, key=lambda event: event.revision):
        change, *refused = said
        together = [change, *refused[max(0, len(refused) - limit + 1) :]]
        if revision > after and page and len(page) + len(together) > limit:
            return page, page[-1].revision
        page += together if revision > after else []
    return page, None


def past(event: TicketEvent, *, for_staff: bool) -> Past:
    """One change or refusal; what staff wrote for each other, and all that a secret complaint says, is for staff."""
    is_secret = event.complaint.privacy == "secret" and not for_staff
    words = FOR_STAFF if _is_note(event) and not for_staff else event.words
    return Past(
        revision=event.revision,
        event=event.word(),
        state=event.state,
        holder=event.holder,
        actor=event.actor,
        reason=WITHHELD if is_secret else event.reason,
        words=WITHHELD if is_secret and words else words,
        at=event.changed_at,
    )


def _is_note(event: TicketEvent) -> bool:
    return isinstance(event, TicketNoted) or (isinstance(event, ActionRefused) and event.kind == "note")
