"""When two tickets tell of the same trouble."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.router.domain.duplicates import (
    EMERGENCY_WITHIN,
    NEARBY,
    SAME_SPOT,
    VAGUE_WITHIN,
    WITHIN,
    Sighting,
    Sightings,
    similar,
)
from shared.contracts.complaint import Place
from shared.contracts.sorted import Sorting
from shared.directory.model import Directory
from tests.builders import NOW, complaint, fresh_number, sorted_to
from tests.unit.router.pairs import APART, HOLE, LAMP, SAME

HERE = (-8.2109, 114.3303)
METRE = 1 / 111_320
A_SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def sightings(directory: Directory) -> Sightings:
    return Sightings(directory)


def sorting(topic: str = LAMP, **change: Any) -> Sorting:
    place = {"district": "Glagah", "village": "Kemiren"}
    return sorted_to("infrastruktur", topic=topic).sorting.model_copy(update={**place, **change})


def told(sightings: Sightings, text: str, found: Sorting | None = None, **change: Any) -> Sighting:
    seen = sightings.of(complaint(ticket=fresh_number(), text=text, **change), found or sorting())
    assert seen is not None
    return seen


@pytest.mark.parametrize(("topic", "one", "other"), SAME)
def test_the_same_trouble_in_other_words_is_recognised(sightings: Sightings, topic: str, one: str, other: str) -> None:
    verdict = similar(told(sightings, one, sorting(topic)), told(sightings, other, sorting(topic)))
    assert verdict.alike, verdict.reason


@pytest.mark.parametrize(("topic", "one", "other"), APART)
def test_two_troubles_of_one_topic_and_village_stay_two(sightings: Sightings, topic: str, one: str, other: str) -> None:
    verdict = similar(told(sightings, one, sorting(topic)), told(sightings, other, sorting(topic)))
    assert not verdict.alike, verdict.reason


@pytest.mark.parametrize("text", ["Lampu jalan mati.", "Lampu jalan depan masjid mati.", "Lampu jalan RT 02 mati."])
@pytest.mark.parametrize(
    "elsewhere",
    [
        {"village": "Olehsari"},
        {"district": "Sempu", "village": "Karangsari"},
        {"topic": HOLE},
        {"queue": "emergency"},
    ],
)
def test_the_same_text_of_another_village_or_topic_or_urgency_is_another_trouble(
    sightings: Sightings, text: str, elsewhere: dict[str, str]
) -> None:
    assert not similar(told(sightings, text), told(sightings, text, sorting(**elsewhere))).alike


@pytest.mark.parametrize("village", ["Karangrejo", "Tamansari"])
def test_two_villages_with_one_name_stay_two(sightings: Sightings, village: str) -> None:
    one, other = (sorting(district=district, village=village) for district in ("Banyuwangi", "Licin"))
    text = "Lampu jalan depan masjid mati."
    assert not similar(told(sightings, text, one), told(sightings, text, other)).alike


@pytest.mark.parametrize(
    ("text", "queue", "within"),
    [
        ("Jalan berlubang di depan pasar.", "infrastruktur", WITHIN),
        ("Jalan berlubang di Kemiren.", "infrastruktur", VAGUE_WITHIN),
        ("Kebakaran di sebelah pasar.", "emergency", EMERGENCY_WITHIN),
        ("Kebakaran di Kemiren!", "emergency", EMERGENCY_WITHIN),
    ],
)
def test_what_comes_too_late_is_a_new_trouble(sightings: Sightings, text: str, queue: str, within: timedelta) -> None:
    def at(moment: datetime) -> Sighting:
        return told(sightings, text, sorting(HOLE, queue=queue), admitted_at=moment)

    assert similar(at(NOW), at(NOW + within)).alike
    assert not similar(at(NOW), at(NOW + within + A_SECOND)).alike


def spot(metres: float, **change: Any) -> Place:
    return Place(latitude=HERE[0] + metres * METRE, longitude=HERE[1], **change)


NOWHERE = {"district": None, "village": None}


@pytest.mark.parametrize(
    ("metres", "one", "other", "alike"),
    [
        (0, "Lampu jalan mati.", "PJU padam, gelap.", True),
        (SAME_SPOT - 1, "Lampu jalan mati.", "PJU depan masjid padam.", True),
        (SAME_SPOT - 1, "Lampu RT 02 mati.", "Lampu RT 05 mati.", False),
        (SAME_SPOT + 2, "Lampu jalan mati.", "PJU depan masjid padam.", False),
        (NEARBY - 2, "Lampu depan masjid mati.", "PJU depan masjid padam.", True),
        (NEARBY + 2, "Lampu depan masjid mati.", "PJU depan masjid padam.", False),
    ],
)
@pytest.mark.parametrize("village", [{}, NOWHERE], ids=["village known", "village unknown"])
def test_points_speak_for_each_other_within_a_spot_and_against_each_other_far_off(
    sightings: Sightings, village: dict[str, None], metres: float, one: str, other: str, alike: bool
) -> None:
    first = told(sightings, one, sorting(**village), place=spot(0))
    second = told(sightings, other, sorting(**village), place=spot(metres))
    assert similar(first, second).alike is alike


def test_who_gives_a_point_and_who_gives_the_village_alone_meet_by_their_words(sightings: Sightings) -> None:
    text = "Lampu jalan depan masjid mati."
    assert similar(told(sightings, text, place=spot(0)), told(sightings, text)).alike


def test_a_landmark_in_the_places_note_counts_like_one_in_the_text(sightings: Sightings) -> None:
    one = told(sightings, "Lampu jalan mati.", place=Place(note="depan balai desa"))
    assert similar(one, told(sightings, "Lampu jalan depan balai desa mati.")).alike


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"privacy": "secret"}, {}),
        ({}, NOWHERE),
        ({}, {"village": None}),
        ({"place": Place(latitude=0, longitude=0)}, NOWHERE),
        ({}, {"sector": None, "topic": None, "queue": "triage"}),
        ({}, {"sector": None, "topic": None, "queue": "emergency"}),
        ({}, {"sector": "kependudukan", "topic": "ktp", "queue": "kependudukan"}),
        ({}, {"sector": "infrastruktur", "topic": "telepon-umum"}),
        ({}, {"kind": "information"}),
        ({}, {"kind": "thanks"}),
    ],
)
def test_what_is_secret_or_nowhere_or_a_persons_own_matter_or_no_trouble_is_never_compared(
    sightings: Sightings, change: dict[str, Any], found: dict[str, Any]
) -> None:
    assert sightings.of(complaint(**change), sorting(**found)) is None


def test_an_imported_complaint_is_as_old_as_it_was_reported(sightings: Sightings) -> None:
    reported = NOW - timedelta(days=400)
    old = told(sightings, "Lampu jalan mati.", urgency="backlog", reported_at=reported)
    assert old.at == reported


def test_what_names_its_masked_reporter_is_not_told_apart_by_the_mask(sightings: Sightings) -> None:
    masked = "Lampu depan masjid mati. Hubungi [nama] [nomor telepon] [nomor]."
    assert told(sightings, masked).signature.spots == {"masjid"}
