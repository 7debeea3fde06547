"""Actions measured beside the floor under them, in one run: `make bench BENCH=actions`.

The actions are all published before the router starts; its rate is from the first ticket event to the last. Then it is
asked for single tickets by their number, one after the other. Both with few and with many tickets stored. Results go
to var/bench/actions.json.
"""

import argparse
import asyncio
import json
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import nats
from motor.motor_asyncio import AsyncIOMotorClient
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig

from deploy.local.services import DIRECTORY
from services.router.desk import Desk
from services.router.domain.assignment import assign
from services.router.standing import Standing
from services.router.store import Tickets
from shared.contracts.action import Action
from shared.contracts.question import AskTicket
from shared.contracts.sorted import Sorted, Sorting
from shared.contracts.ticket import TicketRouted
from shared.directory.load import load
from shared.directory.model import Directory
from shared.runtime.clock import now
from shared.runtime.mongo import Database
from tests.bench import actions_floor
from tests.bench.actions_floor import ASKED, DURABLE, SAID, STREAM, Order, document
from tests.bench.processes import costs
from tests.bench.watch import milliseconds
from tests.builders import complaint
from tests.system import System, whole_system

# What is done to each ticket, one round after the other; the last one changes the view of open tickets.
ROUNDS: tuple[dict[str, Any], ...] = (
    {"kind": "acknowledge"},
    {"kind": "reply", "words": "Nggih, besok pagi kami cek ke tempatnya."},
    {"kind": "note", "words": "Regu dua yang berangkat."},
    {"kind": "reply", "words": "Sudah dicek, bahannya datang Kamis."},
    {"kind": "resolve", "outcome": "done", "words": "Sudah kami perbaiki. Terima kasih sudah memberi tahu."},
)
SECTORS = ("infrastruktur", "kesehatan", "lingkungan", "sosial")
ACTED_ON = 1_000
ASKS = 500
SEEDED_AT_ONCE = 1_000
PATIENCE = 120.0
RESULTS = Path("var/bench/actions.json")


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
    tickets = Tickets(database.collection("tickets"), (desk, Standing(database.collection("standing"))))
    opened = list(first_revisions(directory, places))
    for start in range(0, len(opened), SEEDED_AT_ONCE):
        await asyncio.gather(*(tickets.open(ticket) for ticket in opened[start : start + SEEDED_AT_ONCE]))
    database.close()
    return opened


async def applied(system: System, tickets: Sequence[TicketRouted]) -> dict[str, Any]:
    """How fast the router applies what lies in the stream when it starts."""
    connection = await nats.connect(system.nats.url)
    count = await _publish(connection, list(wishes(tickets)))
    seen = _Seen(count)
    await connection.subscribe("tickets.*.*", cb=seen.on_event)
    await connection.flush()
    async with costs(system) as spent:
        await system.services["router"].start()
        await asyncio.wait_for(seen.all.wait(), PATIENCE)
    if seen.refused:
        raise RuntimeError(f"an action was refused: {seen.refused}")
    asked = [await _ask(connection, ticket.ticket) for ticket in tickets[:ASKS]]
    await system.services["router"].stop()
    await connection.close()
    return {
        "actions": count,
        "per_second": round((count - 1) / (seen.last - seen.first), 1),
        "router_cpu_ms_each": round(spent.cpu.get("router", 0.0) / count * 1000, 3),
        "peak_mb": spent.peak_mb.get("router"),
        "ask_by_number": milliseconds(asked),
    }


class _Seen:
    """When the first and the last of the expected changes were said."""

    def __init__(self, count: int) -> None:
        self._left = count
        self.first = self.last = 0.0
        self.refused: str | None = None
        self.all = asyncio.Event()

    async def on_event(self, message: Any) -> None:
        if message.subject.endswith(".refused"):
            self.refused = json.loads(message.data)["reason"]
            self.all.set()
        self.last = perf_counter()
        self.first = self.first or self.last
        self._left -= 1
        if self._left == 0:
            self.all.set()


