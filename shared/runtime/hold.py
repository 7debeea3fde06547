"""Waits out the loss of a server: what it holds up is kept, nothing more is taken on, and readiness is false."""

import asyncio
import random
from collections import Counter
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
        self._waiting: Counter[str] = Counter()

    @property
    def away(self) -> tuple[str, ...]:
        """The servers somebody waits for now."""
        return tuple(sorted(server for server, waiting in self._waiting.items() if waiting))

    async def through(
        self, server: str, operation: Callable[[], Awaitable[T]], passes: Callable[[Exception], bool]
    ) -> T:
        """The result of `operation`, tried until no error that `passes` stands in its way."""
        try:
            return await operation()
        except Exception as error:
            if not passes(error):
                raise
            self._begin(server, error)
        try:
            return await self._wait_for(operation, passes)
        finally:
            self._end(server)

    async def _wait_for(self, operation: Callable[[], Awaitable[T]], passes: Callable[[Exception], bool]) -> T:
        pause = FIRST_PAUSE
        while True:
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 -- jitter, not a secret
            pause = min(pause * 2, LONGEST_PAUSE)
            try:
                return await operation()
            except Exception as error:
                if not passes(error):
                    raise

    def _begin(self, server: str, error: Exception) -> None:
        self._waiting[server] += 1
        if self._waiting[server] == 1:
            log.warning(
                "holding", server=server, error=type(error).__name__, detail=getattr(error, "description", None)
            )
            HELD.labels(server).set(1)

    def _end(self, server: str) -> None:
        self._waiting[server] -= 1
        if not self._waiting[server]:
            log.info("released", server=server)
            HELD.labels(server).set(0)
