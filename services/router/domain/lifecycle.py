"""What can happen to a ticket; every decision returns the next revision, or says why not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from shared.contracts.action import Action
from shared.contracts.notice import NoticeFailed
from shared.contracts.promise import PromiseBreached, PromiseEvent
from shared.contracts.ticket import (
    Holder,
    TicketAcknowledged,
    TicketEscalated,
    TicketEvent,
    TicketReminded,
    TicketResolved,
    TicketUpdated,
)
from shared.contracts.words import UNSEEN, ClockName, State

Next = TypeVar("Next", bound=TicketEvent)

# Which states leave the promise of a clock unkept.
UNKEPT: dict[ClockName, frozenset[State]] = {
    "acknowledge": UNSEEN,
    "triage": UNSEEN,
    "resolution": UNSEEN | {"acknowledged"},
}


@dataclass(frozen=True)
class Refusal:
    """A change that may not be, and why, for the one who wished it."""

    reason: str


def act(ticket: TicketEvent, action: Action, now: datetime) -> TicketEvent | Refusal:
    """The ticket after a person's action."""
    refusal = _refuse(ticket, action)
    if refusal:
        return Refusal(refusal)
    if action.kind == "acknowledge":
        return _next(ticket, TicketAcknowledged, action, now, state="acknowledged")
    if action.kind == "reply":
        return _next(ticket, TicketUpdated, action, now, state="acknowledged", words=action.words)
    return _next(ticket, TicketResolved, action, now, state="resolved", words=action.words)


def caused_by(action: Action) -> str:
    """The cause of the revision an action leads to; a promise's or a notice's is never the same."""
    return f"action:{action.key()}"


def _refuse(ticket: TicketEvent, action: Action) -> str | None:
    if action.actor not in _may_act(ticket):
        return f"{action.actor} does not hold this ticket; {ticket.holder.post} does"
    if ticket.state == "resolved":
        return "this ticket is already resolved"
    if action.kind == "acknowledge" and ticket.state not in UNSEEN:
        return "this ticket is already acknowledged"
    if action.kind != "acknowledge" and not action.words:
        return f"{action.kind} needs words for the citizen"
    return None


def _may_act(ticket: TicketEvent) -> set[str]:
    ladder = {step.post for promise in ticket.promises for step in promise.steps if step.post}
    told = {ticket.told.post} if isinstance(ticket, TicketEscalated) else set()
    return {ticket.holder.post, *ladder, *told}


def _next(ticket: TicketEvent, kind: type[Next], action: Action, now: datetime, **change: Any) -> Next:
    reason = f"{action.kind} by {action.actor}"
    return revise(ticket, kind, cause=caused_by(action), actor=action.actor, reason=reason, changed_at=now, **change)


def on_promise(ticket: TicketEvent, promise: PromiseEvent, now: datetime, told: Holder | None) -> TicketEvent | None:
    """Reminds the holder, or tells the rung above; None when the promise was kept meanwhile."""
    if ticket.state not in UNKEPT[promise.clock]:
        return None
    common = {"cause": promise.key(), "actor": "sla", "reason": promise.reason, "changed_at": now}
    if not isinstance(promise, PromiseBreached) or told is None:
        return revise(ticket, TicketReminded, **common)
    return revise(ticket, TicketEscalated, told=told, rung=max(ticket.rung, promise.rung), **common)


def on_undelivered(
    ticket: TicketEvent, notice: NoticeFailed, now: datetime, told: Holder | None
) -> TicketEvent | Refusal | None:
    """A notice reached nobody: the next person is told at once, and it is nobody's breach."""
    if ticket.state == "resolved" or notice.audience == "citizen":
        return None
    if told is None:
        return Refusal(f"nobody is left to tell; the notice to {notice.to} failed: {notice.reason}")
    reason = f"kabar untuk {notice.to} tidak sampai: {notice.reason}"
    return revise(
        ticket, TicketEscalated, told=told, cause=notice.key(), actor="notifier", reason=reason, changed_at=now
    )


def revise(ticket: TicketEvent, kind: type[Next], **change: Any) -> Next:
    """The next revision of a ticket as an event of `kind`."""
    kept = {name: getattr(ticket, name) for name in TicketEvent.model_fields} | {"words": None}
    return kind(**kept | {"revision": ticket.revision + 1, **change})
