"""Whether the roster fits: posts that exist, days without a gap or a doubt, and stand-ins that lead to somebody."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

from pydantic import TypeAdapter, ValidationError

from shared.contracts.words import CITIZEN, Slug
from shared.directory.circles import check_circles
from shared.directory.days import A_DAY, Days, span_of
from shared.directory.desk import Desk
from shared.directory.file import Path
from shared.directory.model import Directory, Topic
from shared.directory.offices import Post
from shared.directory.roster import AreaChain, Leave, Roster, Sitting
from shared.directory.topic_checks import unknown

# Who acts in events without being a post.
ACTORS = frozenset({CITIZEN, "router", "sla", "notifier", "roster"})
SLUG: TypeAdapter[str] = TypeAdapter(Slug)
Problems = Iterator[tuple[Path, str]]


def check_roster(draft: Directory, desk: Desk) -> None:
    """Notes every problem of posts, colleagues, areas and roster of a draft on the desk."""
    for post in draft.posts.values():
        for path, text in _post(post, desk):
            desk.object_to(post, path, text)
    for roster in draft.roster.values():
        for path, text in (*_posts_of(roster, desk), *_days_of(roster)):
            desk.object_to(roster, path, text)
    for sector in draft.sectors.values():
        for topic in sector.topics.values():
            for path, text in _colleagues(topic, draft, desk):
                file = desk.file(f"sectors/{sector.slug}.yaml")
                desk.note(file, ("topics", topic.slug, *path), f"topic {topic.slug!r}: {text}")
    areas: AreaChain | None = draft.area_chain
    for position, rung in enumerate(areas.ladder if areas else ()):
        for text in unknown("post", rung, desk.slugs(Post)):
            desk.note(desk.file("area_chain.yaml"), ("ladder", position), f"ladder: {text}")
    check_circles(draft, desk)


def _post(post: Post, desk: Desk) -> Problems:
    if post.slug in ACTORS:
        yield (), f"a post cannot be called {post.slug!r}; that is who acts for others in events"
    if _is_no_slug(post.slug):
        yield (), "is no slug; two to forty small letters, digits and hyphens"
    yield from _stand_in(post.slug, ("deputy",), post.deputy, desk)


def _is_no_slug(slug: str) -> bool:
    """Only those made from the names of areas were not read as slugs."""
    try:
        SLUG.validate_python(slug)
    except ValidationError:
        return True
    return False


def _posts_of(roster: Roster, desk: Desk) -> Problems:
    for text in unknown("post", roster.slug, desk.slugs(Post)):
        yield (), text
    for position, sitting in enumerate(roster.sittings):
        yield from _stand_in(roster.slug, ("sittings", position, "by"), sitting.by, desk)
    for position, leave in enumerate(roster.leaves):
        yield from _stand_in(roster.slug, ("leaves", position, "substitute"), leave.substitute, desk)


def _stand_in(post: Slug, path: Path, named: Slug | None, desk: Desk) -> Problems:
    for text in unknown("post", named or "", desk.slugs(Post)):
        yield path, text
    if named == post:
        yield path, f"{post!r} cannot stand in for itself"


def _colleagues(topic: Topic, draft: Directory, desk: Desk) -> Problems:
    """Somebody of another office would be watched by another ladder than the liaison's."""
    liaison = draft.posts.get(topic.liaison)
    for position, colleague in enumerate(topic.colleagues):
        path, post = ("colleagues", position), draft.posts.get(colleague)
        for text in unknown("post", colleague, desk.slugs(Post)):
            yield path, text
        if post and liaison and post.agency != liaison.agency:
            yield path, f"colleague {colleague!r} sits in {post.agency!r}, the liaison in {liaison.agency!r}"
        if colleague in {topic.liaison, *topic.colleagues[:position]}:
            yield path, f"{colleague!r} is named twice"


def _days_of(roster: Roster) -> Problems:
    """Two for one day, a day that is left out between two, and a leave where nobody sits who could take it."""
    for place, former, days in _in_order([span_of(sitting) for sitting in roster.sittings]):
        if days.first <= former:
            yield ("sittings", place), f"another sitting holds {Days(days.first, min(former, days.last))} too"
        elif former + A_DAY < days.first:
            yield ("sittings", place), f"no sitting holds {Days(former + A_DAY, days.first - A_DAY)}"
    for place, former, days in _in_order([Days(leave.first, leave.last) for leave in roster.leaves]):
        if days.first <= former:
            yield ("leaves", place), f"another leave holds {Days(days.first, min(former, days.last))} too"
    for place, leave in enumerate(roster.leaves):
        for sitting in roster.sittings:
            both = _common(leave, sitting)
            if both and sitting.kind == "vacant":
                yield ("leaves", place), f"nobody sits here {both} who could be on leave"
            if both and sitting.by:
                yield ("leaves", place), f"{sitting.by!r} acts here {both}; its leave stands under its own name"


def _in_order(spans: Sequence[Days]) -> Iterator[tuple[int, date, Days]]:
    """Each but the first with its place in the list, and the last day of all that begin before it."""
    ordered = sorted(enumerate(spans), key=lambda item: item[1])
    lasts = accumulate((days.last for _, days in ordered), max)
    for former, (place, days) in zip(lasts, ordered[1:], strict=False):
        yield place, former, days


def _common(leave: Leave, sitting: Sitting) -> Days | None:
    span = span_of(sitting)
    both = Days(max(leave.first, span.first), min(leave.last, span.last))
    return both if both.first <= both.last else None
