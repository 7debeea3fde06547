"""The learned model: weights for words, pairs of words, parts of words, and for what the rules say."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import exp, sqrt
from typing import NamedTuple

from services.router.domain.confidence import shares
from services.router.domain.features import GRAIN, KEPT, pairs, parts, told, weigh
from services.router.domain.lanes import Lanes
from services.router.domain.model_text import ModelError, ModelText, read
from services.router.domain.rules import Evidence

__all__ = ["LinearModel", "ModelError", "parse"]

# Rarity of a word that about one complaint in twenty holds; what is said more often tells people nothing.
RARE = 4.0
# Whatever was learned, a score never counts for less and the rules never against themselves.
LEAST_TRUST = 0.2


class Learned(NamedTuple):
    """A word with all its parts: packed weights, what it adds to a text's squared length, how rare it is, if known.

    `best` is the place of the sector it speaks for most, `much` how much.
    """

    weights: int
    square: float
    rarity: float
    is_known: bool
    best: int
    much: int


class LinearModel:
    """Says how likely each sector is; the same words and evidence always give the same answer."""

    def __init__(self, text: ModelText) -> None:
        header = text.header
        self.edition = header.edition
        self.sectors: tuple[str, ...] = tuple(header.sectors)
        self.route_from = header.route_from
        self.metrics = header.metrics
        self._text = text
        self._trust = header.trust
        self._lanes = Lanes(len(header.sectors))
        self._rows = list(self._packed())
        self._squares = array("d", (length * length for length in text.lengths))
        # Citizens use few words; what each says is found out once.
        self._word = lru_cache(maxsize=KEPT)(self._learned)

    def confidences(self, words: Sequence[str], evidence: Evidence) -> Mapping[str, float]:
        """How likely each sector is, calibrated and summing to 1; `words` as a speller gave them."""
        scores, newness = self._scores(words, evidence)
        trust = self._trust
        in_score = max(LEAST_TRUST, trust.score + trust.score_new * newness)
        in_rules = max(0.0, trust.rules + trust.rules_new * newness)
        believed = shares(evidence)
        powers = [
            in_score * score + in_rules * believed.get(sector, 0.0)
            for score, sector in zip(scores, self.sectors, strict=True)
        ]
        highest = max(powers)
        chances = [exp(power - highest) for power in powers]
        whole = sum(chances)
        return {sector: chance / whole for sector, chance in zip(self.sectors, chances, strict=True)}

    def knows(self, words: Sequence[str]) -> bool:
        """Whether training has seen at least one of the words that tell something."""
        return any(learned.is_known and learned.rarity >= RARE for learned in map(self._word, words))

    def heaviest(self, words: Sequence[str], sector: str, most: int) -> tuple[int, ...]:
        """The places of the words that speak for a sector more than for any other, heaviest first, each word once."""
        at = self.sectors.index(sector)
        spoken: dict[str, int] = {}
        for word, weight in weigh(words).items():
            learned = self._word(word)
            if learned.best == at and learned.is_known and learned.rarity >= RARE and learned.much > 0:
                spoken[word] = weight * learned.much
        best = sorted(spoken, key=lambda word: (-spoken[word], word))
        return tuple(words.index(word) for word in best[:most])

    def _scores(self, words: Sequence[str], evidence: Evidence) -> tuple[list[float], float]:
        """Each sector's score, and the share of the text, from 0 to 1, that training never saw."""
        text, square, newness = self._read(words)
        rules = 0
        places = self._text.places["rule"]
        for name, much in told(evidence).items():
            if (place := places.get(name)) is not None:
                rules += self._rows[place] * much
        step = self._text.header.step / GRAIN
        shrink = step / sqrt(square) if square else 0.0
        unpack = self._lanes.unpack
        scores = [
            bias + shrink * said + step * told_so
            for bias, said, told_so in zip(self._text.header.bias, unpack(text), unpack(rules), strict=True)
        ]
        return scores, newness

    def _read(self, words: Sequence[str]) -> tuple[int, float, float]:
        """The packed weights of what is said, its squared length, and the share that training never saw."""
        total, square, whole, unseen = 0, 0.0, 0.0, 0.0
        for word, weight in weigh(words).items():
            weights, length, rarity, is_known, _, _ = self._word(word)
            total += weights * weight
            square += weight * weight * length
            whole += rarity
            if not is_known:
                unseen += rarity
        square /= GRAIN * GRAIN
        places = self._text.places["pair"]
        for pair in pairs(words):
            if (place := places.get(pair)) is not None:
                total += self._rows[place] * GRAIN
                square += self._squares[place]
        return total, square, unseen / whole if whole else 1.0

    def _learned(self, word: str) -> Learned:
        known = self._text.places["part"]
        found = [known[part] for part in parts(word) if part in known]
        place = self._text.places["word"].get(word)
        if place is not None:
            found.append(place)
        total = sum([self._rows[at] for at in found])
        square = sum([self._squares[at] for at in found])
        rarity = self._unseen(word) if place is None else self._text.lengths[place]
        weights = self._lanes.unpack(total)
        much = max(weights)
        return Learned(total, square, rarity, place is not None, weights.index(much), much)

    def _unseen(self, word: str) -> float:
        """How rare a word is that training never saw; a number, of which none is learned, is not new either."""
        return 0.0 if any(sign.isdigit() for sign in word) else self._text.header.unseen

    def _packed(self) -> Iterator[int]:
        count, weights = len(self.sectors), self._text.weights
        for start in range(0, len(weights), count):
            yield self._lanes.pack(weights[start : start + count])


def parse(lines: Iterable[str], name: str) -> LinearModel:
    """The model in a file's lines; raises ModelError, which names the file (`name`), the line and the field."""
    return LinearModel(read(lines, name))
