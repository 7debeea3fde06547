"""Who holds a sorted complaint, and what is promised."""

from datetime import datetime

from shared.contracts.sorted import Sorted
from shared.contracts.ticket import Holder, TicketRouted
from shared.contracts.words import TRIAGE
from shared.directory.model import Directory
from shared.policy.promise import promises
from shared.policy.roster import first_holder, ladder


def assign(event: Sorted, directory: Directory, now: datetime, speed: float) -> TicketRouted:
    """The ticket's first revision: the topic's liaison, or the post that watches its queue."""
    sorting = event.sorting
    holder = first_holder(directory, sorting.queue, sorting.sector, sorting.topic)
    return TicketRouted(
        ticket=event.complaint.ticket,
        revision=1,
        queue=sorting.queue,
        state="awaiting_triage" if sorting.queue == TRIAGE else "routed",
        complaint=event.complaint,
        sorting=sorting,
        holder=holder,
        promises=promises(
            directory,
            sorting.sector,
            sorting.topic,
            sorting.queue,
            event.complaint.urgency,
            event.complaint.admitted_at,
            speed,
        ),
        cause=f"{event.NAME}:{event.key()}",
        actor="router",
        reason=sorting.reason,
        changed_at=now,
    )


def next_told(directory: Directory, holder: str, missed: str) -> Holder | None:
    """Who hears of a ticket when the notice to `missed` reached nobody: up the ladder, then triage, then nobody."""
    above = [*ladder(directory, holder), directory.holder(directory.triage_post)]
    climb = list({rung.post: rung for rung in above if rung.post != holder}.values())
    posts = [rung.post for rung in climb]
    place = posts.index(missed) + 1 if missed in posts else 0
    return climb[place] if place < len(climb) else None
