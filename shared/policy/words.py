"""Finding listed words and phrases in what people write."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K")

TOKEN = re.compile(r"[a-z0-9]+")
RUN = re.compile(r"([a-z])\1{2,}")
PARTICLES = ("nya", "lah", "kah", "pun", "ne", "e")
PREPOSITIONS = ("di", "ke")
SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Match(Generic[K]):
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
        self._by_first: dict[str, list[tuple[tuple[str, ...], list[tuple[K, str]]]]] = {}
        for phrase in sorted(found, key=len, reverse=True):
            self._by_first.setdefault(phrase[0], []).append((phrase, found[phrase]))

    def find(self, text: str) -> tuple[Match[K], ...]:
        """Every match in order, but those inside a longer one."""
        known = [word if word in self._vocabulary else self._meant(word) for word in tokens(text)]
        matches: list[Match[K]] = []
        covered = 0
        for start, word in enumerate(known):
            for phrase, entries in self._by_first.get(word, ()):
                end = start + len(phrase)
                if end > covered and tuple(known[start:end]) == phrase:
                    matches += [Match(key, words, start, end) for key, words in entries]
                    covered = end
                    break
        return tuple(matches)

    def _meant(self, word: str) -> str:
        """The listed word that is meant by one that is not listed, or the word itself."""
        return next((stem for stem in _stems(word) if stem in self._vocabulary), word)


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
