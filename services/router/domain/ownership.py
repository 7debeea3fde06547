"""Which other agency is in charge of a part of a topic: a road's class or a school's level decides it."""

from collections.abc import Container, Sequence
from datetime import date
from functools import lru_cache

from shared.directory.model import Owner, Topic
from shared.policy.words import WordFinder

# As many as topics with owners on the days complaints were admitted on that are sorted at one time.
KEPT = 2_048


def owner(topic: Topic, words: Sequence[str], day: date, towards: Container[str]) -> Owner | None:
    """The first owner in force that day one of whose words is said; `words` as a speller gave them.

    What stands right after a word of `towards` only tells where: "the turn to the national road" is not that road.
    """
    if not topic.owners:
        return None
    said = {
        match.key
        for match in _finder(topic, day).find_in(words)
        if match.start == 0 or words[match.start - 1] not in towards
    }
    return topic.owners[min(said)] if said else None


@lru_cache(maxsize=KEPT)
def _finder(topic: Topic, day: date) -> WordFinder[int]:
    """Finds the words of each owner in force that day; a key is its place among the topic's owners."""
    in_force = [(place, owned) for place, owned in enumerate(topic.owners) if owned.holds_on(day)]
    return WordFinder((words, place) for place, owned in in_force for words in owned.words)
