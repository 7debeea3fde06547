"""Whose trouble a complaint is, which post of ours holds it, and who stands above."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.sorted import Sorting
from shared.contracts.ticket import Holder
from shared.contracts.words import EMERGENCY, Slug
from shared.directory.model import Directory, Topic
from shared.directory.offices import Agency


@dataclass(frozen=True)
class Charge:
    """The agency in charge, the post of ours that holds its complaints, and the class of what we can promise.

    `reason` is why another agency than the topic's own is in charge.
    """

    agency: Agency
    post: Slug
    resolution: Slug
    reason: str | None = None


def charge(directory: Directory, sorting: Sorting, day: date) -> Charge | None:
    """By the directory of that day; None for what no topic in force takes, and for what waits at a desk."""
    topic = topic_of(directory, sorting, day)
    if topic is None:
        return None
    owner = next((owner for owner in topic.owners if owner.agency == sorting.owner and owner.holds_on(day)), None)
    agency = directory.agencies[owner.agency if owner else topic.agency]
    return Charge(
        agency,
        post=agency.tracker or (owner and owner.liaison) or topic.liaison,
        resolution=agency.resolution or topic.resolution,
        reason=owner.reason if owner else None,
    )


def topic_of(directory: Directory, sorting: Sorting, day: date) -> Topic | None:
    """The topic if it is in force that day, else the one that takes whatever else is its sector's."""
    if sorting.queue != sorting.sector or sorting.sector not in directory.sectors:
        return None
    sector = directory.sectors[sorting.sector]
    found = (sector.topics.get(slug) for slug in (sorting.topic, sector.otherwise) if slug)
    return next((topic for topic in found if topic and topic.holds_on(day)), None)


def first_holder(directory: Directory, sorting: Sorting, day: date) -> Holder:
    """The emergency crew for an emergency, else the post of the agency in charge, else triage."""
    if sorting.queue == EMERGENCY:
        return directory.holder(directory.emergency_post)
    found = charge(directory, sorting, day)
    return directory.holder(found.post if found else directory.triage_post)


def ladder(directory: Directory, post: str) -> tuple[Holder, ...]:
    """Those who hear of a promise this post does not keep, lowest first; never the post itself."""
    if post not in directory.posts:
        return ()
    agency = directory.agencies[directory.posts[post].agency]
    return tuple(directory.holder(rung) for rung in agency.ladder if rung != post)
