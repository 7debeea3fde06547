"""Who holds a ticket first, and who stands above."""

from shared.contracts.ticket import Holder
from shared.contracts.words import EMERGENCY
from shared.directory.model import Directory


def first_holder(directory: Directory, queue: str, sector: str | None, topic: str | None) -> Holder:
    """The emergency crew for an emergency, else the topic's liaison, else triage."""
    if queue == EMERGENCY:
        return directory.holder(directory.emergency_post)
    found = directory.topic(sector, topic) if queue == sector else None
    return directory.holder(found.liaison if found else directory.triage_post)


def ladder(directory: Directory, post: str) -> tuple[Holder, ...]:
    """Those who hear of a promise this post does not keep, lowest first; never the post itself."""
    if post not in directory.posts:
        return ()
    agency = directory.agencies[directory.posts[post].agency]
    return tuple(directory.holder(rung) for rung in agency.ladder if rung != post)
