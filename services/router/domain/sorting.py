"""Which queue a complaint belongs to, by the directory's words, and why."""

from collections import defaultdict
from typing import NamedTuple

from services.router.domain.places import PlaceFinder
from shared.contracts.admitted import MaskedComplaint
from shared.contracts.sorted import Sorting
from shared.contracts.words import EMERGENCY, TRIAGE
from shared.directory.model import Directory
from shared.policy.words import Match, WordFinder

# A phrase says more than a word, and the second word for a topic says less than the first.
PHRASE_WEIGHT = 2.5
WORD_WEIGHT = 1.0
ENOUGH = 0.6


class TopicKey(NamedTuple):
    sector: str
    topic: str


class Sorter:
    """Sorts by words; the same text and directory always give the same answer."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._places = PlaceFinder(directory)
        self._finder: WordFinder[TopicKey] = WordFinder(
            (words, TopicKey(sector.slug, topic.slug))
            for sector in directory.sectors.values()
            for topic in sector.topics.values()
            for words in (*topic.words, *topic.phrases)
        )

    def sort(self, complaint: MaskedComplaint) -> Sorting:
        """The queue; `triage` when no sector, or more than one, is meant."""
        place = self._places.find(complaint)
        matches = self._finder.find(complaint.text)
        best, confidence, reason = _choose(matches)
        queue = best.sector if best and confidence >= ENOUGH else TRIAGE
        if complaint.urgency == EMERGENCY:
            queue, reason = EMERGENCY, complaint.urgency_reason
        return Sorting(
            queue=queue,
            sector=best.sector if best and queue != TRIAGE else None,
            topic=best.topic if best and queue != TRIAGE else None,
            district=place.district,
            village=place.village,
            confidence=round(confidence, 3),
            reason=reason,
            edition=self._directory.edition,
        )


def _choose(matches: tuple[Match[TopicKey], ...]) -> tuple[TopicKey | None, float, str]:
    """The topic with most weight, its share of all weight, and the words that spoke for it."""
    if not matches:
        return None, 0.0, "belum ada kata yang menunjuk ke satu urusan"
    weights: dict[TopicKey, float] = defaultdict(float)
    said: dict[TopicKey, set[str]] = defaultdict(set)
    for match in matches:
        if match.words not in said[match.key]:
            weights[match.key] += PHRASE_WEIGHT if " " in match.words else WORD_WEIGHT
            said[match.key].add(match.words)
    best = max(sorted(weights), key=lambda key: weights[key])
    sector = sum(weight for key, weight in weights.items() if key.sector == best.sector)
    confidence = sector / sum(weights.values())
    words = ", ".join(f"“{word}”" for word in sorted(said[best]))
    if confidence < ENOUGH:
        rivals = sorted({key.sector for key in weights if key.sector != best.sector})
        return best, confidence, f"{words} menunjuk ke {best.sector}, kata lain ke {', '.join(rivals)}"
    return best, confidence, f"karena kata {words}"
