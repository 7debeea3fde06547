"""Whom one change of a ticket concerns, and why; names and addresses come later."""

import hashlib
from dataclasses import dataclass

from services.notifier.domain.audiences import AUDIENCES, Told, is_taken_back
from shared.contracts.digest import LateDigest
from shared.contracts.spot_check import SpotCheckAsked
from shared.contracts.ticket import (
    TicketEscalated,
    TicketEvent,
    TicketHandedOver,
    TicketLapsed,
    TicketObjected,
    TicketRouted,
)
from shared.contracts.ticket_record import Promise
from shared.contracts.words import UNSEEN, Audience

# Letters of a digest that tell apart what is said of one revision.
DIGEST = 16

# Whose delivery sets the holder's time running: the holder's own letter, or one to who is told in their place.
STARTING: dict[type[TicketEvent], Audience] = {
    TicketRouted: "liaison",
    TicketHandedOver: "liaison",
    TicketEscalated: "leader",
    TicketLapsed: "liaison",
    TicketObjected: "liaison",
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
    concerned = AUDIENCES.get(type(event), ())
    if not concerned:
        return Recipients((), (f"{event.NAME} is told to nobody",))
    silent = {told: why for told in concerned if (why := told.silence(event))}
    notices = tuple(_notice(event, told) for told in concerned if told not in silent)
    return Recipients(notices, tuple(f"{told.audience}: {why}" for told, why in silent.items()))


def asked(check: SpotCheckAsked) -> Notice:
    """The one notice of a spot check."""
    return Notice(f"{check.check}:1:liaison", "liaison", check.holder.post, "is tested")


def reading(event: LateDigest) -> Notice:
    """The one notice of a digest."""
    return Notice(f"{event.key()}:leader", "leader", event.to.post, "reads what is late")


def _notice(event: TicketEvent, told: Told) -> Notice:
    is_start = STARTING.get(type(event)) == told.audience and not is_taken_back(event)
    starts = _waiting_promise(event) if is_start else None
    return Notice(f"{_name(event)}:{told.audience}", told.audience, told.to(event), told.why, starts)


def _name(event: TicketEvent) -> str:
    """The ticket and its revision, and which of them where several events bear one revision.

    An action's own id stays out: it may hold anything, and channels make file names and headers of this.
    """
    plain = f"{event.ticket}:{event.revision}"
    return plain if event.key() == plain else f"{plain}.{hashlib.sha256(event.key().encode()).hexdigest()[:DIGEST]}"


def _waiting_promise(event: TicketEvent) -> Promise | None:
    """The promise that runs from the moment somebody was told; starting one that runs already changes nothing."""
    if event.state not in UNSEEN:
        return None
    waiting = (promise for promise in event.promises if promise.starts == "delivered" and promise.due_at is None)
    return next(waiting, None)
