"""Tickets as the list of their revisions: appended, never changed."""

from collections.abc import Callable

from services.router.desk import Desk
from services.router.domain.revision import Refusal
from shared.contracts.event import recall, remember
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import TicketNumber
from shared.runtime.errors import Reject, Retry
from shared.runtime.mongo import Collection, Database

Change = Callable[[TicketEvent], TicketEvent | Refusal | None]


class Tickets:
    """One document a revision, its `_id` `<ticket>:<revision>`; whoever inserts it first has made the change."""

    def __init__(self, tickets: Collection, desk: Desk) -> None:
        self._tickets = tickets
        self._desk = desk

    @classmethod
    async def prepare(cls, database: Database) -> None:
        await database.index("tickets", "ticket")
        await Desk.prepare(database)

    async def open(self, event: TicketEvent) -> TicketEvent:
        """The first revision: this one, or the one a former try remembered."""
        first = event if await self._keep(event) else (await self.history(event.ticket))[0]
        if first.complaint != event.complaint:
            raise Reject("two complaints have the same number", code="number-collision")
        await self._desk.note([first])
        return first

    async def change(self, ticket: TicketNumber, cause: str, decide: Change) -> TicketEvent | None:
        """The revision `cause` leads to: remembered once, decided anew only when somebody else was faster.

        Raises Retry for a ticket not yet known, Reject when the change is refused.
        """
        while True:
            history = await self.history(ticket)
            if not history:
                raise Retry("no such ticket yet")
            said = next((revision for revision in history if revision.cause == cause), None)
            if said:
                await self._desk.note(history[: said.revision])
                return said
            changed = decide(history[-1])
            if isinstance(changed, Refusal):
                raise Reject(changed.reason, code="refused")
            if changed is None:
                return None
            if await self._keep(changed):
                await self._desk.note([*history, changed])
                return changed

    async def history(self, ticket: TicketNumber) -> list[TicketEvent]:
        """Every revision, oldest first."""
        documents = await self._tickets.find("ticket", ticket)
        events = [recall(document["said"]) for document in documents]
        return sorted((event for event in events if isinstance(event, TicketEvent)), key=lambda event: event.revision)

    async def _keep(self, event: TicketEvent) -> bool:
        document = {"_id": event.key(), "ticket": event.ticket, "at": event.changed_at, "said": remember(event)}
        return await self._tickets.insert(document)
