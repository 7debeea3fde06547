"""Whether what a person does to one ticket of a case is meant for another one of it too."""

from collections.abc import Sequence

from services.router.domain.chart import is_shared, may_act
from services.router.domain.refusal import kept
from shared.contracts.action import Action, ActionKind
from shared.contracts.ticket import TicketEvent, TicketResumed
from shared.contracts.words import ENDED, OPEN, UNSEEN, State

# In which states an action would take a ticket no further, so that it is meant for the rest of its case.
THERE: dict[ActionKind, frozenset[State]] = {
    "acknowledge": (OPEN - UNSEEN) | ENDED | {"resolved"},
    "pause": frozenset({"paused"}),
    "resolve": ENDED | {"resolved"},
}


def follows(other: TicketEvent, changed: TicketEvent, before: TicketEvent) -> bool:
    """Whether what a person did to one ticket of a case is meant for another one of it too.

    It is when the same post holds both, neither is secret, and the other one was there when it was done. `before` is
    the ticket before that: when it waits no more, those go on that waited for the same, and a question to another
    citizen stays asked.
    """
    if is_secret(other) or is_secret(changed) or (isinstance(changed, TicketResumed) and not _waits(other, before)):
        return False
    was_there = other.case == changed.case and other.complaint.admitted_at <= changed.changed_at
    return was_there and other.holder.post == before.holder.post


def is_as_then(history: Sequence[TicketEvent], changed: TicketEvent) -> bool:
    """Whether nobody has changed the other ticket since: what was meant for it as it was then still is.

    The ticket that leads a case may learn of that later.
    """
    latest = history[-1]
    there = (revision for revision in reversed(history) if revision.changed_at <= changed.changed_at)
    then = next(there, history[0])
    return kept(then) == kept(latest) and changed.case in {then.case, latest.ticket}


def is_there(ticket: TicketEvent, action: Action) -> bool:
    """Whether the ticket stands where the action would bring it already: it is meant for the rest of its case."""
    if action.kind == "pause" and (ticket.pause is None or ticket.pause.kind != action.pause):
        return False
    is_further = ticket.state in THERE.get(action.kind, frozenset())
    return is_further and is_shared(action) and action.actor in may_act(ticket)


def _waits(other: TicketEvent, before: TicketEvent) -> bool:
    """Whether both wait for the same, and for no answer of one citizen."""
    kinds = {ticket.pause.kind if ticket.pause else None for ticket in (other, before)}
    return len(kinds) == 1 and kinds.isdisjoint({"citizen", None})


def is_secret(ticket: TicketEvent) -> bool:
    return ticket.complaint.privacy == "secret"
