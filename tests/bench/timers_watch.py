"""Hears what is said when alarms ring, as an outsider on the broker: what, when, and how often."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Self

from nats.aio.client import Client
from nats.aio.msg import Msg

from services.sla.domain.clock import Clock
from shared.contracts.event import HEADER_ID
from shared.runtime.clock import now


class Rung:
    """What these clocks said for their next alarm; a message that is said again word for word is only repeated."""

    def __init__(self, clocks: Sequence[Clock]) -> None:
        self._due = {f"{clock.key}:{clock.upcoming.step.name}": clock.upcoming.at for clock in clocks if clock.upcoming}
        self._said: dict[str, datetime] = {}
        self._bodies: defaultdict[str, Counter[bytes]] = defaultdict(Counter)
        self._all = asyncio.Event()

    @classmethod
    async def listen(cls, connection: Client, clocks: Sequence[Clock]) -> Self:
        rung = cls(clocks)
        await connection.subscribe("promises.*.*", cb=rung.hear)
        await connection.flush()
        return rung

    async def hear(self, message: Msg) -> None:
        _, _, key = (message.headers or {})[HEADER_ID].partition(":")
        if key not in self._due:
            return
        self._bodies[key][message.data] += 1
        self._said.setdefault(key, now())
        if len(self._said) == len(self._due):
            self._all.set()

    async def all(self, within: float) -> None:
        """Raises TimeoutError when some are still unsaid."""
        await asyncio.wait_for(self._all.wait(), within)

    def late(self) -> Iterator[timedelta]:
        return (said - self._due[key] for key, said in self._said.items())

    def account(self, since: datetime) -> dict[str, Any]:
        """How long it took, and whether each was said, and said as one thing."""
        return {
            "all_said_after_s": round((max(self._said.values()) - since).total_seconds(), 2),
            "lost": len(self._due.keys() - self._said.keys()),
            "doubled": sum(len(bodies) > 1 for bodies in self._bodies.values()),
            "repeated": sum(bodies.total() - 1 for bodies in self._bodies.values()),
        }
