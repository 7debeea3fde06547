"""The floor under actions: the least that bare nats-py and motor need for what one action is. No logic, no validation.

Per action one read of the ticket's revisions, one insert of the next, one publish of it and one ack, in batches of the
size the router pulls, two of them in hand at once; where the router changes its view of open tickets, one update.
"""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import nats
from motor.motor_asyncio import AsyncIOMotorClient
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js import JetStreamContext
from pymongo import UpdateOne

STREAM, DURABLE = "FLOORACTS", "flooracts"
ASKED, SAID = "flooracts.asked", "flooracts.said"
BATCH = 100
LANES = 2
FETCH_WITHIN = 0.2
CHANGES_VIEW = b"u"


@dataclass(frozen=True)
class Order:
    """What the process is to do: `n` actions on the tickets of `database`."""

    n: int
    nats_url: str
    mongo_url: str
    database: str


def document(ticket: str, revision: int, body: str) -> Mapping[str, Any]:
    """A revision as router stores one, of the size of its own."""
    return {"_id": f"{ticket}:{revision}", "ticket": ticket, "at": body[:24], "said": {"name": "floor", "body": body}}


async def work(order: Order) -> float:
    """Seconds from the first message pulled to the last ack."""
    client: Any = AsyncIOMotorClient(order.mongo_url)
    connection = await nats.connect(order.nats_url)
    jetstream = connection.jetstream(timeout=30, publish_async_max_pending=4_000)
    loop = _Loop(order.n, jetstream, client[order.database])
    pulls = [await jetstream.pull_subscribe_bind(DURABLE, STREAM) for _ in range(LANES)]
    await asyncio.gather(*(loop.lane(pull) for pull in pulls))
    await connection.flush()
    await connection.close()
    client.close()
    return perf_counter() - loop.began


class _Loop:
    def __init__(self, n: int, jetstream: JetStreamContext, database: Any) -> None:
        self._left = n
        self._jetstream = jetstream
        self._tickets = database["tickets"]
        self._view = database["standing"]
        self.began = 0.0

    async def lane(self, pull: JetStreamContext.PullSubscription) -> None:
        while self._left > 0:
            try:
                messages = await pull.fetch(BATCH, timeout=FETCH_WITHIN)
            except (NatsTimeoutError, TimeoutError):
                continue
            self.began = self.began or perf_counter()
            self._left -= len(messages)
            await self._handle(messages)

    async def _handle(self, messages: Sequence[Msg]) -> None:
        wishes = [message.data.decode().split(" ", 2) for message in messages]
        tickets = [ticket for _, ticket, _ in wishes]
        found = await self._tickets.find({"ticket": {"$in": list(set(tickets))}}).to_list(None)
        bodies = {stored["ticket"]: stored["said"]["body"] for stored in found}
        places = [1 + message.metadata.sequence.stream for message in messages]
        after = [document(ticket, place, bodies[ticket]) for ticket, place in zip(tickets, places, strict=True)]
        await self._tickets.insert_many(after, ordered=False)
        changed = [ticket for kind, ticket, _ in wishes if kind.encode() == CHANGES_VIEW]
        if changed:
            updates = [UpdateOne({"_id": ticket}, {"$unset": {"held": "", "open_in": ""}}) for ticket in changed]
            await self._view.bulk_write(updates, ordered=False)
        said = [await self._jetstream.publish_async(SAID, bodies[ticket].encode()) for ticket in tickets]
        await asyncio.gather(*said)
        for message in messages:
            await message.ack()


if __name__ == "__main__":
    print(json.dumps({"seconds": asyncio.run(work(Order(**json.loads(sys.argv[1]))))}))
