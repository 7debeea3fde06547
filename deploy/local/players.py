"""Who plays the example day: sources that publish, and liaisons who answer when they are told."""

import asyncio
from collections.abc import Coroutine, Iterable
from datetime import datetime
from typing import Protocol

from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from deploy.local.book import Key, Story
from deploy.local.example_day import Decision, Example, Liaison
from shared.contracts.action import Action, ActionKind
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import TRIAGE
from shared.runtime.clock import now

BETWEEN_COMPLAINTS = 0.15
# Less than the half hour in which an emergency that was taken has to go on, as fast as time runs there.
BETWEEN_ACTIONS = 0.8
TRY_AGAIN_AFTER = 1.0
# Whoever resolves says how it ended.
OUTCOME: dict[ActionKind, dict[str, str]] = {"resolve": {"outcome": "done"}}


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
    """Plays every liaison of the day, and triage; each ticket is answered once its holder was told of it."""

    def __init__(self, day: Iterable[Example], publish: Publish) -> None:
        self._examples: dict[Key, Example] = {example.key: example for example in day}
        self._publish = publish
        self._busy: dict[str, asyncio.Task[None]] = {}

    def look(self, story: Story) -> None:
        """Begins to answer when the time has come."""
        example = self._examples.get(story.key) if story.key else None
        if not example or not story.latest or not story.holder_told:
            return
        role = example.liaison
        if example.decision and story.latest.queue == TRIAGE:
            self._begin(f"{story.ticket} in triage", self._decide(example.decision, story.latest))
        elif role and (not story.acknowledged or (role.resolve and not story.resolved)):
            self._begin(story.ticket, self._answer(role, story.latest))

    def _begin(self, what: str, work: Coroutine[None, None, None]) -> None:
        if what in self._busy:
            work.close()
        else:
            self._busy[what] = asyncio.create_task(work)

    @property
    def busy(self) -> int:
        """How many things are being done, or were."""
        return len(self._busy)

    def stop(self) -> None:
        for task in self._busy.values():
            task.cancel()

    async def _decide(self, decision: Decision, ticket: TicketEvent) -> None:
        await asyncio.sleep(decision.after)
        await self._act(ticket, "decide", None, sector=decision.sector, topic=decision.topic)

    async def _answer(self, role: Liaison, ticket: TicketEvent) -> None:
        await asyncio.sleep(role.acknowledge)
        await self._act(ticket, "acknowledge", None)
        wishes: tuple[tuple[ActionKind, str | None], ...] = (("reply", role.reply), ("resolve", role.resolve))
        for kind, words in wishes:
            if words:
                await asyncio.sleep(BETWEEN_ACTIONS)
                await self._act(ticket, kind, words, **OUTCOME.get(kind, {}))

    async def _act(self, ticket: TicketEvent, kind: ActionKind, words: str | None, **target: str) -> None:
        action = wish(ticket, kind, words, now(), **target)
        await self._publish(action.subject(), action.body(), action.headers("example"))


def wish(ticket: TicketEvent, kind: ActionKind, words: str | None, at: datetime, **target: str) -> Action:
    """What the holder of a ticket asks for; asked again, it is the same wish."""
    wished = {"id": f"example:{ticket.ticket}:{kind}", "kind": kind, "words": words, "at": at, **target}
    return Action.model_validate(
        {"ticket": ticket.ticket, "queue": ticket.queue, "actor": ticket.holder.post, **wished}
    )
