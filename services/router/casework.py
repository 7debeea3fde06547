"""What a person does to a case: to all of its tickets at once, or to who belongs to it."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from services.router.cases import Cases
from services.router.domain import linking
from services.router.domain.revision import Refusal, caused_by
from services.router.store import Tickets
from shared.contracts.action import Action
from shared.contracts.question import AskCase, Case
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import TicketNumber
from shared.runtime.errors import Reject, Retry

Act = Callable[[TicketEvent], TicketEvent | Refusal]


class Casework:
    """Each ticket gets a revision of its own, all for the same cause."""

    def __init__(self, cases: Cases, tickets: Tickets, triage_post: str, now: Callable[[], datetime]) -> None:
        self._cases = cases
        self._tickets = tickets
        self._triage_post = triage_post
        self._now = now

    async def act(self, action: Action, act: Act) -> list[TicketEvent]:
        """Done to the ticket that is named and to the rest of its case; refused when it changes none of them."""
        there: tuple[TicketEvent, Refusal] | None = None

        def decide(ticket: TicketEvent) -> TicketEvent | Refusal | None:
            nonlocal there
            after = act(ticket)
            if isinstance(after, Refusal) and linking.is_there(ticket, action):
                there = ticket, after
                return None
            return after

        changed = await self._tickets.change(action.ticket, caused_by(action), decide)
        if changed or there is None:
            return [changed, *await self.likewise(changed, action, act)] if changed else []
        ticket, refusal = there
        # Whoever joined since the ticket came there is meant too, and when the action comes again nobody else.
        others = await self.likewise(ticket.model_copy(update={"changed_at": action.at}), action, act)
        if not others:
            raise Reject(refusal.reason, code="refused")
        return others

    async def likewise(self, changed: TicketEvent, action: Action, act: Act) -> list[TicketEvent]:
        """The same done to the others of its case; one where it cannot be done is no hindrance."""
        if changed.case is None:
            return []

        def decide(other: TicketEvent) -> TicketEvent | None:
            after = act(other) if linking.follows(other, changed) else None
            return None if isinstance(after, Refusal) else after

        numbers = [number for number in await self._cases.numbers(changed.case) if number != changed.ticket]
        others = [self._tickets.change(number, caused_by(action), decide) for number in numbers]
        return [event for event in await asyncio.gather(*others) if event]

    async def link(self, action: Action) -> list[TicketEvent]:
        """Both tickets in one case; says nothing of one that is in it already."""
        histories = [await self._known(number) for number in (action.ticket, action.other) if number]
        made = linking.made(histories, action)
        case = made.case if made and made.case else self._common_case(histories, action)
        still = [history for history in histories if not (made and linking.left_since(history, made))]
        return [event for history in still for event in await self._bring(history, case, action)]

    async def unlink(self, action: Action) -> list[TicketEvent]:
        """One ticket out of its case."""
        unlinked = await self._tickets.change(
            action.ticket,
            caused_by(action),
            lambda ticket: linking.unlink(ticket, action, self._triage_post, self._now()),
        )
        return await self._moved(unlinked)

    async def show(self, question: AskCase) -> Case | None:
        history = await self._tickets.history(question.ticket)
        case = history[-1].case if history else None
        if case is None:
            return None
        members = await self._cases.members(case)
        return Case(case=case, tickets=tuple(ticket.ticket for ticket in members))

    def _common_case(self, histories: Sequence[linking.History], action: Action) -> TicketNumber:
        refusal = linking.may_link(action, self._triage_post, *(history[-1] for history in histories))
        case = refusal or linking.common_case(*histories)
        if isinstance(case, Refusal):
            raise Reject(case.reason, code="refused")
        return case

    async def _bring(self, history: linking.History, case: TicketNumber, action: Action) -> list[TicketEvent]:
        reporters = len({*await self._cases.numbers(case), history[0].ticket, case})
        linked = await self._tickets.change(
            history[0].ticket,
            caused_by(action),
            lambda ticket: linking.link(ticket, case, reporters, action, self._now()),
        )
        return await self._moved(linked)

    async def _moved(self, event: TicketEvent | None) -> list[TicketEvent]:
        """Writes down the case a ticket came into, and the one it was in before, and says so."""
        if event is None:
            return []
        before = (await self._tickets.history(event.ticket))[event.revision - 2].case
        if before and before != event.case:
            await self._cases.note(event, before, belongs=False)
        if event.case:
            await self._cases.note(event, event.case, belongs=True)
        return [event]

    async def _known(self, ticket: TicketNumber) -> list[TicketEvent]:
        history = await self._tickets.history(ticket)
        if not history:
            raise Retry("no such ticket yet")
        return history
