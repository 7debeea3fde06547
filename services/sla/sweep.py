"""Again and again: finds what the broker's alarms missed, says it in order, and counts it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic

from prometheus_client import Counter

from services.sla.domain.clock import Clock
from services.sla.store import SWEPT_AT_ONCE, Clocks
from shared.contracts.event import Event
from shared.runtime.bus import Bus
from shared.runtime.guard import guarded
from shared.runtime.logging import log

Fire = Callable[[Clock], Awaitable[Sequence[Event]]]

SWEPT = Counter("melayani_sweep_hits_total", "Alarms the broker missed and the sweep found", ("queue",))
TOGETHER = 100


class Sweep:
    """The net under the alarms; says before it moves a clock on, so that a crash between the two repeats, not loses."""

    def __init__(self, fire: Fire, clocks: Clocks, bus: Bus, now: Callable[[], datetime]) -> None:
        self._fire = fire
        self._clocks = clocks
        self._bus = bus
        self._now = now

    async def forever(self, every: float, after: float) -> None:
        while True:
            await asyncio.sleep(every)
            found = await guarded(self.once(timedelta(seconds=after)), "alarms")
            if found:
                log.warning("sweep found late alarms", count=found)

    async def once(self, after: timedelta) -> int:
        """How many late alarms were found and said, in their order; of a full page it rests as long as it worked."""
        found, page = 0, SWEPT_AT_ONCE
        while page == SWEPT_AT_ONCE:
            began = monotonic()
            late = await self._clocks.late(self._now(), after)
            page = len(late)
            for first in range(0, page, TOGETHER):
                await self._say(late[first : first + TOGETHER])
            found += page
            await asyncio.sleep(monotonic() - began if page == SWEPT_AT_ONCE else 0)
        return found

    async def _say(self, late: Sequence[Clock]) -> None:
        said = await asyncio.gather(*(self._fire(clock) for clock in late))
        await self._bus.say([event for events in said for event in events])
        for clock in late:
            await self._clocks.advance(clock)
            SWEPT.labels(clock.queue).inc()
