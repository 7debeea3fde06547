"""Each minute: finds what the broker's alarms missed, says it, and counts it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from prometheus_client import Counter

from services.sla.domain.clock import Alarm, Clock
from services.sla.store import Clocks
from shared.contracts.event import Event
from shared.runtime.bus import Bus
from shared.runtime.logging import log

Fire = Callable[[Clock, Alarm], Awaitable[Sequence[Event]]]

SWEPT = Counter("melayani_sweep_hits_total", "Alarms the broker missed and the sweep found", ("queue",))


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
            found = await self.once(timedelta(seconds=after))
            if found:
                log.warning("sweep found late alarms", count=found)

    async def once(self, after: timedelta) -> int:
        """How many late alarms were found and said."""
        late = await self._clocks.late(self._now(), after)
        for clock in late:
            if clock.upcoming is None:
                continue
            await self._bus.say(await self._fire(clock, clock.upcoming))
            await self._clocks.advance(clock)
            SWEPT.labels(clock.queue).inc()
        return len(late)
