"""What a citizen is told whose trouble has a way to go by law."""

from datetime import date

import pytest

from shared.directory.hours import Calendar
from shared.directory.model import Directory
from shared.directory.procedures import Stage
from shared.policy.procedure import in_letter, outlook, paragraph
from tests.unit.policy.ways import procedure, stage, takes, window

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def office(directory: Directory) -> Calendar:
    return directory.office


def test_a_citizen_with_a_damaged_road_is_told_where_when_which_year_why_how_sure_and_what_comes_first(
    directory: Directory,
) -> None:
    said = in_letter(directory, directory.topic("infrastruktur", "jalan-rusak-berat"), TODAY)
    assert said == (
        "Jalan rusak berat diusulkan di rapat desa (Musrenbangdes). "
        "Musrenbangdes berikutnya biasanya Desember 2026 sampai Januari 2027, di kantor desa atau kelurahan. "
        "Bawa foto dan letak jalannya. "
        "Untuk tahun 2027 sudah terlambat, ditutup Januari 2026. "
        "Jalannya diperbaiki paling cepat tahun 2028. "
        "Belum tentu terpilih. Tahun 2020 sekitar 5.300 usulan, yang masuk sekitar 2.000. "
        "Bila berbahaya, lubangnya bisa ditambal dulu oleh Satgas Jalan Berlubang."
    )


def test_while_it_is_open_a_citizen_is_told_until_when(directory: Directory, office: Calendar) -> None:
    road = directory.procedures["road-damage"]
    said = paragraph(outlook(road, date(2026, 12, 15), office), office)
    assert "Musrenbangdes sekarang dibuka, biasanya sampai akhir Januari 2027, di kantor desa atau kelurahan." in said


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ([stage("cek", takes=takes(3), where="loket")], "Datang ke loket. Hasilnya ada paling lama 3 hari kerja"),
        ([stage("cek", takes=takes(3), sure=False)], "Hasilnya ada biasanya 3 hari kerja sejak berkas lengkap."),
        ([stage("cek", takes=takes(3)), stage("bayar")], "sejak berkas lengkap, belum termasuk bayar."),
        ([stage("cek", where="loket"), stage("bayar")], "Mulai dengan cek di loket. Berapa lama, belum bisa kami"),
        ([stage("cek", window=window("01-01", "06-30"))], "Cek berikutnya Januari sampai Juni 2027."),
        ([stage("cek", window=window("01-10", "06-15"), sure=False)], "Cek berikutnya biasanya 10 Januari sampai"),
        ([stage("cek", window=window("01-10", "06-15"))], "Untuk tahun 2026 sudah terlambat, ditutup 15 Juni 2026."),
    ],
)
def test_a_letter_says_no_more_than_is_known(office: Calendar, stages: list[Stage], said: str) -> None:
    assert said in paragraph(outlook(procedure(*stages), TODAY, office), office)


def test_what_nobody_has_confirmed_is_not_told_to_a_citizen(office: Calendar) -> None:
    doubtful = {"text": "Bisa lewat jalan pintas.", "basis": "kata orang", "sure": False}
    said = paragraph(outlook(procedure(stage("cek", takes=takes(1)), sooner=(doubtful,)), TODAY, office), office)
    assert "jalan pintas" not in said


@pytest.mark.parametrize("topic", ["jembatan", "gone"])
def test_without_a_procedure_there_is_nothing_to_say(directory: Directory, topic: str) -> None:
    assert in_letter(directory, directory.topic("infrastruktur", topic), TODAY) is None


def test_a_procedure_that_a_later_edition_has_no_more_is_not_spoken_of(directory: Directory) -> None:
    topic = directory.topic("infrastruktur", "jalan-rusak-berat")
    assert topic
    assert in_letter(directory, topic.model_copy(update={"procedure": "gone"}), TODAY) is None
