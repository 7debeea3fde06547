"""Keeps servers running: starts them in order, starts again what ends, stops all in reverse order."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

from deploy.local.child import Child
from deploy.local.health import NotReadyError
from deploy.local.servers import Server

STEADY_AFTER = 60.0
LONGEST_PAUSE = 10.0

Say = Callable[[str], None]


class GaveUpError(RuntimeError):
    """A server ended again and again; there is no use in going on."""


class Supervisor:
    """Runs servers for as long as its `async with` block lasts.

    A server that ends is reported through `say` and started again after a growing pause; `restarts` times without a
    steady minute in between, then `gave_up` raises.
    """

    def __init__(self, say: Say, restarts: int = 5, pause: float = 0.5) -> None:
        self._say = say
        self._restarts = restarts
        self._pause = pause
        self._servers: list[Server] = []
        self._watches: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for watch in self._watches:
            watch.cancel()
        await asyncio.gather(*self._watches, return_exceptions=True)
        for server in reversed(self._servers):
            await server.stop()

    async def start(self, server: Server) -> None:
        """Returns when the server is ready; raises NotReadyError when it does not come up at all."""
        self._servers.append(server)
        await server.start()
        self._watches.append(asyncio.create_task(self._keep(server), name=f"keep {server.process.name}"))

    async def gave_up(self) -> None:
        """Waits, for ever if all goes well; raises GaveUpError."""
        for watch in asyncio.as_completed(self._watches):
            await watch

    async def _keep(self, server: Server) -> None:
        clock = asyncio.get_running_loop().time
        restarts = 0
        while True:
            began = clock()
            code = await server.process.ended()
            restarts = 0 if clock() - began > STEADY_AFTER else restarts
            ending = f"{server.process.name} ended ({_meaning(code)})"
            if restarts == self._restarts:
                raise GaveUpError(f"{ending} after {restarts} restarts:\n{server.process.last_words()}")
            pause = min(self._pause * 2**restarts, LONGEST_PAUSE)
            self._say(f"{ending}, starting it again in {pause:g} s; its log is {server.process.log}")
            await asyncio.sleep(pause)
            restarts += 1
            await self._again(server)

    async def _again(self, server: Server) -> None:
        try:
            await server.start()
        except NotReadyError as error:
            self._say(str(error))
            await server.stop()
        else:
            self._say(f"{server.process.name} is ready again")


async def run_once(child: Child) -> None:
    """Runs a command to its end; raises GaveUpError with its last words when it fails."""
    child.start()
    try:
        code = await child.ended()
    finally:
        if child.running:
            await child.stop()
    if code != 0:
        raise GaveUpError(f"{child.name} failed ({_meaning(code)}):\n{child.last_words()}")


def _meaning(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit {code}"
