"""Who holds a sorted complaint, and what is promised."""

from collections.abc import Mapping
from datetime import date, datetime
from operator import attrgetter
from typing import NamedTuple

from services.router.domain.revision import untaken
from shared.contracts.admitted import MaskedComplaint
from shared.contracts.sorted import Sorted, Sorting
from shared.contracts.ticket import TicketEvent, TicketRouted
from shared.contracts.ticket_record import Holder, Promise
from shared.contracts.words import EMERGENCY, TRIAGE, Slug
from shared.directory.model import Directory
from shared.policy.chain import in_its_chain
from shared.policy.promise import promises
from shared.policy.roster import NO_LOAD, Climb, asked, charge, climb, ladder, least_loaded, nobody, seat, topic_of

# Where a ticket is sorted, so that the same people are asked to hold it.
PLACE = attrgetter("queue", "sector", "topic", "owner", "chain")


class Seated(NamedTuple):
    """Who holds it, and how it is sorted then: for triage where nobody is there, with the topic nobody is there for."""

    holder: Holder
    sorting: Sorting
    reason: str


def assign(
    event: Sorted, directory: Directory, now: datetime, speed: float, load: Mapping[Slug, int] = NO_LOAD
) -> TicketRouted:
    """The ticket's first revision: whoever does the work of the post in charge today, or watches its queue.

    `load` is how many open tickets each post holds.
    """
    complaint = event.complaint
    day = directory.day(complaint.admitted_at)
    settled_so = settled(event.sorting, directory, day, complaint)
    holder, sorting, reason = _seated(settled_so, directory, day, directory.day(now), load)
    return TicketRouted(
        ticket=complaint.ticket,
        revision=1,
        queue=sorting.queue,
        state=untaken(sorting.queue),
        segment_since=now,
        complaint=complaint,
        sorting=sorting,
        holder=holder,
        promises=first_promises(complaint, directory, sorting, holder, speed),
        cause=f"{event.NAME}:{event.key()}",
        actor="router",
        reason=reason,
        changed_at=now,
    )


def first_promises(
    complaint: MaskedComplaint, directory: Directory, sorting: Sorting, holder: Holder, speed: float
) -> tuple[Promise, ...]:
    """What is promised to whoever reported it, from its admission on."""
    whose = complaint.source, complaint.ticket
    return promises(directory, sorting, complaint.urgency, complaint.admitted_at, holder, speed, *whose)


def settled(sorting: Sorting, directory: Directory, day: date, complaint: MaskedComplaint) -> Sorting:
    """The same, if its topic is in force that day; else with its sector's other topic, or for triage to decide.

    It says which chain owns what came so.
    """
    if sorting.queue in {EMERGENCY, TRIAGE}:
        return sorting
    topic = topic_of(directory, sorting, day)
    if topic is None:
        reason = f"{sorting.reason}; urusan itu tidak dipegang siapa pun pada {day}"
        decided_by_a_person = {"queue": TRIAGE, "sector": None, "topic": None, "owner": None, "reason": reason}
        return sorting.model_copy(update=decided_by_a_person)
    if topic.slug != sorting.topic:
        sorting = sorting.model_copy(update={"topic": topic.slug, "owner": None})
    return in_its_chain(directory, sorting, complaint.source, day, complaint.privacy)


def _seated(sorting: Sorting, directory: Directory, day: date, today: date, load: Mapping[Slug, int]) -> Seated:
    """Charged by the directory of the day of admission, seated by the roster of today."""
    posts = asked(directory, sorting, day)
    found = least_loaded(directory, posts, today, load)
    if found:
        reasons = (_reason(sorting, directory, day), found.reason)
        return Seated(found.holder, sorting, "; ".join(reason for reason in reasons if reason))
    reason = f"{sorting.reason}; belum ada yang bisa memegangnya: {nobody(directory, posts, today)}"
    waiting = sorting.model_copy(update={"queue": TRIAGE, "reason": reason})
    triage = seat(directory, directory.triage_post, today)
    return Seated(triage.holder if triage else directory.holder(directory.triage_post), waiting, reason)


def _reason(sorting: Sorting, directory: Directory, day: date) -> str:
    """Why it is sorted so, and why another agency than the topic's own is in charge."""
    found = charge(directory, sorting, day)
    if found is None or found.reason is None:
        return sorting.reason
    return f"{sorting.reason}; {found.reason}, jadi yang berwenang {found.agency.short}"


def with_a_colleague(first: TicketRouted, alike: TicketEvent | None) -> TicketEvent | None:
    """The ticket that tells of the same, if another post has it though it is sorted alike: one trouble, one holder."""
    if alike is None or alike.holder.post == first.holder.post or PLACE(alike.sorting) != PLACE(first.sorting):
        return None
    return alike


def next_told(directory: Directory, holder: Holder, missed: str, day: date) -> Climb:
    """Who hears of a ticket when the notice to `missed` reached nobody: up the ladder, then triage, then nobody.

    Nobody is told twice, and chairs that nobody sits on that day are passed over.
    """
    chairs = list(dict.fromkeys([*(rung.post for rung in ladder(directory, holder)), directory.triage_post]))
    seats = [seat(directory, chair, day) for chair in chairs]
    there = [found.holder.post if found else None for found in seats]
    known = zip(chairs, there, strict=True)
    found = next((place for place, told in enumerate(known, start=1) if missed in told), 0)
    place = 0 if missed == holder.post else found
    below = {holder.post, missed, *(post for post in there[:place] if post)}
    return climb(directory, chairs[place:], day, below)
