"""Watches how long the holidays of each calendar are still known."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from prometheus_client import Gauge

from shared.directory.model import Directory
from shared.policy.horizon import horizons, short
from shared.runtime.logging import log

HORIZON = Gauge(
    "melayani_calendar_horizon_days", "Days left until the last one whose holidays a calendar knows", ("calendar",)
)


class HorizonWatch:
    """Sets the gauge for whatever edition is live, and says once of each calendar that its holidays end soon."""

    def __init__(self, directory: Callable[[], Directory], now: Callable[[], datetime]) -> None:
        self._directory = directory
        self._now = now
        self._told: set[str] = set()

    async def forever(self, every: float) -> None:
        while True:
            self.once()
            await asyncio.sleep(every)

    def once(self) -> None:
        directory = self._directory()
        day = directory.day(self._now())
        HORIZON.clear()
        for slug, left in horizons(directory, day).items():
            HORIZON.labels(slug).set(left)
        ending = short(directory, day)
        for slug in ending.keys() - self._told:
            log.warning("holidays end soon", calendar=slug, days=ending[slug], edition=directory.edition)
        self._told = set(ending)
