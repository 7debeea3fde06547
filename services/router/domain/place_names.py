"""Every name of a district or village, in every spelling people use for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from shared.directory.areas import District, glued

SHORTEST_PART = 4
SHORTEST_REST = 3
# A shorter name is too near to other words for a typing error in it to be mended.
LONG = 7
LONG_APART = 10
HEAD, TAIL = 3, 4
VOWELS = "aeiou"
OLD_LETTERS = (("u", "oe"), ("j", "dj"), ("c", "tj"))
PREPOSITIONS = ("di", "ke")
# Citizens use few words; whether one is a name with a typing error need not be found out again each time.
KEPT = 16_384


class Spot(NamedTuple):
    """A village of a district, or the district itself."""

    district: str
    village: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PlaceName:
    """A name as the directory writes it and all it may stand for, which is nothing for a look-alike."""

    text: str
    spots: tuple[Spot, ...]
    is_ordinary: bool = False


class Hit(NamedTuple):
    """A name that ends before word `end`; `is_ordinary` if it is spelt like a word of everyday language."""

    name: PlaceName
    end: int
    is_ordinary: bool


class PlaceNames:
    """Knows names by their parts written together, so that "Kali Baru Wetan" is "Kalibaruwetan"."""

    def __init__(self, districts: Iterable[District]) -> None:
        districts = tuple(districts)
        self._ordinary = frozenset(_words(word) for district in districts for word in district.ordinary)
        self._listed = _listed(districts, self._ordinary)
        self._near = _NearNames(self._listed)
        self._exact = self._listed | _variants(self._listed)
        self._begun = frozenset(_beginnings(districts, self._exact))
        self._mended = lru_cache(maxsize=KEPT)(self._read)
        self._longest = max((len(word.split()) for word in _phrases(districts)), default=0) + 2

    def starts(self, words: Sequence[str]) -> list[int]:
        """The words at which a name may begin, which are few."""
        begun, mended = self._begun, self._mended
        return [start for start, word in enumerate(words) if word in begun or mended(word)]

    def at(self, words: Sequence[str], start: int) -> Hit | None:
        """The longest name that begins at that word."""
        word = words[start]
        if word not in self._begun:
            name = self._mended(word)
            return Hit(name, start + 1, name.is_ordinary) if name else None
        joined, found = "", None
        for end in range(start, min(start + self._longest, len(words))):
            joined += words[end]
            if name := self._exact.get(joined):
                found = Hit(name, end + 1, self._is_ordinary(words[start : end + 1], name))
            if joined not in self._begun:
                name = self._near.get(joined) if len(joined) >= LONG_APART else None
                return Hit(name, end + 1, name.is_ordinary) if name and not (found and found.name is name) else found
        return found

    def _is_ordinary(self, words: Sequence[str], name: PlaceName) -> bool:
        """By the spelling if it is listed, for the name's parts may mean something only when they are written apart."""
        return " ".join(words) in self._ordinary or (name.is_ordinary and "".join(words) not in self._listed)

    def of(self, words: Sequence[str]) -> PlaceName | None:
        """The name that these words are, and no word more."""
        joined = "".join(words)
        return self._exact.get(joined) or self._near.get(joined)

    def _read(self, word: str) -> PlaceName | None:
        """What a single word that is no listed name is meant for: one with a typing error, or "dimuncar"."""
        if len(word) < LONG - 1:
            return None
        name = self._near.get(word)
        return self._exact.get(word[2:]) if name is None and word.startswith(PREPOSITIONS) else name


class _NearNames:
    """Long names by a part that one wrong letter leaves as it is: their head or their tail."""

    def __init__(self, names: dict[str, PlaceName]) -> None:
        self._heads: dict[tuple[str, int], list[tuple[str, PlaceName]]] = defaultdict(list)
        self._tails: dict[tuple[str, int], list[tuple[str, PlaceName]]] = defaultdict(list)
        for text, name in names.items():
            if len(text) >= LONG and name.spots:
                for length in (len(text) - 1, len(text), len(text) + 1):
                    self._heads[text[:HEAD], length].append((text, name))
                    self._tails[text[-TAIL:], length].append((text, name))

    def get(self, word: str) -> PlaceName | None:
        """The one name that the word is, but for a letter; None when there are two."""
        length = len(word)
        likely = (*self._heads.get((word[:HEAD], length), ()), *self._tails.get((word[-TAIL:], length), ()))
        found = {name for text, name in likely if is_near(word, text)}
        return found.pop() if len(found) == 1 else None


def is_near(word: str, other: str) -> bool:
    """Whether one letter more, less or other, or two letters in turned order, make the one the other."""
    shorter, longer = sorted((word, other), key=len)
    at = next((index for index, letter in enumerate(shorter) if letter != longer[index]), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    turned = shorter[at : at + 2] == longer[at : at + 2][::-1]
    return shorter[at + 1 :] == longer[at + 1 :] or (turned and shorter[at + 2 :] == longer[at + 2 :])


def _words(text: str) -> str:
    return " ".join(text.lower().split())


def _listed(districts: Sequence[District], ordinary: frozenset[str]) -> dict[str, PlaceName]:
    """The names and look-alikes as the directory lists them, written together."""
    spots: dict[str, dict[Spot, str]] = defaultdict(dict)
    for district in districts:
        for spelling, village in district.spellings():
            spots[glued(spelling)][Spot(district.name, village)] = village or district.name
    names = {
        text: PlaceName(min(found.values(), key=len), tuple(found), text in ordinary) for text, found in spots.items()
    }
    look_alikes = [glued(words) for district in districts for words in district.look_alikes]
    return {text: PlaceName(text, ()) for text in look_alikes} | names


def _variants(names: dict[str, PlaceName]) -> dict[str, PlaceName]:
    """Other spellings that a rule gives; one that two names have in common is none."""
    found: dict[str, set[PlaceName]] = defaultdict(set)
    for text, name in names.items():
        for variant in _respelt(text) if name.spots else ():
            found[variant].add(name)
    return {text: owners.pop() for text, owners in found.items() if text not in names and len(owners) == 1}


def _respelt(text: str) -> Iterator[str]:
    """Old letters, a letter doubled or single, an h left out, an e put into or left out of the first syllable."""
    for chosen in range(1, 2 ** len(OLD_LETTERS)):
        old = text
        for index, (new, letters) in enumerate(OLD_LETTERS):
            old = old.replace(new, letters) if chosen >> index & 1 else old
        yield old
    for index, letter in enumerate(text):
        without = text[:index] + text[index + 1 :]
        if letter == "h" or text[index + 1 : index + 2] == letter:
            yield without
        if letter not in VOWELS and index:
            yield text[:index] + letter + text[index:]
    if text[1:2] in {"l", "r"} and text[0] not in VOWELS:
        yield f"{text[0]}e{text[1:]}"
    if text[1:3] in {"el", "er"}:
        yield text[0] + text[2:]


def _phrases(districts: Sequence[District]) -> Iterator[str]:
    for district in districts:
        yield from (spelling for spelling, _ in district.spellings())
        yield from district.look_alikes


def _beginnings(districts: Sequence[District], names: Iterable[str]) -> Iterator[str]:
    """What a name may begin with when its parts are written apart, and the names themselves."""
    for phrase in _phrases(districts):
        parts = phrase.lower().split()
        yield from ("".join(parts[:count]) for count in range(1, len(parts)))
    for name in names:
        yield name
        yield from (name[:length] for length in range(SHORTEST_PART, len(name) - SHORTEST_REST + 1))
