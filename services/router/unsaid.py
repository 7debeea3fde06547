"""What has no incoming message to be said again by: noted before it is decided, so that a crash loses nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from services.router.domain.revision import Refusal
from services.router.store import Change, Tickets
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import TicketNumber
from shared.policy.moments import sortable
from shared.runtime.bus import Bus
from shared.runtime.guard import guarded
from shared.runtime.mongo import Collection, Database, Document

# Whoever noted something longer ago has died, or will find it said.
LAPSES_AFTER = timedelta(minutes=1)
# What nobody decided in so long nobody will.
FORGOTTEN_AFTER = timedelta(days=1)
# A cause names the day, and comes on no later one.
KEPT_FOR = timedelta(days=2)
SWEPT_AT_ONCE = 500


class Unsaid:
    """One document a change, `_id` `<ticket>|<cause>`; `unsaid` (since when) stands there until it was said.

    Whoever inserts it decides and says; another process may only once that has lapsed. What was said stands there for
    a while, so that a process which looked before does not say it again. `bus` is where it is said.
    """

    def __init__(self, noted: Collection, tickets: Tickets, bus: Bus, now: Callable[[], datetime]) -> None:
        self._noted = noted
        self._tickets = tickets
        self._bus = bus
        self._now = now

    @classmethod
    async def prepare(cls, database: Database) -> None:
        await database.index("unsaid", "unsaid", sparse=True)
        await database.lapse("unsaid", "said_at", KEPT_FOR)

    async def change(self, ticket: TicketNumber, cause: str, decide: Change) -> TicketEvent | None:
        """The revision `cause` leads to, remembered and said; None when there is none, or another process is at it."""
        key = f"{ticket}|{cause}"
        noted = {"_id": key, "ticket": ticket, "cause": cause, "unsaid": sortable(self._now())}
        if not (await self._noted.insert(noted) or await self._take_over(key)):
            return None
        return await self._finish(key, ticket, cause, decide)

    async def sweep(self) -> int:
        """How many were said that a crash had left unsaid."""
        lapsed = sortable(self._now() - LAPSES_AFTER)
        found = 0
        for noted in await self._noted.between("unsaid", "", lapsed, SWEPT_AT_ONCE):
            found += await guarded(self._again(noted), "unsaid", ticket=noted["ticket"]) or False
        return found

    async def _again(self, noted: Document) -> bool:
        """Said, if it was decided; forgotten, if nobody has decided it in all that time."""
        key, ticket, cause = noted["_id"], noted["ticket"], noted["cause"]
        history = await self._tickets.history(ticket)
        if any(revision.cause == cause for revision in history):
            return await self._take_over(key) and await self._finish(key, ticket, cause, _nothing) is not None
        if noted["unsaid"] < sortable(self._now() - FORGOTTEN_AFTER):
            await self._noted.remove(key)
        return False

    async def _finish(self, key: str, ticket: TicketNumber, cause: str, decide: Change) -> TicketEvent | None:
        changed = await self._tickets.change(ticket, cause, decide)
        if changed:
            await self._bus.say([changed])
            await self._noted.change(key, {}, {"$unset": {"unsaid": ""}, "$set": {"said_at": self._now()}})
        else:
            # Not now; the same cause may lead to something later.
            await self._noted.remove(key)
        return changed

    async def _take_over(self, key: str) -> bool:
        now = self._now()
        lapsed = {"unsaid": {"$lt": sortable(now - LAPSES_AFTER)}}
        return await self._noted.change(key, lapsed, {"$set": {"unsaid": sortable(now)}})


def _nothing(_: TicketEvent) -> TicketEvent | Refusal | None:
    return None
