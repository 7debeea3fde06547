"""The whole system on one machine, started in order."""

from dataclasses import dataclass
from pathlib import Path

from deploy.local.child import Child
from deploy.local.options import Options
from deploy.local.screen import Screen
from deploy.local.servers import Server, broker, database
from deploy.local.services import environment, melayani, ports, service
from deploy.local.supervisor import Supervisor, run_once
from shared.contracts.streams import SERVICES


@dataclass(frozen=True)
class Running:
    """What is up."""

    nats: Server
    services: tuple[Server, ...]
    outbox: Path


async def bring_up(supervisor: Supervisor, options: Options, screen: Screen) -> Running:
    """Broker, database, vault key, streams, services: each is ready before the next begins."""
    folder = options.folder.resolve()
    nats_server = broker(folder / "nats", options.nats_port, monitor_port=options.monitor_port)
    mongo_server = database(folder / "mongo", options.mongo_port)
    free = ports(options.http_port)
    addresses = [(name, next(free)) for name in SERVICES]
    env = environment(folder, nats_server, mongo_server, f"http://127.0.0.1:{addresses[0][1]}", options.speed)
    logs = folder / "logs"

    for server in (nats_server, mongo_server):
        await _start(supervisor, server, screen)
    key = folder / "vault.key"
    if not key.exists():
        await run_once(Child("vault", melayani("vault", "init", str(key)), logs / "vault.log"))
    await run_once(Child("provision", melayani("provision"), logs / "provision.log", env=env))
    screen.say("provisioned")
    services = tuple(service(name, port, env, logs, screen.say) for name, port in addresses)
    for server in services:
        await _start(supervisor, server, screen)
    return Running(nats_server, services, folder / "outbox")


async def _start(supervisor: Supervisor, server: Server, screen: Screen) -> None:
    await supervisor.start(server)
    screen.say(f"{server.process.name:<10} ready on port {server.port}")
