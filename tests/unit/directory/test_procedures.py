"""The shipped procedures: facts people can rely on, in words they can read."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from shared.directory.model import Directory, Topic
from shared.directory.procedures import Procedure
from shared.policy.procedure import in_letter, outlook, paragraph
from tests.conftest import shipped
from tests.unit.directory.reading import hard_to_read, sentences

LOADED = shipped()
PROCEDURES = list(LOADED.procedures.values())
MOST_LETTERS = 450
MOST_WORDS = 20
# A day in each fortnight of four years: every window is met open, closed and about to open.
DAYS = [date(2026, 1, 1) + timedelta(days=14 * number) for number in range(104)]


def topics_with_a_way(directory: Directory) -> Iterator[Topic]:
    for sector in directory.sectors.values():
        yield from (topic for topic in sector.topics.values() if topic.procedure)


def texts(procedure: Procedure) -> Iterator[str]:
    """Everything of it that people read."""
    yield from (procedure.title, procedure.brief, procedure.result)
    yield from (said.text for said in (*procedure.sooner, *filter(None, [procedure.odds])))
    for stage in procedure.stages.values():
        yield from filter(None, (stage.name, stage.where, stage.note, *stage.bring))


@pytest.mark.parametrize(
    ("sector", "topic", "procedure"),
    [
        ("infrastruktur", "jalan-rusak-berat", "road-damage"),
        ("perizinan", "izin-usaha", "business-permit"),
        ("perizinan", "izin-bangunan", "building-permit"),
        ("perizinan", "garis-sempadan", "boundary-recommendation"),
        ("kependudukan", "ktp", "civil-registration"),
        ("sosial", "pbi-jk", "health-insurance"),
        ("sosial", "bansos", "social-aid"),
        ("pendidikan", "masuk-sekolah", "school-admission"),
    ],
)
def test_what_has_a_way_to_go_by_law_names_it(directory: Directory, sector: str, topic: str, procedure: str) -> None:
    found = directory.topic(sector, topic)
    assert found
    assert found.procedure == procedure


def test_every_topics_procedure_exists(directory: Directory) -> None:
    assert {topic.procedure for topic in topics_with_a_way(directory)} <= directory.procedures.keys()


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda one: one.slug)
def test_a_citizen_can_read_the_paragraph_on_any_day(procedure: Procedure) -> None:
    said = {paragraph(outlook(procedure, day, LOADED.office), LOADED.office) for day in DAYS}
    assert [problem for text in said for problem in hard_to_read(text)] == []
    assert max(map(len, said)) <= MOST_LETTERS


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda one: one.slug)
def test_every_sentence_of_it_is_short(procedure: Procedure) -> None:
    long = [words for text in texts(procedure) for words in sentences(text) if len(words) > MOST_WORDS]
    assert long == []


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda one: one.slug)
def test_what_a_letter_takes_over_is_whole_sentences(procedure: Procedure) -> None:
    said = [procedure.brief, *(one.text for one in (*procedure.sooner, *filter(None, [procedure.odds])))]
    assert [text for text in said if not text.endswith(".")] == []
    assert not procedure.result.endswith(".")


def test_a_topics_letter_is_its_procedures_paragraph(directory: Directory) -> None:
    day = date(2026, 11, 23)
    for topic in topics_with_a_way(directory):
        ahead = outlook(directory.procedures[topic.procedure or ""], day, directory.office)
        assert in_letter(directory, topic, day) == paragraph(ahead, directory.office)


def test_no_dates_of_planning_are_claimed_to_be_sure_but_those_the_law_sets(directory: Directory) -> None:
    sure = {
        (procedure.slug, stage.slug)
        for procedure in directory.procedures.values()
        for stage in procedure.stages.values()
        if stage.sure
    }
    assert sure == {
        ("road-damage", "approval"),
        ("village-works", "village-plan"),
        ("boundary-recommendation", "recommendation"),
        ("civil-registration", "issue"),
    }


def test_the_odds_of_a_road_are_those_of_2020(directory: Directory) -> None:
    odds = directory.procedures["road-damage"].odds
    assert odds
    assert "2020 sekitar 5.300 usulan, yang masuk sekitar 2.000" in odds.text


def test_of_what_can_come_before_a_road_only_the_patch_is_sure(directory: Directory) -> None:
    patch, *others = directory.procedures["road-damage"].sooner
    assert "Satgas Jalan Berlubang" in patch.text
    assert patch.sure
    assert len(others) == 3
    assert not any(other.sure for other in others)


def test_a_road_is_decided_a_month_before_the_year_of_its_works(directory: Directory) -> None:
    stages = {
        days.stage.slug: days
        for days in outlook(directory.procedures["road-damage"], date(2026, 11, 23), directory.office).stages
    }
    assert stages["approval"].closes == date(2027, 11, 30)
    assert stages["works"].opens == date(2028, 1, 1)
