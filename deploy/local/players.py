"""Who plays the example day: sources that publish, and liaisons who answer when they are told."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from deploy.local.book import Key, Story
from deploy.local.example_day import Example, Liaison
from shared.contracts.action import Action, ActionKind
from shared.contracts.ticket import TicketEvent
from shared.runtime.clock import now

BETWEEN_COMPLAINTS = 0.15
BETWEEN_ACTIONS = 2.0
TRY_AGAIN_AFTER = 1.0


class Publish(Protocol):
    async def __call__(self, subject: str, body: bytes, headers: dict[str, str]) -> None: ...


def publisher(jetstream: JetStreamContext) -> Publish:
    """Publishes until the broker has stored it, however often the broker goes away."""

    async def publish(subject: str, body: bytes, headers: dict[str, str]) -> None:
        while True:
            try:
                await jetstream.publish(subject, body, headers=dict(headers))
            except (NatsError, TimeoutError, OSError):
                await asyncio.sleep(TRY_AGAIN_AFTER)
            else:
                return

    return publish


async def send(day: Iterable[Example], publish: Publish, pause: float = BETWEEN_COMPLAINTS) -> None:
    """Publishes at a pace the eye can follow; what is sent twice comes again at the end."""
    examples = tuple(day)
    again = [example for example in examples for _ in range(example.sent - 1)]
    for example in (*examples, *again):
        await publish(example.subject, example.body(), example.headers())
        await asyncio.sleep(pause)


class Liaisons:
    """Plays every liaison of the day; each ticket is answered once its holder was told of it."""

    def __init__(self, day: Iterable[Example], publish: Publish) -> None:
        self._roles: dict[Key, Liaison] = {example.key: example.liaison for example in day if example.liaison}
        self._publish = publish
        self._busy: dict[str, asyncio.Task[None]] = {}

    def look(self, story: Story) -> None:
        """Begins to answer when the time has come."""
        role = self._roles.get(story.key) if story.key else None
        if not role or not story.latest or not story.told - {"citizen"} or story.ticket in self._busy:
            return
        if not story.acknowledged or (role.resolve and not story.resolved):
            self._busy[story.ticket] = asyncio.create_task(self._answer(role, story.latest))

    @property
    def busy(self) -> int:
        """How many tickets are being answered, or were."""
        return len(self._busy)

    def stop(self) -> None:
        for task in self._busy.values():
            task.cancel()

    async def _answer(self, role: Liaison, ticket: TicketEvent) -> None:
        await asyncio.sleep(role.acknowledge)
        await self._act(ticket, "acknowledge", None)
        wishes: tuple[tuple[ActionKind, str | None], ...] = (("reply", role.reply), ("resolve", role.resolve))
        for kind, words in wishes:
            if words:
                await asyncio.sleep(BETWEEN_ACTIONS)
                await self._act(ticket, kind, words)

    async def _act(self, ticket: TicketEvent, kind: ActionKind, words: str | None) -> None:
        action = wish(ticket, kind, words, now())
        await self._publish(action.subject(), action.body(), action.headers("example"))


def wish(ticket: TicketEvent, kind: ActionKind, words: str | None, at: datetime) -> Action:
    """What the holder of a ticket asks for; asked again, it is the same wish."""
    return Action(
        id=f"example:{ticket.ticket}:{kind}",
        ticket=ticket.ticket,
        queue=ticket.queue,
        kind=kind,
        actor=ticket.holder.post,
        words=words,
        at=at,
    )
