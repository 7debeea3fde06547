"""The whole system as processes, for stories, faults and benchmarks."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.child import Child
from deploy.local.ports import free_port
from deploy.local.servers import Server, broker, database
from deploy.local.services import environment, melayani, service
from deploy.local.supervisor import run_once
from shared.contracts.streams import SERVICES


@dataclass
class System:
    """What runs, by name; `env` is what its processes and commands are told."""

    folder: Path
    nats: Server
    mongo: Server
    env: dict[str, str]
    services: dict[str, Server] = field(default_factory=dict)

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox"

    def add(self, kind: str, name: str | None = None, env: Mapping[str, str] | None = None) -> Server:
        """One more service process, not yet started; `name` tells replicas apart."""
        server = service(kind, free_port(), {**self.env, **(env or {})}, self.folder / "logs", lambda _: None)
        server.process.log = self.folder / "logs" / f"{name or kind}.log"
        self.services[name or kind] = server
        return server

    async def command(self, *arguments: str) -> str:
        """What `melayani ...` prints, once it has ended; raises with its last words when it fails."""
        printed: list[str] = []
        log = self.folder / "logs" / "command.log"
        await run_once(Child(arguments[0], melayani(*arguments), log, env=self.env, on_line=printed.append))
        return "\n".join(printed)


@asynccontextmanager
async def whole_system(
    folder: Path,
    *,
    services: Sequence[str] = SERVICES,
    speed: float = 1.0,
    sync_always: bool = True,
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[System]:
    """Broker, database, streams and the given services, all of them ready."""
    async with AsyncExitStack() as stack:
        nats, mongo = broker(folder / "nats", sync_always=sync_always), database(folder / "mongo")
        told = environment(folder, nats, mongo, "http://127.0.0.1:8080", speed) | dict(env or {})
        system = System(folder, nats, mongo, told)
        stack.push_async_callback(_stop_all, nats, mongo)
        await asyncio.gather(nats.start(), mongo.start(), system.command("vault", "init", str(folder / "vault.key")))
        await system.command("provision")
        stack.push_async_callback(_stop_services, system)
        await asyncio.gather(*(system.add(name).start() for name in services))
        yield system


async def _stop_services(system: System) -> None:
    await _stop_all(*system.services.values())


async def _stop_all(*servers: Server) -> None:
    await asyncio.gather(*(server.stop() for server in servers))
