"""Whether the stand-ins of a roster lead to somebody, or only to each other."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from shared.contracts.words import Slug
from shared.directory.days import A_DAY, Days, span_of
from shared.directory.desk import Desk
from shared.directory.file import Path
from shared.directory.model import Directory
from shared.directory.roster import Roster, absence

# What to write in the roster, so that somebody else is asked.
MENDED = "name who is: `substitute` of a leave, or `by` of an acting sitting"


def check_circles(draft: Directory, desk: Desk) -> None:
    """Posts that stand in for each other on days on which none of them is there.

    Triage, the arbiter and the emergency crew are there whatever the roster says.
    """
    found: dict[tuple[Slug, ...], list[Days]] = {}
    for days in _stretches(draft):
        for post in draft.roster:
            circle = _circle(draft, post, days.first)
            if circle and circle[0] == min(circle) and draft.desks.isdisjoint(circle):
                found.setdefault(circle, []).append(days)
    for posts, stretches in found.items():
        told = f"{', '.join(map(str, _joined(stretches)))}: {' → '.join((*posts, posts[0]))}"
        said = f"nobody is there {told}; {MENDED}"
        for post in posts:
            roster = draft.roster[post]
            desk.object_to(roster, _entry(roster, stretches[0].first), said)


def _stretches(draft: Directory) -> Iterator[Days]:
    """The days cut so that nothing in the roster changes within a stretch."""
    begun = {date.min}
    for roster in draft.roster.values():
        spans = (*map(span_of, roster.sittings), *(Days(leave.first, leave.last) for leave in roster.leaves))
        begun |= {span.first for span in spans} | {span.last + A_DAY for span in spans if span.last != date.max}
    starts = sorted(begun)
    for first, following in pairwise(starts):
        yield Days(first, following - A_DAY)
    yield Days(starts[-1], date.max)


def _circle(draft: Directory, post: Slug, day: date) -> tuple[Slug, ...] | None:
    """The posts that are asked in turn when this one is, if that comes back to it."""
    asked: list[Slug] = []
    turn: Slug | None = post
    while turn and turn in draft.posts and turn not in asked:
        asked.append(turn)
        away = absence(draft.posts[turn], draft.roster.get(turn), day)
        turn = away.stand_in if away else None
    return tuple(asked) if turn == post and len(asked) > 1 else None


def _joined(stretches: Sequence[Days]) -> list[Days]:
    joined: list[Days] = []
    for days in stretches:
        if joined and joined[-1].last + A_DAY == days.first:
            joined[-1] = Days(joined[-1].first, days.last)
        else:
            joined.append(days)
    return joined


def _entry(roster: Roster, day: date) -> Path:
    """Where it says that nobody is there that day."""
    for place, sitting in enumerate(roster.sittings):
        if sitting.holds_on(day) and sitting.kind != "seated":
            return ("sittings", place)
    return next(
        (("leaves", place) for place, leave in enumerate(roster.leaves) if leave.first <= day <= leave.last), ()
    )
