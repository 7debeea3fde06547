"""A service as a process of its own, on a broker provisioned for the whole directory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import nats

from deploy.local.health import is_ok
from deploy.local.ports import free_port
from deploy.local.servers import Server
from deploy.local.services import environment, service
from shared.directory.model import Directory
from shared.runtime.provision import provision
from tests.integration.living import STORE_BYTES, until


async def provision_whole(broker: Server, directory: Directory) -> None:
    connection = await nats.connect(broker.url)
    await provision(connection.jetstream(timeout=10), directory, STORE_BYTES, 1)
    await connection.close()


@asynccontextmanager
async def process(name: str, broker: Server, mongo: Server, folder: Path) -> AsyncIterator[Server]:
    """The service, once its health can be asked or it has ended; killed if it still runs."""
    env = environment(folder, broker, mongo, "http://127.0.0.1:1", 1.0)
    server = service(name, free_port(), env, folder, print)

    async def has_begun() -> bool:
        return not server.process.running or await is_ok(f"{server.url}/healthz")

    server.process.start()
    try:
        await until(has_begun, within=20)
        yield server
    finally:
        if server.process.running:
            await server.process.kill()


async def status(server: Server, path: str) -> int:
    async with httpx.AsyncClient() as http:
        return (await http.get(f"{server.url}{path}")).status_code


async def becomes(server: Server, path: str, code: int, within: float = 10.0) -> None:
    async def is_so() -> bool:
        return await status(server, path) == code

    await until(is_so, within)
