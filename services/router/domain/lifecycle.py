"""What can happen to a ticket; every decision returns the next revision, or says why not."""

from datetime import datetime

from services.router.domain.handover import Move
from services.router.domain.revision import Refusal, caused_by, revise
from shared.contracts.action import Action, ActionKind
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
from shared.contracts.words import UNSEEN, WAITING, ClockName, State
from shared.directory.model import Directory

# Which states leave the promise of a clock unkept.
UNKEPT: dict[ClockName, frozenset[State]] = {
    "acknowledge": UNSEEN,
    "triage": UNSEEN,
    "resolution": UNSEEN | {"acknowledged", "in_progress"},
    "review": WAITING,
    "objection": frozenset({"resolved"}),
}
# What the holder says of a ticket that stays with them, and how it stands then.
SAID: dict[ActionKind, tuple[type[TicketEvent], State]] = {
    "acknowledge": (TicketAcknowledged, "acknowledged"),
    "reply": (TicketUpdated, "acknowledged"),
    "resolve": (TicketResolved, "resolved"),
}
# What cannot be done without a word, and for whom it is.
NEEDS_WORDS: dict[ActionKind, str] = {
    "reply": "for the citizen",
    "resolve": "for the citizen",
    "hand_over": "that say why it is not yours",
}


def act(
    ticket: TicketEvent, action: Action, directory: Directory, now: datetime, speed: float
) -> TicketEvent | Refusal:
    """The ticket after a person's action."""
    refusal = _refuse(ticket, action)
    if refusal:
        return Refusal(refusal)
    if action.kind in SAID:
        return _said(ticket, action, now)
    if action.kind == "decide":
        return Move(ticket, action, directory, now, speed).decide()
    if action.kind == "hand_over":
        return Move(ticket, action, directory, now, speed).hand_over()
    return Refusal(f"{action.kind} is not done to one ticket alone")


def _refuse(ticket: TicketEvent, action: Action) -> str | None:
    if action.actor not in may_act(ticket):
        return f"{action.actor} does not hold this ticket; {ticket.holder.post} does"
    if ticket.state == "resolved":
        return "this ticket is already resolved"
    if action.kind == "acknowledge" and ticket.state not in UNSEEN:
        return "this ticket is already acknowledged"
    if action.kind in NEEDS_WORDS and not action.words:
        return f"{action.kind} needs words {NEEDS_WORDS[action.kind]}"
    return None


def may_act(ticket: TicketEvent) -> set[str]:
    """The holder, the posts of its ladder, and who was told in the holder's place."""
    ladder = {step.post for promise in ticket.promises for step in promise.steps if step.post}
    told = {ticket.told.post} if isinstance(ticket, TicketEscalated) else set()
    return {ticket.holder.post, *ladder, *told}


def _said(ticket: TicketEvent, action: Action, now: datetime) -> TicketEvent:
    kind, state = SAID[action.kind]
    return revise(
        ticket,
        kind,
        state=state,
        cause=caused_by(action),
        actor=action.actor,
        reason=f"{action.kind} by {action.actor}",
        words=action.words,
        changed_at=now,
    )


def on_promise(ticket: TicketEvent, promise: PromiseEvent, directory: Directory, now: datetime) -> TicketEvent | None:
    """Reminds the holder, or tells the rung above; None when it was kept meanwhile, or was a former holder's."""
    if promise.segment != ticket.segment or ticket.state not in UNKEPT[promise.clock]:
        return None
    told = _rung(ticket, promise, directory) if isinstance(promise, PromiseBreached) else None
    common = {"cause": promise.key(), "actor": "sla", "changed_at": now}
    if told is None:
        return revise(ticket, TicketReminded, reason=promise.reason, **common)
    reason = f"{promise.reason}; {told.title} diberi tahu, anak tangga ke-{promise.rung}"
    return revise(ticket, TicketEscalated, told=told, rung=max(ticket.rung, promise.rung), reason=reason, **common)


def _rung(ticket: TicketEvent, promise: PromiseEvent, directory: Directory) -> Holder | None:
    """The post that the ticket's own promise names for this step; triage when the directory has it no more."""
    own = (step for made in ticket.promises if made.clock == promise.clock for step in made.steps)
    post = next((step.post for step in own if step.name == promise.step), None)
    return directory.holder(post if post in directory.posts else directory.triage_post) if post else None


def on_undelivered(
    ticket: TicketEvent, notice: NoticeFailed, now: datetime, told: Holder | None
) -> TicketEvent | Refusal | None:
    """A notice reached nobody: the next person is told at once, and it is nobody's breach.

    None when nobody waits for it any more: it was a former holder's, or the ticket is resolved.
    """
    if ticket.state == "resolved" or notice.audience == "citizen" or notice.segment != ticket.segment:
        return None
    if told is None:
        return Refusal(f"nobody is left to tell; the notice to {notice.to} failed: {notice.reason}")
    reason = f"kabar untuk {notice.to} tidak sampai: {notice.reason}"
    return revise(
        ticket, TicketEscalated, told=told, cause=notice.key(), actor="notifier", reason=reason, changed_at=now
    )
