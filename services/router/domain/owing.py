"""What is owed once somebody did something: a deed after taking it, and the next word after a word."""

from services.router.domain.deed import Deed
from shared.contracts.ticket import (
    TicketAsked,
    TicketEvent,
    TicketForwarded,
    TicketPaused,
    TicketResumed,
    TicketUpdated,
)
from shared.contracts.words import State
from shared.policy.stretch import taken, told

# What tells the citizen something in somebody's own words, while there is more to come.
TELLING = (TicketUpdated, TicketAsked, TicketPaused, TicketForwarded, TicketResumed)


def owing(deed: Deed, after: TicketEvent) -> TicketEvent:
    """The same change with what is promised from now on."""
    place = deed.directory, after, deed.now, deed.speed
    if isinstance(after, TELLING) and after.words:
        return after.model_copy(update={"promises": told(*place)})
    if after.state == "acknowledged" and _begun(after) != _begun(deed.ticket):
        return after.model_copy(update={"promises": taken(*place)})
    return after


def _begun(ticket: TicketEvent) -> tuple[State, int]:
    """Taken again by another, or in another segment, it is taken anew."""
    return ticket.state, ticket.segment
