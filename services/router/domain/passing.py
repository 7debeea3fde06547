"""How a ticket passes to another holder, whoever decided that: a person, or the roster."""

from datetime import datetime
from typing import Any

from services.router.domain.revision import revise, untaken
from shared.contracts.sorted import Sorting
from shared.contracts.ticket import TicketEvent, TicketHandedOver
from shared.contracts.ticket_record import Holder, Promise
from shared.contracts.words import WAITING
from shared.directory.model import Directory
from shared.policy.promise import handed_on
from shared.policy.roster import ladder
from shared.policy.stretch import going_on, made_anew


def passed(
    ticket: TicketEvent,
    holder: Holder,
    sorting: Sorting,
    directory: Directory,
    now: datetime,
    speed: float,
    **change: Any,
) -> TicketHandedOver:
    """The ticket in its new holder's hands, not yet taken; `change` says who did it, why, and what else is so.

    It begins a segment, and leaves behind what the former holder was helped with, offered, or waited for. That its
    citizen is not reached is told to each holder once.
    """
    segment = ticket.segment + 1
    fresh = made_anew(directory, ticket, sorting, now, holder, speed)
    kept = going_on(directory, ticket, now, segment, speed)
    begun = {
        "queue": sorting.queue,
        "state": untaken(sorting.queue),
        "sorting": sorting,
        "holder": holder,
        "former": ticket.holder,
        "rung": 0,
        "segment": segment,
        "helpers": (),
        "offered": None,
        "unheard": False,
        "pause": None,
        "promises": handed_on(kept, fresh, ladder(directory, holder), segment),
        "reason": sorting.reason,
        "changed_at": now,
    }
    return revise(ticket, TicketHandedOver, **begun | change)


def passed_waiting(
    ticket: TicketEvent, holder: Holder, directory: Directory, now: datetime, **change: Any
) -> TicketHandedOver:
    """The same for a ticket that waits for something outside: it goes on waiting, until the day that was said."""
    segment = ticket.segment + 1
    kept = handed_on(ticket.promises, (), ladder(directory, holder), segment)
    begun = {
        "holder": holder,
        "former": ticket.holder,
        "rung": 0,
        "segment": segment,
        "helpers": (),
        "offered": None,
        "unheard": False,
        "promises": (*kept, *_reviews(ticket, segment)),
        "changed_at": now,
    }
    return revise(ticket, TicketHandedOver, **begun | change)


def _reviews(ticket: TicketEvent, segment: int) -> tuple[Promise, ...]:
    """What the wait promised runs on as it was made: it climbs nobody's ladder."""
    if ticket.state not in WAITING:
        return ()
    waits = (promise for promise in ticket.promises if promise.clock == "review")
    return tuple(promise.model_copy(update={"segment": segment}) for promise in waits)
