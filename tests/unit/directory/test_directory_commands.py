"""`melayani directory check` and `melayani directory coverage`, as a person at a terminal runs them."""

from pathlib import Path
from shutil import copytree

import pytest

from tests.conftest import DIRECTORY
from tests.unit.sorting.command import Ran, Run, run

__all__ = ["run"]

GAP = """\
narahubung-irigasi: {sittings: [{kind: vacant}]}
sekretaris-dpu-pengairan: {leaves: [{first: 2026-12-24, last: 2026-12-28}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped directory."""
    return copytree(DIRECTORY, tmp_path / "directory")


def covered(run: Run, folder: Path, roster: str, *more: str) -> Ran:
    (folder / "roster.yaml").write_text(roster, encoding="utf-8")
    return run("directory", "coverage", str(folder), "--from", "2026-11-23", *more)


def test_the_shipped_directory_has_no_fault(run: Run) -> None:
    ran = run("directory", "check")
    assert (ran.code, ran.err) == (0, "")
    assert "No fault in Kabupaten Banyuwangi" in ran.out


def test_holidays_that_end_soon_are_a_warning_and_no_fault(run: Run, folder: Path) -> None:
    for year in (2026, 2027):
        (folder / f"holidays/nasional/{year}.yaml").unlink()
    ran = run("directory", "check", str(folder))
    assert (ran.code, ran.err) == (0, "")
    assert "warning: calendar kantor: the known holidays ended " in ran.out


def test_a_roster_with_a_fault_is_refused_with_its_line(run: Run, folder: Path) -> None:
    (folder / "roster.yaml").write_text("kepala-dhl: {}\n", encoding="utf-8")
    ran = run("directory", "check", str(folder))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "melayani: roster.yaml:1: roster 'kepala-dhl': unknown post 'kepala-dhl'\n"


def test_the_shipped_directory_is_covered_for_the_next_sixty_working_days(run: Run) -> None:
    ran = run("directory", "coverage", "--from", "2026-11-23")
    assert (ran.code, ran.err) == (0, "")
    assert "60 working days from 2026-11-23 to 2027-02-19" in ran.out
    assert "Somebody holds every topic in every district" in ran.out


def test_without_a_day_it_begins_today(run: Run) -> None:
    assert "1 working days" in run("directory", "coverage", "--days", "1").out


def test_a_gap_is_told_with_its_days_who_is_missing_why_and_what_nobody_holds(run: Run, folder: Path) -> None:
    ran = covered(run, folder, GAP)
    lines = ran.out.splitlines()
    assert lines[0] == "NOBODY on 2026-12-28: narahubung irigasi dan sungai (narahubung-irigasi)"
    assert "jabatan narahubung irigasi dan sungai kosong" in lines[1]
    assert "Kabupaten Banyuwangi: Infrastruktur: " in lines[2]
    assert (ran.code, ran.err) == (
        1,
        "melayani: gaps: 1; a complaint that falls into one waits until somebody is there\n",
    )


def test_of_many_topics_only_some_are_named(run: Run, folder: Path) -> None:
    vacant = "{sittings: [{kind: vacant}]}"
    out = covered(run, folder, f"camat-glagah: {vacant}\nsekcam-glagah: {vacant}", "--days", "5").out
    assert "  Kecamatan Glagah: Infrastruktur: " in out
    assert " more\n" in out


def test_a_rung_nobody_sits_on_is_told_and_fails_nothing(run: Run, folder: Path) -> None:
    ran = covered(run, folder, "kepala-dlh: {sittings: [{kind: vacant}]}", "--days", "5")
    assert "skipped from 2026-11-23 to 2026-11-27: kepala dinas (kepala-dlh), a rung of Dinas Lingkungan" in ran.out
    assert ran.code == 0


def test_days_whose_holidays_nobody_knows_are_said_to_be_so(run: Run) -> None:
    out = run("directory", "coverage", "--from", "2027-12-20", "--days", "20").out
    assert "(no holidays are known after 2027-12-31)" in out


@pytest.mark.parametrize("given", [("--days", "0"), ("--days", "many"), ("--from", "Monday"), ("--from", "9999-12-31")])
def test_what_is_no_number_of_days_or_no_day_is_refused(run: Run, given: tuple[str, str]) -> None:
    ran = run("directory", "coverage", *given)
    assert (ran.code, ran.out) == (2, "")
    assert given[1] in ran.err
