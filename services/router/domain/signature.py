"""The words of a complaint that tell its trouble from another one of the same topic."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from shared.directory.model import Directory, Topic
from shared.policy.words import Match, Speller, WordFinder, tokens

# People write "rt02" and "RT. 2", and mean one.
GLUED = re.compile(r"(rt|rw|km|gg|no)(\d+)")
# What intake writes in place of what tells a person.
MASKED = re.compile(r"\[[^\[\]]{1,20}\]")


class Signature(BaseModel):
    """What a complaint says but filler (`words`), of these what says where (`spots`), and what tells two spots apart.

    `marks` are a kind and its value, "rt 2".
    """

    model_config = ConfigDict(frozen=True)

    words: frozenset[str] = frozenset()
    spots: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()


class Role(Enum):
    LANDMARK = "landmark"
    NARROW = "narrow"
    WIDE = "wide"
    SIDE = "side"
    BESIDE = "beside"
    FILLER = "filler"
    TROUBLE = "trouble"


# How many words are a name after one of these: "masjid al huda", "gang mawar".
LONGEST_NAMES = {Role.LANDMARK: 2, Role.BESIDE: 2, Role.NARROW: 1, Role.WIDE: 1}


class Known(NamedTuple):
    """What a listed word is for, and how it is written first."""

    role: Role
    word: str


class Signatures:
    """Reads signatures by the directory's words."""

    def __init__(self, directory: Directory) -> None:
        self._speller = Speller(directory.spellings)
        listed = [(self._spelt(said), known) for said, known in _listed(directory)]
        taken = {said for said, _ in listed}
        self._troubles = {
            (sector.slug, topic.slug): self._words_of(topic)
            for sector in directory.sectors.values()
            for topic in sector.topics.values()
            if topic.public
        }
        # Listed so that "lampunya" is read as "lampu".
        troubles = sorted(frozenset[str]().union(*self._troubles.values()) - taken)
        listed += [(word, Known(Role.TROUBLE, word)) for word in troubles]
        self._finder: WordFinder[Known] = WordFinder(listed)
        self._articles = frozenset(directory.likeness.articles)
        self._units = frozenset(self._spelt(unit) for unit in directory.likeness.units)

    def of(self, text: str, sector: str, topic: str, names: Iterable[str] = ()) -> Signature:
        """`topic` is a public one; `names` are of the village and district, which every complaint from there shares."""
        shared = {token for name in names for token in tokens(name)}
        words = [word for word in self._plain(text) if word not in shared]
        return _Reading(words, self._finder.find_in(words), self._troubles[sector, topic]).signature()

    def _spelt(self, said: str) -> str:
        return " ".join(self._speller.words(said))

    def _words_of(self, topic: Topic) -> frozenset[str]:
        said = (*topic.words, *topic.phrases)
        words = {word for words in said for word in self._speller.words(words)}
        return frozenset(word for word in words if not word.isdecimal())

    def _plain(self, text: str) -> Iterator[str]:
        """The words, numbers without leading zeros; articles, and numbers that measure, are left out."""
        words = [part for word in self._speller.words(MASKED.sub(" ", text)) for part in _parted(word)]
        for word, following in zip(words, [*words[1:], ""], strict=True):
            if not ((word.isdecimal() and following in self._units) or word in self._articles):
                yield word.lstrip("0") or "0" if word.isdecimal() else word


class _Reading:
    """One complaint while it is read, word by word.

    `trouble` are its topic's words: in a complaint about a bridge, "bridge" does not say where it is.
    """

    def __init__(self, words: Sequence[str], matches: Sequence[Match[Known]], trouble: frozenset[str]) -> None:
        self._words = words
        self._trouble = trouble
        self._at: Mapping[int, Match[Known]] = {match.start: match for match in matches}
        self._found: set[str] = set()
        self._spots: set[str] = set()
        self._marks: set[str] = set()

    def signature(self) -> Signature:
        place = 0
        while place < len(self._words):
            match = self._at.get(place)
            if match is None:
                self._found.add(self._words[place])
            place = self._read(match) if match else place + 1
        return Signature(
            words=frozenset(self._found | self._spots | self._marks),
            spots=frozenset(self._spots - self._trouble),
            marks=frozenset(self._marks),
        )

    def _read(self, match: Match[Known]) -> int:
        """Returns where to read on."""
        role, word = match.key
        name = self._name(match.end, LONGEST_NAMES.get(role, 0))
        match role:
            case Role.TROUBLE:
                self._found.add(word)
            case Role.LANDMARK:
                marks = {f"{word} {part}" for part in name if part.isdecimal()}
                self._spots |= {word, *marks, *(part for part in name if not part.isdecimal())}
                self._marks |= marks
            case Role.SIDE:
                self._marks.add(f"sisi {word}")
            case Role.BESIDE:
                self._spots |= set(name)
            case Role.NARROW if name:
                self._spots.add(f"{word} {name[0]}")
                self._marks.add(f"{word} {name[0]}")
            case Role.WIDE if name:
                self._marks.add(f"{word} {name[0]}")
            case Role.NARROW | Role.WIDE:
                self._found.add(word)
        return match.end + len(name)

    def _name(self, start: int, longest: int) -> list[str]:
        """The words from `start` on that mean nothing else here: a name, or a number."""
        name: list[str] = []
        for place in range(start, min(start + longest, len(self._words))):
            if place in self._at:
                break
            name.append(self._words[place])
        return name


def _listed(directory: Directory) -> Iterator[tuple[str, Known]]:
    """Each word or phrase once; what says where goes before what says nothing."""
    likeness = directory.likeness
    seen: set[str] = set()
    for role, kinds in (
        (Role.NARROW, likeness.narrow),
        (Role.WIDE, likeness.wide),
        (Role.LANDMARK, likeness.landmarks),
        (Role.SIDE, likeness.sides),
        (Role.BESIDE, dict.fromkeys(likeness.beside, ())),
        (Role.FILLER, dict.fromkeys(likeness.filler, ())),
    ):
        for word, others in kinds.items():
            for said in (word, *others):
                if said not in seen:
                    seen.add(said)
                    yield said, Known(role, word)


def _parted(word: str) -> tuple[str, ...]:
    glued = GLUED.fullmatch(word)
    return (glued[1], glued[2]) if glued else (word,)
