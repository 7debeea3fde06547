"""Router's handlers: hear, decide, remember, say."""

from collections.abc import Callable
from datetime import datetime

from services.router.cases import Cases
from services.router.casework import Casework
from services.router.checks import Checks
from services.router.domain import consequences
from services.router.domain.assignment import assign
from services.router.domain.deed import Deed
from services.router.domain.duplicates import Sightings
from services.router.domain.linking import History, joined
from services.router.domain.rostering import Rostering
from services.router.domain.sorting import Sorter
from services.router.domain.undelivered import on_undelivered
from services.router.store import Tickets
from services.router.unavailable import tell
from services.router.workload import Workload
from shared.contracts.action import Action
from shared.contracts.admitted import Admitted
from shared.contracts.desk_question import AskCase, Case
from shared.contracts.notice import NoticeFailed
from shared.contracts.promise import PromiseEvent
from shared.contracts.sorted import Sorted
from shared.contracts.spot_check import SpotCheckAnswered
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import CITIZEN, is_check
from shared.directory.model import Directory
from shared.policy.roster import NO_LOAD
from shared.runtime.errors import Reject


class RouterHandlers:
    """Where a complaint goes, and every change of its ticket."""

    def __init__(
        self,
        directory: Directory,
        tickets: Tickets,
        cases: Cases,
        checks: Checks,
        now: Callable[[], datetime],
        speed: float,
        sorter: Sorter,
        workload: Workload | None = None,
    ) -> None:
        self._directory = directory
        self._sightings = Sightings(directory)
        self._sorter = sorter
        self._tickets = tickets
        self._cases = cases
        self._checks = checks
        self._casework = Casework(cases, tickets, self._deed)
        self._now = now
        self._speed = speed
        self._workload = workload

    async def sort(self, event: Admitted) -> Sorted:
        """Remembers nothing: sorting is a pure function, and the ticket's first revision remembers its answer."""
        return Sorted(complaint=event.complaint, sorting=self._sorter.sort(event.complaint))

    async def assign(self, event: Sorted) -> list[TicketEvent]:
        first = assign(event, self._directory, self._now(), self._speed, self._workload or NO_LOAD)
        sighting = self._sightings.of(first.complaint, first.sorting)
        company = await self._cases.company(sighting) if sighting else None
        ticket = await self._tickets.open(joined(first, company, self._directory, self._speed))
        if self._workload:
            self._workload.add(ticket.holder.post)
        tell(ticket, self._rostering)
        return await self._cases.settle(ticket) if sighting or ticket.case else [ticket]

    async def act(self, action: Action) -> list[TicketEvent] | list[SpotCheckAnswered]:
        """What is done to one ticket of a case is done to all of it, but for what says who belongs to it."""
        if action.is_check:
            return [await self._checks.answer(action)]
        is_known = action.actor == CITIZEN or action.actor in self._directory.posts
        if not is_known and not await self._tickets.knows(action):
            raise Reject(f"there is no post {action.actor}, so nobody can be told", code="unknown-actor")
        said = await self._casework.act(action)
        for event in said:
            tell(event, self._rostering)
        return said

    async def on_promise(self, promise: PromiseEvent) -> TicketEvent | None:
        return await self._tickets.change(
            promise.ticket,
            promise.key(),
            lambda ticket: consequences.on_promise(ticket, promise, self._directory, self._now(), self._speed),
        )

    async def on_undelivered(self, notice: NoticeFailed) -> TicketEvent | None:
        if is_check(notice.ticket):
            await self._checks.undelivered(notice)
            return None
        return await self._tickets.change(
            notice.ticket,
            notice.key(),
            lambda ticket: on_undelivered(ticket, notice, self._directory, self._now()),
        )

    async def case(self, question: AskCase) -> Case | None:
        return await self._casework.show(question)

    def _deed(self, history: History, action: Action) -> Deed:
        return Deed.upon(history, action, self._directory, self._now(), self._speed, self._workload or NO_LOAD)

    @property
    def _rostering(self) -> Rostering:
        return Rostering(self._directory, self._now(), self._speed)
