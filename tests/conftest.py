"""Real servers for the tests that need them; a unit test never asks for one."""

import gc
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import nats
import pytest
from hypothesis import settings
from nats.aio.client import Client

from deploy.local import ports
from deploy.local.servers import Server, mongo_server, nats_server
from shared.directory.load import load
from shared.directory.model import Directory

DIRECTORY = Path(__file__).parents[1] / "deploy" / "directory" / "banyuwangi"
PORTS_EACH = 1_000


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Whatever shares servers is done by one worker: a file, and all the stories."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 -- only where tests are shared out

    class ByServers(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return "tests/e2e" if file.startswith("tests/e2e/") else file

    return ByServers(config, log)


# A machine that is busy with other tests is no fault.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_configure() -> None:
    """The collector looks less often through all that was imported: that took a third of the time."""
    gc.set_threshold(200_000, 50, 100)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _own_ports(pytestconfig: pytest.Config) -> None:
    """Each worker's, so that a server which was killed finds its port free when it comes back."""
    worker = getattr(pytestconfig, "workerinput", None)
    if worker:
        ports.FIRST += int(worker["workerid"].removeprefix("gw")) * PORTS_EACH
        ports.LAST = ports.FIRST + PORTS_EACH - 1


@cache
def shipped() -> Directory:
    """The shipped directory, read once; for what a test module needs before its fixtures are there."""
    return load(DIRECTORY)


@pytest.fixture(scope="session")
def directory() -> Directory:
    return shipped()


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
        await server.kill()  # to ask takes two seconds


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
        if server.process.running:
            await server.kill()


@pytest.fixture
async def connection(nats_shared: Server) -> AsyncIterator[Client]:
    """A plain client of the shared broker."""
    client = await nats.connect(nats_shared.url)
    yield client
    await client.close()
