"""Who is tested when: drawn by chance, and the same by every replica, for chance here is a hash of what is drawn."""

import hashlib
from base64 import b32encode
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.contracts.check_question import AskSpotCheck
from shared.contracts.event import Word
from shared.contracts.ticket_record import Holder
from shared.contracts.words import EMERGENCY, TRIAGE, CheckNumber, Moment, Slug
from shared.directory.model import Directory, Topic
from shared.policy.calendar import NOTHING, working_time

# Who asks when nobody in particular does.
PLAN = "directory"

WEEK = timedelta(days=7)
NUMBER_BYTES = 10
GROUP = 4
GROUPS = 3
CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")


class Wish(Word):
    """That this post be tested, whoever does its work then, at this moment or as soon after it as may be."""

    check: CheckNumber
    holder: Holder
    queue: Slug
    by: Slug
    at: Moment


def week_of(directory: Directory, moment: datetime) -> date:
    """The Monday on which the week of that moment begins."""
    day = directory.day(moment)
    return day - timedelta(days=day.weekday())


def plan(directory: Directory, week: date) -> tuple[Wish, ...]:
    """The wishes of the week that begins on that Monday, each under a number that every draw of it gives again."""
    return tuple(
        Wish(
            check=check_number(f"{directory.regency}:{week}:{place}"),
            holder=directory.holder(post),
            queue=queue_of(directory, post),
            by=PLAN,
            at=at,
        )
        for place, (at, post) in enumerate(planned(directory, week))
    )


def planned(directory: Directory, week: date) -> tuple[tuple[datetime, Slug], ...]:
    """When who is tested in the week that begins on that Monday, in the order of turns, not of time.

    All liaisons have their turn, in an order drawn anew each round, before any has another.
    """
    posts, chosen = liaisons(directory, week), directory.spot_checks
    if chosen is None or not posts:
        return ()
    first = week.toordinal() // WEEK.days * chosen.weekly
    drawn = []
    for turn in range(first, first + chosen.weekly):
        at = _moment(directory, week, chosen.calendar, turn)
        if at:
            done, place = divmod(turn, len(posts))
            drawn.append((at, _shuffled(posts, f"{directory.regency}:{done}")[place]))
    return tuple(drawn)


def _moment(directory: Directory, week: date, calendar: Slug, turn: int) -> datetime | None:
    """Some second of the week's working time; None when it has none."""
    work = working_time(directory.calendars[calendar])
    start = datetime.combine(week, time(), ZoneInfo(directory.zone))
    seconds = work.elapsed(start, start + WEEK) // timedelta(seconds=1)
    if not seconds:
        return None
    drawn = work.add(start, timedelta(seconds=_chance(f"{directory.regency}:{week}:{turn}") % seconds))
    return work.add(drawn, NOTHING)  # a span used up at closing time goes on at the next opening


def liaisons(directory: Directory, day: date, sector: Slug | None = None) -> tuple[Slug, ...]:
    """The posts that answer for a topic in force that day, of one sector or of all."""
    sectors = [found for found in directory.sectors.values() if sector in {None, found.slug}]
    topics = [topic for found in sectors for topic in found.topics.values() if topic.holds_on(day)]
    return tuple(sorted({post for topic in topics for post in _posts(topic)}))


def queue_of(directory: Directory, post: Slug) -> Slug:
    """Where what concerns a post is said: its first topic's sector, or its agency's; of others, the desk's queue."""
    if post == directory.emergency_post:
        return EMERGENCY
    for sector in directory.sectors.values():
        if any(post in _posts(topic) for topic in sector.topics.values()):
            return sector.slug
    agency = directory.posts[post].agency
    for sector in directory.sectors.values():
        if any(topic.agency == agency for topic in sector.topics.values()):
            return sector.slug
    return TRIAGE


def wished(question: AskSpotCheck, directory: Directory, now: datetime, former: Sequence[Slug] = ()) -> Wish | None:
    """What is asked for, of a post that is drawn when none is named; None when there is nobody of whom.

    Whoever was tested least often among the `former` is drawn.
    """
    number = check_number(f"{question.by}:{question.id}")
    posts = (question.post,) if question.post else liaisons(directory, directory.day(now), question.sector)
    if not posts or question.by not in directory.posts or posts[0] not in directory.posts:
        return None
    often = Counter(former)
    least = min(often[post] for post in posts)
    (post, *_) = _shuffled([post for post in posts if often[post] == least], number)
    at = max(question.at or now, now)
    return Wish(check=number, holder=directory.holder(post), queue=queue_of(directory, post), by=question.by, at=at)


def check_number(cause: str) -> CheckNumber:
    """For example UJI-7K3M-9QXA-2F4T; the same cause always has the same."""
    signs = b32encode(hashlib.sha256(cause.encode()).digest()[:NUMBER_BYTES]).decode().translate(CROCKFORD)
    return "-".join(("UJI", *(signs[GROUP * group : GROUP * (group + 1)] for group in range(GROUPS))))


def _posts(topic: Topic) -> tuple[Slug, ...]:
    """Those of the regency that answer for it, or for a part of it."""
    return (topic.liaison, *topic.colleagues, *(owner.liaison for owner in topic.owners if owner.liaison))


def _shuffled(posts: Sequence[Slug], seed: str) -> list[Slug]:
    return sorted(posts, key=lambda post: _chance(f"{seed}:{post}"))


def _chance(seed: str) -> int:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest())
