"""What becomes of a ticket when a letter about it reached nobody."""

from datetime import datetime

from services.router.domain.assignment import next_told
from services.router.domain.consequences import escalated, passing
from services.router.domain.revision import Refusal, revise
from shared.contracts.notice import NoticeFailed
from shared.contracts.ticket import (
    ActionRefused,
    TicketEvent,
    TicketHandedOver,
    TicketNoted,
    TicketOffered,
    TicketRated,
    TicketUnheard,
)
from shared.contracts.words import OPEN
from shared.directory.model import Directory

# Of what nobody has to hear in the place of whom it did not reach.
QUIET = frozenset({ActionRefused.NAME, TicketNoted.NAME, TicketOffered.NAME, TicketRated.NAME})


def on_undelivered(
    ticket: TicketEvent, notice: NoticeFailed, directory: Directory, now: datetime
) -> TicketEvent | Refusal | None:
    """A letter reached nobody, and it is nobody's breach: the next person is told at once.

    When it was the citizen's each holder is told, once, to find another way. None when nobody waits for it: it was a
    former holder's, what it told of is quiet, or the ticket is done.
    """
    if notice.about in QUIET:
        return None
    if notice.audience == "citizen":
        return _unheard(ticket, notice, now)
    taken_back = notice.about == TicketHandedOver.NAME and notice.to != ticket.holder.post
    if ticket.state not in OPEN or notice.segment != ticket.segment or taken_back:
        return None
    found = next_told(directory, ticket.holder, notice.to, directory.day(now))
    if found.told is None:
        return Refusal(f"nobody is left to tell; the notice to {notice.to} failed: {notice.reason}")
    reason = f"kabar untuk {notice.to} tidak sampai: {notice.reason}{passing(found.skipped)}"
    change = {"cause": notice.key(), "actor": "notifier", "reason": reason, "changed_at": now}
    return escalated(ticket, found.told, found, **change)


def _unheard(ticket: TicketEvent, notice: NoticeFailed, now: datetime) -> TicketUnheard | None:
    """Of whatever segment: it is the same citizen whom letters do not reach."""
    if ticket.unheard or ticket.state not in OPEN | {"resolved"}:
        return None
    change = {"cause": notice.key(), "actor": "notifier", "changed_at": now}
    return revise(
        ticket, TicketUnheard, unheard=True, reason=f"kabar untuk pelapor tidak sampai: {notice.reason}", **change
    )
