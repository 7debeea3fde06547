"""Whose trouble a complaint is, which post of ours holds it on a day, and who stands above."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from shared.contracts.sorted import Sorting
from shared.contracts.ticket_record import Holder
from shared.contracts.words import EMERGENCY, Chain, Slug
from shared.directory.model import Directory, Owner, Topic
from shared.directory.offices import Agency
from shared.directory.roster import district_head, village_head
from shared.policy.seat import Seat, away, nobody, seat

__all__ = [
    "Charge",
    "Climb",
    "Seat",
    "area_head",
    "asked",
    "charge",
    "climb",
    "first_holder",
    "ladder",
    "least_loaded",
    "nobody",
    "owner_of",
    "seat",
    "topic_of",
]

NO_LOAD: Mapping[Slug, int] = MappingProxyType({})


@dataclass(frozen=True)
class Charge:
    """The agency in charge, the post of ours that holds its complaints, and the class of what we can promise.

    `colleagues` share them with that post. `reason` is why another agency than the topic's own is in charge.
    """

    agency: Agency
    post: Slug
    resolution: Slug
    reason: str | None = None
    colleagues: tuple[Slug, ...] = ()


@dataclass(frozen=True)
class Climb:
    """The rung that is told, and the titles of those passed over because nobody else is there for them that day."""

    told: Holder | None
    skipped: tuple[str, ...]


def charge(directory: Directory, sorting: Sorting, day: date) -> Charge | None:
    """By the directory of that day; None for what no topic in force takes, and for what waits at a desk."""
    topic = topic_of(directory, sorting, day)
    if topic is None:
        return None
    head = area_head(directory, sorting, sorting.chain)
    if head:
        office = directory.agencies[directory.posts[head].agency]
        return Charge(office, head, topic.resolution, reason="urusan ini dipegang pimpinan wilayahnya")
    owner = owner_of(topic, sorting, day)
    agency = directory.agencies[owner.agency if owner else topic.agency]
    return Charge(
        agency,
        post=agency.tracker or (owner and owner.liaison) or topic.liaison,
        resolution=agency.resolution or topic.resolution,
        reason=owner.reason if owner else None,
        colleagues=() if owner else topic.colleagues,
    )


def topic_of(directory: Directory, sorting: Sorting, day: date) -> Topic | None:
    """The topic if it is in force that day, else the one that takes whatever else is its sector's."""
    if sorting.queue != sorting.sector or sorting.sector not in directory.sectors:
        return None
    sector = directory.sectors[sorting.sector]
    found = (sector.topics.get(slug) for slug in (sorting.topic, sector.otherwise) if slug)
    return next((topic for topic in found if topic and topic.holds_on(day)), None)


def owner_of(topic: Topic, sorting: Sorting, day: date) -> Owner | None:
    """The agency in charge of a part of the topic, if the complaint is about that part and it is in force that day."""
    return next((owner for owner in topic.owners if owner.agency == sorting.owner and owner.holds_on(day)), None)


def area_head(directory: Directory, sorting: Sorting, chain: Chain) -> Slug | None:
    """The post of the head of the village or district it lies in; None where that is not known."""
    areas = directory.area_chain
    if chain == "sector" or not sorting.district or (chain == "village" and not sorting.village):
        return None
    if chain == "district":
        heads = [district_head(areas, sorting.district)]
    else:
        heads = [village_head(areas, sorting.district, sorting.village or "", is_desa=kind) for kind in (True, False)]
    return next((head for head in heads if head in directory.posts), None)


def first_holder(directory: Directory, sorting: Sorting, day: date, load: Mapping[Slug, int] = NO_LOAD) -> Seat | None:
    """Who holds what is sorted so, by the directory and the roster of that day; None when nobody is there to.

    `load` is how many open tickets each post holds: of several liaisons who are there the one with the fewest.
    """
    return least_loaded(directory, asked(directory, sorting, day), day, load)


def asked(directory: Directory, sorting: Sorting, day: date) -> tuple[Slug, ...]:
    """The emergency crew for an emergency, else the posts of the agency in charge, else triage."""
    if sorting.queue == EMERGENCY:
        return (directory.emergency_post,)
    found = charge(directory, sorting, day)
    return (found.post, *found.colleagues) if found else (directory.triage_post,)


def least_loaded(directory: Directory, posts: Sequence[Slug], day: date, load: Mapping[Slug, int]) -> Seat | None:
    """Of those who are there themselves, else of those who stand in for them, the one who holds fewest tickets.

    Among equals the first; the reason says why it is not the first post of all.
    """
    seats = {post: found for post in posts if (found := seat(directory, post, day))}
    present = {post: found for post, found in seats.items() if found.holder.post == post}
    if not seats:
        return None
    post, chosen = min((present or seats).items(), key=lambda item: load.get(item[1].holder.post, 0))
    first = posts[0]
    if post == first or post not in present:
        return chosen
    if first in present:
        count = load.get(post, 0)
        return Seat(chosen.holder, f"{chosen.holder.title} sedang memegang lebih sedikit laporan ({count})")
    return Seat(chosen.holder, f"{away(directory, first, day)}, dipegang rekannya {chosen.holder.title}")


def ladder(directory: Directory, holder: Holder) -> tuple[Holder, ...]:
    """Those who hear of a promise it does not keep, lowest first: the chairs above the post whose work it does.

    Never that post or the holder itself; triage where nobody else stands above.
    """
    known = (post for post in (holder.stands_in_for, holder.post) if post in directory.posts)
    chair = next(known, None)
    rungs = directory.agencies[directory.posts[chair].agency].ladder if chair else ()
    above = [rung for rung in rungs if rung not in {chair, holder.post}] or [directory.triage_post]
    return tuple(directory.holder(rung) for rung in above if rung not in {chair, holder.post})


def climb(directory: Directory, posts: Sequence[Slug], day: date, below: Collection[Slug]) -> Climb:
    """The first of these chairs somebody sits on that day who is not one of `below`, who know already."""
    skipped: list[str] = []
    for post in posts:
        found = seat(directory, post, day)
        if found and found.holder.post not in below:
            return Climb(found.holder, tuple(skipped))
        if post in directory.posts and not (found and found.holder.post == post):
            skipped.append(directory.posts[post].title)
    return Climb(None, tuple(skipped))
