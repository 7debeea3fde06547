"""Actions measured beside the floor under them, in one run: `make bench BENCH=actions`.

The actions are all published before the router starts; its rate is from the first ticket event to the last. Then it is
asked for single tickets by their number, one after the other. Both with few and with many tickets stored. Last, one
ticket gets a long history, one action after the other. Results go to var/bench/actions.json.
"""

import argparse
import asyncio
import gc
import json
import platform
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import nats
from nats.aio.client import Client

from deploy.local.services import DIRECTORY
from shared.contracts.action import Action
from shared.contracts.question import AskTicket
from shared.contracts.ticket import TicketRouted
from shared.directory.load import load
from shared.runtime.clock import now
from tests.bench.actions_floor_run import floor
from tests.bench.actions_seed import publish, seed, wishes
from tests.bench.processes import costs
from tests.bench.watch import milliseconds
from tests.system import System, whole_system

ACTED_ON = 1_000
ASKS = 500
LONG_LIFE = 180
OF_IT = 30
PATIENCE = 120.0
RESULTS = Path("var/bench/actions.json")


async def applied(system: System, tickets: Sequence[TicketRouted]) -> dict[str, Any]:
    """How fast the router applies what lies in the stream when it starts."""
    connection = await nats.connect(system.nats.url)
    count = await publish(connection, list(wishes(tickets)))
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


async def long_life(system: System, ticket: TicketRouted) -> dict[str, Any]:
    """How long one action takes, from its publish to its event, early and late in a ticket's life."""
    connection = await nats.connect(system.nats.url)
    await system.services["router"].start()
    events = await connection.subscribe(f"tickets.{ticket.queue}.noted")
    fixed = {"ticket": ticket.ticket, "queue": ticket.queue, "actor": ticket.holder.post, "kind": "note"}
    took = []
    for place in range(LONG_LIFE):
        note = Action.model_validate({**fixed, "id": f"note-{place}", "words": "Regu dua yang berangkat.", "at": now()})
        began = perf_counter()
        await publish(connection, [note])
        await events.next_msg(timeout=PATIENCE)
        took.append(perf_counter() - began)
    await system.services["router"].stop()
    await connection.close()
    return {"first": milliseconds(took[:OF_IT]), "last": milliseconds(took[-OF_IT:])}


async def _ask(connection: Client, ticket: str) -> float:
    began = perf_counter()
    answer = await connection.request(AskTicket.SUBJECT, AskTicket(ticket=ticket).model_dump_json().encode())
    if ticket.encode() not in answer.data:
        raise RuntimeError(f"no answer about {ticket}")
    return perf_counter() - began


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
                # What was stored lies in this process too; walking it again and again would take the router's CPU.
                gc.freeze()
                print(f"{size} tickets stored in {perf_counter() - began:.0f} s", flush=True)
                some = stored[:: max(1, size // acted_on)][:acted_on]
                ours = await applied(system, some)
                least = await floor(system, stored, some)
                lived = await long_life(system, stored[-1])
        found = {**ours, "floor_per_second": least, "ratio": round(ours["per_second"] / least, 2)}
        found["long_life"] = lived
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
