"""How a ticket becomes its next revision, or why it does not."""

from dataclasses import dataclass
from typing import Any, TypeVar

from shared.contracts.action import Action
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import TRIAGE, Slug, State

Next = TypeVar("Next", bound=TicketEvent)


@dataclass(frozen=True)
class Refusal:
    """A change that may not be, and why, for the one who wished it."""

    reason: str


def caused_by(action: Action) -> str:
    """The cause of the revision an action leads to; a promise's or a notice's is never the same."""
    return f"action:{action.key()}"


def untaken(queue: Slug) -> State:
    """How a ticket stands that came into a queue and that its holder has not taken."""
    return "awaiting_triage" if queue == TRIAGE else "routed"


def revise(ticket: TicketEvent, kind: type[Next], **change: Any) -> Next:
    """The next revision of a ticket as an event of `kind`."""
    kept = {name: getattr(ticket, name) for name in TicketEvent.model_fields} | {"words": None}
    return kind(**kept | {"revision": ticket.revision + 1, **change})
