"""What the processes of a system cost: CPU seconds and resident memory."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import psutil

from tests.system import System

MEBIBYTE = 2**20


@dataclass
class Costs:
    """CPU seconds and the highest memory seen, by process."""

    cpu: dict[str, float] = field(default_factory=dict)
    peak_mb: dict[str, float] = field(default_factory=dict)


def processes(system: System) -> Mapping[str, psutil.Process]:
    servers = {"nats": system.nats, "mongo": system.mongo, **system.services}
    return {name: psutil.Process(server.process.pid) for name, server in servers.items() if server.process.running}


def memory_mb(system: System) -> dict[str, float]:
    return {name: round(process.memory_info().rss / MEBIBYTE, 1) for name, process in processes(system).items()}


@asynccontextmanager
async def costs(system: System) -> AsyncIterator[Costs]:
    """Measures while its block runs."""
    found = Costs()
    before = {name: _cpu(process) for name, process in processes(system).items()}
    watching = asyncio.create_task(_watch_memory(system, found))
    try:
        yield found
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        after = {name: _cpu(process) for name, process in processes(system).items()}
        found.cpu = {name: round(after[name] - before.get(name, 0.0), 2) for name in after}


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _watch_memory(system: System, found: Costs) -> None:
    while True:
        for name, used in memory_mb(system).items():
            found.peak_mb[name] = max(found.peak_mb.get(name, 0.0), used)
        await asyncio.sleep(0.5)
