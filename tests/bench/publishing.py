"""Publishes complaints as their sources would."""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

import nats
from nats.aio.client import Client

from deploy.local.services import DIRECTORY
from shared.directory.load import load
from shared.directory.model import Directory

IN_FLIGHT = 500


@dataclass(frozen=True)
class Load:
    """One complaint to be: `id` names it at its source."""

    id: str
    source: str
    body: bytes

    @property
    def subject(self) -> str:
        return f"complaints.{self.source}"


def complaints(
    directory: Directory, prefix: str, count: int, sources: Sequence[str], sectors: Sequence[str] | None = None
) -> Iterator[Load]:
    """Complaints made of the directory's own example sentences, over the given sectors in turn."""
    texts = [
        example
        for sector in directory.sectors.values()
        if sectors is None or sector.slug in sectors
        for topic in sector.topics.values()
        for example in topic.examples
    ]
    districts = [district.name for district in directory.districts.values()]
    for number in range(count):
        reporter = {"name": f"Pelapor Contoh{number}", "phone": f"0811{number:08d}"}
        body = {
            "text": f"{texts[number % len(texts)]} Sudah {number % 30} hari. Kec. {districts[number % 25]}.",
            "reporter": reporter,
        }
        yield Load(f"{prefix}-{number}", sources[number % len(sources)], json.dumps(body).encode())


async def publish(connection: Client, load: Load) -> float:
    """Publishes one and returns when its PubAck came."""
    headers = {"ce-id": load.id, "ce-specversion": "1.0", "ce-type": "complaint", "ce-source": f"/{load.source}"}
    await connection.jetstream(timeout=30).publish(load.subject, load.body, headers=headers)
    return perf_counter()


async def flood(connection: Client, loads: Iterator[Load]) -> None:
    """Publishes all, as fast as the broker takes them."""
    jetstream = connection.jetstream(timeout=30, publish_async_max_pending=IN_FLIGHT)
    futures = [
        await jetstream.publish_async(load.subject, load.body, headers={"ce-id": load.id, "ce-specversion": "1.0"})
        for load in loads
    ]
    await asyncio.gather(*futures)


async def flood_from_outside(url: str, prefix: str, count: int, sources: Sequence[str], sectors: str = "all") -> None:
    """The same from a process of its own, so that publishing does not slow the one that measures."""
    arguments = ("-m", "tests.bench.publishing", url, prefix, str(count), ",".join(sources), sectors)
    child = await asyncio.create_subprocess_exec(sys.executable, *arguments)
    if await child.wait() != 0:
        raise RuntimeError(f"the flood {prefix} was not published")


async def trickle(connection: Client, loads: Iterator[Load], per_second: float) -> dict[str, float]:
    """Publishes at a steady rate, timed from the plan, not from the last answer; id → when its PubAck came."""
    acked: dict[str, float] = {}
    began = perf_counter()

    async def one(number: int, load: Load) -> None:
        await asyncio.sleep(max(0.0, began + number / per_second - perf_counter()))
        acked[load.id] = await publish(connection, load)

    await asyncio.gather(*(one(number, load) for number, load in enumerate(loads)))
    return acked


async def _flood(url: str, prefix: str, count: str, sources: str, sectors: str) -> None:
    directory = load(DIRECTORY)
    connection = await nats.connect(url)
    chosen = None if sectors == "all" else sectors.split(",")
    await flood(connection, complaints(directory, prefix, int(count), sources.split(","), chosen))
    await connection.close()


if __name__ == "__main__":
    asyncio.run(_flood(*sys.argv[1:]))
