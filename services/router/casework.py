"""What a person does to a case: to all of its tickets at once, or to who belongs to it."""

import asyncio
from collections.abc import Callable, Sequence

from services.router.cases import Cases
from services.router.domain import lifecycle, linking
from services.router.domain.chart import is_shared
from services.router.domain.closing import no_original
from services.router.domain.deed import Deed
from services.router.domain.refusal import refused
from services.router.domain.revision import Refusal, caused_by
from services.router.store import Tickets
from shared.contracts.action import Action
from shared.contracts.question import AskCase, Case
from shared.contracts.ticket import ActionRefused, TicketEvent
from shared.contracts.words import TicketNumber
from shared.runtime.errors import Retry

Deeds = Callable[[linking.History, Action], Deed]


class Casework:
    """Each ticket gets a revision of its own, all for the same cause; what is refused is told to its actor."""

    def __init__(self, cases: Cases, tickets: Tickets, deeds: Deeds) -> None:
        self._cases = cases
        self._tickets = tickets
        self._deeds = deeds

    async def act(self, action: Action) -> list[TicketEvent]:
        """Done to the ticket that is named and, where that is meant, to the rest of its case."""
        if action.kind == "link":
            return await self._link(action)
        if action.kind == "unlink":
            return await self._unlink(action)
        original = await self._no_original(action)

        def decide(history: linking.History) -> TicketEvent | Refusal:
            after = lifecycle.act(self._deeds(history, action))
            return after if isinstance(after, Refusal) else original or after

        said = await self._tickets.judge(action.ticket, caused_by(action), decide)
        if isinstance(said, Refusal):
            return await self._through(action, said)
        return [said, *await self._likewise(said, action)] if said else []

    async def _through(self, action: Action, refusal: Refusal) -> list[TicketEvent]:
        """Done to the rest of the case, where the ticket that is named is already; refused when nothing is done."""
        history = await self._tickets.history(action.ticket)
        # Whoever joined since the ticket came there is meant too, and when the action comes again nobody else.
        there = history[-1].model_copy(update={"changed_at": action.at})
        others = await self._likewise(there, action) if linking.is_there(there, action) else []
        return others or [await self._refuse(history, action, refusal)]

    async def _likewise(self, changed: TicketEvent, action: Action) -> list[TicketEvent]:
        """The same done to the others of its case; one where it cannot be done is no hindrance."""
        if changed.case is None or isinstance(changed, ActionRefused) or not is_shared(action):
            return []
        # Its actor saw a revision of the ticket they named.
        meant = action.model_copy(update={"revision": None})

        def decide(history: linking.History) -> TicketEvent | None:
            after = lifecycle.act(self._deeds(history, meant)) if linking.follows(history[-1], changed) else None
            return None if isinstance(after, Refusal) else after

        numbers = [number for number in await self._cases.numbers(changed.case) if number != changed.ticket]
        others = (self._tickets.judge(number, caused_by(action), decide) for number in numbers)
        return [event for event in await asyncio.gather(*others) if isinstance(event, TicketEvent)]

    async def _link(self, action: Action) -> list[TicketEvent]:
        """Both tickets in one case; says nothing of one that is in it already."""
        said = await self._tickets.refused(action)
        if said:
            return [said]
        histories = [await self._known(number) for number in (action.ticket, action.other) if number]
        made = linking.made(histories, action)
        case = made.case if made and made.case else self._common_case(histories, action)
        if isinstance(case, Refusal):
            return [await self._refuse(histories[0], action, case)]
        still = [history for history in histories if not (made and linking.left_since(history, made))]
        return [event for history in still for event in await self._bring(history, case, action)]

    async def _unlink(self, action: Action) -> list[TicketEvent]:
        """One ticket out of its case."""
        said = await self._tickets.judge(
            action.ticket, caused_by(action), lambda history: linking.unlink(self._deeds(history, action))
        )
        if isinstance(said, Refusal):
            return [await self._refuse(await self._tickets.history(action.ticket), action, said)]
        return await self._moved(said)

    async def show(self, question: AskCase) -> Case | None:
        history = await self._tickets.history(question.ticket)
        case = history[-1].case if history else None
        if case is None:
            return None
        members = await self._cases.members(case)
        return Case(case=case, tickets=tuple(ticket.ticket for ticket in members))

    def _common_case(self, histories: Sequence[linking.History], action: Action) -> TicketNumber | Refusal:
        deeds = [self._deeds(history, action) for history in histories]
        return linking.may_link(*deeds) or linking.common_case(*histories)

    async def _bring(self, history: linking.History, case: TicketNumber, action: Action) -> list[TicketEvent]:
        reporters = len({*await self._cases.numbers(case), history[0].ticket, case})
        linked = await self._tickets.judge(
            history[0].ticket,
            caused_by(action),
            lambda history: linking.link(self._deeds(history, action), case, reporters),
        )
        return await self._moved(linked if isinstance(linked, TicketEvent) else None)

    async def _moved(self, event: TicketEvent | None) -> list[TicketEvent]:
        """Writes down the case a ticket came into, and the one it was in before, and says so."""
        if event is None or isinstance(event, ActionRefused):
            return [event] if event else []
        before = (await self._tickets.history(event.ticket))[event.revision - 2].case
        if before and before != event.case:
            await self._cases.note(event, before, belongs=False)
        if event.case:
            await self._cases.note(event, event.case, belongs=True)
        return [event]

    async def _refuse(self, history: linking.History, action: Action, refusal: Refusal) -> TicketEvent:
        return await self._tickets.refuse(refused(self._deeds(history, action), refusal))

    async def _no_original(self, action: Action) -> Refusal | None:
        """Why a ticket cannot be the duplicate of the one that is named."""
        if action.outcome != "duplicate" or action.other is None:
            return None
        history = await self._tickets.history(action.other)
        return no_original(action.other, history[-1] if history else None)

    async def _known(self, ticket: TicketNumber) -> linking.History:
        history = await self._tickets.history(ticket)
        if not history:
            raise Retry("no such ticket yet")
        return history
