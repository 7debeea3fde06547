"""Where a person may send a ticket, and what they are told when there is no such place."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.directory.model import Directory
from shared.policy.target import no_outside, no_target
from tests.builders import with_parts

TODAY = date(2026, 11, 23)
NO_TOPIC = "Sektor infrastruktur tidak punya pokok masalah"


def test_every_topic_in_force_is_a_target(directory: Directory) -> None:
    for sector in directory.sectors.values():
        for topic in sector.topics.values():
            assert (no_target(directory, sector.slug, topic.slug, TODAY) is None) == topic.holds_on(TODAY)


@pytest.mark.parametrize(
    ("sector", "topic", "said"),
    [
        ("infrastruktr", "jembatan", "Sektor infrastruktr tidak ada. Mungkin maksud Anda infrastruktur."),
        ("zzz", "jembatan", "Sektor zzz tidak ada. Yang ada: "),
        ("infrastruktur", "jembatn", f"{NO_TOPIC} jembatn. Mungkin maksud Anda jembatan."),
        ("infrastruktur", "izin-bangunan", f"{NO_TOPIC} izin-bangunan. Itu ada di sektor perizinan."),
        ("perizinan", "zzz", "Sektor perizinan tidak punya pokok masalah zzz. Yang ada: "),
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
    assert f"{NO_TOPIC} jembatan." in str(no_target(changed, "infrastruktur", "jembatan", TODAY))


@given(sector=st.text(max_size=60), topic=st.text(max_size=60))
def test_whatever_is_written_there_is_an_answer(directory: Directory, sector: str, topic: str) -> None:
    problem = no_target(directory, sector, topic, TODAY)
    assert problem is None or problem.strip()


def test_every_office_outside_the_regency_is_one_and_no_other(directory: Directory) -> None:
    for agency in directory.agencies.values():
        assert (no_outside(directory, agency.slug) is None) == agency.is_outside


@pytest.mark.parametrize(
    ("office", "said"),
    [
        ("dinkes", "Dinas Kesehatan milik kabupaten sendiri. Pindahkan saja laporannya ke sana."),
        ("bbpj", "Kantor bbpj tidak ada di daftar. Mungkin maksud Anda bbpjn"),
        ("zzz", "Kantor zzz tidak ada di daftar. Yang ada: "),
        ("nasa", "Kantor nasa tidak ada di daftar. Yang ada: "),
    ],
)
def test_what_is_no_office_outside_is_answered_with_what_to_do(directory: Directory, office: str, said: str) -> None:
    assert (no_outside(directory, office) or "").startswith(said)
