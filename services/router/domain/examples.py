"""Whether each topic's example sentences are sorted to it by the directory's words alone."""

from collections.abc import Iterator
from datetime import date

from services.router.domain.confidence import best_topic
from services.router.domain.rules import Rules, TopicKey
from shared.directory.model import Directory, Sector, Topic
from shared.policy.words import Speller


def failures(directory: Directory) -> list[str]:
    """A line for each example that is sorted elsewhere, naming file, topic and sentence; each read on its last day."""
    speller, rules = Speller(directory.spellings), Rules(directory)
    return [
        f"sectors/{sector.slug}.yaml: topic {topic.slug!r}: example {example!r} sorts to {_name(found)}"
        for sector, topic, example in _examples(directory)
        if (found := best_topic(rules.weigh(speller.words(example), topic.valid_to or date.max)))
        != TopicKey(sector.slug, topic.slug)
    ]


def _examples(directory: Directory) -> Iterator[tuple[Sector, Topic, str]]:
    for sector in directory.sectors.values():
        for topic in sector.topics.values():
            for example in topic.examples:
                yield sector, topic, example


def _name(found: TopicKey | None) -> str:
    return f"{found.sector}/{found.topic}" if found else "nothing"
