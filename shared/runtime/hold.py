"""Waits out the loss of a server: what it holds up is kept, nothing more is taken on, and readiness is false."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from shared.runtime.logging import log
from shared.runtime.metrics import HELD

T = TypeVar("T")

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0


class Hold:
    """Which servers are away, and the waiting for them."""

    def __init__(self) -> None:
        self._away: set[str] = set()

    @property
    def away(self) -> tuple[str, ...]:
        return tuple(sorted(self._away))

    async def through(
        self, server: str, operation: Callable[[], Awaitable[T]], passes: Callable[[Exception], bool]
    ) -> T:
        """The result of `operation`, tried until no error that `passes` stands in its way."""
        pause = FIRST_PAUSE
        while True:
            try:
                result = await operation()
            except Exception as error:
                if not passes(error):
                    raise
                self._lost(server, error)
            else:
                self._back(server)
                return result
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 -- jitter, not a secret
            pause = min(pause * 2, LONGEST_PAUSE)

    def _lost(self, server: str, error: Exception) -> None:
        if server not in self._away:
            log.warning("holding", server=server, error=type(error).__name__)
            HELD.labels(server).set(1)
            self._away.add(server)

    def _back(self, server: str) -> None:
        if server in self._away:
            self._away.remove(server)
            log.info("released", server=server)
            HELD.labels(server).set(0)
