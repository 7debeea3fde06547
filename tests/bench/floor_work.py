"""The work under the floor: what one of its processes does, and the constants that say how much that is.

The constants stand for what any system has to do with a complaint; they never follow our design.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import nats
from motor.motor_asyncio import AsyncIOMotorClient
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js import JetStreamContext
from pymongo import UpdateOne

HOPS = 6
INSERTS = (1, 1, 2, 1, 2, 1)  # of each hop: 8 in all
PROCESSES = 4
BATCH = 500
PAYLOAD = 1024
LANES = 2  # batches a hop has in hand at once, so that its pulls, inserts and publishes overlap too
IN_FLIGHT = 4_000
FETCH_WITHIN = 0.2
QUEUES = 18


@dataclass(frozen=True)
class Order:
    """What one of the processes is to do."""

    index: int
    n: int
    nats_url: str
    mongo_url: str
    database: str
    update: bool


@asynccontextmanager
async def broker(url: str) -> AsyncIterator[JetStreamContext]:
    client = await nats.connect(url)
    try:
        yield client.jetstream(publish_async_max_pending=IN_FLIGHT, timeout=30)
    finally:
        await client.close()


def subject(hop: int) -> str:
    return f"floor.{hop}"


async def publish(jetstream: JetStreamContext, hop: int, bodies: Sequence[bytes]) -> None:
    await asyncio.gather(*[await jetstream.publish_async(subject(hop), body) for body in bodies])


async def work(order: Order) -> None:
    """One of the four processes: its hops, until each has handled n messages."""
    client: Any = AsyncIOMotorClient(order.mongo_url)
    async with broker(order.nats_url) as jetstream:
        hops = [Hop(number, order, jetstream, client[order.database]) for number in range(order.index, HOPS, PROCESSES)]
        await asyncio.gather(*(hop.bind() for hop in hops))
        await client.admin.command("ping")
        print("ready", flush=True)
        await asyncio.gather(*(hop.lane(pull) for hop in hops for pull in hop.pulls))
        print("done", flush=True)
    client.close()


class Hop:
    """Pull, insert, publish, ack; the last hop publishes nothing, and updates when that is asked for."""

    def __init__(self, number: int, order: Order, jetstream: JetStreamContext, database: Any) -> None:
        self._number = number
        self._left = order.n
        self._jetstream = jetstream
        first = sum(INSERTS[:number])
        self._collections = [database[f"c{first + each}"] for each in range(INSERTS[number])]
        self._update = order.update and number == HOPS - 1

    async def bind(self) -> None:
        durable, stream = f"floor{self._number}", f"FLOOR{self._number}"
        self.pulls = [await self._jetstream.pull_subscribe_bind(durable, stream) for _ in range(LANES)]

    async def lane(self, pull: JetStreamContext.PullSubscription) -> None:
        while self._left > 0:
            try:
                messages = await pull.fetch(BATCH, timeout=FETCH_WITHIN)
            except (NatsTimeoutError, TimeoutError):
                continue
            if messages:
                self._left -= len(messages)
                await self._handle(messages)

    async def _handle(self, messages: Sequence[Msg]) -> None:
        bodies = [message.data for message in messages]
        await asyncio.gather(*(self._insert(collection, bodies) for collection in self._collections))
        if self._update:
            updates = [UpdateOne({"_id": body[:8].decode()}, {"$set": {"state": "done"}}) for body in bodies]
            await self._collections[0].bulk_write(updates, ordered=False)
        if self._number + 1 < HOPS:
            await publish(self._jetstream, self._number + 1, bodies)
        for message in messages:
            await message.ack()

    async def _insert(self, collection: Any, bodies: Sequence[bytes]) -> None:
        documents = [
            {"_id": body[:8].decode(), "queue": int(body[:8]) % QUEUES, "place": int(body[:8]), "text": body.decode()}
            for body in bodies
        ]
        await collection.insert_many(documents, ordered=False)


if __name__ == "__main__":
    asyncio.run(work(Order(**json.loads(sys.argv[1]))))
