"""Which tickets wait for a person's decision, and what was decided."""

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from shared.contracts.question import Decision, Waiting
from shared.contracts.ticket import TicketEvent, TicketHandedOver
from shared.contracts.words import TRIAGE

# Enough to decide by and to learn from; twenty of them fit in one answer.
TEXT_SHOWN = 4_000


class Wait(NamedTuple):
    """A ticket's time in triage: the revision it began with, and whether the latest one has ended it."""

    entry: TicketEvent
    over: bool


def wait(history: Sequence[TicketEvent]) -> Wait | None:
    """The wait that the latest revision belongs to or has ended; None when it has to do with none."""
    over = not _waits(history[-1])
    before = history[:-1] if over else history
    stay = list(takewhile(_waits, reversed(before)))
    return Wait(stay[-1], over) if stay else None


def _waits(ticket: TicketEvent) -> bool:
    return ticket.queue == TRIAGE and ticket.state != "resolved"


def waiting(entry: TicketEvent) -> Waiting:
    """What a triage officer has to know of it."""
    sorting = entry.sorting
    return Waiting(
        ticket=entry.ticket,
        since=entry.changed_at,
        holder=entry.holder.post,
        text=entry.complaint.text[:TEXT_SHOWN],
        kind=sorting.kind,
        district=sorting.district,
        village=sorting.village,
        place_question=sorting.place_question,
        suggestions=sorting.top3,
        reason=entry.reason,
    )


def decision(ticket: TicketEvent) -> Decision | None:
    """The example that this revision is: somebody said where the text belongs; None for every other one."""
    sector, topic = ticket.sorting.sector, ticket.sorting.topic
    if not isinstance(ticket, TicketHandedOver) or sector is None or topic is None:
        return None
    return Decision(
        ticket=ticket.ticket,
        text=ticket.complaint.text[:TEXT_SHOWN],
        sector=sector,
        topic=topic,
        actor=ticket.actor,
        at=ticket.changed_at,
    )
