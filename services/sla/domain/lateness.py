"""Which clocks are late, who reads of it on a working day, and what they read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.sla.domain.clock import Clock
from shared.contracts.digest import LateDigest, LateQueue, LateTicket
from shared.contracts.ticket_record import Holder
from shared.contracts.words import Slug
from shared.directory.hours import Calendar
from shared.directory.model import Directory
from shared.policy.calendar import NOTHING, working_time
from shared.policy.moments import sortable
from shared.policy.seat import seat

# Of how many tickets a leader reads one by one.
OLDEST = 10
A_DAY = timedelta(days=1)
# No office is closed for so many days.
MOST_CLOSED = 100


@dataclass(frozen=True)
class Reader:
    """Who reads today, and for which chairs."""

    holder: Holder
    posts: frozenset[Slug]


@dataclass(frozen=True)
class Late:
    """A broken promise that is still to be kept; `posts` hear of it, lowest first."""

    told: LateTicket
    posts: tuple[Slug, ...]


def late_place(clock: Clock) -> str | None:
    """Where a late clock stands among the others, oldest first; None of one that is not late.

    It is late once its first rung was told, also in a former segment. What lapses has no rungs and is never late.
    """
    rungs = [alarm.step for alarm in clock.alarms if alarm.step.rung]
    if clock.stopped or not rungs:
        return None
    is_told = rungs[0].rung > 1 or rungs[0].again or _told(clock) > 0
    return f"{sortable(clock.due_at)}|{clock.key}" if is_told else None


def late(clock: Clock) -> Late:
    """What is told of a late clock."""
    told = LateTicket(ticket=clock.ticket, queue=clock.queue, clock=clock.name, due_at=clock.due_at, rung=_told(clock))
    return Late(told, tuple(alarm.step.post for alarm in clock.alarms if alarm.step.post))


def _told(clock: Clock) -> int:
    """The rung that heard last; those that heard in a former segment stand no more among its alarms."""
    rungs = [alarm.step.rung for alarm in clock.alarms[: clock.next]]
    before = next((alarm.step.rung - 1 for alarm in clock.alarms if alarm.step.rung), 0)
    return max(rungs, default=0) or before


def is_time(calendar: Calendar, now: datetime) -> bool:
    """Whether it is open: from the moment it opens on, the day's digest is said, later if nobody could."""
    return working_time(calendar).add(now, NOTHING) == now


def since(calendar: Calendar, day: date) -> datetime:
    """When the working day before that one began."""
    before = (day - A_DAY * back for back in range(1, MOST_CLOSED))
    opened = next((one for one in before if calendar.hours(one)), day - A_DAY)
    return working_time(calendar).add(datetime.combine(opened, time(), ZoneInfo(calendar.zone)), NOTHING)


def readers(directory: Directory, posts: Iterable[Slug], day: date) -> tuple[list[Reader], list[Slug]]:
    """Who reads for these posts by that day's roster, each person once; and the posts for which nobody does."""
    holders: dict[Slug, Holder] = {}
    chairs: dict[Slug, list[Slug]] = {}
    empty = []
    for post in posts:
        found = seat(directory, post, day)
        if found is None:
            empty.append(post)
            continue
        own = found.holder
        if own.post not in holders or not own.stands_in_for:
            holders[own.post] = own
        chairs.setdefault(own.post, []).append(post)
    return [Reader(holder, frozenset(chairs[post])) for post, holder in holders.items()], empty


def digest(
    directory: Directory, reader: Reader, found: Sequence[Late], since: datetime, now: datetime, *, more: bool
) -> LateDigest:
    """What the reader is told of what is late, oldest first; `fresh` is what broke since that moment."""
    reads_all = any(_is_above_all(directory, post) for post in reader.posts)
    own = [one.told for one in found if reads_all or reader.posts & {*one.posts}]
    oldest: dict[str, LateTicket] = {}
    for told in sorted(own, key=lambda told: told.due_at):
        oldest.setdefault(told.ticket, told)
    late = Counter(told.queue for told in oldest.values())
    fresh = Counter(told.queue for told in oldest.values() if told.due_at >= since)
    return LateDigest(
        to=reader.holder,
        day=directory.day(now),
        late=len(oldest),
        more=more,
        queues=tuple(LateQueue(queue=queue, late=count, fresh=fresh[queue]) for queue, count in late.most_common()),
        oldest=tuple(oldest.values())[:OLDEST],
        at=now,
    )


def _is_above_all(directory: Directory, post: Slug) -> bool:
    """Whether no office but its own house has it on its ladder: such a post is above them all."""
    own = directory.posts[post].agency if post in directory.posts else None
    return not any(post in agency.ladder for slug, agency in directory.agencies.items() if slug != own)
