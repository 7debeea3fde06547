"""Sees what the system says while it works, and when, as an outsider on the broker."""

import asyncio
import json
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg

NOTICES_EACH = 2  # the liaison's and the citizen's
CLOCKS_EACH = 2  # acknowledge and resolution


@dataclass
class Watch:
    """Counts a ticket done when its liaison and its reporter are told and both its clocks are stored."""

    tickets: dict[str, str] = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)
    done: int = 0
    last: float = 0.0
    _parts: dict[str, set[str]] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self, connection: Client, source: str = "*", queue: str = "*") -> None:
        await connection.subscribe(f"replies.{source}", cb=self._on_reply)
        await connection.subscribe(f"notices.{queue}.delivered", cb=self._on_notice)
        await connection.subscribe(f"timers.set.{queue}.*.*", cb=self._on_timer)
        await connection.flush()

    async def wait(self, count: int, within: float) -> bool:
        """True when `count` tickets are done in time."""
        try:
            async with asyncio.timeout(within):
                while self.done < count:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True

    async def _on_reply(self, message: Msg) -> None:
        reply = json.loads(message.data)
        if "ticket" in reply:
            self.tickets[reply["id"]] = reply["ticket"]

    async def _on_notice(self, message: Msg) -> None:
        notice = (message.headers or {}).get("ce-id", "").split(":")
        ticket, audience = notice[1], notice[3]
        if audience == "liaison":
            self.told.setdefault(ticket, perf_counter())
        self._part(ticket, audience)

    async def _on_timer(self, message: Msg) -> None:
        _, _, _, ticket, clock = message.subject.split(".")
        self._part(ticket, clock)

    def _part(self, ticket: str, part: str) -> None:
        parts = self._parts.setdefault(ticket, set())
        before = len(parts)
        parts.add(part)
        if len(parts) > before:
            self.last = perf_counter()
            if len(parts) == NOTICES_EACH + CLOCKS_EACH:
                self.done += 1
                self._changed.set()


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def milliseconds(values: list[float]) -> dict[str, Any]:
    return {
        "count": len(values),
        "p50_ms": round(percentile(values, 0.50) * 1000, 1),
        "p99_ms": round(percentile(values, 0.99) * 1000, 1),
        "max_ms": round(max(values, default=float("nan")) * 1000, 1),
    }
