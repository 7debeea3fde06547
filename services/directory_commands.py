"""Commands about the directory as it is written: its mistakes, and the days on which nobody holds what."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from services.commands import CommandError, Commands
from shared.directory.load import load
from shared.directory.model import Directory
from shared.policy.coverage import Gap, Skipped, coverage, working_days
from shared.policy.horizon import warnings
from shared.runtime import clock
from shared.runtime.settings import RuntimeSettings, read_settings

DAYS = 60
MOST_DAYS = 1_000
LATEST = date(9_000, 12, 31)
# So many topics of a gap are named; the rest is counted.
NAMED = 5


def add(commands: Commands) -> None:
    directory = commands.group("directory", "the directory")
    checking = directory.command("check", check, "name its every mistake")
    covering = directory.command("coverage", cover, "on which working days nobody holds what, topic by district")
    for parser in (checking, covering):
        parser.add_argument("folder", nargs="?", type=Path, help="its folder; MELAYANI_DIRECTORY when left out")
    covering.add_argument("--days", type=_count, default=DAYS, help="how many working days are looked at")
    covering.add_argument(
        "--from", dest="first", type=_day, help="the first of them, as in 2026-11-23; today if left out"
    )


def check(given: argparse.Namespace) -> None:
    directory = _directory(given)
    print(
        f"No fault in {directory.regency}, edition {directory.edition}: {len(directory.sectors)} sectors, "
        f"{_topics(directory)} topics, {len(directory.posts)} posts, {len(directory.districts)} districts"
    )
    for warning in warnings(directory, directory.day(clock.now())):
        print(f"warning: {warning}")


def cover(given: argparse.Namespace) -> None:
    directory = _directory(given)
    first = given.first or directory.day(clock.now())
    days = working_days(directory.office, first, given.days)
    found = coverage(directory, days)
    for gap in found.gaps:
        print("\n".join(_gap(gap, directory)))
    for skipped in found.skipped:
        print("\n".join(_skipped(skipped, directory)))
    looked_at = f"{_topics(directory)} topics in {len(directory.districts)} districts"
    print(f"{looked_at}, {len(days)} working days from {days[0]} to {days[-1]}{_unknown_holidays(days, directory)}")
    if found.gaps:
        raise CommandError(f"gaps: {len(found.gaps)}; a complaint that falls into one waits until somebody is there")
    print("Somebody holds every topic in every district on each of them")


def _gap(gap: Gap, directory: Directory) -> Iterator[str]:
    """Who should hold it, when and why they do not, and what that is."""
    yield f"NOBODY {gap.days}: {_titles(gap.posts, directory)}"
    yield f"  {gap.reason}"
    for place in dict.fromkeys(held.place for held in gap.held):
        names = [f"{held.sector}: {held.topic}" for held in gap.held if held.place == place]
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        yield f"  {place or directory.regency}: {', '.join(names[:NAMED])}{more}"


def _skipped(skipped: Skipped, directory: Directory) -> Iterator[str]:
    yield f"skipped {skipped.days}: {_titles([skipped.post], directory)}, a rung of {', '.join(skipped.agencies)}"
    yield f"  {skipped.reason}"


def _titles(posts: Sequence[str], directory: Directory) -> str:
    return " or ".join(f"{directory.posts[post].title} ({post})" for post in posts)


def _unknown_holidays(days: Sequence[date], directory: Directory) -> str:
    horizon = directory.office.horizon
    return f" (no holidays are known after {horizon})" if horizon and days[-1] > horizon else ""


def _topics(directory: Directory) -> int:
    return sum(len(sector.topics) for sector in directory.sectors.values())


def _directory(given: argparse.Namespace) -> Directory:
    settings = read_settings(RuntimeSettings)
    return load(given.folder or settings.directory, settings.contacts)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, written like 2026-11-23") from None
    if day > LATEST:
        raise argparse.ArgumentTypeError(f"{text} is after {LATEST}")
    return day


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days from 1 to {MOST_DAYS}")
    return int(text)
