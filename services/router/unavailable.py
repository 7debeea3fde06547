"""The alarm that nobody is there for a ticket."""

from prometheus_client import Counter

from services.router.domain.rostering import Rostering
from shared.contracts.ticket import TicketEvent, TicketHandedOver, TicketRouted
from shared.contracts.words import Slug
from shared.policy.seat import is_empty
from shared.runtime.logging import log

NOBODY = Counter("melayani_nobody_available_total", "Tickets whose post nobody is there for", ("post",))


def tell(event: TicketEvent, rostering: Rostering) -> None:
    """Counts and logs it where a ticket came to triage for that, or to a desk where nobody sits."""
    if not isinstance(event, TicketRouted | TicketHandedOver):
        return
    for post in unmanned(event, rostering):
        NOBODY.labels(post).inc()
        log.error("nobody available", ticket=event.ticket, post=post)


def unmanned(ticket: TicketEvent, rostering: Rostering) -> list[Slug]:
    """The posts that nobody is there for: the one that is asked, and the desk that has the ticket."""
    missing, desk = rostering.missing(ticket), ticket.holder.post
    empty = desk if desk in rostering.directory.posts and is_empty(rostering.directory, desk, rostering.day) else None
    return [post for post in dict.fromkeys((missing, empty)) if post]
