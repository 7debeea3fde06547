"""Says to each leader, when a working day begins, what is late: one letter, however much that is."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple

from services.sla.domain.lateness import Late, digest, is_time, late, readers, since
from services.sla.store import Clocks
from shared.contracts.digest import LateDigest, LateTicket
from shared.contracts.event import Event, recall, remember
from shared.contracts.question import AskTicket, TicketStatus
from shared.directory.model import Directory
from shared.directory.promises import DigestPlan
from shared.policy.moments import sortable
from shared.runtime.bus import Bus, NoAnswerError
from shared.runtime.guard import guarded
from shared.runtime.logging import log
from shared.runtime.mongo import Collection, Database, Document

# Whoever remembered one longer ago has died, or will find it said.
LAPSES_AFTER = timedelta(minutes=1)
KEPT_FOR = timedelta(days=90)
READ_AT_ONCE = 2_000
# Beyond so many clocks a digest only says that there are more.
MOST_READ = 10_000
SWEPT_AT_ONCE = 100


class Found(NamedTuple):
    """What is late, and whether there is more of it than was read."""

    late: list[Late]
    more: bool


class Digests:
    """One document a digest, `_id` its event's key; `unsaid` (since when) stands there until the broker has it.

    A digest of nothing is remembered and not said, so that what breaks later is told the next day. Any number of
    replicas may do this at once: whoever inserts it says it, and another one may only once that has lapsed.
    """

    def __init__(
        self,
        digests: Collection,
        clocks: Clocks,
        directory: Callable[[], Directory],
        bus: Bus,
        now: Callable[[], datetime],
    ) -> None:
        self._digests = digests
        self._clocks = clocks
        self._directory = directory
        self._bus = bus
        self._now = now
        self._done: date | None = None

    @classmethod
    async def prepare(cls, database: Database) -> None:
        await database.index("digests", "unsaid", sparse=True)
        await database.lapse("digests", "at", KEPT_FOR)

    async def forever(self, every: float) -> None:
        while True:
            await guarded(self.once(), "digests")
            await asyncio.sleep(every)

    async def once(self) -> int:
        """How many digests were said, those that a crash had left unsaid among them."""
        said = await self._say_again()
        directory, now = self._directory(), self._now()
        plan, day = directory.digests, directory.day(now)
        if plan and self._done != day and is_time(directory.calendars[plan.calendar], now):
            said += await self._tell(directory, plan, now)
            self._done = day
        return said

    async def _tell(self, directory: Directory, plan: DigestPlan, now: datetime) -> int:
        day = directory.day(now)
        found, fresh = await self._read(), since(directory.calendars[plan.calendar], day)
        reading, empty = readers(directory, plan.posts, day)
        for post in empty:
            log.warning("nobody reads the digest", post=post)
        written = (digest(directory, one, found.late, fresh, now, more=found.more) for one in reading)
        return sum([await self._remember(event) for event in written])

    async def _remember(self, event: LateDigest) -> bool:
        """Whether it was new, and is said."""
        if await self._digests.get(event.key()):
            return False
        oldest = await asyncio.gather(*(self._with_holder(late) for late in event.oldest))
        whole = event.model_copy(update={"oldest": tuple(oldest)})
        unsaid = {"unsaid": sortable(self._now()), "said": remember(whole)} if whole.late else {}
        is_new = await self._digests.insert({"_id": event.key(), "at": self._now(), **unsaid})
        if not (is_new and unsaid):
            return False
        await self._say(event.key(), whole)
        return True

    async def _say_again(self) -> int:
        lapsed = sortable(self._now() - LAPSES_AFTER)
        left = await self._digests.between("unsaid", "", lapsed, SWEPT_AT_ONCE)
        return sum([await self._take_over(stored) for stored in left])

    async def _take_over(self, stored: Document) -> bool:
        as_it_was = {"unsaid": stored["unsaid"]}
        if not await self._digests.change(stored["_id"], as_it_was, {"$set": {"unsaid": sortable(self._now())}}):
            return False
        await self._say(stored["_id"], recall(stored["said"]))
        return True

    async def _say(self, key: str, event: Event) -> None:
        await self._bus.say([event])
        await self._digests.change(key, {}, {"$unset": {"unsaid": ""}})

    async def _read(self) -> Found:
        """All that is late, oldest first, as far as one letter needs to know."""
        found: list[Late] = []
        after = ""
        while len(found) < MOST_READ:
            broken = await self._clocks.broken(after, READ_AT_ONCE)
            found += [late(clock) for clock in broken.values()]
            if len(broken) < READ_AT_ONCE:
                return Found(found, more=False)
            after = max(broken)
        return Found(found, more=True)

    async def _with_holder(self, late: LateTicket) -> LateTicket:
        """Who holds it, if router can be asked."""
        status: TicketStatus | None = None
        with suppress(NoAnswerError):
            status = await self._bus.ask(AskTicket.SUBJECT, AskTicket(ticket=late.ticket), TicketStatus)
        held = {"holder": status.holder, "agency": status.agency} if status else {}
        return late.model_copy(update=held)
