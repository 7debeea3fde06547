"""Whom one change of a ticket concerns, and why; names and addresses come later."""

from dataclasses import dataclass

from shared.contracts.ticket import (
    Promise,
    TicketAcknowledged,
    TicketEscalated,
    TicketEvent,
    TicketHandedOver,
    TicketLinked,
    TicketReminded,
    TicketResolved,
    TicketRouted,
    TicketUnlinked,
    TicketUpdated,
)
from shared.contracts.words import UNSEEN, Audience

AUDIENCES: dict[type[TicketEvent], tuple[Audience, ...]] = {
    TicketRouted: ("liaison", "citizen"),
    TicketHandedOver: ("liaison", "citizen"),
    TicketLinked: (),
    TicketUnlinked: (),
    TicketAcknowledged: ("citizen",),
    TicketUpdated: ("citizen",),
    TicketReminded: ("liaison",),
    TicketEscalated: ("leader",),
    TicketResolved: ("citizen",),
}

WHY: dict[Audience, str] = {
    "liaison": "holds the ticket",
    "leader": "is the rung that hears of it now",
    "citizen": "reported it",
}


@dataclass(frozen=True)
class Notice:
    """One thing to tell one recipient; `to` is a post, or the reporter's pseudonym."""

    id: str
    audience: Audience
    to: str
    reason: str
    starts: Promise | None = None


@dataclass(frozen=True)
class Recipients:
    """Who is told, and why each other audience of this event is not."""

    notices: tuple[Notice, ...]
    silent: tuple[str, ...] = ()


def recipients(event: TicketEvent) -> Recipients:
    """An event this code does not know concerns nobody: its meaning is not ours to guess."""
    audiences = AUDIENCES.get(type(event), ())
    if not audiences:
        return Recipients((), (f"{event.NAME} is told to nobody",))
    if "citizen" in audiences and _is_import(event):
        told = tuple(audience for audience in audiences if audience != "citizen")
        return Recipients(_notices(event, told), ("citizen: an imported old complaint rings no bell",))
    return Recipients(_notices(event, audiences))


def _is_import(event: TicketEvent) -> bool:
    return isinstance(event, TicketRouted | TicketHandedOver) and event.complaint.urgency == "backlog"


def _notices(event: TicketEvent, audiences: tuple[Audience, ...]) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            id=f"{event.ticket}:{event.revision}:{audience}",
            audience=audience,
            to=_to(event, audience),
            reason=WHY[audience],
            starts=None if audience == "citizen" else _waiting_promise(event),
        )
        for audience in audiences
    )


def _to(event: TicketEvent, audience: Audience) -> str:
    if audience == "citizen":
        return event.complaint.pseudonym
    if isinstance(event, TicketEscalated):
        return event.told.post
    return event.holder.post


def _waiting_promise(event: TicketEvent) -> Promise | None:
    """The promise that runs from the moment somebody was told: the holder, or who is told in their place.

    Starting one that runs already changes nothing.
    """
    if not isinstance(event, TicketRouted | TicketHandedOver | TicketEscalated) or event.state not in UNSEEN:
        return None
    waiting = (promise for promise in event.promises if promise.starts == "delivered" and promise.due_at is None)
    return next(waiting, None)
