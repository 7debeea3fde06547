"""Tickets as the list of their revisions: appended, never changed."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from services.router.domain.revision import Refusal
from services.router.revisions import Revisions
from shared.contracts.action import Action
from shared.contracts.event import recall, remember
from shared.contracts.ticket import ActionRefused, TicketEvent
from shared.contracts.words import TicketNumber
from shared.runtime.errors import Reject, Retry
from shared.runtime.mongo import Collection, Database

# Between a ticket's number and an action's id.
REFUSED = ":refused:"

Change = Callable[[TicketEvent], TicketEvent | Refusal | None]
Judge = Callable[[Sequence[TicketEvent]], TicketEvent | Refusal | None]


class View(Protocol):
    """What is read off the tickets, written after them."""

    async def note(self, history: Sequence[TicketEvent]) -> None:
        """Writes down what the latest of these revisions means; twice, or after a later one, it changes nothing."""


class Tickets:
    """One document a revision, its `_id` `<ticket>:<revision>`; whoever inserts it first has made the change.

    What was refused stands beside them under `<ticket>:refused:<action>`.
    """

    def __init__(self, tickets: Collection, views: Sequence[View]) -> None:
        self._tickets = tickets
        self._views = views

    @classmethod
    async def prepare(cls, database: Database) -> None:
        await database.index("tickets", "ticket")

    async def open(self, event: TicketEvent) -> TicketEvent:
        """The first revision: this one, or the one a former try remembered."""
        first = event if await self._keep(event, event.key()) else (await self.history(event.ticket))[0]
        if first.complaint != event.complaint:
            raise Reject("two complaints have the same number", code="number-collision")
        await self._note([first])
        return first

    async def change(self, ticket: TicketNumber, cause: str, decide: Change) -> TicketEvent | None:
        """The revision `cause` leads to: remembered once, decided anew only when somebody else was faster.

        Raises Retry for a ticket not yet known, Reject when the change is refused.
        """
        changed = await self.judge(ticket, cause, lambda history: decide(history[-1]))
        if isinstance(changed, Refusal):
            raise Reject(changed.reason, code="refused")
        return changed

    async def judge(self, ticket: TicketNumber, cause: str, decide: Judge) -> TicketEvent | Refusal | None:
        """The same, decided by every revision there is; a refusal is handed back, and one that was said is said again.

        Raises Retry for a ticket not yet known.
        """
        while True:
            history, refusals = await self._read(ticket)
            if not history:
                raise Retry("no such ticket yet")
            said = history.caused_by(cause) or _caused_by(cause, refusals)
            if said:
                await self._note(history[: said.revision])
                return said
            changed = decide(history)
            if changed is None or isinstance(changed, Refusal):
                return changed
            if await self._keep(changed, changed.key()):
                await self._note(history.then(changed))
                return changed

    async def refuse(self, refused: ActionRefused) -> TicketEvent:
        """Remembers why an action was not done; what is said of it first is said of it ever after.

        Where another process has done it meanwhile, it was done.
        """
        await self._keep(refused, _refusal(refused.ticket, refused.action))
        history, refusals = await self._read(refused.ticket)
        return history.caused_by(refused.cause) or _caused_by(refused.cause, refusals) or refused

    async def refused(self, action: Action) -> ActionRefused | None:
        """What was said of this action when it was refused; None when it was not."""
        document = await self._tickets.get(_refusal(action.ticket, action.id))
        said = recall(document["said"]) if document else None
        return said if isinstance(said, ActionRefused) else None

    async def history(self, ticket: TicketNumber) -> Revisions:
        """Every revision, oldest first."""
        return (await self._read(ticket))[0]

    async def past(self, ticket: TicketNumber) -> list[TicketEvent]:
        """Every revision, oldest first, each with what was refused while it was the latest."""
        history, refusals = await self._read(ticket)
        return sorted([*history, *refusals], key=_in_order)

    async def _read(self, ticket: TicketNumber) -> tuple[Revisions, list[ActionRefused]]:
        documents = await self._tickets.find("ticket", ticket)
        refused = [document for document in documents if REFUSED in document["_id"]]
        recalled = (recall(document["said"]) for document in refused)
        changes = [document for document in documents if REFUSED not in document["_id"]]
        return Revisions.of(changes), [event for event in recalled if isinstance(event, ActionRefused)]

    async def _note(self, history: Sequence[TicketEvent]) -> None:
        await asyncio.gather(*(view.note(history) for view in self._views))

    async def _keep(self, event: TicketEvent, key: str) -> bool:
        told = {"ticket": event.ticket, "cause": event.cause, "at": event.changed_at}
        return await self._tickets.insert({"_id": key, **told, "said": remember(event)})


def _refusal(ticket: str, action: str) -> str:
    return f"{ticket}{REFUSED}{action}"


def _caused_by(cause: str, refusals: Sequence[ActionRefused]) -> ActionRefused | None:
    return next((refused for refused in refusals if refused.cause == cause), None)


def _in_order(event: TicketEvent) -> tuple[int, bool, datetime]:
    return event.revision, isinstance(event, ActionRefused), event.changed_at
