"""The command about days off: what the package `holidays` lists for a year, beside what the directory says."""

import argparse
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from services.commands import CommandError, Commands
from shared.directory.calendars import HOLIDAYS_FILE, HolidayYear, holiday_file, holiday_year
from shared.directory.folder import texts_in
from shared.runtime.settings import RuntimeSettings, read_settings

USUAL = "nasional"
COUNTRY, LANGUAGE = "ID", "id"
NATIONAL, LEAVE = "public", "government"
YEARS = range(1990, 2101)
HEAD = """\
# Hari libur {year}, ditulis `melayani directory holidays {year} --write` menurut paket holidays {release}.
# Belum dicocokkan: "(perkiraan)" bisa bergeser, dan cuti bersama bisa belum lengkap. Setelah tiap hari dicocokkan
# dengan SKB, tulis nomornya di `source` dan `checked: true`; sejak itu berkas ini tidak ditimpa lagi.
"""


def add(commands: Commands) -> None:
    proposing = commands.group("directory", "the directory").command(
        "holidays", propose, "a year's days off by the package `holidays`, and how the directory differs"
    )
    proposing.add_argument("year", type=_year, help="such as 2027")
    proposing.add_argument(
        "folder", nargs="?", type=Path, help="the directory's folder; MELAYANI_DIRECTORY if left out"
    )
    proposing.add_argument("--list", dest="name", type=_name, default=USUAL, help=f"the holiday list; usually {USUAL}")
    proposing.add_argument("--write", action="store_true", help="write the year's file, unless a person has checked it")


def propose(given: argparse.Namespace) -> None:
    folder = given.folder or read_settings(RuntimeSettings).directory
    name = holiday_file(given.name, given.year)
    written = holiday_year(texts_in(folder), name)
    proposed = _proposed(given.year)
    print("\n".join(_listed(proposed)))
    different = [*_differences(written, proposed)] if written else []
    print("\n".join(_compared(name, written, different)))
    if not given.write:
        return
    if written and written.checked and different:
        raise CommandError(f"{name} is not written over: a person has checked it against {written.source}")
    if written and written.checked:
        print("it stays as a person has checked it")
        return
    _write(folder / name, _text(given.year, proposed))
    print(f"{name} is written; once it is compared with the decree, name that in `source` and set `checked: true`")


def _proposed(year: int) -> HolidayYear:
    """As the package lists it; raises CommandError when that is not installed."""
    try:
        package: Any = import_module("holidays")
    except ImportError:
        reason = "the package `holidays` is not installed; pip install 'banyuwangi-melayani[holidays]'"
        raise CommandError(reason) from None
    listed = {
        category: dict(package.country_holidays(COUNTRY, years=year, categories=(category,), language=LANGUAGE))
        for category in (NATIONAL, LEAVE)
    }
    leave = {day: name for day, name in listed[LEAVE].items() if day not in listed[NATIONAL]}
    release: str = package.__version__
    return HolidayYear(
        source=f"paket holidays {release}",
        checked=False,
        package=release,
        national=dict(sorted(listed[NATIONAL].items())),
        leave=dict(sorted(leave.items())),
    )


def _listed(year: HolidayYear) -> Iterator[str]:
    yield from (f"{_day(day)}  {name}" for day, name in year.days.items())
    yield f"{len(year.national)} national holidays, {len(year.leave)} days of shared leave, by {year.source}"
    if not year.leave:
        yield "it knows no shared leave of that year: the decree may not be out yet"


def _compared(name: str, written: HolidayYear | None, different: list[str]) -> Iterator[str]:
    if written is None:
        yield f"{name} is not there"
        return
    checked = f"checked against {written.source}" if written.checked else "not checked against the decree yet"
    yield f"{name} ({checked}) lists {'other days:' if different else 'the same days'}"
    yield from different


def _differences(written: HolidayYear, proposed: HolidayYear) -> Iterator[str]:
    """`-` is what the file alone has, `+` what the package alone has; another name alone is no difference."""
    for sign, ours, theirs in (("-", written.days, proposed.days), ("+", proposed.days, written.days)):
        yield from (f"{sign} {_day(day)}  {name}" for day, name in ours.items() if day not in theirs)


def _text(year: int, proposed: HolidayYear) -> str:
    kept = proposed.model_dump(exclude_none=True)
    return HEAD.format(year=year, release=proposed.package) + yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"cannot write {file}: {error.strerror}") from None


def _day(day: date) -> str:
    return f"{day:%a} {day}"


def _year(text: str) -> int:
    if not text.isdecimal() or int(text) not in YEARS:
        raise argparse.ArgumentTypeError(f"{text!r} is no year from {YEARS[0]} to {YEARS[-1]}")
    return int(text)


def _name(text: str) -> str:
    if not HOLIDAYS_FILE.match(holiday_file(text, YEARS[0])):
        raise argparse.ArgumentTypeError(f"{text!r} is no name of a list: small letters, digits and hyphens")
    return text
