"""The command that does to a ticket what its people would, and tells what became of it."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import get_args
from uuid import uuid4

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.errors import NoStreamResponseError

from services.commands import CommandError, Commands
from services.operate import answered, checked, connected
from shared.contracts import dead
from shared.contracts.action import Action, ActionKind
from shared.contracts.event import HEADER_ID, HEADER_MESSAGE_ID, HEADER_TYPE, read
from shared.contracts.question import AskTicket, TicketStatus
from shared.contracts.ticket import ActionRefused, TicketEvent
from shared.contracts.words import CITIZEN, OutcomeKind, PauseKind, is_check
from shared.runtime import clock
from shared.runtime.bus import Bus, Saying
from shared.runtime.hold import Hold
from shared.runtime.settings import RuntimeSettings, read_settings

# So long somebody at a terminal waits for what became of it.
PATIENCE = 5.0

Said = TicketEvent | CommandError


def add(commands: Commands) -> None:
    acting = commands.command("act", act, "do to a ticket what its people would")
    acting.add_argument("ticket")
    acting.add_argument("kind", choices=get_args(ActionKind))
    acting.add_argument("--queue", help="the queue the ticket is in; router is asked when left out")
    acting.add_argument("--words", help="what the citizen or the staff are told, or why it is done")
    acting.add_argument("--sector", help="where the ticket goes: decide, hand_over, reclassify")
    acting.add_argument("--topic", help="the topic of that sector")
    acting.add_argument("--other", help="the ticket that tells of the same trouble: link, or resolve as duplicate")
    acting.add_argument("--outcome", choices=get_args(OutcomeKind), help="how it ended: resolve")
    acting.add_argument("--pause", choices=get_args(PauseKind), help="what is waited for: pause")
    acting.add_argument("--on", help="the day it is looked at again, or done: pause, forward, resolve as scheduled")
    acting.add_argument("--procedure", help="the procedure whose stage is waited for: pause")
    acting.add_argument("--stage", help="the stage of that procedure")
    acting.add_argument("--agency", help="the office outside: forward, or resolve as not_ours")
    acting.add_argument("--reference", help="that office's own number")
    acting.add_argument("--score", type=int, help="1 (bad) to 5: rate")
    acting.add_argument("--revision", type=int, help="the ticket's as you saw it; refused if somebody was faster")
    add_sender(acting)


def add_sender(parser: argparse.ArgumentParser) -> None:
    """The arguments of whatever becomes an action."""
    parser.add_argument("--as", dest="actor", required=True, help=f"the post that acts, or {CITIZEN}")
    parser.add_argument("--id", help="names the action, so that sending it twice does it once")
    parser.add_argument("--no-wait", action="store_true", help="do not wait for what becomes of it")


async def act(given: argparse.Namespace) -> None:
    async with connected(read_settings(RuntimeSettings)) as connection:
        bus = Bus("cli", lambda: connection, Hold())
        action = checked(Action, {"id": str(uuid4()), "at": clock.now(), **await _wished(given, bus)})
        if given.no_wait or action.is_check:
            await _send(action, bus)
            print(f"{action.kind} of {action.ticket} is on its way as {action.id}")
            return
        async with _hearing(connection, action) as heard:
            await _send(action, bus)
            print(_done(action, await _first(heard, action)))


async def _wished(given: argparse.Namespace, bus: Bus) -> dict[str, object]:
    """What was given, with the queue that the ticket is in."""
    wished = {name: value for name, value in vars(given).items() if name in Action.model_fields and value is not None}
    if "queue" in wished:
        return wished
    if is_check(given.ticket):
        raise CommandError("name the --queue of a spot check")
    with answered():
        status = await bus.ask(AskTicket.SUBJECT, checked(AskTicket, {"ticket": given.ticket}), TicketStatus)
    if status is None:
        raise CommandError(f"nobody knows {given.ticket}")
    return {**wished, "queue": status.queue}


async def _send(action: Action, bus: Bus) -> None:
    # Without the broker's own id: sent twice it is heard twice, done once, and both times told.
    headers = {name: value for name, value in action.headers("cli").items() if name != HEADER_MESSAGE_ID}
    try:
        await bus.try_publish(Saying(action.subject(), action.body(), headers))
    except NoStreamResponseError:
        raise CommandError(f"there is no queue {action.queue!r}") from None


@asynccontextmanager
async def _hearing(connection: Client, action: Action) -> AsyncIterator["asyncio.Queue[Said]"]:
    """What is said of this action from now on."""
    heard: asyncio.Queue[Said] = asyncio.Queue()

    async def on_event(message: Msg) -> None:
        said = _of(action, message)
        if said:
            heard.put_nowait(said)

    for subject in ("tickets.*.*", dead.dead_subject("router", "*")):
        await connection.subscribe(subject, cb=on_event)
    for _ in range(2):  # the client's first ping overtakes what it has yet to send: subscriptions
        await connection.flush()
    yield heard


def _of(action: Action, message: Msg) -> Said | None:
    """What a message says of the action; None when it is about something else."""
    headers = message.headers or {}
    if dead.REASON in headers:
        is_ours = headers.get(HEADER_ID) == f"{action.NAME}:{action.key()}"
        return CommandError(f"set aside in dead letters: {headers[dead.REASON]}") if is_ours else None
    if action.ticket.encode() not in message.data:
        return None
    event = read(TicketEvent, message.data, headers.get(HEADER_TYPE))
    if isinstance(event, ActionRefused):
        is_ours = (event.ticket, event.action) == (action.ticket, action.id)
        return CommandError(f"refused: {event.reason}") if is_ours else None
    return event if event.cause == action.cause else None


async def _first(heard: "asyncio.Queue[Said]", action: Action) -> TicketEvent:
    """What was done; raises CommandError with the reason why not, or when nothing is heard of it for a while."""
    try:
        said = await asyncio.wait_for(heard.get(), PATIENCE)
    except TimeoutError:
        later = f"it is kept and will be done: melayani ticket history {action.ticket}"
        raise CommandError(f"nothing was said of it within {PATIENCE:.0f} seconds; {later}") from None
    if isinstance(said, CommandError):
        raise said
    return said


def _done(action: Action, event: TicketEvent) -> str:
    """For example: done: acknowledged, revision 3; the ticket is acknowledged, held by narahubung-jembatan."""
    where = "the ticket" if event.ticket == action.ticket else event.ticket
    return f"done: {event.word()}, revision {event.revision}; {where} is {event.state}, held by {event.holder.post}"
