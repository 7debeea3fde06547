"""The command about procedures: which way a wish has to go by law, when the next chance is, and for which year."""

import argparse
import json
from datetime import date
from pathlib import Path

from services.commands import CommandError, Commands
from services.procedure_page import Page, as_json, as_text, in_a_line, page
from shared.directory.load import load
from shared.directory.model import Directory
from shared.policy.target import nearest
from shared.runtime import clock
from shared.runtime.settings import RuntimeSettings, read_settings

# Stages reach some years back and ahead of a day.
YEARS = range(1900, 2200)


def add(commands: Commands) -> None:
    showing = commands.command("procedure", show, "which way a wish has to go by law, when next, and for which year")
    showing.add_argument("name", nargs="?", help="for example road-damage; all of them in a line each when left out")
    showing.add_argument("--on", type=_day, help="the day somebody sets out, such as 2026-11-23; today when left out")
    showing.add_argument("--topic", help="instead of a name: the procedure of that topic")
    showing.add_argument("--json", action="store_true", help="for programs; of a list, one object a line")
    showing.add_argument("--directory", type=Path, help="its folder; MELAYANI_DIRECTORY when left out")


def show(given: argparse.Namespace) -> None:
    directory = load(given.directory or read_settings(RuntimeSettings).directory)
    day = given.on or directory.day(clock.now())
    if given.name and given.topic:
        raise CommandError("name a procedure or a topic, not both")
    name = _of_topic(directory, given.topic) if given.topic else given.name
    if name is None:
        _print_list([page(directory, known, day) for known in directory.procedures], as_lines=given.json)
        return
    if name not in directory.procedures:
        raise CommandError(f"there is no procedure {name}; {nearest(name, directory.procedures)}")
    shown = page(directory, name, day)
    print(json.dumps(as_json(shown), ensure_ascii=False, indent=2) if given.json else as_text(shown))


def _print_list(pages: list[Page], *, as_lines: bool) -> None:
    for one in pages:
        print(json.dumps(as_json(one), ensure_ascii=False) if as_lines else in_a_line(one))


def _of_topic(directory: Directory, slug: str) -> str:
    topics = {topic.slug: topic for sector in directory.sectors.values() for topic in sector.topics.values()}
    if slug not in topics:
        raise CommandError(f"there is no topic {slug}; {nearest(slug, topics)}")
    ways = {one.slug: one.procedure for one in topics.values() if one.procedure}
    if slug not in ways:
        raise CommandError(f"topic {slug} has no procedure; those that have one are {', '.join(sorted(ways))}")
    return ways[slug]


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, written like 2026-11-23") from None
    if day.year not in YEARS:
        raise argparse.ArgumentTypeError(f"{text!r} is too far away")
    return day
