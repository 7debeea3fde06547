"""Each minute: moves the tickets of whoever is away, offers them back to whoever returned, and takes them up again."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from prometheus_client import Counter

from services.router.domain.rostering import Rostering
from services.router.outbox import Outbox
from services.router.standing import Standing, ticket_at
from services.router.store import Tickets
from services.router.unavailable import tell
from services.router.workload import Workload
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import Slug, TicketNumber
from shared.directory.model import Directory
from shared.runtime.logging import log, where

ROSTERED = Counter("melayani_rostered_total", "Tickets the roster moved or offered back", ("event",))

SWEPT_AT_ONCE = 500


class RosterSweep:
    """Any number of replicas may sweep at once: whoever notes a change in the outbox makes it, and says it."""

    def __init__(
        self,
        directory: Callable[[], Directory],
        tickets: Tickets,
        standing: Standing,
        outbox: Outbox,
        workload: Workload,
        now: Callable[[], datetime],
        speed: float,
    ) -> None:
        self._directory = directory
        self._tickets = tickets
        self._standing = standing
        self._outbox = outbox
        self._workload = workload
        self._now = now
        self._speed = speed
        self._seated: dict[Slug, Slug | None] = {}
        self._after = ""

    async def forever(self, every: float) -> None:
        while True:
            changed = await self.once()
            if changed:
                log.info("roster swept", count=changed)
            await asyncio.sleep(every)

    async def once(self) -> int:
        """How many tickets were moved or offered, and how many of them a crash had left unsaid."""
        directory = self._directory()
        await self._workload.refresh(directory)
        rostering = Rostering(directory, self._now(), self._speed, self._workload)
        concerned = await self._concerned(rostering)
        changed = [await self._safely(number, rostering) for number in concerned]
        return sum(changed) + await self._outbox.sweep()

    async def _concerned(self, rostering: Rostering) -> list[TicketNumber]:
        """The tickets to look at in this turn: of those away, of those back, and those nobody could hold."""
        found: list[TicketNumber] = []
        for post in rostering.directory.roster:
            if rostering.is_away(post):
                found += await self._standing.held_by(post, SWEPT_AT_ONCE - len(found))
        for post in await self._standing.absent_posts():
            if self._is_news(post, rostering):
                found += await self._standing.stood_in_for(post, SWEPT_AT_ONCE - len(found))
        return [*found, *await self._unheld(SWEPT_AT_ONCE - len(found))]

    def _is_news(self, post: Slug, rostering: Rostering) -> bool:
        """Whether the post is back, or somebody else does its work than the last time: triage may have stood in."""
        before, now = self._seated.get(post), rostering.seated(post)
        self._seated[post] = now
        return now == post or now != before

    async def _unheld(self, limit: int) -> list[TicketNumber]:
        """Each turn goes on where the last one ended: what nobody can hold yet is in nobody's way."""
        places = await self._standing.unheld(self._after, limit)
        self._after = places[-1] if places and len(places) == limit else ""
        return [ticket_at(place) for place in places]

    async def _safely(self, number: TicketNumber, rostering: Rostering) -> bool:
        try:
            return await self._look(number, rostering)
        except Exception as error:  # noqa: BLE001 -- one ticket that cannot be moved is no other one's trouble
            log.error("not swept", ticket=number, reason=where(error))
            return False

    async def _look(self, number: TicketNumber, rostering: Rostering) -> bool:
        history = await self._tickets.history(number)
        wanted = rostering.changed(history[-1]) if history else None
        if wanted is None:
            return False
        cause = wanted.cause

        def decide(latest: TicketEvent) -> TicketEvent | None:
            changed = rostering.changed(latest)
            return changed if changed and changed.cause == cause else None

        changed = await self._outbox.change(number, cause, decide)
        if changed is None:
            return False
        ROSTERED.labels(changed.NAME).inc()
        self._workload.add(changed.holder.post)
        tell(changed, rostering)
        return True
