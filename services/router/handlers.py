"""Router's handlers: hear, decide, remember, say."""

from collections.abc import Callable
from datetime import datetime

from services.router.cases import Cases
from services.router.casework import Casework
from services.router.domain import lifecycle
from services.router.domain.assignment import assign, next_told
from services.router.domain.duplicates import Sightings
from services.router.domain.linking import joined
from services.router.domain.model import LinearModel
from services.router.domain.revision import Refusal
from services.router.domain.sorting import Sorter
from services.router.explain import status
from services.router.store import Tickets
from shared.contracts.action import Action
from shared.contracts.admitted import Admitted
from shared.contracts.notice import NoticeFailed
from shared.contracts.promise import PromiseEvent
from shared.contracts.question import AskCase, AskTicket, Case, TicketStatus
from shared.contracts.sorted import Sorted
from shared.contracts.ticket import TicketEvent
from shared.directory.model import Directory


class RouterHandlers:
    """Where a complaint goes, and every change of its ticket."""

    def __init__(
        self,
        directory: Directory,
        tickets: Tickets,
        cases: Cases,
        now: Callable[[], datetime],
        speed: float,
        model: LinearModel | None = None,
    ) -> None:
        self._directory = directory
        self._sightings = Sightings(directory)
        self._sorter = Sorter(directory, model)
        self._tickets = tickets
        self._cases = cases
        self._casework = Casework(cases, tickets, directory.triage_post, now)
        self._now = now
        self._speed = speed

    async def sort(self, event: Admitted) -> Sorted:
        """Remembers nothing: sorting is a pure function, and the ticket's first revision remembers its answer."""
        return Sorted(complaint=event.complaint, sorting=self._sorter.sort(event.complaint))

    async def assign(self, event: Sorted) -> list[TicketEvent]:
        first = assign(event, self._directory, self._now(), self._speed)
        sighting = self._sightings.of(first.complaint, first.sorting)
        company = await self._cases.company(sighting) if sighting else None
        ticket = await self._tickets.open(joined(first, company, self._directory, self._speed))
        return await self._cases.settle(ticket) if sighting or ticket.case else [ticket]

    async def act(self, action: Action) -> list[TicketEvent]:
        """What is done to one ticket of a case is done to all of it, but for what says who belongs to it."""
        if action.kind == "link":
            return await self._casework.link(action)
        if action.kind == "unlink":
            return await self._casework.unlink(action)

        def act(ticket: TicketEvent) -> TicketEvent | Refusal:
            return lifecycle.act(ticket, action, self._directory, self._now(), self._speed)

        return await self._casework.act(action, act)

    async def on_promise(self, promise: PromiseEvent) -> TicketEvent | None:
        return await self._tickets.change(
            promise.ticket,
            promise.key(),
            lambda ticket: lifecycle.on_promise(ticket, promise, self._directory, self._now()),
        )

    async def on_undelivered(self, notice: NoticeFailed) -> TicketEvent | None:
        def climb(ticket: TicketEvent) -> TicketEvent | Refusal | None:
            told = next_told(self._directory, ticket.holder.post, notice.to)
            return lifecycle.on_undelivered(ticket, notice, self._now(), told)

        return await self._tickets.change(notice.ticket, notice.key(), climb)

    async def status(self, question: AskTicket) -> TicketStatus | None:
        history = await self._tickets.history(question.ticket)
        return status(history[-1]) if history else None

    async def case(self, question: AskCase) -> Case | None:
        return await self._casework.show(question)
