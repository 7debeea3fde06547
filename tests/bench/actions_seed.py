"""Tickets as the router opens them and what is then done to them, for the benchmark of actions."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from nats.aio.client import Client

from services.router.desk import Desk
from services.router.domain.assignment import assign
from services.router.standing import Standing
from services.router.store import Tickets
from shared.contracts.action import Action
from shared.contracts.sorted import Sorted, Sorting
from shared.contracts.ticket import TicketRouted
from shared.directory.model import Directory
from shared.runtime.clock import now
from shared.runtime.mongo import Database
from tests.builders import complaint
from tests.system import System

# What is done to each ticket, one round after the other; the last one changes the view of open tickets.
ROUNDS: tuple[dict[str, Any], ...] = (
    {"kind": "acknowledge"},
    {"kind": "reply", "words": "Nggih, besok pagi kami cek ke tempatnya."},
    {"kind": "note", "words": "Regu dua yang berangkat."},
    {"kind": "reply", "words": "Sudah dicek, bahannya datang Kamis."},
    {"kind": "resolve", "outcome": "done", "words": "Sudah kami perbaiki. Terima kasih sudah memberi tahu."},
)
SECTORS = ("infrastruktur", "kesehatan", "lingkungan", "sosial")
SEEDED_AT_ONCE = 1_000


def number(place: int) -> str:
    digits = f"{place:012d}"
    return f"BWI-{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def first_revisions(directory: Directory, places: range) -> Iterator[TicketRouted]:
    """Tickets as the router opens them, over four sectors in turn."""
    for place in places:
        sector = directory.sectors[SECTORS[place % len(SECTORS)]]
        topic = next(iter(sector.topics))
        found = Sorting(queue=sector.slug, sector=sector.slug, topic=topic, confidence=1, reason="contoh", edition="1")
        sorted_event = Sorted(complaint=complaint(ticket=number(place), admitted_at=now()), sorting=found)
        yield assign(sorted_event, directory, now(), speed=1.0)


def wishes(tickets: Sequence[TicketRouted]) -> Iterator[Action]:
    for place, done in enumerate(ROUNDS):
        for ticket in tickets:
            fixed = {"id": f"round-{place}", "ticket": ticket.ticket, "queue": ticket.queue, "at": now()}
            yield Action.model_validate({**fixed, "actor": ticket.holder.post, **done})


async def seed(system: System, directory: Directory, places: range) -> list[TicketRouted]:
    """Opens the tickets through the router's own stores."""
    database = Database(system.mongo.url, "melayani_router")
    desk = Desk(database.collection("waiting"), database.collection("decided"))
    standing = Standing(database.collection("standing"), database.collection("standing_posts"))
    tickets = Tickets(database.collection("tickets"), (desk, standing))
    opened = list(first_revisions(directory, places))
    for start in range(0, len(opened), SEEDED_AT_ONCE):
        await asyncio.gather(*(tickets.open(ticket) for ticket in opened[start : start + SEEDED_AT_ONCE]))
    database.close()
    return opened


async def publish(connection: Client, actions: Sequence[Action]) -> int:
    jetstream = connection.jetstream(timeout=30, publish_async_max_pending=500)
    for action in actions:
        await jetstream.publish_async(action.subject(), action.body(), headers=action.headers("bench"))
    await jetstream.publish_async_completed()
    return len(actions)
