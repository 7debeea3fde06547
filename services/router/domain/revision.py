"""How a ticket becomes its next revision, or why it does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from shared.contracts.action import Action
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import TRIAGE, WAITING, PauseKind, Slug, State

Next = TypeVar("Next", bound=TicketEvent)


@dataclass(frozen=True)
class Refusal:
    """A change that may not be, and why, for the one who wished it."""

    reason: str


def caused_by(action: Action) -> str:
    """The cause of the revision an action leads to; a promise's or a notice's is never the same."""
    return action.cause


def untaken(queue: Slug) -> State:
    """How a ticket stands that came into a queue and that its holder has not taken."""
    return "awaiting_triage" if queue == TRIAGE else "routed"


def revise(ticket: TicketEvent, kind: type[Next], **change: Any) -> Next:
    """The next revision of a ticket as an event of `kind`; whoever ends a wait need not think of its time."""
    kept = {name: getattr(ticket, name) for name in TicketEvent.model_fields} | {"words": None}
    after = kept | {"revision": ticket.revision + 1, **change}
    if after["segment"] != ticket.segment:
        after["segment_since"] = after["changed_at"]
    if after["state"] not in WAITING:
        after["pause"] = None
    if after["pause"] != ticket.pause:
        after["waited"] = waited_until(ticket, after["changed_at"])
    return kind(**after)


def waited_until(ticket: TicketEvent, moment: datetime) -> Mapping[PauseKind, timedelta]:
    """How long all its waits took until then, by kind, the present one among them."""
    if ticket.pause is None:
        return ticket.waited
    kind, now = ticket.pause.kind, max(moment - ticket.pause.since, timedelta(0))
    return {**ticket.waited, kind: ticket.waited.get(kind, timedelta(0)) + now}
