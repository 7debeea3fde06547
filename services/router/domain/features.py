"""What a complaint's words and the rules' evidence are to the learned model, in training and in sorting alike."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log, log1p, sqrt
from typing import Final

from services.router.domain.rules import Evidence

# Parts of words: what "berlubang", "dilubangi" and "lobang" share.
SHORTEST_PART = 2
LONGEST_PART = 5
# People say first what it is about; a title comes first too.
OPENING = 8
OPENING_WEIGHT = 3  # halves
# The rules are righter on complaints they were written with than on others: more weight would trust them too much.
EVIDENCE_WEIGHT = 0.11
NOTHING = "nothing"
# Weights of words and of what the rules say are whole numbers of one over this.
GRAIN: Final = 1024
# Texts have long tails of rare words; the tables for each are no more than these.
KEPT = 16_384


def weigh(words: Sequence[str]) -> dict[str, int]:
    """Each word once, with its weight in grains: more in the opening, and a little more the more often it is said."""
    weights = dict.fromkeys(words, GRAIN)
    if len(weights) < len(words):
        weights |= {word: _often(times) for word, times in Counter(words).items() if times > 1}
    for word in dict.fromkeys(words[:OPENING]):
        weights[word] = weights[word] * OPENING_WEIGHT // 2
    return weights


@lru_cache(maxsize=KEPT)
def _often(times: int) -> int:
    return round(GRAIN * (1 + log(times)))


def pairs(words: Sequence[str]) -> Iterable[str]:
    """Neighbouring words, each pair once, in order."""
    return dict.fromkeys(f"{one} {two}" for one, two in pairwise(words))


def parts(word: str) -> Iterable[str]:
    """The parts of a word, each once; a blank marks its beginning and end."""
    whole = f" {word} "
    size = len(whole)
    lengths = range(SHORTEST_PART, min(LONGEST_PART, size) + 1)
    return dict.fromkeys([whole[at : at + length] for length in lengths for at in range(size - length + 1)])


def told(evidence: Evidence) -> dict[str, int]:
    """What the rules say, by name and in grains: how much of it is each sector's and topic's, how much there is."""
    whole = sum(evidence.weights.values())
    if whole <= 0:
        return {NOTHING: round(GRAIN * EVIDENCE_WEIGHT)}
    sectors: dict[str, float] = {}
    found: dict[str, float] = {}
    for key, weight in evidence.weights.items():
        sectors[key.sector] = sectors.get(key.sector, 0.0) + weight
        found[f"{key.sector}/{key.topic}"] = sqrt(weight / whole)
    for sector, weight in sectors.items():
        found[f"share {sector}"] = weight / whole
        found[f"much {sector}"] = log1p(weight) / 2
    return {name: round(GRAIN * EVIDENCE_WEIGHT * much) for name, much in found.items()}
