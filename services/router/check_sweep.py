"""Every few seconds: draws the week's spot checks, and asks those whose time has come."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime

from services.router.checks import Checks
from services.router.domain.check_plan import Wish, plan, week_of
from shared.directory.model import Directory
from shared.runtime.bus import Bus
from shared.runtime.guard import guarded


class CheckSweep:
    """Says before it settles, so that a crash between the two says it again, in the same words, and loses nothing."""

    def __init__(
        self,
        checks: Callable[[], Checks],
        directory: Callable[[], Directory],
        bus: Bus,
        now: Callable[[], datetime],
    ) -> None:
        self._checks = checks
        self._directory = directory
        self._bus = bus
        self._now = now
        self._drawn: tuple[date, str] | None = None

    async def forever(self, every: float) -> None:
        while True:
            await guarded(self.once(), "spot checks")
            await asyncio.sleep(every)

    async def once(self) -> int:
        """How many were asked, or had nobody to ask."""
        checks = self._checks()
        await guarded(self._draw(checks, self._directory()), "plan of spot checks")
        done = [await guarded(self._ask(checks, wish), "spot check", check=wish.check) for wish in await checks.due()]
        return sum(map(bool, done))

    async def _ask(self, checks: Checks, wish: Wish) -> bool:
        asked = await checks.ask(wish)
        if asked:
            await self._bus.say([asked])
        await checks.settled(wish)
        return True

    async def _draw(self, checks: Checks, directory: Directory) -> None:
        """Once for a week and an edition; what is past by then is not made up for, or all would come at once."""
        now = self._now()
        week = week_of(directory, now)
        if self._drawn != (week, directory.edition):
            for wish in plan(directory, week):
                if wish.at > now:
                    await checks.wish(wish)
            self._drawn = week, directory.edition
