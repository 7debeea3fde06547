"""Real servers for the tests that need them; a unit test never asks for one."""

from collections.abc import AsyncIterator
from pathlib import Path

import nats
import pytest
from nats.aio.client import Client

from deploy.local.servers import Server, mongo_server, nats_server
from shared.directory.load import load
from shared.directory.model import Directory

DIRECTORY = Path(__file__).parents[1] / "deploy" / "directory" / "banyuwangi"


@pytest.fixture(scope="session")
def directory() -> Directory:
    return load(DIRECTORY)


@pytest.fixture(scope="session")
async def nats_shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """One broker for all tests that do not harm it."""
    async with nats_server(tmp_path_factory.mktemp("nats")) as server:
        yield server


@pytest.fixture(scope="session")
async def mongo_shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """One database for all tests that do not harm it."""
    async with mongo_server(tmp_path_factory.mktemp("mongo")) as server:
        yield server


@pytest.fixture
async def own_nats(tmp_path: Path) -> AsyncIterator[Server]:
    """A broker a test may kill."""
    async with nats_server(tmp_path / "nats") as server:
        yield server


@pytest.fixture
async def own_mongo(tmp_path: Path) -> AsyncIterator[Server]:
    """A database a test may kill."""
    async with mongo_server(tmp_path / "mongo") as server:
        yield server


@pytest.fixture
async def connection(nats_shared: Server) -> AsyncIterator[Client]:
    """A plain client of the shared broker."""
    client = await nats.connect(nats_shared.url)
    yield client
    await client.close()