async def _publish(connection: Client, actions: Sequence[Action]) -> int:
    jetstream = connection.jetstream(timeout=30, publish_async_max_pending=500)
    for action in actions:
        await jetstream.publish_async(action.subject(), action.body(), headers=action.headers("bench"))
    await jetstream.publish_async_completed()
    return len(actions)


async def _ask(connection: Client, ticket: str) -> float:
    began = perf_counter()
    answer = await connection.request(AskTicket.SUBJECT, AskTicket(ticket=ticket).model_dump_json().encode())
    if ticket.encode() not in answer.data:
        raise RuntimeError(f"no answer about {ticket}")
    return perf_counter() - began


async def floor(system: System, stored: Sequence[TicketRouted], acted_on: int) -> float:
    """Actions a second of the bare loop, over as many stored tickets."""
    database = f"floor_actions_{len(stored)}"
    client: Any = AsyncIOMotorClient(system.mongo.url)
    await client[database]["tickets"].create_index("ticket")
    for field in ("held", "open_in"):
        await client[database]["standing"].create_index(field)
    bodies = [(ticket.ticket, ticket.body().decode()) for ticket in stored]
    for start in range(0, len(bodies), SEEDED_AT_ONCE):
        part = bodies[start : start + SEEDED_AT_ONCE]
        await client[database]["tickets"].insert_many([document(name, 1, body) for name, body in part], ordered=False)
        view = [{"_id": name, "held": f"p|{name}", "open_in": f"q|{name}"} for name, _ in part]
        await client[database]["standing"].insert_many(view, ordered=False)
    client.close()
    count = await _publish_floor(system, [ticket.ticket for ticket in stored[:acted_on]])
    order = Order(count, system.nats.url, system.mongo.url, database)
    command = (sys.executable, "-m", actions_floor.__name__, json.dumps(asdict(order)))
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    printed, _ = await child.communicate()
    return round(count / float(json.loads(printed)["seconds"]), 1)


async def _publish_floor(system: System, tickets: Sequence[str]) -> int:
    connection = await nats.connect(system.nats.url)
    jetstream = connection.jetstream(timeout=30, publish_async_max_pending=500)
    if any(info.config.name == STREAM for info in await jetstream.streams_info()):
        await jetstream.delete_stream(STREAM)
    await jetstream.add_stream(StreamConfig(name=STREAM, subjects=[ASKED, SAID]))
    settings = ConsumerConfig(durable_name=DURABLE, ack_policy=AckPolicy.EXPLICIT, filter_subject=ASKED, ack_wait=60)
    await jetstream.add_consumer(STREAM, settings)
    for done in ROUNDS:
        kind = "u" if done["kind"] == "resolve" else "-"
        for ticket in tickets:
            await jetstream.publish_async(ASKED, f"{kind} {ticket} {'x' * 300}".encode())
    await jetstream.publish_async_completed()
    await connection.close()
    return len(ROUNDS) * len(tickets)


async def measure(sizes: Sequence[int], acted_on: int) -> dict[str, Any]:
    directory = load(DIRECTORY)
    results: dict[str, Any] = {"machine": platform.platform(), "python": platform.python_version(), "sizes": {}}
    for size in sizes:
        with TemporaryDirectory() as folder:
            async with whole_system(Path(folder), services=(), sync_always=False) as system:
                system.add("router")
                await system.services["router"].start()
                await system.services["router"].stop()
                began = perf_counter()
                stored = await seed(system, directory, range(size))
                print(f"{size} tickets stored in {perf_counter() - began:.0f} s", flush=True)
                ours = await applied(system, stored[:: max(1, size // acted_on)][:acted_on])
                least = await floor(system, stored, acted_on)
        found = {**ours, "floor_per_second": least, "ratio": round(ours["per_second"] / least, 2)}
        results["sizes"][str(size)] = found
        print(json.dumps({str(size): found}), flush=True)
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,100000", help="tickets stored, comma-separated")
    parser.add_argument("--n", type=int, default=ACTED_ON, help="tickets acted on")
    given = parser.parse_args()
    results = asyncio.run(measure([int(size) for size in given.sizes.split(",")], given.n))
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()
