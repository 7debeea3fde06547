"""Editions that came after a ticket was routed, and know less of it."""

from collections.abc import Collection

from shared.directory.model import Directory
from shared.directory.offices import Agency
from tests.builders import LIAISON, RUNGS

# Whoever held the street lights, or stood on the first rungs above.
GONE = frozenset({LIAISON.post, RUNGS[0].post, RUNGS[1].post})


def without_topic(directory: Directory) -> Directory:
    """Without the topic of street lights."""
    sector = directory.sectors["infrastruktur"]
    topics = {slug: topic for slug, topic in sector.topics.items() if slug != "lampu-jalan"}
    sectors = {**directory.sectors, sector.slug: sector.model_copy(update={"topics": topics})}
    return directory.model_copy(update={"sectors": sectors, "edition": "later"})


def without_anybody(directory: Directory) -> Directory:
    """Nor with those who are gone, nor the calendars and ways by law that there were."""
    before = without_topic(directory)
    posts = {slug: post.model_copy(update={"deputy": None}) for slug, post in before.posts.items() if slug not in GONE}
    agencies = {slug: _without(agency, GONE) for slug, agency in before.agencies.items()}
    calendars = {before.always_open: before.calendars[before.always_open]}
    gone = {"posts": posts, "agencies": agencies, "calendars": calendars, "procedures": {}, "roster": {}}
    return before.model_copy(update=gone)


def _without(agency: Agency, gone: Collection[str]) -> Agency:
    return agency.model_copy(update={"ladder": tuple(post for post in agency.ladder if post not in gone)})
