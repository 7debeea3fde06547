"""Who holds a sorted complaint, what is promised, and who is told when a notice reaches nobody."""

from datetime import timedelta

import pytest

from services.router.domain.assignment import assign, next_told
from shared.contracts.ticket import TicketRouted
from shared.contracts.words import EMERGENCY, TRIAGE
from shared.directory.model import Directory
from tests.builders import LATER, NOW, sorted_to


def routed(directory: Directory, queue: str, topic: str | None = None, **change: str) -> TicketRouted:
    return assign(sorted_to(queue, topic=topic, **change), directory, LATER, speed=1)


def test_every_topic_of_the_directory_has_its_liaison_and_its_clocks(directory: Directory) -> None:
    for sector in directory.sectors.values():
        for topic in sector.topics.values():
            event = routed(directory, sector.slug, topic.slug)
            assert event.holder == directory.holder(topic.liaison)
            assert event.state == "routed"
            assert {promise.clock for promise in event.promises} == {"acknowledge", "answer", "resolution"}


def test_what_nobody_could_sort_is_held_by_triage(directory: Directory) -> None:
    event = routed(directory, TRIAGE)
    assert (event.holder.post, event.state) == (directory.triage_post, "awaiting_triage")
    assert "triage" in {promise.clock for promise in event.promises}


def test_an_emergency_is_held_by_its_crew(directory: Directory) -> None:
    event = routed(directory, EMERGENCY, urgency="emergency")
    assert (event.holder.post, event.state) == (directory.emergency_post, "routed")
    assert event.promises


def test_a_topic_the_directory_no_longer_has_goes_to_the_one_that_takes_whatever_else_is_the_sectors(
    directory: Directory,
) -> None:
    event = routed(directory, "infrastruktur", "telepon-umum")
    assert event.sorting.topic == directory.sectors["infrastruktur"].otherwise
    assert event.holder.post == "narahubung-gedung"


def test_a_sector_the_directory_no_longer_has_is_for_triage_to_decide(directory: Directory) -> None:
    event = routed(directory, "telekomunikasi", "telepon-umum")
    assert (event.queue, event.state, event.holder.post) == (TRIAGE, "awaiting_triage", directory.triage_post)
    assert (event.sorting.sector, event.sorting.topic) == (None, None)
    assert "tidak dipegang siapa pun pada" in event.reason
    assert "triage" in {promise.clock for promise in event.promises}


def test_the_first_revision_tells_its_cause_its_reason_and_its_moment(directory: Directory) -> None:
    event = routed(directory, "infrastruktur", "lampu-jalan")
    assert (event.revision, event.cause, event.actor) == (1, f"sorted:{event.ticket}", "router")
    assert event.reason == event.sorting.reason
    assert event.changed_at == LATER


def test_promises_count_from_admission_and_not_from_assignment(directory: Directory) -> None:
    (resolution,) = (p for p in routed(directory, "infrastruktur", "lampu-jalan").promises if p.clock == "resolution")
    assert resolution.started_at == NOW
    assert resolution.due_at is not None
    assert resolution.due_at - NOW >= timedelta(hours=1)


def climb(directory: Directory, holder: str) -> list[str]:
    """Everyone who is told, one after the other, when no notice reaches anybody."""
    told = [holder]
    while above := next_told(directory, directory.holder(holder), told[-1], NOW.date()).told:
        assert above.post not in told, f"{above.post} is told again, and so on without end: {told}"
        told.append(above.post)
    return told[1:]


def test_when_notices_reach_nobody_the_climb_goes_up_the_ladder_to_triage_and_ends(directory: Directory) -> None:
    agency = directory.agencies["dpu-ckpp"]
    assert climb(directory, "narahubung-lampu-jalan") == [*agency.ladder, directory.triage_post]


@pytest.mark.parametrize("which", ["triage_post", "emergency_post"])
def test_the_climb_ends_for_the_desks_too(directory: Directory, which: str) -> None:
    assert climb(directory, getattr(directory, which))


def test_nobody_in_the_whole_directory_is_told_twice_of_one_climb(directory: Directory) -> None:
    liaisons = {topic.liaison for sector in directory.sectors.values() for topic in sector.topics.values()}
    for liaison in liaisons:
        told = climb(directory, liaison)
        assert liaison not in told
        assert len(set(told)) == len(told)
