"""Tickets as the list of their revisions: appended, never changed."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol, Self

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
# Of so many refusals of a ticket its history tells; those after them are said, and said again, all the same.
REFUSALS_TOLD = 50

Change = Callable[[TicketEvent], TicketEvent | Refusal | None]
Judge = Callable[[Sequence[TicketEvent]], TicketEvent | Refusal | None]
# A refusal is an ActionRefused there.
Verdict = Callable[[Sequence[TicketEvent]], TicketEvent]
# Hears of each change once, from whoever made it, with every revision there is.
Count = Callable[[Sequence[TicketEvent]], None]


class Said(NamedTuple):
    """What an action led to for the ticket it names, from which revisions, and whether that was decided just now."""

    event: TicketEvent
    before: Sequence[TicketEvent]
    is_new: bool

    @classmethod
    def again(cls, event: TicketEvent, history: Revisions) -> Self:
        known = event.revision if isinstance(event, ActionRefused) else event.revision - 1
        return cls(event, history[:known], is_new=False)


class View(Protocol):
    """What is read off the tickets, written after them."""

    async def note(self, history: Sequence[TicketEvent]) -> None:
        """Writes down what the latest of these revisions means; twice, or after a later one, it changes nothing."""


class Tickets:
    """One document a revision, its `_id` `<ticket>:<revision>`; whoever inserts it first has made the change.

    What was refused stands beside them under `<ticket>:refused:<action>`, its `refused_of` the ticket: whoever decides
    reads of all refusals only that of the action itself.
    """

    def __init__(self, tickets: Collection, views: Sequence[View], count: Count = lambda _: None) -> None:
        self._tickets = tickets
        self._views = views
        self._count = count

    @classmethod
    async def prepare(cls, database: Database) -> None:
        await database.index("tickets", "ticket")
        await database.index("tickets", "refused_of", sparse=True)

    async def open(self, event: TicketEvent) -> TicketEvent:
        """The first revision: this one, or the one a former try remembered."""
        first = event if await self._keep(event) else (await self.history(event.ticket))[0]
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
        """The same, decided by every revision there is; a refusal is handed back, and remembered nowhere."""
        while True:
            history = await self._known(ticket)
            said = history.caused_by(cause)
            if said:
                await self._note(history[: said.revision])
                return said
            changed = decide(history)
            if changed is None or isinstance(changed, Refusal) or await self._append(history, changed):
                return changed

    async def act(self, action: Action, decide: Verdict) -> Said:
        """What a person's action leads to for the ticket they name; what was done or refused before is said again.

        Raises Retry for a ticket not yet known.
        """
        while True:
            history, refused = await asyncio.gather(self._known(action.ticket), self.refused(action))
            said = history.caused_by(action.cause) or refused
            if said:
                await self._note(history[: said.revision])
                return Said.again(said, history)
            after = decide(history)
            if isinstance(after, ActionRefused):
                return await self.refuse(after)
            if await self._append(history, after):
                return Said(after, history, is_new=True)

    async def refuse(self, refused: ActionRefused) -> Said:
        """Remembers why an action was not done; what is said of it first is said of it ever after.

        Where another process has done it meanwhile, it was done.
        """
        key = _refusal(refused.ticket, refused.action)
        told = len(await self._tickets.find("refused_of", refused.ticket)) < REFUSALS_TOLD
        place = {"refused_of": refused.ticket} if told else {}
        is_first = await self._insert(key, refused, place)
        history, first = await asyncio.gather(self.history(refused.ticket), self._refused(key))
        done = history.caused_by(refused.cause)
        return Said.again(done or first or refused, history)._replace(is_new=is_first and done is None)

    async def refused(self, action: Action) -> ActionRefused | None:
        """What was said of this action when it was refused; None when it was not."""
        return await self._refused(_refusal(action.ticket, action.id))

    async def knows(self, action: Action) -> bool:
        """Whether something was said of this action before."""
        numbers = [number for number in (action.ticket, action.other) if number]
        histories = await asyncio.gather(*(self.history(number) for number in numbers))
        return any(history.caused_by(action.cause) for history in histories) or await self.refused(action) is not None

    async def history(self, ticket: TicketNumber) -> Revisions:
        """Every revision, oldest first."""
        return Revisions.of(await self._tickets.find("ticket", ticket))

    async def past(self, ticket: TicketNumber) -> list[TicketEvent]:
        """Every revision, oldest first, each with what was refused while it was the latest, as far as that is told."""
        history, refused = await asyncio.gather(self.history(ticket), self._tickets.find("refused_of", ticket))
        recalled = (recall(document["said"]) for document in refused)
        return sorted([*history, *(event for event in recalled if isinstance(event, ActionRefused))], key=_in_order)

    async def _known(self, ticket: TicketNumber) -> Revisions:
        history = await self.history(ticket)
        if not history:
            raise Retry("no such ticket yet")
        return history

    async def _refused(self, key: str) -> ActionRefused | None:
        document = await self._tickets.get(key)
        said = recall(document["said"]) if document else None
        return said if isinstance(said, ActionRefused) else None

    async def _append(self, history: Revisions, changed: TicketEvent) -> bool:
        """False when somebody else was faster."""
        if not await self._keep(changed):
            return False
        changes = history.then(changed)
        self._count(changes)
        await self._note(changes)
        return True

    async def _note(self, history: Sequence[TicketEvent]) -> None:
        await asyncio.gather(*(view.note(history) for view in self._views))

    async def _keep(self, event: TicketEvent) -> bool:
        return await self._insert(event.key(), event, {"ticket": event.ticket})

    async def _insert(self, key: str, event: TicketEvent, place: Mapping[str, str]) -> bool:
        told = {**place, "cause": event.cause, "at": event.changed_at}
        return await self._tickets.insert({"_id": key, **told, "said": remember(event)})


def _refusal(ticket: str, action: str) -> str:
    return f"{ticket}{REFUSED}{action}"


def _in_order(event: TicketEvent) -> tuple[int, bool, datetime]:
    return event.revision, isinstance(event, ActionRefused), event.changed_at
