"""Answers what is asked of tickets: one by its number, those of a holder or a queue, and what became of one's time."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from services.router.domain.answers import is_for_staff, open_ticket, page_of, past, status
from services.router.domain.consequences import is_unkept
from services.router.standing import AFTER, BAR, LAST, Standing, places_of
from services.router.store import Tickets
from shared.contracts import question as asked
from shared.contracts.ticket import TicketEvent
from shared.contracts.times_question import AskTimes, TicketTimes
from shared.directory.model import Directory
from shared.policy import attribution
from shared.policy.moments import sortable


class Questions:
    """Reads, and changes nothing; what a view says is checked against the ticket itself."""

    def __init__(
        self, tickets: Tickets, standing: Standing, directory: Callable[[], Directory], now: Callable[[], datetime]
    ) -> None:
        self._tickets = tickets
        self._standing = standing
        self._directory = directory
        self._now = now

    async def status(self, question: asked.AskTicket) -> asked.TicketStatus | None:
        history = await self._tickets.history(question.ticket)
        return status(history[-1]) if history else None

    async def history(self, question: asked.AskHistory) -> asked.History | None:
        events = await self._tickets.past(question.ticket)
        if not events:
            return None
        page, following = page_of(events, question.after, question.limit)
        for_staff = is_for_staff(events[-1], question.post, self._directory())
        told = tuple(past(event, for_staff=for_staff) for event in page)
        return asked.History(ticket=question.ticket, past=told, next=following)

    async def times(self, question: AskTimes) -> TicketTimes | None:
        history = await self._tickets.history(question.ticket)
        return attribution.times(history, self._directory(), is_unkept, self._now()) if history else None

    async def held(self, question: asked.AskHeld) -> asked.Tickets | None:
        low = f"{question.post}{BAR}{_after(question.after)}"
        found = await self._page("held", low, f"{question.post}{BAR}{LAST}", question.limit)
        return found if found.tickets or question.post in self._directory().posts else None

    async def open(self, question: asked.AskOpen) -> asked.Tickets | None:
        since = sortable(question.since) if question.since else ""
        low = f"{question.queue}{BAR}{_after(question.after) or since}"
        until = sortable(question.before) if question.before else LAST
        found = await self._page("open_in", low, f"{question.queue}{BAR}{until}", question.limit)
        return found if found.tickets or question.queue in self._directory().queues else None

    async def _page(self, field: str, low: str, high: str, limit: int) -> asked.Tickets:
        numbers, last = await self._standing.page(field, low, high, limit)
        histories = await asyncio.gather(*(self._tickets.history(number) for number in numbers))
        found = [history[-1] for history in histories if history and _is_between(history[-1], field, low, high)]
        return asked.Tickets(tickets=tuple(map(open_ticket, found)), next=last.partition(BAR)[2] if last else None)


def _after(cursor: str | None) -> str:
    return f"{cursor}{AFTER}" if cursor else ""


def _is_between(ticket: TicketEvent, field: str, low: str, high: str) -> bool:
    return low <= places_of(ticket).get(field, "") < high
