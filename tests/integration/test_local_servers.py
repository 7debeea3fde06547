"""Real servers come back with what they stored, and nothing outlives its starter."""

import asyncio
import contextlib
import os
import select
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.aio.client import Client
from nats.js import JetStreamContext
from pymongo import AsyncMongoClient

from deploy.local.book import HEARD
from deploy.local.players import publisher
from deploy.local.servers import Server, mongo_server, nats_server
from deploy.local.watch import Watch
from shared.contracts.event import Event
from shared.contracts.ticket import TicketAcknowledged
from tests.builders import delivered, ticket


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[Client]:
    client = await nats.connect(url, max_reconnect_attempts=-1, reconnect_time_wait=0.1)
    try:
        yield client
    finally:
        await client.close()


async def documents(server: Server) -> int:
    async with database_client(server) as client:
        return len(await client["shop"]["things"].find({}).to_list())


def database_client(server: Server) -> AsyncMongoClient[dict[str, Any]]:
    return AsyncMongoClient(server.url)


async def test_what_the_broker_acknowledged_is_there_after_a_kill(tmp_path: Path) -> None:
    async with nats_server(tmp_path) as server:
        async with connected(server.url) as client:
            await client.jetstream().add_stream(name="S", subjects=["s"])
            await client.jetstream().publish("s", b"kept")
        await server.kill()
        await server.restart()
        async with connected(server.url) as client:
            assert (await client.jetstream().get_last_msg("S", "s")).data == b"kept"


async def test_what_the_database_acknowledged_is_there_after_a_kill(tmp_path: Path) -> None:
    async with mongo_server(tmp_path) as server:
        async with database_client(server) as client:
            await client["shop"]["things"].insert_one({"_id": "kept"})
        await server.kill()
        await server.restart()
        assert await documents(server) == 1


async def test_two_servers_of_one_kind_live_side_by_side(tmp_path: Path) -> None:
    async with nats_server(tmp_path / "a") as one, nats_server(tmp_path / "b", one.port) as two:
        assert one.port != two.port


STARTER = """
import asyncio, sys
from pathlib import Path
from deploy.local.servers import mongo_server, nats_server

async def main():
    folder = Path(sys.argv[1])
    async with nats_server(folder / "nats") as broker, mongo_server(folder / "mongo") as database:
        print(broker.process.pid, database.process.pid, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_sigkill_of_the_starter_leaves_no_orphan(tmp_path: Path) -> None:
    starter = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STARTER, str(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    assert starter.stdout is not None
    ends = [os.pidfd_open(int(pid)) for pid in (await starter.stdout.readline()).split()]
    assert select.select(ends, [], [], 0)[0] == [], "both servers run"

    starter.send_signal(signal.SIGKILL)
    await starter.wait()
    for end in ends:
        assert select.select([end], [], [], 5)[0] == [end], "a server outlived its starter"
        os.close(end)


async def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="nats-server is neither beside"):
        async with nats_server(tmp_path):
            pass


async def test_the_watch_hears_everything_through_a_kill_of_the_broker(tmp_path: Path) -> None:
    heard: asyncio.Queue[tuple[Event, bool]] = asyncio.Queue()
    async with nats_server(tmp_path) as server, connected(server.url) as client:
        jetstream = client.jetstream()
        for stream, (subjects, _) in HEARD.items():
            await jetstream.add_stream(name=stream, subjects=[subjects])
        await say(jetstream, ticket())
        await Watch(jetstream, lambda event, old: heard.put_nowait((event, old))).start()
        assert heard.get_nowait() == (ticket(), True)

        await say(jetstream, delivered())
        assert await asyncio.wait_for(heard.get(), 5) == (delivered(), False)

        await server.kill()
        await server.restart()
        await say(jetstream, ticket(TicketAcknowledged, revision=2))
        event, old = await asyncio.wait_for(heard.get(), 20)
        assert (event, old) == (ticket(TicketAcknowledged, revision=2), False)


async def say(jetstream: JetStreamContext, event: Event) -> None:
    await publisher(jetstream)(event.subject(), event.body(), event.headers("test"))
