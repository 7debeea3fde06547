"""The pipeline measured beside its floor, in one run: `make bench` (N=20000).

Throughput is N complaints published, until the last notice is handed to its channel and every clock is stored.
Latency is from a complaint's PubAck to its liaison's notice. Results go to var/bench/latest.json.
"""

import argparse
import asyncio
import json
import platform
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import nats

from deploy.local.services import DIRECTORY
from shared.directory.load import load
from shared.directory.model import Directory
from tests.bench.floor import COUNTS, floor
from tests.bench.processes import costs, memory_mb
from tests.bench.publishing import complaints, flood_from_outside, trickle
from tests.bench.watch import Watch, milliseconds
from tests.system import System, whole_system

SOURCES = ("smartkampung", "lapor", "whatsapp", "web")
FRESH_SECONDS = 20
FRESH_RATE = 10.0
ISOLATION_RATE = 5.0
PATIENCE = 300.0
# What one complaint is to us, beside the floor's COUNTS: its events and two timers are published, nine documents kept.
OURS = {"publishes": 8, "pulls": 7, "acks": 7, "inserts": 9, "processes": 4, "batch": 100}
RESULTS = Path("var/bench/latest.json")


async def measured_floor(n: int) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        async with whole_system(Path(folder), services=(), sync_always=False) as system:
            without = await floor(n, system.nats.url, system.mongo.url, update=False)
            with_update = await floor(n, system.nats.url, system.mongo.url, update=True)
    return {"without_update": without.per_second, "with_update": with_update.per_second}


async def throughput(system: System, directory: Directory, n: int) -> dict[str, Any]:
    """Fresh latency, the flood, and latency right after it."""
    connection = await nats.connect(system.nats.url)
    watch = Watch()
    await watch.start(connection)
    idle = memory_mb(system)
    fresh = await latency(connection, watch, directory, "fresh", SOURCES)
    already = watch.done
    began = perf_counter()
    async with costs(system) as spent:
        publishing = asyncio.create_task(flood_from_outside(system.nats.url, "flood", n, SOURCES))
        arrived = await watch.wait(already + n, PATIENCE)
        await publishing
    seconds, done = watch.last - began, watch.done - already
    after = await latency(connection, watch, directory, "after", SOURCES)
    await connection.close()
    return {
        "n": n,
        "complete": arrived,
        "done": done,
        "seconds": round(seconds, 2),
        "per_second": round(n / seconds, 1),
        "cpu_ms_per_complaint": {name: round(cpu / n * 1000, 3) for name, cpu in spent.cpu.items()},
        "rss_idle_mb": idle,
        "rss_flood_mb": spent.peak_mb,
        "latency_fresh": fresh,
        "latency_after_flood": after,
    }


async def latency(
    connection: nats.aio.client.Client, watch: Watch, directory: Directory, prefix: str, sources: Sequence[str]
) -> dict[str, Any]:
    count = int(FRESH_RATE * FRESH_SECONDS)
    already = watch.done
    acked = await trickle(connection, complaints(directory, prefix, count, sources), FRESH_RATE)
    await watch.wait(already + count, 30)
    return milliseconds(_waits(watch, acked))


def _waits(watch: Watch, acked: dict[str, float]) -> list[float]:
    return [max(0.0, watch.told[watch.tickets[name]] - at) for name, at in acked.items() if name in watch.tickets]


async def isolation(system: System, directory: Directory, n: int) -> dict[str, Any]:
    """N of one sector from one source at once; 5/s of another sector from another source: how long do these wait?"""
    connection = await nats.connect(system.nats.url)
    watch = Watch()
    await watch.start(connection, source="web", queue="perizinan")
    flooding = asyncio.create_task(flood_from_outside(system.nats.url, "a", n, ["lapor"], "infrastruktur"))
    count = int(ISOLATION_RATE * FRESH_SECONDS)
    loads = complaints(directory, "b", count, ["web"], ["perizinan"])
    acked = await trickle(connection, loads, ISOLATION_RATE)
    waiting = await _unsorted(connection)
    complete = await watch.wait(count, PATIENCE)
    await flooding
    await connection.close()
    return {"flood": n, "flood_left_at_the_end": waiting, "complete": complete, **milliseconds(_waits(watch, acked))}


async def _unsorted(connection: nats.aio.client.Client) -> int:
    """How much of the flood intake and router have not yet taken."""
    jetstream = connection.jetstream(timeout=30)
    durables = (("COMPLAINTS", "intake-complaints-lapor"), ("SORTED", "router-sorted-infrastruktur"))
    infos = [await jetstream.consumer_info(stream, durable) for stream, durable in durables]
    return sum(info.num_pending or 0 for info in infos)


async def after_kill(system: System, n: int, victim: str) -> dict[str, Any]:
    """kill -9 of one worker in a flood; it is started again at once: when is the last notice out?"""
    connection = await nats.connect(system.nats.url)
    watch = Watch()
    await watch.start(connection)
    publishing = asyncio.create_task(flood_from_outside(system.nats.url, f"kill-{victim}", n, SOURCES))
    await watch.wait(n // 4, PATIENCE)
    left = n - watch.done
    killed = perf_counter()
    await system.services[victim].kill()
    await system.services[victim].start()
    complete = await watch.wait(n, PATIENCE)
    await publishing
    await connection.close()
    return {
        "victim": victim,
        "left_at_kill": left,
        "complete": complete,
        "seconds_to_last": round(watch.last - killed, 1),
    }


async def measure(n: int, parts: Sequence[str]) -> dict[str, Any]:
    directory = load(DIRECTORY)
    results: dict[str, Any] = {"machine": platform.platform(), "python": platform.python_version(), "n": n}
    if "floor" in parts:
        results["floor"] = await measured_floor(n)
        results["per_complaint"] = {"floor": COUNTS, "ours": OURS}
        print(json.dumps({"floor": results["floor"], "per_complaint": results["per_complaint"]}), flush=True)
    for name, sync_always in (("pipeline", False), ("pipeline_sync_always", True)):
        if name in parts:
            with TemporaryDirectory() as folder:
                async with whole_system(Path(folder), sync_always=sync_always) as system:
                    results[name] = await throughput(system, directory, n)
            print(json.dumps({name: results[name]}, indent=2), flush=True)
    if "isolation" in parts:
        with TemporaryDirectory() as folder:
            async with whole_system(Path(folder), sync_always=False) as system:
                results["isolation"] = await isolation(system, directory, n)
        print(json.dumps({"isolation": results["isolation"]}), flush=True)
    if "kill" in parts:
        results["kill"] = []
        for victim in ("router", "notifier"):
            with TemporaryDirectory() as folder:
                async with whole_system(Path(folder), sync_always=False) as system:
                    results["kill"].append(await after_kill(system, n // 4, victim))
        print(json.dumps({"kill": results["kill"]}), flush=True)
    if "floor" in parts and "pipeline" in parts:
        results["ratio"] = {
            name: round(results["pipeline"]["per_second"] / results["floor"][name], 2)
            for name in ("with_update", "without_update")
        }
        print(json.dumps({"ratio": results["ratio"]}), flush=True)
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--parts", default="floor,pipeline,pipeline_sync_always,isolation,kill")
    given = parser.parse_args()
    results = asyncio.run(measure(given.n, given.parts.split(",")))
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()
