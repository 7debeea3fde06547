"""Whether a sector's topics fit the rest of the directory: agencies, liaisons, owners, dates and words."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from shared.directory.desk import Desk
from shared.directory.fact import WORD, Dated
from shared.directory.file import Path
from shared.directory.model import Directory, Owner, Sector, Topic
from shared.directory.offices import Agency, Post

Problems = Iterator[tuple[Path, str]]
A_DAY = timedelta(days=1)


def check_topics(draft: Directory, desk: Desk) -> None:
    """Notes every problem of the topics of a draft, whose entries were read one by one, on the desk."""
    spellings = {other: word for word, others in draft.spellings.items() for other in others}
    for sector in draft.sectors.values():
        file = desk.file(f"sectors/{sector.slug}.yaml")
        for path, text in _days(sector):
            desk.note(file, path, text)
        for topic in sector.topics.values():
            checks = TopicChecks(topic, draft, desk, spellings)
            for path, text in (*checks.offices(), *checks.owners(), *checks.words()):
                desk.note(file, ("topics", topic.slug, *path), f"topic {topic.slug!r}: {text}")


def unknown(kind: str, slug: str, known: Collection[str]) -> Iterator[str]:
    """The complaint about a name that nothing bears; an empty one was complained of before."""
    if slug and slug not in known:
        yield f"unknown {kind} {slug!r}"


def classes(draft: Directory) -> set[str]:
    """The classes some promise is made for."""
    return {name for policy in draft.promises.values() for name in policy.classes}


def _days(sector: Sector) -> Problems:
    """A day without any topic, and a topic for everything else that ends; the days are those on which one changes."""
    topics = sector.topics.values()
    otherwise = sector.topics.get(sector.otherwise)
    if otherwise and otherwise.valid_to:
        yield ("otherwise",), f"otherwise: topic {otherwise.slug!r} ends on {otherwise.valid_to}"
    begun = {topic.valid_from for topic in topics if topic.valid_from}
    ended = {topic.valid_to + A_DAY for topic in topics if topic.valid_to}
    for day in sorted(begun | ended):
        if not any(topic.holds_on(day) for topic in topics):
            yield ("topics",), f"no topic is in force on {day}"
            return


@dataclass(frozen=True)
class TopicChecks:
    """What is wrong with one topic, each with the path that leads there from the topic.

    `spellings` are the listed words by their other spellings.
    """

    topic: Topic
    draft: Directory
    desk: Desk
    spellings: Mapping[str, str]

    def offices(self) -> Problems:
        """A liaison of another agency would be watched by another office's ladder."""
        topic = self.topic
        for text in unknown("agency", topic.agency, self.desk.slugs(Agency)):
            yield ("agency",), text
        for text in unknown("post", topic.liaison, self.desk.slugs(Post)):
            yield ("liaison",), text
        for text in unknown("resolution class", topic.resolution, classes(self.draft)):
            yield ("resolution",), f"{text}; no promise is made for it"
        agency = self.draft.agencies.get(topic.agency)
        if agency and agency.tracker and agency.tracker != topic.liaison:
            yield ("liaison",), f"{agency.slug!r} is outside the regency; its tracker {agency.tracker!r} is the liaison"
        for text in self._seat(topic.agency, topic.liaison):
            yield ("liaison",), text

    def owners(self) -> Problems:
        for position, owner in enumerate(self.topic.owners):
            for path, text in self._owner(owner):
                yield ("owners", position, *path), text
        for (_, one), (position, other) in combinations(enumerate(self.topic.owners), 2):
            if one.agency == other.agency and _overlap(one, other):
                yield ("owners", position), f"agency {other.agency!r} owns it twice on the same days"

    def _owner(self, owner: Owner) -> Problems:
        for text in unknown("agency", owner.agency, self.desk.slugs(Agency)):
            yield ("agency",), text
        for text in unknown("post", owner.liaison or "", self.desk.slugs(Post)):
            yield ("liaison",), text
        agency = self.draft.agencies.get(owner.agency)
        if agency and agency.is_outside and owner.liaison:
            yield ("liaison",), f"{agency.slug!r} is outside the regency; its tracker holds what it owns"
        if agency and not agency.is_outside and not owner.liaison:
            yield ("agency",), f"{agency.slug!r} is the regency's own; name the liaison of it that holds this"
        for text in self._seat(owner.agency, owner.liaison or ""):
            yield ("liaison",), text
        for place, words in enumerate(owner.words):
            for text in self._misspelt(words):
                yield ("words", place), text

    def _seat(self, agency: str, liaison: str) -> Iterator[str]:
        """A post of another agency of the regency."""
        post, office = self.draft.posts.get(liaison), self.draft.agencies.get(agency)
        if post and office and not office.is_outside and post.agency != agency:
            yield f"{liaison!r} sits in {post.agency!r}, not in {agency!r}"

    def _misspelt(self, listed: str) -> Iterator[str]:
        for word in _tokens(listed):
            if word in self.spellings:
                yield f"{word!r} is read as {self.spellings[word]!r}; list it so"

    def words(self) -> Problems:
        """What is listed twice, and a look-alike of nothing."""
        topic = self.topic
        listed: set[tuple[str, ...]] = set()
        for field, words in (("words", topic.words), ("phrases", topic.phrases), ("hints", topic.hints)):
            for position, text in enumerate(words):
                if self._spelt(text) in listed:
                    yield (field, position), f"{text!r} is listed twice"
                listed.add(self._spelt(text))
        parts = (words for group in topic.together for words in group)
        spelt = {self._spelt(words) for words in (*topic.words, *topic.phrases, *topic.hints, *parts)}
        for text in topic.look_alikes:
            if spelt.isdisjoint(_runs(self._spelt(text))):
                yield ("look_alikes", text), f"look-alike {text!r} holds nothing that is listed"

    def _spelt(self, text: str) -> tuple[str, ...]:
        """Its words in the spelling the directory lists them in."""
        return tuple(self.spellings.get(word, word) for word in _tokens(text))


def _tokens(words: str) -> tuple[str, ...]:
    return tuple(WORD.findall(words.casefold()))


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every run of words that stands in them."""
    for start, end in combinations(range(len(words) + 1), 2):
        yield words[start:end]


def _overlap(one: Dated, other: Dated) -> bool:
    """Whether both are in force on some day: if so, on the first day of one of them."""
    days = [dated.valid_from or date.min for dated in (one, other)]
    return any(one.holds_on(day) and other.holds_on(day) for day in days)
