"""A directory as it might be: another promise, fewer people, or one more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches

from services.due_page import length
from shared.contracts.words import Slug
from shared.directory.model import Directory, Sector, Topic
from shared.directory.roster import Roster, Sitting
from shared.policy.target import ALIKE

# So many names of a kind are told.
NAMED = 20


class WhatIfError(Exception):
    """The directory has nothing of that name, or it cannot be as it is wished."""


@dataclass(frozen=True)
class WhatIf:
    """`spans` by policy, posts that are empty the whole time, and further colleagues by topic or sector/topic."""

    spans: Sequence[tuple[str, timedelta]] = ()
    without: Sequence[str] = ()
    colleagues: Sequence[tuple[str, str]] = ()

    def __bool__(self) -> bool:
        return bool(self.spans or self.without or self.colleagues)

    def named(self, directory: Directory) -> list[str]:
        """Each change, a line; `directory` is as it is."""
        return [
            *(f"what if: {name} is {length(span)}, not {_as_is(directory, name)}" for name, span in self.spans),
            *(f"what if: nobody sits at {post}, the whole time" for post in self.without),
            *(f"what if: {post} shares {topic}" for topic, post in self.colleagues),
        ]

    def applied(self, directory: Directory) -> Directory:
        """Raises WhatIfError."""
        for policy, span in self.spans:
            directory = with_span(directory, policy, span)
        for topic, post in self.colleagues:
            directory = with_colleague(directory, topic, post)
        for post in self.without:
            directory = without(directory, post)
        return directory


def _as_is(directory: Directory, policy: str) -> str:
    known = directory.promises.get(policy)
    return length(known.span) if known else "there at all"


def with_span(directory: Directory, policy: str, span: timedelta) -> Directory:
    _known("promise", policy, directory.promises)
    changed = directory.promises[policy].model_copy(update={"span": span})
    return directory.model_copy(update={"promises": {**directory.promises, policy: changed}})


def without(directory: Directory, post: str) -> Directory:
    """Nobody sits there on any day: its deputy does the work, or whoever else the roster finds."""
    _known("post", post, directory.posts)
    if post in directory.desks and directory.posts[post].deputy is None:
        raise WhatIfError(f"{post} cannot be left out: it is there whatever the roster says, and has no deputy")
    empty = Roster(slug=post, sittings=(Sitting(kind="vacant"),))
    return directory.model_copy(update={"roster": {**directory.roster, post: empty}})


def with_colleague(directory: Directory, named: str, post: str) -> Directory:
    """One more post shares the topic's load, beside its liaison and the colleagues they have."""
    _known("post", post, directory.posts)
    sector, topic = topic_named(directory, named)
    if post in {topic.liaison, *topic.colleagues}:
        raise WhatIfError(f"{post} holds {named} already")
    more = topic.model_copy(update={"colleagues": (*topic.colleagues, post)})
    changed = sector.model_copy(update={"topics": {**sector.topics, topic.slug: more}})
    return directory.model_copy(update={"sectors": {**directory.sectors, sector.slug: changed}})


def topic_named(directory: Directory, named: str) -> tuple[Sector, Topic]:
    """As in jembatan, or infrastruktur/jembatan where several sectors have one of that name."""
    there = {f"{sector.slug}/{slug}": (sector, topic) for sector, slug, topic in _topics(directory)}
    alike = [name for name in there if named in {name, name.partition("/")[2]}]
    if not alike:
        _known("topic", named, {name.partition("/")[2] for name in there})
    if len(alike) > 1:
        raise WhatIfError(f"several sectors have a topic {named!r}: name {' or '.join(alike)}")
    return there[alike[0]]


def _topics(directory: Directory) -> list[tuple[Sector, Slug, Topic]]:
    return [(sector, slug, topic) for sector in directory.sectors.values() for slug, topic in sector.topics.items()]


def _known(kind: str, name: str, known: Collection[str]) -> None:
    if name in known:
        return
    holding = sorted(one for one in known if name in one)[:NAMED]
    near = get_close_matches(name, sorted(known), n=3, cutoff=ALIKE) or holding
    some = ", ".join(sorted(known)[:NAMED])
    there = f"there are {some}{f' and {len(known) - NAMED} more' if len(known) > NAMED else ''}"
    meant = f"did you mean {' or '.join(near)}"
    raise WhatIfError(f"there is no {kind} {name!r}; {meant if near else there}")
