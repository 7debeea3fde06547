"""How tickets that tell of one trouble come to share a case, and how one of them leaves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.router.domain.assignment import first_promises, with_a_colleague
from services.router.domain.deed import Deed
from services.router.domain.refusal import not_now, not_theirs, overtaken
from services.router.domain.revision import Refusal, caused_by, revise, untaken
from services.router.domain.rostering import Rostering
from services.router.domain.together import is_secret
from shared.contracts.action import Action
from shared.contracts.ticket import (
    TicketEvent,
    TicketForwarded,
    TicketHandedOver,
    TicketLinked,
    TicketReclassified,
    TicketRouted,
    TicketUnlinked,
)
from shared.contracts.words import OPEN, TicketNumber
from shared.directory.model import Directory

History = Sequence[TicketEvent]
# After which a ticket is where people, or the roster, have brought it.
MOVES = (TicketHandedOver, TicketForwarded, TicketReclassified)


@dataclass(frozen=True)
class Company:
    """The case a new ticket joins, how many tickets it holds with this one, and why they tell of the same.

    `moved` is the ticket of it that people, or the roster, gave another holder or topic, if they did; `alike` the one
    that tells of the same.
    """

    case: TicketNumber
    reporters: int
    reason: str
    moved: TicketEvent | None = None
    alike: TicketEvent | None = None


def joined(first: TicketRouted, company: Company | None, directory: Directory, speed: float) -> TicketRouted:
    """The ticket's first revision in its company: where people moved the case to, it goes too."""
    if company is None:
        return first
    beside = company.moved or with_a_colleague(first, company.alike)
    if beside:
        first = _moved_along(first, beside, directory, speed)
    reason = f"{first.reason}; hal yang sama dengan {company.case}: {company.reason}"
    return first.model_copy(update={"case": company.case, "reporters": company.reporters, "reason": reason})


def _moved_along(first: TicketRouted, moved: TicketEvent, directory: Directory, speed: float) -> TicketRouted:
    """Held by whom people chose, for their reason; what the citizen is promised counts from their own admission.

    It was handed on as often as the case was: the arbiter decides for all of it.
    """
    holder, beside = Rostering(directory, first.changed_at).beside(moved)
    decided = {name: getattr(beside, name) for name in ("queue", "sector", "topic", "owner", "chain", "reason")}
    sorting = first.sorting.model_copy(update=decided)
    change = {
        "queue": sorting.queue,
        "state": untaken(sorting.queue),
        "sorting": sorting,
        "holder": holder,
        "hand_overs": moved.hand_overs,
        "promises": first_promises(first.complaint, directory, sorting, holder, speed),
        "reason": sorting.reason,
    }
    return first.model_copy(update=change)


def moved(alike: History, lead: History) -> TicketEvent | None:
    """The ticket that was given another holder or topic: the one it is like, else the first of its case, held alike.

    Who joined after the move is with the new holder from its first revision on, and only the lead tells of the move.
    """
    shared = (history for history in (alike, lead) if history and history[-1].holder.post == alike[-1].holder.post)
    return next((history[-1] for history in shared if any(isinstance(one, MOVES) for one in history)), None)


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
    return history[-1].state in OPEN and not _was_unlinked(history)


def common_case(one: History, other: History) -> TicketNumber | Refusal:
    """The case that two tickets share once they are linked: the older one's, or that which is named after it.

    A ticket that was taken out of a case names none: those it left behind may still be in the one named after it.
    """
    if one[0].ticket == other[0].ticket:
        return Refusal("Itu nomor laporan ini sendiri. Sebutkan nomor laporan yang lain.")
    if one[-1].case and one[-1].case == other[-1].case:
        return Refusal("Kedua laporan ini sudah terhubung.")
    for history in sorted((one, other), key=_age):
        latest = history[-1]
        if latest.case or not _was_unlinked(history):
            return latest.case or latest.ticket
    return Refusal("Kedua laporan ini pernah dilepas. Hubungkan salah satunya dengan laporan lain.")


def link(deed: Deed, case: TicketNumber, reporters: int) -> TicketLinked | None:
    """The ticket in that case; None when it is there already."""
    action = deed.action
    if deed.ticket.case == case:
        return None
    reason = f"{deed.actor} menilai {action.ticket} dan {action.other} melaporkan hal yang sama"
    return deed.revised(TicketLinked, case=case, reporters=reporters, reason=reason)


def unlink(deed: Deed) -> TicketUnlinked | Refusal:
    """The ticket with a life of its own."""
    refusal, case = may_link(deed), deed.ticket.case
    if refusal or case is None:
        return refusal or Refusal("Laporan ini tidak terhubung dengan laporan lain.")
    reason = f"{deed.actor} menilai ini bukan hal yang sama dengan {case}"
    return deed.revised(TicketUnlinked, case=None, reporters=1, reason=reason)


def may_link(deed: Deed, *others: Deed) -> Refusal | None:
    """Whoever may act on one of these tickets, and triage, may say that they tell of the same, or do not."""
    deeds = (deed, *others)
    nobodys = [reason for each in deeds if (reason := not_theirs(each))]
    if len(nobodys) == len(deeds):
        return Refusal(nobodys[0])
    stands = (f"{each.ticket.ticket}: {reason}" for each in deeds if (reason := not_now(each)))
    problem = next(stands, None) or overtaken(deed)
    if problem:
        return Refusal(problem)
    if deed.action.kind == "link" and any(is_secret(each.ticket) for each in deeds):
        return Refusal("Laporan rahasia tidak dihubungkan dengan laporan lain.")
    return None


def made(histories: Sequence[History], action: Action) -> TicketEvent | None:
    """What this very action led to before, when it comes again."""
    revisions = (revision for history in histories for revision in history)
    return next((revision for revision in revisions if revision.cause == caused_by(action)), None)


def left_since(history: History, made: TicketEvent) -> bool:
    """Whether a person put the ticket elsewhere after that: an action that comes again does not undo it."""
    others = (
        later for later in history if isinstance(later, TicketLinked | TicketUnlinked) and later.case != made.case
    )
    return any(later.changed_at > made.changed_at for later in others)


def _was_unlinked(history: History) -> bool:
    return any(isinstance(revision, TicketUnlinked) for revision in history)


def _age(history: History) -> tuple[datetime, TicketNumber]:
    return history[0].complaint.admitted_at, history[0].ticket
