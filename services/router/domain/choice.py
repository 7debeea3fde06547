"""Which sector and topic a complaint most likely belongs to, and whether that is sure enough to do without a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from math import isclose

from services.router.domain.confidence import ROUTE_FROM, shares
from services.router.domain.model import LinearModel
from services.router.domain.rules import Evidence, TopicKey
from shared.contracts.sorted import Suggestion
from shared.directory.model import Directory, Sector

TOP = 3
PLACES = 3
# What is left of a confidence in words that may not be believed: no sector is sure then.
DOUBTED = 0.5
# What is left of the topic for everything else where another topic of its sector is named: its words are general.
GENERAL = 0.5


@dataclass(frozen=True)
class Choice:
    """`top3` is likeliest first; `tied` are topics of the best sector that say the same and belong to two agencies.

    `topic` is the best sector's; None when nothing is known of any sector, or the sector has none for it that day.
    """

    top3: tuple[Suggestion, ...]
    topic: str | None
    tied: tuple[TopicKey, ...]
    is_sure: bool

    @property
    def best(self) -> Suggestion | None:
        return self.top3[0] if self.top3 else None


def choose(
    words: Sequence[str],
    evidence: Evidence,
    directory: Directory,
    model: LinearModel | None,
    day: date,
    *,
    is_doubted: bool,
) -> Choice:
    """The likeliest sectors by the rules, and by the model when there is one."""
    confidences = _confidences(words, evidence, model, DOUBTED if is_doubted else 1.0)
    likeliest = sorted(confidences, key=lambda sector: (-confidences[sector], sector))[:TOP]
    ranked = {sector: _topics(evidence, directory.sectors[sector]) for sector in likeliest}
    top3 = tuple(
        Suggestion.model_construct(
            sector=sector,
            topic=next((key.topic for key in topics), None),
            confidence=round(confidences[sector], PLACES),
        )
        for sector, topics in ranked.items()
    )
    if not top3:
        return Choice((), None, (), is_sure=False)
    tied = _tied(ranked[likeliest[0]], directory)
    topic = top3[0].topic or _otherwise(likeliest[0], directory, day)
    least = model.route_from if model else ROUTE_FROM
    return Choice(top3, topic, tied, is_sure=top3[0].confidence >= least and not tied and topic is not None)


def _confidences(
    words: Sequence[str], evidence: Evidence, model: LinearModel | None, belief: float
) -> Mapping[str, float]:
    """Each sector's, as far as anything is known; of sectors newer than the model only the rules can tell."""
    said = {sector: belief * share for sector, share in shares(evidence).items()}
    if model is None:
        return said
    newer = {sector: share for sector, share in said.items() if sector not in model.sectors}
    rest = belief * (1 - sum(newer.values()))
    return {sector: rest * each for sector, each in model.confidences(words, evidence).items()} | newer


def _topics(evidence: Evidence, sector: Sector) -> Mapping[TopicKey, float]:
    """The weights of the sector's topics that are spoken of, most first."""
    weights = {key: weight for key, weight in evidence.weights.items() if key.sector == sector.slug}
    otherwise = TopicKey(sector.slug, sector.otherwise)
    if otherwise in weights and any(_is_named(key, evidence, sector) for key in weights if key != otherwise):
        weights[otherwise] *= GENERAL
    return {key: weights[key] for key in sorted(weights, key=lambda key: (-weights[key], key))}


def _is_named(key: TopicKey, evidence: Evidence, sector: Sector) -> bool:
    """Whether more than hints speak for the topic."""
    return not set(evidence.said[key]).issubset(sector.topics[key.topic].hints)


def _tied(weights: Mapping[TopicKey, float], directory: Directory) -> tuple[TopicKey, ...]:
    most = next(iter(weights.values()), 0.0)
    alike = tuple(takewhile(lambda key: isclose(weights[key], most), weights))
    agencies = {topic.agency for key in alike if (topic := directory.topic(*key))}
    return alike if len(agencies) > 1 else ()


def _otherwise(sector: str, directory: Directory, day: date) -> str | None:
    slug = directory.sectors[sector].otherwise
    topic = directory.topic(sector, slug)
    return slug if topic and topic.holds_on(day) else None
