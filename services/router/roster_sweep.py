"""Each minute: moves the tickets of whoever is away, offers them back to whoever returned, and takes them up again."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from prometheus_client import Counter

from services.router.domain.rostering import Rostering
from services.router.rounds import Rounds
from services.router.standing import Standing
from services.router.store import Tickets
from services.router.unavailable import tell
from services.router.unsaid import Unsaid
from services.router.workload import Workload
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import Slug, TicketNumber
from shared.directory.model import Directory
from shared.runtime.guard import guarded
from shared.runtime.logging import log

ROSTERED = Counter("melayani_rostered_total", "Tickets the roster moved or offered back", ("event",))

# Of each list: of those away, those back, and those nobody could hold.
SWEPT_AT_ONCE = 500
# Of all that somebody stands in for: what a person or a clock changed meanwhile is found in the end.
SEEN_AGAIN = 50


class RosterSweep:
    """Any number of replicas may sweep at once: whoever notes a change as unsaid makes it, and says it."""

    def __init__(
        self,
        directory: Callable[[], Directory],
        tickets: Tickets,
        standing: Standing,
        unsaid: Unsaid,
        workload: Workload,
        now: Callable[[], datetime],
        speed: float,
    ) -> None:
        self._directory = directory
        self._tickets = tickets
        self._standing = standing
        self._rounds = Rounds(standing)
        self._unsaid = unsaid
        self._workload = workload
        self._now = now
        self._speed = speed
        self._seated: dict[Slug, Slug | None] = {}
        self._looked_at: set[Slug] = set()

    async def forever(self, every: float) -> None:
        while True:
            changed = await guarded(self.once(), "roster")
            if changed:
                log.info("roster swept", count=changed)
            await asyncio.sleep(every)

    async def once(self) -> int:
        """How many tickets were moved or offered, and how many of them a crash had left unsaid."""
        directory = self._directory()
        await guarded(self._workload.refresh(directory), "workload")
        rostering = Rostering(directory, self._now(), self._speed, self._workload)
        concerned = await self._concerned(rostering)
        changed = [await guarded(self._look(number, rostering), "ticket", ticket=number) for number in concerned]
        return sum(map(bool, changed)) + await self._unsaid.sweep()

    async def _concerned(self, rostering: Rostering) -> list[TicketNumber]:
        """The tickets to look at in this turn, each once."""
        unheld = await self._rounds.all("unheld", SWEPT_AT_ONCE)
        found = [*await self._of_those_away(rostering), *await self._of_those_back(rostering), *unheld]
        return list(dict.fromkeys([*found, *await self._rounds.all("stood_in", SEEN_AGAIN)]))

    async def _of_those_away(self, rostering: Rostering) -> list[TicketNumber]:
        """Those too that a post holds which the directory has no more: a citizen's objection may bring one back."""
        known = rostering.directory.posts
        gone = [post for post in await self._standing.posts("held") if post not in known]
        away = [post for post in rostering.directory.roster if rostering.is_away(post)]
        return (await self._rounds.of("held", [*away, *gone], SWEPT_AT_ONCE)).tickets

    async def _of_those_back(self, rostering: Rostering) -> list[TicketNumber]:
        """Of those as well whose work somebody else does than before: triage may have stood in."""
        news = [post for post in await self._standing.posts("stood_in") if self._is_news(post, rostering)]
        piece = await self._rounds.of("stood_in", news, SWEPT_AT_ONCE)
        self._looked_at.update(piece.ended)
        return piece.tickets

    def _is_news(self, post: Slug, rostering: Rostering) -> bool:
        """It is until all that somebody stands in for was looked at since it is so."""
        now = rostering.seated(post)
        if post not in self._seated or self._seated[post] != now:
            self._seated[post] = now
            self._looked_at.discard(post)
            self._rounds.begin("stood_in", post)
        return now == post or post not in self._looked_at

    async def _look(self, number: TicketNumber, rostering: Rostering) -> bool:
        history = await self._tickets.history(number)
        wanted = rostering.changed(history[-1]) if history else None
        if wanted is None:
            return False
        cause = wanted.cause

        def decide(latest: TicketEvent) -> TicketEvent | None:
            changed = rostering.changed(latest)
            return changed if changed and changed.cause == cause else None

        changed = await self._unsaid.change(number, cause, decide)
        if changed is None:
            return False
        ROSTERED.labels(changed.NAME).inc()
        self._workload.add(changed.holder.post)
        tell(changed, rostering)
        return True
