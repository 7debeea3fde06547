"""The commands that show tickets: where one stands, what happened to it, whose time it was, who holds which."""

import argparse
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from services.commands import CommandError, Commands
from services.forms import checked
from services.operate import ask_of, asking, local_zone
from services.times_table import table
from shared.contracts.event import Word
from shared.contracts.question import (
    AskHeld,
    AskHistory,
    AskOpen,
    AskTicket,
    History,
    OpenTicket,
    Past,
    Tickets,
    TicketStatus,
)
from shared.contracts.ticket_record import Pause
from shared.contracts.times_question import AskTimes, TicketTimes
from shared.contracts.words import CITIZEN, ENDED
from shared.policy.moments import stamp, waited
from shared.runtime import clock
from shared.runtime.settings import RuntimeSettings, read_settings


def add(commands: Commands) -> None:
    tickets = commands.group("ticket", "where tickets stand")
    showing = tickets.command("show", show, "where one stands")
    past = tickets.command("history", show_history, "what happened to one, and what was refused, oldest first")
    past.add_argument("--as", dest="post", help="the post that asks: what is noted for staff is told to nobody else")
    times = tickets.command("times", show_times, "who had one how long, what it waited for, and what broke with whom")
    held = tickets.command("held", list_held, "the open tickets a post holds, oldest first")
    held.add_argument("post")
    opened = tickets.command("open", list_open, "the open tickets of a queue, oldest first")
    opened.add_argument("queue")
    opened.add_argument("--older-than", help="only those that came so long ago, for example PT4H or P3D")
    for parser in (showing, past, times):
        parser.add_argument("ticket", type=str.upper)
    for parser in (held, opened):
        parser.add_argument("--all", action="store_true", help="all of them, not only the first twenty")
    for parser in (showing, past, times, held, opened):
        parser.add_argument("--json", action="store_true", help="one JSON object a line")


async def show(given: argparse.Namespace) -> None:
    status = await ask_of(given.ticket, AskTicket, TicketStatus)
    if status is None:
        raise CommandError(f"nobody knows {given.ticket}")
    _print(status, given, "\n    ".join(_standing(status, local_zone())))


async def show_history(given: argparse.Namespace) -> None:
    asked = checked(AskHistory, {"ticket": given.ticket, "post": given.post})
    page: History | None = None
    zone = local_zone()
    async with asking(read_settings(RuntimeSettings)) as bus:
        while page is None or page.next:
            question = asked.model_copy(update={"after": page.next if page and page.next else 0})
            page = await bus.ask(AskHistory.SUBJECT, question, History)
            if page is None:
                raise CommandError(f"nobody knows {given.ticket}")
            for past in page.past:
                _print(past, given, "\n    ".join(_happened(past, zone)))


async def show_times(given: argparse.Namespace) -> None:
    times = await ask_of(given.ticket, AskTimes, TicketTimes)
    if times is None:
        raise CommandError(f"nobody knows {given.ticket}")
    _print(times, given, "\n".join(table(times, local_zone())))


async def list_held(given: argparse.Namespace) -> None:
    await _list(checked(AskHeld, {"post": given.post}), given, f"there is no post {given.post!r}")


async def list_open(given: argparse.Namespace) -> None:
    before = clock.now() - _span(given.older_than) if given.older_than else None
    asked = checked(AskOpen, {"queue": given.queue, "before": before})
    await _list(asked, given, f"there is no queue {given.queue!r}")


async def _list(asked: AskHeld | AskOpen, given: argparse.Namespace, unknown: str) -> None:
    count, zone = 0, local_zone()
    page: Tickets | None = None
    async with asking(read_settings(RuntimeSettings)) as bus:
        while page is None or (given.all and page.next):
            question = asked.model_copy(update={"after": page.next if page else None})
            page = await bus.ask(asked.SUBJECT, question, Tickets)
            if page is None:
                raise CommandError(unknown)
            for one in page.tickets:
                _print(one, given, _open(one, clock.now(), zone))
            count += len(page.tickets)
    if not given.json:
        print(f"{count} open{', and more: --all shows them' if page.next else ''}")


def _print(word: Word, given: argparse.Namespace, shown: str) -> None:
    print(word.model_dump_json() if given.json else shown)


def _span(text: str) -> timedelta:
    try:
        return TypeAdapter(timedelta).validate_python(text)
    except ValidationError:
        raise CommandError(f"{text!r} is no span of time; write for example PT4H or P3D") from None


def _standing(status: TicketStatus, zone: ZoneInfo) -> Iterator[str]:
    yield f"{status.ticket}  {status.state}, revision {status.revision}, since {stamp(status.changed_at, zone)}"
    held = "over, last held by" if status.state in ENDED else "held by"
    yield f"{held} {status.holder}, {status.agency}; queue {status.queue}"
    if status.due_at:
        yield f"promised by {stamp(status.due_at, zone)}"
    if status.review_at:
        for_what = f" for {_waits_for(status.pause)}" if status.pause else ""
        yield f"waits{for_what}, and is looked at again by {stamp(status.review_at, zone)}"
    if status.object_by:
        yield f"the citizen may object until {stamp(status.object_by, zone)}"
    if status.outcome:
        yield f"outcome {status.outcome.kind}: {status.outcome.words}"


def _waits_for(pause: Pause) -> str:
    """For example: authority, agency pln, reference PLN-123."""
    named = {"procedure": pause.procedure, "stage": pause.stage, "agency": pause.agency, "reference": pause.reference}
    return ", ".join((pause.kind, *(f"{name} {given}" for name, given in named.items() if given)))


def _happened(past: Past, zone: ZoneInfo) -> Iterator[str]:
    by = "the citizen" if past.actor == CITIZEN else past.actor
    yield f"{past.revision:>3}  {stamp(past.at, zone)}  {past.event} by {by}; {past.state}, held by {past.holder.post}"
    yield past.reason
    if past.words:
        yield f"“{past.words}”"


def _open(one: OpenTicket, now: datetime, zone: ZoneInfo) -> str:
    due = f"due {stamp(one.due_at, zone)}" if one.due_at else "no date yet"
    case = f"  case {one.case}" if one.case else ""
    age = waited(now - one.admitted_at)
    return f"{one.ticket}  {age}  {one.state}  {one.topic or one.queue}  {one.holder.post}  {due}{case}"
