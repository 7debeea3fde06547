"""The command that recomputes a promise: when something is due, and the sum that says why."""

import argparse
import json
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from services.commands import CommandError, Commands
from services.due_json import as_json, sum_as_json
from services.due_page import Page, as_text, sum_as_text
from services.router.domain.assignment import assign
from services.router.domain.unadmitted import complaint_of
from shared.contracts.sorted import Sorted, Sorting
from shared.contracts.words import URGENCIES, Urgency
from shared.directory.areas import District, glued
from shared.directory.load import load
from shared.directory.model import Directory
from shared.policy.due import all_promised, explained
from shared.policy.target import nearest
from shared.runtime import clock
from shared.runtime.settings import RuntimeSettings, read_settings

# Calendars reach some years back and ahead of a moment.
YEARS = range(1990, 2200)
LONGEST = timedelta(days=3_660)
NOTHING = timedelta(0)


def add(commands: Commands) -> None:
    due = commands.command("due", show, "when something is due that is promised at a moment, and why then")
    what = due.add_mutually_exclusive_group(required=True)
    what.add_argument("--span", help="so much working time, such as PT4H")
    what.add_argument("--topic", help="everything a ticket of that topic is promised")
    due.add_argument("--at", help="the moment, such as 2026-03-17T15:00 in the regency's time; now when left out")
    due.add_argument("--calendar", help="with --span: whose working time; the offices' when left out")
    due.add_argument("--sector", help="with --topic: where more than one has such a topic")
    due.add_argument("--district", help="with --topic: where it is, such as Glagah")
    due.add_argument("--village", help="with --district: the village in it")
    due.add_argument("--urgency", choices=URGENCIES, help="with --topic: normal when left out")
    due.add_argument("--source", help="with --topic: where it came from, such as lapor")
    due.add_argument("--clock", help="with --topic: that clock alone, with its sum")
    due.add_argument("--json", action="store_true", help="for programs")
    due.add_argument("--directory", type=Path, help="its folder; MELAYANI_DIRECTORY when left out")


def show(given: argparse.Namespace) -> None:
    others = ("sector", "district", "village", "urgency", "source", "clock") if given.span else ("calendar",)
    for name in others:
        if getattr(given, name):
            raise CommandError(f"--{name} goes with --{'topic' if given.span else 'span'}")
    directory = load(given.directory or read_settings(RuntimeSettings).directory)
    at = _moment(given.at, ZoneInfo(directory.zone))
    if given.span:
        calendar = directory.calendars[
            _known("calendar", given.calendar or directory.office_hours, directory.calendars)
        ]
        found = explained(calendar, at, _span(given.span))
        print(_json(sum_as_json(found)) if given.json else sum_as_text(found))
    else:
        page = _page(directory, given, at)
        print(_json(as_json(page)) if given.json else as_text(page))


def _page(directory: Directory, given: argparse.Namespace, at: datetime) -> Page:
    """What a ticket of that topic would be promised, held by who holds it that day."""
    source = _known("source", given.source, directory.sources) if given.source else None
    urgency: Urgency = given.urgency or "normal"
    chosen = {"admitted_at": at, "urgency": urgency, "source": source or ""}
    complaint = complaint_of("", None, "complaint", at).model_copy(update=chosen)
    sorted_so = Sorted.model_construct(complaint=complaint, sorting=_sorting(directory, given))
    ticket = assign(sorted_so, directory, at, 1.0)
    promised = all_promised(directory, ticket.sorting, urgency, at, ticket.holder, source)
    if given.clock:
        _known("clock", given.clock, {due.promise.clock for due in promised})
        promised = tuple(due for due in promised if due.promise.clock == given.clock)
    return Page(directory, ticket.sorting, urgency, source, ticket.holder, at, promised, in_full=bool(given.clock))


def _sorting(directory: Directory, given: argparse.Namespace) -> Sorting:
    topics = [(sector.slug, topic) for sector in directory.sectors.values() for topic in sector.topics]
    if given.sector:
        _known("sector", given.sector, directory.sectors)
        topics = [(sector, topic) for sector, topic in topics if sector == given.sector]
    _known("topic", given.topic, [topic for _, topic in topics])
    sectors = [sector for sector, topic in topics if topic == given.topic]
    if len(sectors) > 1:
        raise CommandError(f"{' and '.join(sectors)} have a topic {given.topic}; name the --sector")
    sector, district, village = sectors[0], *_place(directory, given)
    where = {"queue": sector, "sector": sector, "topic": given.topic, "district": district, "village": village}
    said = {"confidence": 1, "reason": "asked for", "edition": directory.edition}
    return Sorting.model_validate(where | said)


def _place(directory: Directory, given: argparse.Namespace) -> tuple[str | None, str | None]:
    """The district's and the village's name, as the directory writes them."""
    if not given.district:
        if given.village:
            raise CommandError("--village goes with --district")
        return None, None
    districts = {glued(district.name): district for district in directory.districts.values()}
    found = districts.get(glued(given.district))
    if found is None:
        raise CommandError(f"there is no district {given.district}; {_nearest(given.district, districts.values())}")
    return found.name, _village(found, given.village) if given.village else None


def _village(district: District, wanted: str) -> str:
    villages = {glued(village.name): village.name for village in district.villages}
    if glued(wanted) not in villages:
        near = nearest(wanted, villages.values())
        raise CommandError(f"there is no village {wanted} in {district.name}; {near}")
    return villages[glued(wanted)]


def _nearest(word: str, districts: Collection[District]) -> str:
    return nearest(word, [district.name for district in districts])


def _known(kind: str, slug: str, known: Collection[str]) -> str:
    if slug not in known:
        raise CommandError(f"there is no {kind} {slug}; {nearest(slug, known)}")
    return slug


def _moment(text: str | None, zone: ZoneInfo) -> datetime:
    """In the regency's zone, which a text without one is meant in."""
    if text is None:
        return clock.now().astimezone(zone)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--at: {text!r} is no moment, written like 2026-03-17T15:00") from None
    if found.year not in YEARS:
        raise CommandError(f"--at: {text!r} is too far away")
    return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)


def _span(text: str) -> timedelta:
    try:
        span = TypeAdapter(timedelta).validate_python(text)
    except ValidationError:
        raise CommandError(f"--span: {text!r} is no span of time, written like PT4H or P3D") from None
    if span < NOTHING:
        raise CommandError(f"--span: {text} is negative; nothing is due before it is promised")
    if span > LONGEST:
        raise CommandError(f"--span: {text} is more than {LONGEST.days} days of working time")
    return span


def _json(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2)
