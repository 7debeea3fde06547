"""Where a person may send a ticket, and what they are told when there is no such place."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.directory.model import Directory
from shared.policy.target import no_target
from tests.builders import with_parts

TODAY = date(2026, 11, 23)


def test_every_topic_in_force_is_a_target(directory: Directory) -> None:
    for sector in directory.sectors.values():
        for topic in sector.topics.values():
            assert (no_target(directory, sector.slug, topic.slug, TODAY) is None) == topic.holds_on(TODAY)


@pytest.mark.parametrize(
    ("sector", "topic", "said"),
    [
        ("infrastruktr", "jembatan", "there is no sector infrastruktr; did you mean infrastruktur"),
        ("zzz", "jembatan", "there is no sector zzz; there are "),
        ("infrastruktur", "jembatn", "infrastruktur has no topic jembatn; did you mean jembatan"),
        ("infrastruktur", "izin-bangunan", "infrastruktur has no topic izin-bangunan; it is one of perizinan"),
        ("perizinan", "zzz", "perizinan has no topic zzz; there are "),
    ],
)
def test_what_there_is_not_is_answered_with_what_is_nearest(
    directory: Directory, sector: str, topic: str, said: str
) -> None:
    assert (no_target(directory, sector, topic, TODAY) or "").startswith(said)


def test_a_topic_that_is_not_in_force_any_more_is_no_target(directory: Directory) -> None:
    sector = directory.sectors["infrastruktur"]
    over = sector.topics["jembatan"].model_copy(update={"valid_to": TODAY - timedelta(days=1)})
    later = sector.model_copy(update={"topics": {**sector.topics, "jembatan": over}})
    changed = with_parts(directory, sectors={**directory.sectors, "infrastruktur": later})
    assert no_target(changed, "infrastruktur", "jembatan", TODAY - timedelta(days=1)) is None
    assert "has no topic jembatan" in str(no_target(changed, "infrastruktur", "jembatan", TODAY))


@given(sector=st.text(max_size=60), topic=st.text(max_size=60))
def test_whatever_is_written_there_is_an_answer(directory: Directory, sector: str, topic: str) -> None:
    problem = no_target(directory, sector, topic, TODAY)
    assert problem is None or problem.strip()
