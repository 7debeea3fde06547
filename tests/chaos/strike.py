"""kill -9 in the middle of a flood."""

import asyncio
import random
from collections.abc import Sequence

from deploy.local.servers import Server
from shared.runtime.provision import SHORTEST_WINDOW
from tests.chaos.book import Entry
from tests.chaos.ledger import Ledger
from tests.listening import backlog, connected, said
from tests.system import System

# What a victim says while it works. Notifier first: then no other's complaints are in flight when it dies.
SAYS = {
    "notifier": "notices.*.delivered",
    "intake": "replies.*",
    "router": "tickets.*.routed",
    "sla": "timers.set.*.*.*",
    "mongo": "tickets.*.routed",
    "nats": "tickets.*.routed",
}
VICTIMS = tuple(SAYS)
KILLS = 2
MOMENT = 0.1  # seconds; a batch is in hand for less


async def strike(system: System, ledger: Ledger, victim: str, entries: Sequence[Entry]) -> int:
    """Kills the victim KILLS times, each in a flood of its own; returns when it is back.

    The last complaints are published while it is gone. The number is how many messages were under way when it died.
    """
    size = -(-len(entries) // (KILLS + 1))
    floods = [entries[first : first + size] for first in range(0, len(entries), size)]
    held = 0
    for flood in floods[:-1]:
        while_gone = floods[-1] if flood is floods[-2] else ()
        held += await _kill(system, ledger, victim, flood, while_gone)
    return held


async def _kill(
    system: System, ledger: Ledger, victim: str, flood: Sequence[Entry], while_gone: Sequence[Entry]
) -> int:
    server = server_of(system, victim)
    async with connected(system.nats.url) as connection:
        at_work = await said(connection, SAYS[victim], len(flood) // 4)
        publishing = [asyncio.create_task(ledger.publish(flood))]
        await at_work.wait()
        await asyncio.sleep(random.uniform(0, MOMENT))  # noqa: S311 -- any moment will do
        await server.kill()
        held = {} if server is system.nats else await backlog(connection.jetstream())
        publishing.append(asyncio.create_task(ledger.publish(while_gone)))
        await server.start()
        held = held or await backlog(connection.jetstream(timeout=30))
    await asyncio.gather(*publishing)
    return sum(held.values())


async def forget_message_ids(system: System) -> None:
    """Switches the broker's deduplication off: it is only a help, and would hide who says two things of one cause."""
    async with connected(system.nats.url) as connection:
        jetstream = connection.jetstream()
        for stream in await jetstream.streams_info():
            await jetstream.update_stream(stream.config.evolve(duplicate_window=SHORTEST_WINDOW))


def server_of(system: System, victim: str) -> Server:
    return {"nats": system.nats, "mongo": system.mongo, **system.services}[victim]


def deaths_of_notifier(victim: str) -> int:
    """How often it died while this victim's complaints were in flight."""
    return KILLS if victim == "notifier" else 0
