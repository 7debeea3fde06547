"""What a person does to a case: to all of its tickets at once, or to who belongs to it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from services.router.cases import Cases
from services.router.domain import lifecycle, linking
from services.router.domain.chart import is_shared
from services.router.domain.closing import no_original
from services.router.domain.deed import Deed
from services.router.domain.refusal import overtaken, refused
from services.router.domain.revision import Refusal
from services.router.domain.together import follows, is_as_then, is_there
from services.router.store import Said, Tickets
from shared.contracts.action import Action
from shared.contracts.desk_question import AskCase, Case
from shared.contracts.ticket import ActionRefused, TicketEvent
from shared.contracts.words import TicketNumber
from shared.runtime.errors import Retry

Deeds = Callable[[linking.History, Action], Deed]
Decide = Callable[[Deed], TicketEvent | Refusal]
# Whoever names a ticket that was admitted just now may be heard before it is.
COMES_WITHIN = timedelta(minutes=1)


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

        def decide(deed: Deed) -> TicketEvent | Refusal:
            after = lifecycle.act(deed)
            return after if isinstance(after, Refusal) else original or after

        said = await self._tickets.act(action, lambda history: self._verdict(history, action, decide))
        return [said.event, *await self._likewise(said, action)]

    async def _likewise(self, named: Said, action: Action) -> list[TicketEvent]:
        """The same done to the others of its case; one where it cannot be done is no hindrance.

        Once it was done to all of them it is only said again. When a crash came between, those who have changed since
        are left as they are.
        """
        changed, before = named.event, named.before[-1]
        if changed.case is None or not is_shared(action) or not self._is_for_the_rest(named, action):
            return []
        is_finished = not named.is_new and await self._cases.is_finished(action.cause)
        # Its actor saw a revision of the ticket they named.
        meant = action.model_copy(update={"revision": None})

        def decide(others: linking.History) -> TicketEvent | None:
            is_meant = not is_finished and follows(others[-1], changed, before)
            if not is_meant or not (named.is_new or is_as_then(others, changed)):
                return None
            after = lifecycle.act(replace(self._deeds(others, meant), beside=before))
            return None if isinstance(after, Refusal) else after

        numbers = [number for number in await self._cases.ever(changed.case) if number != changed.ticket]
        others = await asyncio.gather(*(self._tickets.judge(number, action.cause, decide) for number in numbers))
        if not is_finished:
            await self._cases.finish(action.cause)
        return [event for event in others if isinstance(event, TicketEvent)]

    def _is_for_the_rest(self, named: Said, action: Action) -> bool:
        """Whether it was done, or the ticket that was named was there already and its actor knew how it stood."""
        if not isinstance(named.event, ActionRefused):
            return True
        return is_there(named.event, action) and overtaken(self._deeds(named.before, action)) is None

    async def _link(self, action: Action) -> list[TicketEvent]:
        """Both tickets in one case; says nothing of one that is in it already."""
        said = await self._tickets.refused(action)
        if said:
            return [said]
        histories = [await self._tickets.history(number) for number in (action.ticket, action.other) if number]
        if not histories[0]:
            raise Retry("no such ticket yet")
        case = self._case(histories, action)
        if isinstance(case, Refusal):
            return [(await self._tickets.refuse(refused(self._deeds(histories[0], action), case))).event]
        made = linking.made(histories, action)
        still = [history for history in histories if not (made and linking.left_since(history, made))]
        return [event for history in still for event in await self._bring(history, case, action)]

    async def _unlink(self, action: Action) -> list[TicketEvent]:
        """One ticket out of its case."""
        said = await self._tickets.act(action, lambda history: self._verdict(history, action, linking.unlink))
        return await self._moved(said.event)

    async def show(self, question: AskCase) -> Case | None:
        history = await self._tickets.history(question.ticket)
        case = history[-1].case if history else None
        if case is None:
            return None
        members = await self._cases.members(case)
        return Case(case=case, tickets=tuple(ticket.ticket for ticket in members))

    def _case(self, histories: Sequence[linking.History], action: Action) -> TicketNumber | Refusal:
        """The case that both tickets come into; a number that is new to us may be that of a ticket yet to come."""
        made = linking.made(histories, action)
        if made and made.case:
            return made.case
        deed = self._deeds(histories[0], action)
        if not all(histories):
            if deed.now - action.at < COMES_WITHIN:
                raise Retry("no such ticket yet")
            return no_original(action.other, None) or Refusal("")
        deeds = [self._deeds(history, action) for history in histories]
        return linking.may_link(*deeds) or linking.common_case(*histories)

    async def _bring(self, history: linking.History, case: TicketNumber, action: Action) -> list[TicketEvent]:
        reporters = len({*await self._cases.numbers(case), history[0].ticket, case})
        linked = await self._tickets.judge(
            history[0].ticket,
            action.cause,
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

    def _verdict(self, history: linking.History, action: Action, decide: Decide) -> TicketEvent:
        """What was decided of the ticket as it is, a refusal in words for its actor."""
        deed = self._deeds(history, action)
        after = decide(deed)
        return refused(deed, after) if isinstance(after, Refusal) else after

    async def _no_original(self, action: Action) -> Refusal | None:
        """Why a ticket cannot be the duplicate of the one that is named."""
        if action.outcome != "duplicate" or action.other is None:
            return None
        history = await self._tickets.history(action.other)
        return no_original(action.other, history[-1] if history else None)
