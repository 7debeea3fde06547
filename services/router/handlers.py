"""Router's handlers: hear, decide, remember, say."""

from collections.abc import Callable
from datetime import datetime

from services.router.domain import lifecycle
from services.router.domain.assignment import assign, next_told
from services.router.domain.sorting import Sorter
from services.router.explain import status
from services.router.store import Tickets
from shared.contracts.action import Action
from shared.contracts.admitted import Admitted
from shared.contracts.notice import NoticeFailed
from shared.contracts.promise import PromiseEvent
from shared.contracts.question import AskTicket, TicketStatus
from shared.contracts.sorted import Sorted
from shared.contracts.ticket import Holder, TicketEvent
from shared.directory.model import Directory


class RouterHandlers:
    """Where a complaint goes, and every change of its ticket."""

    def __init__(self, directory: Directory, tickets: Tickets, now: Callable[[], datetime], speed: float) -> None:
        self._directory = directory
        self._sorter = Sorter(directory)
        self._tickets = tickets
        self._now = now
        self._speed = speed

    async def sort(self, event: Admitted) -> Sorted:
        """Remembers nothing: sorting is a pure function, and the ticket's first revision remembers its answer."""
        return Sorted(complaint=event.complaint, sorting=self._sorter.sort(event.complaint))

    async def assign(self, event: Sorted) -> TicketEvent:
        return await self._tickets.open(assign(event, self._directory, self._now(), self._speed))

    async def act(self, action: Action) -> TicketEvent | None:
        return await self._tickets.change(
            action.ticket, lifecycle.caused_by(action), lambda ticket: lifecycle.act(ticket, action, self._now())
        )

    async def on_promise(self, promise: PromiseEvent) -> TicketEvent | None:
        told = self._rung(promise.post) if promise.post else None
        return await self._tickets.change(
            promise.ticket, promise.key(), lambda ticket: lifecycle.on_promise(ticket, promise, self._now(), told)
        )

    def _rung(self, post: str) -> Holder:
        """The post a running promise names; triage when the directory has it no more."""
        return self._directory.holder(post if post in self._directory.posts else self._directory.triage_post)

    async def on_undelivered(self, notice: NoticeFailed) -> TicketEvent | None:
        def climb(ticket: TicketEvent) -> TicketEvent | lifecycle.Refusal | None:
            told = next_told(self._directory, ticket.holder.post, notice.to)
            return lifecycle.on_undelivered(ticket, notice, self._now(), told)

        return await self._tickets.change(notice.ticket, notice.key(), climb)

    async def status(self, question: AskTicket) -> TicketStatus | None:
        history = await self._tickets.history(question.ticket)
        return status(history[-1]) if history else None
