"""The alarm that nobody is there to hold a ticket."""

from prometheus_client import Counter

from services.router.domain.rostering import Rostering
from shared.contracts.ticket import TicketEvent, TicketHandedOver, TicketRouted
from shared.runtime.logging import log

NOBODY = Counter("melayani_nobody_available_total", "Tickets triage has because nobody else is there", ("post",))


def tell(event: TicketEvent, rostering: Rostering) -> None:
    """Counts and logs it where a ticket came to triage for that; the ticket itself says why in its reason."""
    post = rostering.missing(event) if isinstance(event, TicketRouted | TicketHandedOver) else None
    if post:
        NOBODY.labels(post).inc()
        log.error("nobody available", ticket=event.ticket, post=post)
