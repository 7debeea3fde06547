"""What somebody at a counter reads of a procedure: when, for which year, what to bring, and how sure all of it is."""

from datetime import date

import pytest

from services.procedure_page import as_json, as_text, in_a_line, page
from shared.directory.model import Directory

TODAY = date(2026, 11, 23)
LABEL = 18
WIDTH = 102


def shown(directory: Directory, name: str = "road-damage", day: date = TODAY) -> str:
    return as_text(page(directory, name, day))


def facts(text: str) -> dict[str, str]:
    """The first line of each fact of a page by its name."""
    return {line[:LABEL].strip(): line[LABEL:] for line in text.splitlines() if line[:LABEL].strip()}


def test_a_road_on_23_november_2026_waits_for_december_and_for_2028(directory: Directory) -> None:
    text = shown(directory)
    said = facts(text)
    assert text.startswith("Perbaikan jalan rusak berat (road-damage)\n")
    assert said["Pada hari"] == "Senin, 23 November 2026"
    assert said["Mulai dengan"] == "Musrenbangdes, di kantor desa atau kelurahan"
    assert said["Kapan"] == "Desember 2026 sampai Januari 2027 (hanya kebiasaan), belum dibuka"
    assert said["Bawa"] == "foto"
    assert said["Hasil"] == "Jalannya diperbaiki paling cepat tahun 2028"
    assert "2027 sudah terlambat: Musrenbangdes Desember 2025 sampai Januari 2026" in said["Mengapa"]
    assert "5.300" in said["Peluang"]
    assert "Satgas Jalan Berlubang" in said["Lebih cepat"]
    assert said["Pokok masalah"] == "infrastruktur / jalan-rusak-berat"


def test_each_stage_has_its_dates_what_they_rest_on_and_whether_they_are_only_usual(directory: Directory) -> None:
    lines = [line.strip() for line in shown(directory).splitlines()]
    forum, approval = (next(at for at, line in enumerate(lines) if name in line) for name in ("3. Forum", "8. Perset"))
    assert lines[forum + 1] == "Februari sampai Maret 2027 (hanya kebiasaan)"
    assert lines[approval + 1] == "8 September sampai 30 November 2027"
    assert lines[approval + 3].startswith("Dasar: Jadwal Kemendagri")


def test_what_nobody_has_confirmed_says_so(directory: Directory) -> None:
    assert "Anggota DPRD bisa membawa usulan warga (pokok pikiran DPRD). (belum dipastikan)" in shown(directory)


def test_no_line_is_wider_than_a_terminal(directory: Directory) -> None:
    assert max(len(line) for name in directory.procedures for line in shown(directory, name).splitlines()) <= WIDTH


@pytest.mark.parametrize(
    ("name", "day", "fact", "said"),
    [
        ("road-damage", "2026-12-15", "Kapan", "Desember 2026 sampai Januari 2027 (hanya kebiasaan), sekarang dibuka"),
        ("road-damage", "2027-02-01", "Hasil", "Jalannya diperbaiki paling cepat tahun 2029"),
        ("civil-registration", "2026-11-23", "Kapan", "sepanjang tahun, pada hari kerja"),
        (
            "civil-registration",
            "2026-11-23",
            "Hasil",
            "Kartunya jadi paling lambat 24 November 2026, bila berkasnya lengkap",
        ),
        ("business-permit", "2026-11-23", "Hasil", "belum tentu kapan"),
        ("business-permit", "2026-11-23", "Bawa", "belum diketahui; tanyakan dulu di sana"),
    ],
)
def test_it_answers_for_the_day_that_is_asked_for(
    directory: Directory, name: str, day: str, fact: str, said: str
) -> None:
    assert facts(shown(directory, name, date.fromisoformat(day)))[fact] == said


def test_in_a_list_each_has_its_next_window_and_its_year(directory: Directory) -> None:
    line = in_a_line(page(directory, "road-damage", TODAY))
    assert line.startswith("road-damage ")
    assert line.endswith("Desember 2026 sampai Januari 2027 (hanya kebiasaan), belum dibuka; paling cepat tahun 2028")


def test_to_programs_it_gives_days_as_dates(directory: Directory) -> None:
    said = as_json(page(directory, "road-damage", TODAY))
    entry = said["entry"]
    assert (said["slug"], said["on"], said["year"], said["is_open"]) == ("road-damage", "2026-11-23", 2028, False)
    assert said["missed"] == {"year": 2027, "opened": "2025-12-01", "closed": "2026-01-31"}
    assert (entry["slug"], entry["opens"], entry["sure"]) == ("musrenbangdes", "2026-12-01", False)
    assert [stage["slug"] for stage in said["stages"]][-1] == "works"
    assert said["topics"] == ["infrastruktur / jalan-rusak-berat"]
    assert "paling cepat tahun 2028" in said["letter"]


def test_to_programs_working_time_stays_words_and_what_nobody_knows_is_null(directory: Directory) -> None:
    *_, retribution, issue = as_json(page(directory, "building-permit", TODAY))["stages"]
    assert retribution["takes"] == "3 hari kerja"
    assert (issue["takes"], issue["closes"]) == (None, None)
