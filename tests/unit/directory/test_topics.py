from collections import Counter

import pytest

from shared.directory.load import load
from shared.directory.model import Sector, Topic
from shared.policy.urgency import urgency
from shared.policy.words import WordFinder
from tests.conftest import DIRECTORY

LOADED = load(DIRECTORY)
TOPICS = {f"{sector.slug}/{slug}": topic for sector in LOADED.sectors.values() for slug, topic in sector.topics.items()}
FINDER = WordFinder((words, name) for name, topic in TOPICS.items() for words in (*topic.words, *topic.phrases))


def words_spoken_for(text: str) -> Counter[str]:
    """How many of the text's words speak for each topic."""
    spoken: Counter[str] = Counter()
    for match in FINDER.find(text):
        spoken[match.key] += match.end - match.start
    return spoken


@pytest.mark.parametrize(("name", "topic"), TOPICS.items(), ids=TOPICS)
def test_each_example_speaks_for_its_topic_more_than_for_any_other(name: str, topic: Topic) -> None:
    for example in topic.examples:
        (first, most), *others = words_spoken_for(example).most_common(2)
        assert first == name, example
        assert all(less < most for _, less in others), example


@pytest.mark.parametrize("topic", TOPICS.values(), ids=TOPICS)
def test_no_example_is_taken_for_an_emergency(topic: Topic) -> None:
    for example in topic.examples:
        assert urgency(example, backlog=False, directory=LOADED)[0] == "normal", example


@pytest.mark.parametrize("sector", LOADED.sectors.values(), ids=LOADED.sectors)
def test_each_sector_has_several_topics(sector: Sector) -> None:
    assert len(sector.topics) >= 2


def test_no_word_is_listed_twice_for_one_topic() -> None:
    for topic in TOPICS.values():
        listed = Counter((*topic.words, *topic.phrases))
        assert max(listed.values()) == 1, topic.slug
