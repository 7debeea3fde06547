"""Troubles that several people tell router of."""

import asyncio
from collections.abc import Sequence
from typing import Any

from shared.contracts.action import Action
from shared.contracts.desk_question import AskCase
from shared.contracts.sorted import Sorted
from shared.contracts.ticket import TicketEvent
from tests.builders import action, fresh_number, sorted_to
from tests.integration.routing import Router, own

HOLE = (
    "Jalan berlubang di depan pasar, banyak motor jatuh.",
    "Ada lubang besar di jalan depan pasar.",
    "Pak, dalan bolong ring ngarep pasar, njaluk ditambal.",
)
OTHER_HOLE = "Jalan berlubang di depan puskesmas."


def told(text: str, topic: str = "jalan-berlubang", village: str | None = "Kemiren", **change: Any) -> Sorted:
    event = sorted_to("infrastruktur", topic=topic, text=text, ticket=fresh_number(), **change)
    found = {"district": "Glagah", "village": village}
    return event.model_copy(update={"sorting": event.sorting.model_copy(update=found)})


async def opened(router: Router, *events: Sorted) -> list[TicketEvent]:
    """One after the other."""
    return [own(await router.handlers.assign(event)) for event in events]


async def at_once(router: Router, *events: Sorted) -> list[TicketEvent]:
    """By two processes at the same moment."""
    processes = [router.handlers, router.again()]
    said = await asyncio.gather(*(processes[place % 2].assign(event) for place, event in enumerate(events)))
    return [own(events) for events in said]


async def latest(router: Router, ticket: TicketEvent) -> TicketEvent:
    return (await router.tickets.history(ticket.ticket))[-1]


async def case_of(router: Router, ticket: TicketEvent) -> tuple[str, ...]:
    case = await router.handlers.case(AskCase(ticket=ticket.ticket))
    return case.tickets if case else ()


async def revisions(router: Router, tickets: Sequence[TicketEvent]) -> dict[str, list[str]]:
    """What was said of each."""
    return {ticket.ticket: [one.NAME for one in await router.tickets.history(ticket.ticket)] for ticket in tickets}


def wish(kind: str, ticket: TicketEvent, **change: Any) -> Action:
    return action(kind, **{"ticket": ticket.ticket, "actor": ticket.holder.post, "id": f"{kind}-1", **change})
