"""Days off: the lists the directory ships with, what the regency does otherwise, and `melayani directory holidays`."""

import sys
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import holidays
import pytest
import yaml

from shared.directory.calendars import holiday_file, holiday_year
from shared.directory.folder import texts_in
from shared.directory.hours import Calendar
from shared.directory.load import DirectoryError, build, load
from tests.conftest import DIRECTORY
from tests.unit.directory.files import SHIPPED, line_of
from tests.unit.sorting.command import Ran, Run, run

__all__ = ["run"]

# As two newspapers print the decree: national holidays, then shared leave.
DECREED_2026 = (
    {(1, 1), (1, 16), (2, 17), (3, 19), (3, 21), (3, 22), (4, 3), (4, 5), (5, 1), (5, 14), (5, 27), (5, 31)}
    | {(6, 1), (6, 16), (8, 17), (8, 25), (12, 25)},
    {(2, 16), (3, 18), (3, 20), (3, 23), (3, 24), (5, 15), (5, 28), (12, 24)},
)
# National holidays, shared leave, and whether a person checked them.
LISTED = [(2025, 17, 11, True), (2026, 17, 8, True), (2027, 18, 8, False)]


def kantor(**change: Any) -> Calendar:
    """The offices' calendar, its entry in calendars.yaml changed so."""
    sheets = yaml.safe_load(SHIPPED["calendars.yaml"])
    sheets["kantor"].update(change)
    return build({**SHIPPED, "calendars.yaml": yaml.safe_dump(sheets)}).calendars["kantor"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped directory."""
    return copytree(DIRECTORY, tmp_path / "directory")


@pytest.mark.parametrize(("year", "national", "leave", "checked"), LISTED)
def test_the_shipped_list_has_as_many_days_as_the_decree(year: int, national: int, leave: int, checked: bool) -> None:
    found = holiday_year(SHIPPED, holiday_file("nasional", year))
    assert found
    assert (len(found.national), len(found.leave), found.checked) == (national, leave, checked)


@pytest.mark.parametrize("year", [row[0] for row in LISTED])
def test_where_a_file_says_so_it_lists_what_the_package_lists(year: int) -> None:
    found = holiday_year(SHIPPED, holiday_file("nasional", year))
    assert found
    assert found.package
    for category, days in (("public", found.national), ("government", found.leave)):
        assert dict(holidays.country_holidays("ID", years=year, categories=(category,), language="id")) == days


def test_the_list_of_2026_is_what_the_decree_says() -> None:
    found = holiday_year(SHIPPED, holiday_file("nasional", 2026))
    assert found
    assert (
        {(day.month, day.day) for day in found.national},
        {(day.month, day.day) for day in found.leave},
    ) == DECREED_2026


def test_a_calendar_has_the_days_of_the_list_it_follows() -> None:
    office = kantor()
    assert office.holidays[date(2026, 3, 19)] == "Hari Suci Nyepi"
    assert sum(day.year == 2025 for day in office.holidays) == 28
    assert (office.horizon, office.unchecked) == (date(2027, 12, 31), (2027,))


def test_a_calendar_that_follows_none_has_none() -> None:
    office = kantor(holidays=None)
    assert (office.holidays, office.horizon) == ({}, None)


def test_the_regency_adds_days_and_takes_some_away() -> None:
    local = {"added": {date(2026, 12, 18): "hari jadi"}, "removed": {date(2026, 12, 24): "tetap buka"}}
    office = kantor(local=local)
    assert office.holidays[date(2026, 12, 18)] == "hari jadi"
    assert date(2026, 12, 24) not in office.holidays
    assert office.hours(date(2026, 12, 24))


def test_a_day_added_in_a_later_year_makes_the_list_no_longer() -> None:
    assert kantor(local={"added": {date(2031, 5, 4): "pilkades"}}).horizon == date(2027, 12, 31)


def test_where_a_year_is_missing_the_list_ends_before_it() -> None:
    texts = dict(SHIPPED)
    del texts[holiday_file("nasional", 2026)]
    assert build(texts).calendars["kantor"].horizon == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("field", "day", "said"),
    [
        ("removed", "2026-12-23", "2026-12-23 is no holiday"),
        ("removed", "2031-01-01", "2031-01-01 is no holiday"),
        ("added", "2026-12-25", "2026-12-25 is a holiday anyway"),
    ],
)
def test_a_local_day_that_changes_nothing_is_refused(field: str, day: str, said: str) -> None:
    old = "  holidays: nasional\n"
    text = SHIPPED["calendars.yaml"].replace(old, f"{old}  local:\n    {field}:\n      {day}: alasan\n")
    with pytest.raises(DirectoryError) as refused:
        build({**SHIPPED, "calendars.yaml": text})
    line = line_of(text, f"      {day}: alasan")
    assert refused.value.problems == (f"calendars.yaml:{line}: calendar sheet 'kantor': {said}",)


def test_of_a_list_that_cannot_be_read_nothing_else_is_said() -> None:
    name = holiday_file("nasional", 2026)
    with pytest.raises(DirectoryError) as refused:
        build({**SHIPPED, name: SHIPPED[name].replace("source:", "sauce:")})
    assert {problem.split(":")[0] for problem in refused.value.problems} == {name}


def asked(run: Run, folder: Path, year: int, *more: str) -> Ran:
    return run("directory", "holidays", str(year), str(folder), *more)


def test_the_command_lists_a_year_and_what_the_file_has(run: Run, folder: Path) -> None:
    ran = asked(run, folder, 2026)
    assert "Thu 2026-03-19  Hari Suci Nyepi" in ran.out
    assert "17 national holidays, 8 days of shared leave" in ran.out
    assert "2026.yaml (checked against SKB tiga menteri 1497/2/5 Tahun 2025) lists the same days" in ran.out
    assert (ran.code, ran.err) == (0, "")


def test_it_writes_a_year_that_is_not_there_as_not_checked(run: Run, folder: Path) -> None:
    assert asked(run, folder, 2028, "--write").code == 0
    found = holiday_year(texts_in(folder), holiday_file("nasional", 2028))
    assert found
    assert not found.checked
    assert any("(perkiraan)" in name for name in found.days.values())
    office = load(folder).calendars["kantor"]
    assert (office.horizon, office.unchecked) == (date(2028, 12, 31), (2027, 2028))


def test_it_writes_the_shipped_file_of_a_year_nobody_checked(run: Run, folder: Path) -> None:
    assert asked(run, folder, 2027, "--write").code == 0
    assert texts_in(folder)[holiday_file("nasional", 2027)] == SHIPPED[holiday_file("nasional", 2027)]


def test_without_being_asked_to_it_writes_nothing(run: Run, folder: Path) -> None:
    asked(run, folder, 2028)
    assert not (folder / holiday_file("nasional", 2028)).exists()


@pytest.mark.parametrize("differs", [True, False])
def test_it_never_writes_over_what_a_person_checked(run: Run, folder: Path, differs: bool) -> None:
    file = folder / holiday_file("nasional", 2026)
    if differs:
        file.write_text(file.read_text().replace("2026-12-24:", "2026-12-23:"))
    before = file.read_text()
    ran = asked(run, folder, 2026, "--write")
    assert file.read_text() == before
    assert ran.code == differs
    assert ("is not written over: a person has checked it" in ran.err) == differs
    assert ("+ Thu 2026-12-24  Cuti Bersama Hari Raya Natal" in ran.out) == differs
    assert ("- Wed 2026-12-23" in ran.out) == differs


def test_without_the_package_it_says_how_to_get_it(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    ran = asked(run, folder, 2026)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "melayani: the package `holidays` is not installed; pip install 'banyuwangi-melayani[holidays]'\n"
    )


@pytest.mark.parametrize("arguments", [("soon",), ("1066",), ("2026", "--list", "Nasional!")])
def test_what_is_no_year_and_no_list_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run("directory", "holidays", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "is no " in ran.err
