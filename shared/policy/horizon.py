"""How long the holidays of each calendar are still known."""

from collections.abc import Iterator
from datetime import date, timedelta

from shared.contracts.words import Slug
from shared.directory.model import Directory

ALARM = timedelta(days=90)


def horizons(directory: Directory, day: date) -> dict[Slug, int]:
    """The days left until the last one whose holidays are known, by calendar; negative once it is past.

    Calendars without holidays have no such day.
    """
    return {
        calendar.slug: (calendar.horizon - day).days for calendar in directory.calendars.values() if calendar.horizon
    }


def short(directory: Directory, day: date) -> dict[Slug, int]:
    """Those of fewer days than the alarm."""
    return {slug: left for slug, left in horizons(directory, day).items() if left < ALARM.days}


def warnings(directory: Directory, day: date) -> Iterator[str]:
    """A line for each calendar whose holidays end soon, or begin soon and were not checked."""
    for slug, left in short(directory, day).items():
        when = f"end on {directory.calendars[slug].horizon}, in {left} days"
        gone = f"ended {-left} days ago; it counts as if there were none"
        yield f"calendar {slug}: the known holidays {when if left >= 0 else gone}"
    for calendar in directory.calendars.values():
        for year in calendar.unchecked:
            if date(year, 1, 1) - ALARM < day <= date(year, 12, 31):
                yield f"calendar {calendar.slug}: the holidays of {year} are not checked against the decree yet"
