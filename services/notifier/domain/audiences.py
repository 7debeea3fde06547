"""Who may have to hear of each kind of ticket event, in which role, and when not after all."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.contracts.ticket import (
    ActionRefused,
    TicketAcknowledged,
    TicketAnswered,
    TicketAsked,
    TicketClosed,
    TicketConfirmed,
    TicketEscalated,
    TicketEvent,
    TicketForwarded,
    TicketHandedOver,
    TicketLapsed,
    TicketLinked,
    TicketNoted,
    TicketObjected,
    TicketOffered,
    TicketPaused,
    TicketRated,
    TicketReclassified,
    TicketReminded,
    TicketResolved,
    TicketResumed,
    TicketRouted,
    TicketUnheard,
    TicketUnlinked,
    TicketUpdated,
    TicketWithdrawn,
)
from shared.contracts.words import CITIZEN, Audience

# The worst score that asks nobody what went wrong.
CONTENT = 3


@dataclass(frozen=True)
class Told:
    """One who may have to hear of an event: at which post or under which pseudonym, and why.

    `silence` says why this one event is not for them after all; None when it is.
    """

    audience: Audience
    why: str
    to: Callable[[TicketEvent], str]
    silence: Callable[[TicketEvent], str | None] = lambda _: None


def is_taken_back(event: TicketEvent) -> bool:
    """Whether somebody who was away took the ticket again from the one who stood in."""
    if not isinstance(event, TicketHandedOver) or event.actor != event.holder.post:
        return False
    return event.former.stands_in_for == event.holder.post


def _holder(event: TicketEvent) -> str:
    return event.holder.post


def _pseudonym(event: TicketEvent) -> str:
    return event.complaint.pseudonym


def _other_than_the_one_who_took_it(event: TicketEvent) -> str:
    """Who takes a ticket back knows it; who stood in has to hear that it is no more theirs."""
    return event.former.post if isinstance(event, TicketHandedOver) and is_taken_back(event) else event.holder.post


def _rung(event: TicketEvent) -> str:
    return event.told.post if isinstance(event, TicketEscalated | TicketLapsed | TicketObjected) else event.holder.post


def _offered(event: TicketEvent) -> str:
    return event.offered.post if event.offered else event.holder.post


def _holds_it(event: TicketEvent) -> str | None:
    return "the holder is told already" if _rung(event) == event.holder.post else None


def _import(event: TicketEvent) -> str | None:
    return "an imported old complaint rings no bell" if event.complaint.urgency == "backlog" else None


def _import_at_holder(event: TicketEvent) -> str | None:
    """Hundreds come in one night; the first letter about each is its reminder, but for one that starts a clock."""
    starts_one = any(promise.starts == "delivered" and promise.due_at is None for promise in event.promises)
    return None if starts_one else _import(event)


def _own_deed(event: TicketEvent) -> str | None:
    return "the holder did it" if event.actor == event.holder.post else None


def _same_holder(event: TicketEvent) -> str | None:
    is_same = isinstance(event, TicketForwarded) and event.former.post == event.holder.post
    return "it stays with the same holder" if is_same else None


def _content(event: TicketEvent) -> str | None:
    return "a fair score asks for nothing" if event.score is None or event.score >= CONTENT else None


def _wish_of_citizen(event: TicketEvent) -> str | None:
    return "the citizen wished it" if event.actor == CITIZEN else None


def _wish_of_post(event: TicketEvent) -> str | None:
    return None if event.actor == CITIZEN else "a post wished it"


HOLDER = Told("liaison", "holds the ticket", _holder)
REPORTER = Told("citizen", "reported it", _pseudonym)
NEWS = Told("citizen", "reported it", _pseudonym, _import)

AUDIENCES: dict[type[TicketEvent], tuple[Told, ...]] = {
    TicketRouted: (Told("liaison", "holds the ticket", _holder, _import_at_holder), NEWS),
    TicketHandedOver: (Told("liaison", "holds the ticket, or held it", _other_than_the_one_who_took_it), NEWS),
    TicketLinked: (),
    TicketUnlinked: (),
    TicketAcknowledged: (REPORTER,),
    TicketLapsed: (HOLDER, Told("leader", "is one rung above the holder", _rung, _holds_it)),
    TicketUpdated: (Told("liaison", "holds the ticket", _holder, _own_deed), REPORTER),
    TicketReminded: (HOLDER,),
    TicketEscalated: (Told("leader", "is the rung that hears of it now", _rung),),
    TicketAsked: (REPORTER,),
    TicketAnswered: (HOLDER,),
    TicketPaused: (REPORTER,),
    TicketForwarded: (Told("liaison", "holds the ticket", _holder, _same_holder), REPORTER),
    TicketResumed: (Told("liaison", "holds the ticket", _holder, _own_deed), REPORTER),
    TicketReclassified: (NEWS,),  # what was promised may come sooner
    TicketNoted: (),
    TicketOffered: (Told("liaison", "is back and may have it", _offered),),
    TicketUnheard: (HOLDER,),
    TicketResolved: (REPORTER,),
    TicketConfirmed: (HOLDER,),
    TicketObjected: (HOLDER, Told("leader", "is one rung above the holder", _rung, _holds_it), REPORTER),
    TicketClosed: (REPORTER,),
    TicketWithdrawn: (HOLDER, REPORTER),
    TicketRated: (Told("liaison", "holds the ticket", _holder, _content),),
    ActionRefused: (
        Told("liaison", "wished it", lambda event: event.actor, _wish_of_citizen),
        Told("citizen", "wished it", _pseudonym, _wish_of_post),
    ),
}
