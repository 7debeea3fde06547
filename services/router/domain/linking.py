"""How tickets that tell of one trouble come to share a case, and how one of them leaves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.router.domain.lifecycle import SAID, may_act
from services.router.domain.revision import Next, Refusal, caused_by, revise, untaken
from shared.contracts.action import Action, ActionKind
from shared.contracts.ticket import TicketEvent, TicketHandedOver, TicketLinked, TicketRouted, TicketUnlinked
from shared.contracts.words import TicketNumber
from shared.directory.model import Directory
from shared.policy.promise import promises

LINKING: frozenset[ActionKind] = frozenset({"link", "unlink"})
History = Sequence[TicketEvent]


@dataclass(frozen=True)
class Company:
    """The case a new ticket joins, how many tickets it holds with this one, and why they tell of the same.

    `moved` is the ticket of it that people gave another holder, if they did.
    """

    case: TicketNumber
    reporters: int
    reason: str
    moved: TicketEvent | None = None


def joined(first: TicketRouted, company: Company | None, directory: Directory, speed: float) -> TicketRouted:
    """The ticket's first revision in its company: where people moved the case to, it goes too."""
    if company is None:
        return first
    if company.moved:
        first = _moved_along(first, company.moved, directory, speed)
    reason = f"{first.reason}; hal yang sama dengan {company.case}: {company.reason}"
    return first.model_copy(update={"case": company.case, "reporters": company.reporters, "reason": reason})


def _moved_along(first: TicketRouted, moved: TicketEvent, directory: Directory, speed: float) -> TicketRouted:
    """Held by whom people chose, for their reason; what the citizen is promised counts from their own admission."""
    decided = {name: getattr(moved.sorting, name) for name in ("queue", "sector", "topic", "owner", "reason")}
    sorting, complaint = first.sorting.model_copy(update=decided), first.complaint
    change = {
        "queue": sorting.queue,
        "state": untaken(sorting.queue),
        "sorting": sorting,
        "holder": moved.holder,
        "promises": promises(directory, sorting, complaint.urgency, complaint.admitted_at, speed),
        "reason": sorting.reason,
    }
    return first.model_copy(update=change)


def moved_by_people(alike: History, lead: History) -> TicketEvent | None:
    """The ticket that people gave another holder: the one it is like, else the first of the case under that holder.

    Who joined after the move is with the new holder from its first revision on, and only the lead tells of the move.
    """
    shared = (history[-1] for history in (alike, lead) if history and history[-1].holder.post == alike[-1].holder.post)
    return next((ticket for ticket in shared if ticket.segment > 1), None)


def leads(history: History, others: Sequence[TicketNumber], cause: str, now: datetime) -> TicketLinked | None:
    """A ticket learns that `others` joined the case named after it; None when it knew before."""
    latest = history[-1]
    if any(revision.case for revision in history):
        return None
    return revise(
        latest,
        TicketLinked,
        case=latest.ticket,
        reporters=len(others) + 1,
        cause=cause,
        actor="router",
        reason=f"{', '.join(others)} melaporkan hal yang sama",
        changed_at=now,
    )


def is_open_to(history: History) -> bool:
    """Whether others may join its case unasked: what is done is done, and whom a person took out stays out."""
    return history[-1].state != "resolved" and not _was_unlinked(history)


def common_case(one: History, other: History) -> TicketNumber | Refusal:
    """The case that two tickets share once they are linked: the older one's, or that which is named after it.

    A ticket that was taken out of a case names none: those it left behind may still be in the one named after it.
    """
    if one[0].ticket == other[0].ticket:
        return Refusal("a ticket cannot be linked to itself")
    for history in sorted((one, other), key=_age):
        latest = history[-1]
        if latest.case or not _was_unlinked(history):
            return latest.case or latest.ticket
    return Refusal("both tickets were taken out of a case; link one of them to a ticket that was not")


def link(ticket: TicketEvent, case: TicketNumber, reporters: int, action: Action, now: datetime) -> TicketLinked | None:
    """The ticket in that case; None when it is there already."""
    if ticket.case == case:
        return None
    reason = f"{action.actor} menilai {action.ticket} dan {action.other} melaporkan hal yang sama"
    return _by_hand(ticket, TicketLinked, action, now, case=case, reporters=reporters, reason=reason)


def unlink(ticket: TicketEvent, action: Action, triage: str, now: datetime) -> TicketUnlinked | Refusal:
    """The ticket with a life of its own; `triage` is the post that may do so beside the ticket's own people."""
    refusal = may_link(action, triage, ticket)
    if refusal or ticket.case is None:
        return refusal or Refusal("this ticket is in no case")
    reason = f"{action.actor} menilai ini bukan hal yang sama dengan {ticket.case}"
    return _by_hand(ticket, TicketUnlinked, action, now, case=None, reporters=1, reason=reason)


def may_link(action: Action, triage: str, *tickets: TicketEvent) -> Refusal | None:
    """Whoever may act on one of them, and triage, may say that they tell of the same, or do not."""
    if action.actor not in {triage, *(post for ticket in tickets for post in may_act(ticket))}:
        return Refusal(f"{action.actor} holds none of these tickets")
    if action.kind == "link" and any(_is_secret(ticket) for ticket in tickets):
        return Refusal("a secret complaint shares a case with no other")
    return None


def made(histories: Sequence[History], action: Action) -> TicketEvent | None:
    """What this very action led to before, when it comes again."""
    revisions = (revision for history in histories for revision in history)
    return next((revision for revision in revisions if revision.cause == caused_by(action)), None)


def left_since(history: History, made: TicketEvent) -> bool:
    """Whether a person took the ticket out of its case after that: an action that comes again does not undo it."""
    return any(isinstance(later, TicketUnlinked) and later.changed_at > made.changed_at for later in history)


def follows(other: TicketEvent, changed: TicketEvent) -> bool:
    """Whether what a person did to one ticket of a case is meant for another one of it too.

    It is when the same post holds both, neither is secret, and the other one was there when it was done.
    """
    if _is_secret(other) or _is_secret(changed):
        return False
    holder = changed.former if isinstance(changed, TicketHandedOver) else changed.holder
    was_there = other.case == changed.case and other.complaint.admitted_at <= changed.changed_at
    return was_there and other.holder.post == holder.post


def is_there(ticket: TicketEvent, action: Action) -> bool:
    """Whether the ticket stands where the action would bring it already: it is meant for the rest of its case."""
    state = SAID[action.kind][1] if action.kind in {"acknowledge", "resolve"} else None
    return state is not None and ticket.state in {state, "resolved"} and action.actor in may_act(ticket)


def _by_hand(ticket: TicketEvent, kind: type[Next], action: Action, now: datetime, **change: Any) -> Next:
    return revise(ticket, kind, cause=caused_by(action), actor=action.actor, changed_at=now, **change)


def _is_secret(ticket: TicketEvent) -> bool:
    return ticket.complaint.privacy == "secret"


def _was_unlinked(history: History) -> bool:
    return any(isinstance(revision, TicketUnlinked) for revision in history)


def _age(history: History) -> tuple[datetime, TicketNumber]:
    return history[0].complaint.admitted_at, history[0].ticket
