"""Who holds a sorted complaint, and what is promised."""

from datetime import date, datetime

from services.router.domain.revision import untaken
from shared.contracts.sorted import Sorted, Sorting
from shared.contracts.ticket import Holder, TicketRouted
from shared.contracts.words import EMERGENCY, TRIAGE
from shared.directory.model import Directory
from shared.policy.promise import promises
from shared.policy.roster import charge, first_holder, ladder, topic_of


def assign(event: Sorted, directory: Directory, now: datetime, speed: float) -> TicketRouted:
    """The ticket's first revision: the post of the agency in charge, or the one that watches its queue."""
    complaint = event.complaint
    day = directory.day(complaint.admitted_at)
    sorting = settled(event.sorting, directory, day)
    return TicketRouted(
        ticket=complaint.ticket,
        revision=1,
        queue=sorting.queue,
        state=untaken(sorting.queue),
        complaint=complaint,
        sorting=sorting,
        holder=first_holder(directory, sorting, day),
        promises=promises(directory, sorting, complaint.urgency, complaint.admitted_at, speed),
        cause=f"{event.NAME}:{event.key()}",
        actor="router",
        reason=_reason(sorting, directory, day),
        changed_at=now,
    )


def settled(sorting: Sorting, directory: Directory, day: date) -> Sorting:
    """The same, if its topic is in force that day; else with its sector's other topic, or for triage to decide."""
    if sorting.queue in {EMERGENCY, TRIAGE}:
        return sorting
    topic = topic_of(directory, sorting, day)
    if topic is None:
        reason = f"{sorting.reason}; urusan itu tidak dipegang siapa pun pada {day}"
        decided_by_a_person = {"queue": TRIAGE, "sector": None, "topic": None, "owner": None, "reason": reason}
        return sorting.model_copy(update=decided_by_a_person)
    if topic.slug != sorting.topic:
        return sorting.model_copy(update={"topic": topic.slug, "owner": None})
    return sorting


def _reason(sorting: Sorting, directory: Directory, day: date) -> str:
    """Why it is sorted so, and why another agency than the topic's own is in charge."""
    found = charge(directory, sorting, day)
    if found is None or found.reason is None:
        return sorting.reason
    return f"{sorting.reason}; {found.reason}, jadi yang berwenang {found.agency.short}"


def next_told(directory: Directory, holder: str, missed: str) -> Holder | None:
    """Who hears of a ticket when the notice to `missed` reached nobody: up the ladder, then triage, then nobody."""
    above = [*ladder(directory, holder), directory.holder(directory.triage_post)]
    climb = list({rung.post: rung for rung in above if rung.post != holder}.values())
    posts = [rung.post for rung in climb]
    place = posts.index(missed) + 1 if missed in posts else 0
    return climb[place] if place < len(climb) else None
