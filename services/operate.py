"""What an operator asks of a running system, through its broker."""

import argparse
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import NoStreamResponseError
from pydantic import ValidationError

from shared.contracts.action import Action
from shared.contracts.question import AskTicket, TicketStatus
from shared.directory.load import load
from shared.runtime import clock
from shared.runtime.bus import Bus, Saying
from shared.runtime.dead import DeadLetters
from shared.runtime.delivery import explain
from shared.runtime.hold import Hold
from shared.runtime.provision import provision
from shared.runtime.settings import RuntimeSettings, read_settings


class CommandError(Exception):
    """What went wrong, in one sentence for the person at the terminal."""


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
    try:
        question = AskTicket(ticket=given.ticket)
    except ValidationError as error:
        raise CommandError(explain(error)) from None
    async with connected(read_settings(RuntimeSettings)) as connection:
        status = await Bus("cli", lambda: connection, Hold()).ask(AskTicket.SUBJECT, question, TicketStatus)
    if status is None:
        raise CommandError(f"nobody knows {given.ticket}")
    print(status.model_dump_json(indent=2))


async def act(given: argparse.Namespace) -> None:
    action = _action(given)
    async with connected(read_settings(RuntimeSettings)) as connection:
        saying = Saying(action.subject(), action.body(), action.headers("cli"))
        try:
            await Bus("cli", lambda: connection, Hold()).try_publish(saying)
        except NoStreamResponseError:
            raise CommandError(f"there is no queue {action.queue!r}") from None
    print(f"{action.kind} of {action.ticket} is on its way as {action.id}")


def _action(given: argparse.Namespace) -> Action:
    try:
        return Action(
            id=given.id or str(uuid4()),
            ticket=given.ticket,
            queue=given.queue,
            kind=given.kind,
            actor=given.actor,
            words=given.words,
            at=clock.now(),
        )
    except ValidationError as error:
        raise CommandError(explain(error)) from None


@asynccontextmanager
async def connected(settings: RuntimeSettings) -> AsyncIterator[Client]:
    """A connection for one command; raises CommandError when there is no broker."""
    try:
        connection = await nats.connect(
            settings.nats_url.split(","), allow_reconnect=False, connect_timeout=5, inbox_prefix="_INBOX_cli"
        )
    except (NatsError, OSError) as error:
        raise CommandError(f"no broker at {_without_password(settings.nats_url)}: {type(error).__name__}") from error
    try:
        yield connection
    finally:
        await connection.close()


def _without_password(url: str) -> str:
    return ",".join(one.rpartition("@")[2] for one in url.split(","))
