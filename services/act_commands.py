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
from services.forms import checked, complete, manual
from services.operate import answered, connected
from shared.contracts import dead
from shared.contracts.action import Action, ActionKind
from shared.contracts.check_question import AskSpotChecks, SpotCheck, SpotChecks
from shared.contracts.event import HEADER_ID, HEADER_MESSAGE_ID, HEADER_TYPE, read
from shared.contracts.question import (
    AskHeld,
    AskTicket,
    Tickets,
    TicketStatus,
)
from shared.contracts.spot_check import SpotCheckAnswered
from shared.contracts.ticket import ActionRefused, TicketEvent
from shared.contracts.words import CITIZEN, TRIAGE, OutcomeKind, PauseKind, Slug, is_check
from shared.policy.moments import waited
from shared.runtime import clock
from shared.runtime.bus import Bus, Saying
from shared.runtime.hold import Hold
from shared.runtime.settings import RuntimeSettings, read_settings

# So long somebody at a terminal waits for what became of it.
PATIENCE = 5.0

Done = TicketEvent | SpotCheckAnswered
Said = Done | CommandError


def add(commands: Commands) -> None:
    acting = commands.command("act", act, "do to a ticket what its people would")
    acting.formatter_class, acting.epilog = argparse.RawDescriptionHelpFormatter, manual()
    acting.add_argument("ticket", type=str.upper, help="its number, or that of a spot check")
    acting.add_argument("kind", choices=get_args(ActionKind), metavar="kind", help="what is done, see below")
    acting.add_argument("--queue", help="the queue the ticket is in; router is asked when left out")
    acting.add_argument("--words", help="what the citizen or the staff are told, or why it is done")
    acting.add_argument("--sector", help="where the ticket goes: decide, hand_over, reclassify")
    acting.add_argument("--topic", help="the topic of that sector")
    acting.add_argument(
        "--other", type=str.upper, help="the ticket that tells of the same trouble: link, or resolve as duplicate"
    )
    acting.add_argument(
        "--outcome", choices=get_args(OutcomeKind), metavar="OUTCOME", help="how it ended, see below: resolve"
    )
    acting.add_argument(
        "--pause", choices=get_args(PauseKind), metavar="PAUSE", help="what is waited for, see below: pause"
    )
    acting.add_argument(
        "--on", help="the day, such as 2026-11-23, it is looked at again, or done: pause, forward, resolve as scheduled"
    )
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
    wished = _wished(given)
    async with connected(read_settings(RuntimeSettings)) as connection:
        bus = Bus("cli", lambda: connection, Hold())
        queue = getattr(given, "queue", None) or await _queue(given, bus)
        action = checked(Action, {**wished, "queue": queue})
        if given.no_wait:
            await _send(action, bus)
            print(f"{action.kind} of {action.ticket} is on its way as {action.id}")
            return
        async with _hearing(connection, action) as heard:
            await _send(action, bus)
            print(_done(action, await _first(heard, action)))


def _wished(given: argparse.Namespace) -> dict[str, object]:
    """What was given; raises CommandError, before anybody is asked, where something is missing or does not fit."""
    wished = {name: value for name, value in vars(given).items() if name in Action.model_fields and value is not None}
    complete(wished)
    wish = {"id": str(uuid4()), "at": clock.now(), "queue": TRIAGE, **wished}
    checked(Action, wish)
    return wish


async def _queue(given: argparse.Namespace, bus: Bus) -> Slug | None:
    """The one that the ticket, or the spot check, is in."""
    with answered():
        known = await (_check(given.ticket, bus) if is_check(given.ticket) else _ticket(given.ticket, bus))
        if known is None:
            raise CommandError(f"nobody knows {given.ticket}")
        await _expect_post(given.actor, bus)
    return known.queue


async def _ticket(number: str, bus: Bus) -> TicketStatus | None:
    return await bus.ask(AskTicket.SUBJECT, AskTicket(ticket=number), TicketStatus)


async def _check(number: str, bus: Bus) -> SpotCheck | None:
    page: SpotChecks | None = None
    while page is None or page.next:
        question = AskSpotChecks(after=page.next if page else None)
        page = await bus.ask(AskSpotChecks.SUBJECT, question, SpotChecks) or SpotChecks()
        for check in page.checks:
            if check.check == number:
                return check
    return None


async def _expect_post(actor: str, bus: Bus) -> None:
    """Whoever is no post cannot be told why nothing came of it."""
    if actor != CITIZEN and await bus.ask(AskHeld.SUBJECT, AskHeld(post=actor, limit=1), Tickets) is None:
        raise CommandError(f"there is no post {actor!r}")


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

    for subject in ("tickets.*.*", "checks.*.answered", dead.dead_subject("router", "*")):
        await connection.subscribe(subject, cb=on_event)
    for _ in range(2):  # the client's first ping overtakes what it has yet to send: subscriptions
        await connection.flush()
    yield heard


def _of(action: Action, message: Msg) -> Said | None:
    """What a message says of the action; None when it is about something else."""
    headers = message.headers or {}
    if dead.REASON in headers:
        is_ours = headers.get(HEADER_ID) == f"{action.NAME}:{action.key()}"
        fate = "refused" if headers.get(dead.CODE) == "refused" else "set aside in dead letters"
        return CommandError(f"{fate}: {headers[dead.REASON]}") if is_ours else None
    if action.ticket.encode() not in message.data:
        return None
    if action.is_check:
        answer = read(SpotCheckAnswered, message.data, headers.get(HEADER_TYPE))
        is_theirs = answer.check == action.ticket and action.actor in {answer.holder.post, answer.holder.stands_in_for}
        return answer if is_theirs else None
    event = read(TicketEvent, message.data, headers.get(HEADER_TYPE))
    if isinstance(event, ActionRefused):
        is_ours = (event.ticket, event.action) == (action.ticket, action.id)
        return CommandError(f"refused: {event.reason}") if is_ours else None
    return event if event.cause == action.cause else None


async def _first(heard: "asyncio.Queue[Said]", action: Action) -> Done:
    """What was done; raises CommandError with the reason why not, or when nothing is heard of it for a while."""
    try:
        said = await asyncio.wait_for(heard.get(), PATIENCE)
    except TimeoutError:
        where = "spot-check list" if action.is_check else f"ticket history {action.ticket}"
        later = f"it is kept and will be done: melayani {where}"
        raise CommandError(f"nothing was said of it within {PATIENCE:.0f} seconds; {later}") from None
    if isinstance(said, CommandError):
        raise said
    return said


def _done(action: Action, event: Done) -> str:
    """For example: done: acknowledged, revision 3; the ticket is acknowledged, held by narahubung-jembatan."""
    if isinstance(event, SpotCheckAnswered):
        return f"accepted: {event.holder.post} answered {event.check} after {waited(event.taken)}. Thank you!"
    where = "the ticket" if event.ticket == action.ticket else event.ticket
    return f"done: {event.word()}, revision {event.revision}; {where} is {event.state}, held by {event.holder.post}"
