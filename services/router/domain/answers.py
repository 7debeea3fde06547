"""What people and other services are told of a ticket when they ask."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from services.router.domain.chart import ACTIONS, may_act
from services.router.domain.consequences import is_unkept
from shared.contracts.question import OpenTicket, Past, TicketStatus
from shared.contracts.ticket import TicketEvent, TicketResumed
from shared.contracts.ticket_record import Outcome, Pause
from shared.contracts.words import CITIZEN, OWN, WAITING, Moment, Slug, clock_key
from shared.directory.model import Directory

FOR_STAFF = "(hanya untuk petugas)"
WITHHELD = "(rahasia: isinya hanya untuk pemegang laporan)"
# What posts write there is for the citizen; that work goes on may be said without a word.
FOR_CITIZENS: tuple[type[TicketEvent], ...] = (
    TicketResumed,
    *(way.event for way in ACTIONS if way.words == "citizen"),
)


def status(ticket: TicketEvent) -> TicketStatus:
    """Where it stands; `due_at` is the resolution promised: none while the ticket waits, or once it is resolved."""
    own = (promise for promise in ticket.promises if promise.track == OWN and is_unkept(ticket, promise.clock))
    due = {promise.clock: promise.due_at for promise in own}
    pause = _pause(ticket)
    return TicketStatus(
        ticket=ticket.ticket,
        revision=ticket.revision,
        queue=ticket.queue,
        state=ticket.state,
        holder=ticket.holder.title,
        agency=ticket.holder.agency,
        due_at=due.get("resolution"),
        review_at=pause.review_at if pause else None,
        pause=pause,
        object_by=due.get("objection"),
        outcome=_outcome(ticket),
        changed_at=ticket.changed_at,
    )


def _pause(ticket: TicketEvent) -> Pause | None:
    """What it waits for now; of a secret complaint nobody learns who has it."""
    if ticket.pause is None or ticket.state not in WAITING:
        return None
    kept_back = dict.fromkeys(("procedure", "stage", "agency", "reference"))
    return ticket.pause.model_copy(update=kept_back if _is_secret(ticket) else {})


def _outcome(ticket: TicketEvent) -> Outcome | None:
    """How it ended; of a secret complaint nobody learns what was said of it, nor which other one tells of the same."""
    if ticket.outcome is None or not _is_secret(ticket):
        return ticket.outcome
    kept_back = {"words": WITHHELD, "agency": None, "reference": None, "other": None}
    return ticket.outcome.model_copy(update=kept_back)


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
        clocks=tuple(_running(ticket)),
    )


def _running(ticket: TicketEvent) -> Iterator[str]:
    for promise in ticket.promises:
        if promise.started_at and is_unkept(ticket, promise.clock):
            yield clock_key(ticket.ticket, promise.clock, promise.segment, promise.track)


def _due_next(ticket: TicketEvent) -> Moment | None:
    running = (promise for promise in ticket.promises if is_unkept(ticket, promise.clock))
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


def is_for_staff(ticket: TicketEvent, post: Slug | None, directory: Directory) -> bool:
    """Whether that post reads all there is: who works on it, and the desks, but for a secret one in other hands."""
    is_desk = post in {directory.triage_post, directory.arbiter_post}
    return post in may_act(ticket) or (is_desk and not _is_secret(ticket))


def past(event: TicketEvent, *, for_staff: bool) -> Past:
    """One change or refusal; what staff wrote for each other, and all that a secret complaint says, is for staff."""
    is_secret = _is_secret(event) and not for_staff
    words = FOR_STAFF if event.words and _is_among_staff(event) and not for_staff else event.words
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


def _is_secret(event: TicketEvent) -> bool:
    return event.complaint.privacy == "secret"


def _is_among_staff(event: TicketEvent) -> bool:
    """Whether a post wrote it for those who work on it, or wished to write something that nobody was told."""
    return event.actor != CITIZEN and not isinstance(event, FOR_CITIZENS)
