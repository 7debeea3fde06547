"""How much of a complaint speaks for each topic, by the directory's words; works without any training."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from shared.directory.model import Directory
from shared.policy.words import Match, Speller, WordFinder

# A phrase leaves less doubt than a word, words near each other about as little; a hint alone decides nothing.
WORD = 1.0
PHRASE = 1.6
TOGETHER = 1.4
HINT = 0.35
# Words listed as belonging together stand in one clause: no further than this many words from the rarest of them.
REACH = 8
# People say first what it is about: what stands this many words later counts half.
HALF_AFTER = 30
# The second time a word is said it tells less than the first, the third time less than the second.
AGAIN = 0.7
# A topic's second word tells less than its first: a long text holds some word of many topics.
NEXT = 0.8
# "in front of the village hall" tells where, and of the village hall hardly a thing.
BESIDE = 0.3
# What one word that speaks against a topic, however often it is said, leaves of the topic's weight.
AGAINST = 0.5


class TopicKey(NamedTuple):
    sector: str
    topic: str


@dataclass(frozen=True)
class Evidence:
    """What a text says for each topic it speaks of: how much, and in which words, as they are listed."""

    weights: Mapping[TopicKey, float]
    said: Mapping[TopicKey, tuple[str, ...]]


class Sign(NamedTuple):
    """A word or phrase listed for a topic, and how much it says for it."""

    key: TopicKey
    listed: str
    weight: float


class Group(NamedTuple):
    """Words listed for a topic as belonging together: the one that stands in the fewest groups leads to the others."""

    key: TopicKey
    listed: str
    others: tuple[str, ...]


@dataclass
class Turn:
    """What a word or phrase does but speak for a topic: it means another thing, speaks against one, leads a group."""

    excuses: list[TopicKey] = field(default_factory=list)
    against: list[TopicKey] = field(default_factory=list)
    leads: list[Group] = field(default_factory=list)


class Rules:
    """Weighs topics; the same words, directory and day always give the same evidence."""

    def __init__(self, directory: Directory) -> None:
        self._speller = Speller(directory.spellings)
        self._topics = {
            TopicKey(sector.slug, topic.slug): topic
            for sector in directory.sectors.values()
            for topic in sector.topics.values()
        }
        self._says = WordFinder(self._signs())
        self._beside = frozenset(self._spelt(words) for words in directory.likeness.beside)
        self._turns = WordFinder(self._all_turns())

    def weigh(self, words: Sequence[str], day: date) -> Evidence:
        """The evidence in words a speller gave, for the topics in force that day."""
        turns = self._turns.find_in(words)
        gained: dict[TopicKey, dict[str, list[float]]] = {}
        for (key, listed, weight), start in (*_unmistaken(self._says.find_in(words), turns), *_together(turns)):
            told = weight * HALF_AFTER / (HALF_AFTER + start)
            is_landmark = start > 0 and words[start - 1] in self._beside
            gained.setdefault(key, {}).setdefault(listed, []).append(told * BESIDE if is_landmark else told)
        against = Counter(key for turn in {match.words: match.key for match in turns}.values() for key in turn.against)
        held = {key: found for key, found in sorted(gained.items()) if self._topics[key].holds_on(day)}
        weights = {key: _sum(found.values()) * AGAINST ** against[key] for key, found in held.items()}
        return Evidence(weights, {key: tuple(found) for key, found in held.items()})

    def _spelt(self, listed: str) -> str:
        return " ".join(self._speller.words(listed))

    def _signs(self) -> dict[str, tuple[Sign, ...]]:
        """By spelt words; what several topics list says as much less for each."""
        signs: dict[str, list[Sign]] = defaultdict(list)
        for key, topic in self._topics.items():
            for said, weight in ((topic.words, WORD), (topic.phrases, PHRASE), (topic.hints, HINT)):
                for listed in said:
                    signs[self._spelt(listed)].append(Sign(key, listed, weight))
        return {
            words: tuple(sign._replace(weight=sign.weight / len(shared)) for sign in shared)
            for words, shared in signs.items()
        }

    def _all_turns(self) -> list[tuple[str, Turn]]:
        """By spelt words; a word that is but a part of groups is listed too, to be found for them."""
        turns: dict[str, Turn] = defaultdict(Turn)
        for key, topic in self._topics.items():
            for listed in topic.look_alikes:
                turns[self._spelt(listed)].excuses.append(key)
            for listed in topic.anti_words:
                turns[self._spelt(listed)].against.append(key)
        for lead, group in self._groups():
            turns[lead].leads.append(group)
            turns.update({other: Turn() for other in group.others if other not in turns})
        return list(turns.items())

    def _groups(self) -> Iterator[tuple[str, Group]]:
        groups = [
            (key, listed, [self._spelt(words) for words in listed])
            for key, topic in self._topics.items()
            for listed in topic.together
        ]
        common = Counter(words for _, _, parts in groups for words in parts)
        for key, listed, parts in groups:
            lead, *others = sorted(parts, key=lambda words: common[words])
            yield lead, Group(key, " … ".join(listed), tuple(others))


def _unmistaken(says: Iterable[Match[tuple[Sign, ...]]], turns: Iterable[Match[Turn]]) -> Iterator[tuple[Sign, int]]:
    """What is said and where, but the words inside a phrase that means something else."""
    excused: dict[int, list[Match[Turn]]] = defaultdict(list)
    for turn in turns:
        if turn.key.excuses:
            for place in range(turn.start, turn.end):
                excused[place].append(turn)
    for signs, _, start, end in says:
        spared = {key for turn in excused.get(start, ()) if end <= turn.end for key in turn.key.excuses}
        for sign in signs:
            if sign.key not in spared:
                yield sign, start


def _together(turns: Iterable[Match[Turn]]) -> Iterator[tuple[Sign, int]]:
    """The groups all of whose words stand near the one that leads to them, and where that does."""
    places: dict[str, list[int]] = defaultdict(list)
    for turn in turns:
        places[turn.words].append(turn.start)
    for turn in turns:
        for key, listed, others in turn.key.leads:
            if all(other in places and _is_near(turn.start, places[other]) for other in others):
                yield Sign(key, listed, TOGETHER), turn.start


def _is_near(start: int, places: Sequence[int]) -> bool:
    """Whether one of the places, in order, is no further than one clause away."""
    following = bisect_left(places, start - REACH)
    return following < len(places) and places[following] <= start + REACH


def _sum(found: Iterable[Sequence[float]]) -> float:
    """Each listed word's hits, then the words: the strongest whole, each further one less."""
    totals = (sum(weight * AGAIN**place for place, weight in enumerate(hits)) for hits in found)
    return sum(total * NEXT**place for place, total in enumerate(sorted(totals, reverse=True)))
