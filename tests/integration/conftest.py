"""A broker of each test's own, provisioned for a town of two sectors and two sources."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import nats
import pytest
from nats.aio.client import Client

from deploy.local.servers import Server, nats_server
from shared.directory.model import Directory
from shared.runtime.provision import provision
from tests.builders import with_parts
from tests.integration.living import STORE_BYTES, Town
from tests.integration.offices import Office
from tests.integration.routing import router_on


@pytest.fixture(scope="session")
def small(directory: Directory) -> Directory:
    """Two sectors, two sources: quick to provision."""
    sectors = {slug: directory.sectors[slug] for slug in ("infrastruktur", "perizinan")}
    sources = {slug: directory.sources[slug] for slug in ("call112", "lapor")}
    return with_parts(directory, sectors=sectors, sources=sources)


@pytest.fixture(scope="session")
def provisioned() -> dict[str, Path]:
    """What a broker has on disk once it is provisioned, by the queues and sources it is provisioned for."""
    return {}


@pytest.fixture
async def broker(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, provisioned: dict[str, Path], small: Directory
) -> AsyncIterator[Server]:
    """A provisioned broker that a test may kill."""
    key = " ".join((*small.queues, *small.sources))
    if key not in provisioned:
        provisioned[key] = await _provision(tmp_path_factory.mktemp("provisioned"), small)
    shutil.copytree(provisioned[key], tmp_path / "broker" / "jetstream")
    async with nats_server(tmp_path / "broker") as server:
        yield server
        if server.process.running:
            await server.kill()  # quicker than asking


@pytest.fixture
async def client(broker: Server) -> AsyncIterator[Client]:
    """A plain client of the provisioned broker, which comes back when the broker does."""
    opened = await nats.connect(broker.url, max_reconnect_attempts=-1, reconnect_time_wait=0.05, error_cb=_silent)
    yield opened
    await opened.close()


@pytest.fixture
async def town(broker: Server, mongo_shared: Server, small: Directory, client: Client) -> Town:
    """The broker, the database, and who talks to them."""
    return Town(broker, mongo_shared.url, small, client)


async def _provision(folder: Path, directory: Directory) -> Path:
    async with nats_server(folder) as server:
        client = await nats.connect(server.url)
        await provision(client.jetstream(timeout=10), directory, STORE_BYTES, 1)
        await client.close()
    return folder / "jetstream"


async def _silent(_: Exception) -> None:
    await asyncio.sleep(0)


@pytest.fixture
async def office(mongo_shared: Server, directory: Directory) -> AsyncIterator[Office]:
    async with router_on(mongo_shared.url, directory) as router:
        yield Office(router, directory)
