"""Runs the floor under actions: its own database, its own stream, its own process."""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import nats
from motor.motor_asyncio import AsyncIOMotorClient
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig

from shared.contracts.ticket import TicketRouted
from tests.bench import actions_floor
from tests.bench.actions_floor import ASKED, DURABLE, SAID, STREAM, Order, document
from tests.bench.actions_seed import ROUNDS, SEEDED_AT_ONCE
from tests.system import System


async def floor(system: System, stored: Sequence[TicketRouted], acted_on: Sequence[TicketRouted]) -> float:
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
    count = await _publish_floor(system, [ticket.ticket for ticket in acted_on])
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
