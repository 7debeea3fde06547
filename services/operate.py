"""What an operator asks of a running system, through its broker."""

import argparse
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar, get_args
from uuid import uuid4

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import NoStreamResponseError
from pydantic import ValidationError

from services.commands import CommandError, Commands
from shared.contracts.action import Action, ActionKind
from shared.contracts.event import Word
from shared.contracts.question import AskCase, AskTicket, TicketStatus
from shared.contracts.streams import SERVICES
from shared.contracts.words import OutcomeKind
from shared.directory.load import load
from shared.directory.model import Directory
from shared.policy.target import no_target
from shared.runtime import clock
from shared.runtime.bus import Bus, Saying
from shared.runtime.dead import DeadLetters
from shared.runtime.delivery import explain
from shared.runtime.hold import Hold
from shared.runtime.provision import provision
from shared.runtime.settings import RuntimeSettings, read_settings

W = TypeVar("W", bound=Word)


def add(commands: Commands) -> None:
    commands.command("provision", provision_all, "create or update the broker's streams and durables")
    dead = commands.group("dead", "messages nobody could handle")
    dead.command("list", list_dead, "list them, oldest first").add_argument("--service", choices=SERVICES)
    dead.command("show", show_dead, "show one whole, payload included").add_argument("number", type=int)
    replay = dead.command("replay", replay_dead, "send them where they came from")
    replay.add_argument("numbers", type=int, nargs="+")
    commands.command("ticket", show_ticket, "where a ticket stands").add_argument("ticket")
    acting = commands.command("act", act, "do to a ticket what its holder would")
    acting.add_argument("ticket")
    acting.add_argument("kind", choices=get_args(ActionKind))
    acting.add_argument("--as", dest="actor", required=True, help="the post that acts")
    acting.add_argument("--queue", required=True, help="the queue the ticket is in")
    acting.add_argument("--words", help="what the citizen is told, or why it is handed over")
    acting.add_argument("--sector", help="where the ticket goes: decide, hand_over")
    acting.add_argument("--topic", help="the topic of that sector")
    acting.add_argument("--other", help="the ticket that tells of the same trouble: link, or resolve as duplicate")
    acting.add_argument("--outcome", choices=get_args(OutcomeKind), help="how it ended: resolve")
    acting.add_argument("--id", help="names the action, so that sending it twice does it once")


async def provision_all(_: argparse.Namespace) -> None:
    settings = read_settings(RuntimeSettings)
    directory = load(settings.directory, settings.contacts)
    async with connected(settings) as connection:
        done = await provision(connection.jetstream(timeout=10), directory, settings.store_bytes, settings.replicas)
    print("\n".join(done))


async def list_dead(given: argparse.Namespace) -> None:
    async with connected(read_settings(RuntimeSettings)) as connection:
        count = 0
        async for letter in DeadLetters(connection.jetstream()).letters(given.service):
            print(f"{letter.number:>8}  {letter.subject:<40} {letter.parked_at:<33} {letter.reason}")
            count += 1
    print(f"{count} dead letters")


async def show_dead(given: argparse.Namespace) -> None:
    async with connected(read_settings(RuntimeSettings)) as connection:
        letter = await DeadLetters(connection.jetstream()).letter(given.number)
    if letter is None:
        raise CommandError(f"there is no dead letter {given.number}")
    print(json.dumps({"subject": letter.subject, "headers": letter.headers}, indent=2))
    print(letter.data.decode(errors="backslashreplace"))


async def replay_dead(given: argparse.Namespace) -> None:
    async with connected(read_settings(RuntimeSettings)) as connection:
        letters = DeadLetters(connection.jetstream())
        for number in given.numbers:
            letter = await letters.letter(number)
            if letter is None:
                raise CommandError(f"there is no dead letter {number}")
            await letters.replay(letter, clock.now())
            print(f"{number} is on {letter.origin} again")


async def show_ticket(given: argparse.Namespace) -> None:
    status = await ask_of(given.ticket, AskTicket, TicketStatus)
    if status is None:
        raise CommandError(f"nobody knows {given.ticket}")
    print(status.model_dump_json(indent=2))


async def ask_of(ticket: str, question: type[AskTicket] | type[AskCase], answer: type[W]) -> W | None:
    """What router answers about one ticket; raises CommandError for what is no ticket number."""
    try:
        asked = question(ticket=ticket)
    except ValidationError as error:
        raise CommandError(explain(error)) from None
    async with connected(read_settings(RuntimeSettings)) as connection:
        return await Bus("cli", lambda: connection, Hold()).ask(question.SUBJECT, asked, answer)


async def act(given: argparse.Namespace) -> None:
    settings = read_settings(RuntimeSettings)
    action = _action(given)
    _check_target(action, load(settings.directory, settings.contacts))
    async with connected(settings) as connection:
        saying = Saying(action.subject(), action.body(), action.headers("cli"))
        try:
            await Bus("cli", lambda: connection, Hold()).try_publish(saying)
        except NoStreamResponseError:
            raise CommandError(f"there is no queue {action.queue!r}") from None
    print(f"{action.kind} of {action.ticket} is on its way as {action.id}")


def _action(given: argparse.Namespace) -> Action:
    named = {name: value for name, value in vars(given).items() if name in Action.model_fields and value is not None}
    try:
        return Action.model_validate({"id": str(uuid4()), "at": clock.now(), **named})
    except ValidationError as error:
        raise CommandError(explain(error)) from None


def _check_target(action: Action, directory: Directory) -> None:
    """Router would refuse it too, but nobody at the terminal would hear of it."""
    if action.sector and action.topic:
        problem = no_target(directory, action.sector, action.topic, directory.day(action.at))
        if problem:
            raise CommandError(problem)


async def _told_below(_: Exception) -> None:
    """The client would log each attempt with its traceback; what it raises in the end says enough."""


# A person waits, 3 seconds at most; left alone the client goes on trying for two minutes.
ONCE: dict[str, Any] = {
    "allow_reconnect": False,
    "max_reconnect_attempts": 1,
    "reconnect_time_wait": 0,
    "connect_timeout": 1.5,
    "error_cb": _told_below,
}


@asynccontextmanager
async def connected(settings: RuntimeSettings) -> AsyncIterator[Client]:
    """A connection for one command; raises CommandError when there is no broker."""
    try:
        connection = await nats.connect(settings.nats_url.split(","), inbox_prefix="_INBOX_cli", **ONCE)
    except (NatsError, OSError) as error:
        raise CommandError(f"no broker at {_without_password(settings.nats_url)}: {type(error).__name__}") from error
    try:
        yield connection
    finally:
        await connection.close()


def _without_password(url: str) -> str:
    return ",".join(one.rpartition("@")[2] for one in url.split(","))
