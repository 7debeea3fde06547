"""Finding listed words and phrases in what people write."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")

TOKEN = re.compile(r"[a-z0-9]+")
RUN = re.compile(r"([a-z])\1{2,}")
PARTICLES = ("nya", "lah", "kah", "pun", "ny", "ne", "ku", "mu", "e", "x", "2")
PREPOSITIONS = ("di", "ke")
SHORTEST_STEM = 4
# Citizens use few words; what these mean need not be found out again for each complaint.
KEPT = 16_384


class Match(NamedTuple, Generic[K]):
    """A listed word or phrase (`words`, as it was listed), found at tokens `start` up to `end`, `end` not included."""

    key: K
    words: str
    start: int
    end: int


def tokens(text: str) -> list[str]:
    """The text's words: small letters, no accents, no punctuation."""
    plain = text.lower() if text.isascii() else _without_accents(text)
    return TOKEN.findall(plain)


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


class Speller:
    """Reads each word of a text in the spelling it is listed under; what is not listed stays as it was written."""

    def __init__(self, spellings: Mapping[str, Iterable[str]]) -> None:
        self._listed = {word: word for word in spellings}
        for word, others in spellings.items():
            self._listed.update(dict.fromkeys(others, word))

        self._meant = lru_cache(maxsize=KEPT)(self._read)

    def words(self, text: str) -> list[str]:
        """The text's words in order, none left out; drawn-out ones ("jlnnnn") as they would be listed."""
        return list(map(self._meant, tokens(text)))

    def _read(self, word: str) -> str:
        """A listed word keeps its particle ("jalannya"), another spelling of it does not ("dalane")."""
        if word in self._listed:
            return self._listed[word]
        stems = ((stem, self._listed[stem]) for stem in _stems(word) if stem in self._listed)
        return next((read for stem, read in stems if read != stem or RUN.search(word)), word)


class WordFinder(Generic[K]):
    """Finds whole words and phrases, each listed with a key; the same word may be listed with several keys.

    A word that is not listed is read as the listed one when it is that word drawn out ("jalaaan"), with a particle
    ("lampunya", "dalane") or run together with a preposition ("dipasar").
    """

    def __init__(self, listed: Mapping[str, K] | Iterable[tuple[str, K]]) -> None:
        pairs = listed.items() if isinstance(listed, Mapping) else listed
        found: dict[tuple[str, ...], list[tuple[K, str]]] = {}
        for words, key in pairs:
            phrase = tuple(tokens(words))
            if not phrase:
                raise ValueError(f"{words!r} holds no word")
            entries = found.setdefault(phrase, [])
            if all(known != key for known, _ in entries):
                entries.append((key, words))
        self._vocabulary = frozenset(token for phrase in found for token in phrase)
        self._listed = found
        self._starts = _starts(found)
        self._meant = lru_cache(maxsize=KEPT)(self._read)

    def find(self, text: str) -> tuple[Match[K], ...]:
        """Every match in order, but those inside a longer one."""
        return self.find_in(tokens(text))

    def find_in(self, words: Sequence[str]) -> tuple[Match[K], ...]:
        """The same in words that are split already, by `tokens` or a speller."""
        known = tuple(map(self._meant, words))
        starts = self._starts
        matches: list[Match[K]] = []
        covered = 0
        for start in [place for place, word in enumerate(known) if word in starts]:
            phrase = self._longest(known, start, covered)
            if phrase:
                covered = start + len(phrase)
                matches += [Match(key, listed, start, covered) for key, listed in self._listed[phrase]]
        return tuple(matches)

    def _longest(self, known: tuple[str, ...], start: int, covered: int) -> tuple[str, ...] | None:
        """The longest listed phrase that starts there and reaches beyond what is covered."""
        following, lengths = self._starts[known[start]]
        second = known[start + 1] if start + 1 < len(known) else None
        for length in lengths if second in following else lengths[-1:]:
            phrase = known[start : start + length]
            if covered < start + length and phrase in self._listed:
                return phrase
        return None

    def _read(self, word: str) -> str:
        """The listed word that is meant by one that is not listed, or the word itself."""
        if word in self._vocabulary:
            return word
        return next((stem for stem in _stems(word) if stem in self._vocabulary), word)


def _starts(listed: Iterable[tuple[str, ...]]) -> dict[str, tuple[frozenset[str], tuple[int, ...]]]:
    """By first word: which words may follow, and how long a phrase may be, longest first."""
    following: dict[str, set[str]] = {}
    lengths: dict[str, set[int]] = {}
    for phrase in listed:
        following.setdefault(phrase[0], set()).update(phrase[1:2])
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return {first: (frozenset(following[first]), tuple(sorted(lengths[first], reverse=True))) for first in lengths}


def _stems(word: str) -> Iterator[str]:
    if RUN.search(word):
        yield RUN.sub(r"\1", word)
        yield RUN.sub(r"\1\1", word)
    if word.endswith(PARTICLES):
        for particle in PARTICLES:
            if word.endswith(particle) and len(word) - len(particle) >= SHORTEST_STEM:
                yield word.removesuffix(particle)
    if word.startswith(PREPOSITIONS) and len(word) - 2 >= SHORTEST_STEM:
        yield word[2:]
