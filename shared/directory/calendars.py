"""Calendars as their files say them: hours in calendars.yaml, days off for everybody in holidays/<list>/<year>.yaml."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import Field

from shared.contracts.words import Slug
from shared.directory.desk import Desk, DirectoryError
from shared.directory.fact import Fact, Text
from shared.directory.file import YamlFile
from shared.directory.hours import Calendar, Hours
from shared.directory.topic_checks import unknown

CALENDARS = "calendars.yaml"
HOLIDAYS_FILE = re.compile(r"^holidays/([a-z][a-z0-9-]{1,39})/(\d{4})\.yaml$")


class HolidayYear(Fact):
    """A year of a holiday list: `national` holidays (libur nasional) and shared `leave` (cuti bersama).

    `source` is the decree, or what stands in for it. With `checked` a person has compared each day with the decree, and
    nothing may write over them; `package` is a release of the package `holidays` that lists the same days.
    """

    source: Text
    checked: bool
    package: Text | None = None
    national: Annotated[Mapping[date, Text], Field(min_length=1)]
    leave: Mapping[date, Text] = {}

    @property
    def days(self) -> dict[date, str]:
        """Every day off, in order."""
        return dict(sorted({**self.leave, **self.national}.items()))


class Local(Fact):
    """What the regency does otherwise than the list it follows, each day with the reason."""

    added: Mapping[date, Text] = {}
    removed: Mapping[date, Text] = {}


class CalendarSheet(Hours):
    """An entry of calendars.yaml; `holidays` names the list it follows, if it follows any."""

    holidays: Slug | None = None
    local: Local = Local()

    def calendar(self, years: Mapping[int, HolidayYear]) -> Calendar:
        """With the days off of these years."""
        listed = {day: name for year in years.values() for day, name in year.days.items()}
        kept = {day: name for day, name in listed.items() if day not in self.local.removed}
        hours = {name: getattr(self, name) for name in Hours.model_fields}
        return Calendar(
            **hours,
            holidays=dict(sorted({**kept, **self.local.added}.items())),
            horizon=_horizon(years),
            unchecked=tuple(number for number, year in sorted(years.items()) if not year.checked),
        )


def calendars(desk: Desk) -> dict[str, Calendar]:
    """Whatever calendars could be read; every problem of theirs and of the holiday lists is noted on the desk."""
    lists = _lists(desk)
    file = desk.file(CALENDARS)
    sheets = desk.each(CalendarSheet, file)
    desk.made_from(file, Calendar, desk.slugs(CalendarSheet))
    for sheet in sheets.values():
        for text in unknown("holiday list", sheet.holidays or "", lists):
            desk.object_to(sheet, ("holidays",), text)
        for field, day, text in _misfits(sheet.local, lists.get(sheet.holidays or "", {})):
            desk.object_to(sheet, ("local", field, day), text)
    return {slug: sheet.calendar(_read(lists.get(sheet.holidays or "", {}))) for slug, sheet in sheets.items()}


def holiday_file(name: str, year: int) -> str:
    """The file of a list's year, relative to the directory."""
    return f"holidays/{name}/{year}.yaml"


def holiday_year(texts: Mapping[str, str], name: str) -> HolidayYear | None:
    """What that file holds; None when it is not there. Raises DirectoryError."""
    if name not in texts:
        return None
    desk = Desk(texts)
    year = _year(desk, name)
    if problems := desk.problems():
        raise DirectoryError(problems)
    return year


def _lists(desk: Desk) -> dict[str, dict[int, HolidayYear | None]]:
    """Each list's years by number; None for one that could not be read."""
    lists: dict[str, dict[int, HolidayYear | None]] = {}
    for name in sorted(desk.texts):
        if found := HOLIDAYS_FILE.match(name):
            lists.setdefault(found[1], {})[int(found[2])] = _year(desk, name)
    return lists


def _year(desk: Desk, name: str) -> HolidayYear | None:
    file, number = desk.file(name), int(PurePosixPath(name).stem)
    year = desk.one(HolidayYear, file)
    if year:
        _note_strange_days(desk, file, year, number)
    return year


def _note_strange_days(desk: Desk, file: YamlFile, year: HolidayYear, number: int) -> None:
    for field, days in (("national", year.national), ("leave", year.leave)):
        for day in days:
            if day.year != number:
                desk.note(file, (field, day), f"{day} is no day of {number}")
    for day in year.leave:
        if day in year.national:
            desk.note(file, ("leave", day), f"{day} stands here twice, as a national holiday too")


def _misfits(local: Local, years: Mapping[int, HolidayYear | None]) -> Iterator[tuple[str, date, str]]:
    """Field, day and complaint; of a year that could not be read nothing is said."""
    listed = _read(years)
    for field, days in (("added", local.added), ("removed", local.removed)):
        for day in days:
            off = day.year in listed and day in listed[day.year].days
            unread = day.year in years and day.year not in listed
            if not unread and off == (field == "added"):
                yield field, day, f"{day} is {'a holiday anyway' if off else 'no holiday'}"


def _read(years: Mapping[int, HolidayYear | None]) -> dict[int, HolidayYear]:
    return {number: year for number, year in years.items() if year}


def _horizon(years: Mapping[int, HolidayYear]) -> date | None:
    """The end of the last year before the first one that is missing."""
    if not years:
        return None
    last = min(years)
    while last + 1 in years:
        last += 1
    return date(last, 12, 31)
