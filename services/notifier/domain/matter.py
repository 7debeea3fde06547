"""What a notice tells of, as far as its way to the recipient needs to know."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.digest import LateDigest
from shared.contracts.spot_check import SpotCheckAsked
from shared.contracts.ticket import (
    ActionRefused,
    TicketAnswered,
    TicketClosed,
    TicketConfirmed,
    TicketEvent,
    TicketObjected,
    TicketRated,
    TicketResolved,
    TicketUpdated,
    TicketWithdrawn,
)
from shared.contracts.words import CheckNumber, Reach, Slug, TicketNumber

# What one person told another still counts when a later stretch of the ticket has begun; how it stood then does not.
LASTING = (
    *(TicketUpdated, TicketAnswered, TicketResolved, TicketConfirmed, TicketObjected),
    *(TicketClosed, TicketWithdrawn, TicketRated, ActionRefused),
)


@dataclass(frozen=True)
class Matter:
    """A change of a ticket, a spot check, or a digest: `about` is the event's name, `number` names which of them.

    A digest is of no queue: no other service hears what became of it.
    What `lasts` is told however late; the rest only until somebody was told of a later segment. `reachable` says
    which kinds of address there are of the reporter.
    """

    about: str
    number: TicketNumber | CheckNumber
    queue: Slug | None
    at: datetime
    revision: int = 1
    segment: int = 1
    lasts: bool = True
    reachable: tuple[Reach, ...] = ()


def of_ticket(event: TicketEvent) -> Matter:
    return Matter(
        about=event.NAME,
        number=event.ticket,
        queue=event.queue,
        at=event.changed_at,
        revision=event.revision,
        segment=event.segment,
        lasts=isinstance(event, LASTING),
        reachable=event.complaint.reachable,
    )


def of_check(check: SpotCheckAsked) -> Matter:
    return Matter(about=check.NAME, number=check.check, queue=check.queue, at=check.asked_at)


def of_digest(event: LateDigest) -> Matter:
    return Matter(about=event.NAME, number=event.key(), queue=None, at=event.at)
