"""What an operator asks of a running system, through its broker."""

import argparse
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.commands import CommandError, Commands
from services.forms import checked
from shared.contracts.desk_question import AskCase
from shared.contracts.event import Word
from shared.contracts.question import AskTicket
from shared.contracts.streams import SERVICES
from shared.contracts.times_question import AskTimes
from shared.directory.load import DirectoryError, load, zone_of
from shared.policy.moments import stamp
from shared.runtime import clock
from shared.runtime.bus import Bus, NoAnswerError
from shared.runtime.dead import DeadLetters
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


async def provision_all(_: argparse.Namespace) -> None:
    settings = read_settings(RuntimeSettings)
    directory = load(settings.directory, settings.contacts)
    async with connected(settings) as connection:
        done = await provision(connection.jetstream(timeout=10), directory, settings.store_bytes, settings.replicas)
    print("\n".join(done))


async def list_dead(given: argparse.Namespace) -> None:
    zone = local_zone()
    async with connected(read_settings(RuntimeSettings)) as connection:
        count = 0
        async for letter in DeadLetters(connection.jetstream()).letters(given.service):
            parked = _stamped(letter.parked_at, zone)
            print(f"{letter.number:>8}  {letter.subject:<40} {parked:<28} {letter.reason}")
            count += 1
    print(f"{count} dead letters")


def _stamped(written: str, zone: ZoneInfo) -> str:
    """A header is whatever somebody wrote there."""
    try:
        return stamp(datetime.fromisoformat(written), zone)
    except ValueError:
        return written


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


def local_zone() -> ZoneInfo:
    """The regency's, in which the terminal tells all times; UTC where its directory cannot be read."""
    try:
        return zone_of(read_settings(RuntimeSettings).directory)
    except DirectoryError:
        return ZoneInfo("UTC")


async def ask_of(ticket: str, question: type[AskTicket | AskCase | AskTimes], answer: type[W]) -> W | None:
    """What router answers about one ticket; raises CommandError for what is no ticket number."""
    asked = checked(question, {"ticket": ticket})
    async with asking(read_settings(RuntimeSettings)) as bus:
        return await bus.ask(question.SUBJECT, asked, answer)


@asynccontextmanager
async def asking(settings: RuntimeSettings) -> AsyncIterator[Bus]:
    """Where router is asked; raises CommandError when there is no broker, or no router that answers."""
    async with connected(settings) as connection:
        with answered():
            yield Bus("cli", lambda: connection, Hold())


@contextmanager
def answered() -> Iterator[None]:
    """Raises CommandError where router does not answer."""
    try:
        yield
    except NoAnswerError:
        raise CommandError("router does not answer; is it running?") from None


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
