"""The floor under every benchmark: the least that bare nats-py and motor need for the work a complaint is.

No logic, no validation. Per complaint 6 publishes, 6 pulls and acks, and 8 inserts of 1 KB into collections with two
secondary indexes, in batches of 500, the hops overlapping in four processes; floor_work.py is what they do.
`python tests/bench/floor.py --n 20000` starts its own servers unless it is given some.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, StorageType, StreamConfig

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from deploy.local.servers import mongo_server, nats_server  # noqa: E402 - a script finds its project itself
from tests.bench.floor_work import (  # noqa: E402
    BATCH,
    HOPS,
    INSERTS,
    PAYLOAD,
    PROCESSES,
    Order,
    broker,
    publish,
    subject,
)

WORKER = Path(__file__).with_name("floor_work.py")
STUCK_AFTER = 120.0


@dataclass(frozen=True)
class FloorResult:
    """`seconds` from the first publish to the last ack."""

    n: int
    update: bool
    seconds: float
    per_second: float


async def floor(n: int, nats_url: str, mongo_url: str, *, update: bool) -> FloorResult:
    """Runs n complaints through the floor on servers that are up, in streams and a database of its own."""
    database = f"floor_{time.time_ns()}"
    async with broker(nats_url) as jetstream:
        await _prepare(jetstream, mongo_url, database)
        orders = [Order(index, n, nats_url, mongo_url, database, update) for index in range(PROCESSES)]
        workers = [await _worker(order) for order in orders]
        try:
            await _hear(workers, b"ready\n")
            began = time.perf_counter()
            await asyncio.gather(_feed(jetstream, n), _hear(workers, b"done\n"))
            seconds = time.perf_counter() - began
        finally:
            await _end(workers)
            # The database stays: SecantusDB takes longer to drop it than to fill it.
            await _delete_streams(jetstream)
    return FloorResult(n, update, round(seconds, 2), round(n / seconds, 1))


async def _prepare(jetstream: JetStreamContext, mongo_url: str, database: str) -> None:
    await _delete_streams(jetstream)
    for hop in range(HOPS):
        await jetstream.add_stream(StreamConfig(name=f"FLOOR{hop}", subjects=[subject(hop)], storage=StorageType.FILE))
        consumer = ConsumerConfig(
            durable_name=f"floor{hop}", ack_policy=AckPolicy.EXPLICIT, ack_wait=STUCK_AFTER, max_ack_pending=4 * BATCH
        )
        await jetstream.add_consumer(f"FLOOR{hop}", consumer)
    client: Any = AsyncIOMotorClient(mongo_url)
    for number in range(sum(INSERTS)):
        await client[database][f"c{number}"].create_index("queue")
        await client[database][f"c{number}"].create_index("place")
    client.close()


async def _delete_streams(jetstream: JetStreamContext) -> None:
    known = {str(info.config.name) for info in await jetstream.streams_info()}
    for name in known & {f"FLOOR{hop}" for hop in range(HOPS)}:
        await jetstream.delete_stream(name)


async def _feed(jetstream: JetStreamContext, n: int) -> None:
    for first in range(0, n, BATCH):
        await publish(
            jetstream, 0, [b"%08d" % number + b"x" * (PAYLOAD - 8) for number in range(first, min(first + BATCH, n))]
        )


async def _worker(order: Order) -> asyncio.subprocess.Process:
    command = (sys.executable, str(WORKER), json.dumps(asdict(order)))
    return await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)


async def _hear(workers: Sequence[asyncio.subprocess.Process], word: bytes) -> None:
    for worker in workers:
        assert worker.stdout
        said = await worker.stdout.readline()
        if said != word:
            raise RuntimeError(f"a floor worker said {said!r} instead of {word!r}")


async def _end(workers: Sequence[asyncio.subprocess.Process]) -> None:
    for worker in workers:
        if worker.returncode is None:
            worker.terminate()
        await worker.wait()


async def _both(n: int, nats_url: str | None, mongo_url: str | None) -> dict[str, Any]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if nats_url is None:
            nats_url = (await stack.enter_async_context(nats_server(folder / "nats"))).url
        if mongo_url is None:
            mongo_url = (await stack.enter_async_context(mongo_server(folder / "mongo"))).url
        without, with_update = [await floor(n, nats_url, mongo_url, update=update) for update in (False, True)]
    return {"n": n, "per_complaint": COUNTS, "without_update": asdict(without), "with_update": asdict(with_update)}


COUNTS = {
    "publishes": HOPS,
    "pulls": HOPS,
    "acks": HOPS,
    "inserts": sum(INSERTS),
    "processes": PROCESSES,
    "batch": BATCH,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--nats-url")
    parser.add_argument("--mongo-url")
    given = parser.parse_args()
    print(json.dumps(asyncio.run(_both(given.n, given.nats_url, given.mongo_url)), indent=2))


if __name__ == "__main__":
    main()
