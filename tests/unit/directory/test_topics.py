import pytest

from shared.directory.model import Sector, Topic
from shared.policy.urgency import urgency
from tests.conftest import shipped

LOADED = shipped()
TOPICS = {f"{sector.slug}/{slug}": topic for sector in LOADED.sectors.values() for slug, topic in sector.topics.items()}


@pytest.mark.parametrize("topic", TOPICS.values(), ids=TOPICS)
def test_no_example_is_taken_for_an_emergency(topic: Topic) -> None:
    for example in topic.examples:
        assert urgency(example, backlog=False, directory=LOADED)[0] == "normal", example


@pytest.mark.parametrize("sector", LOADED.sectors.values(), ids=LOADED.sectors)
def test_each_sector_has_several_topics(sector: Sector) -> None:
    assert len(sector.topics) >= 2
