"""Router's handlers on a real store: what was decided once is said again, and nothing is decided twice."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest

from deploy.local.servers import Server
from services.router.handlers import RouterHandlers
from services.router.store import Tickets
from shared.contracts.question import AskTicket
from shared.contracts.sorted import Sorted
from shared.contracts.ticket import TicketEscalated, TicketEvent, TicketReminded, TicketResolved
from shared.directory.model import Directory
from shared.runtime.errors import Reject, Retry
from shared.runtime.mongo import Database
from tests.builders import NOW, Ticking, action, breached, fresh_number, sorted_to, undelivered, warned

CROWD = 8


@dataclass
class Router:
    """Router on one store; `again` is the same service started anew, later."""

    handlers: RouterHandlers
    tickets: Tickets
    again: Callable[[], RouterHandlers]

    async def routed(self) -> TicketEvent:
        """A ticket of its own for each test."""
        return await self.handlers.assign(complaint_sorted())

    async def revisions(self, ticket: str) -> list[int]:
        return [event.revision for event in await self.tickets.history(ticket)]


def complaint_sorted(number: str | None = None, **change: object) -> Sorted:
    return sorted_to("infrastruktur", topic="lampu-jalan", ticket=number or fresh_number(), **change)


@pytest.fixture(scope="module")
async def router(mongo_shared: Server, directory: Directory) -> AsyncIterator[Router]:
    database = Database(mongo_shared.url, f"router_{uuid4().hex}")
    await Tickets.prepare(database)
    tickets = Tickets(database.collection("tickets"))
    later = Ticking(NOW + timedelta(days=1))
    yield Router(
        RouterHandlers(directory, tickets, Ticking(), 1.0),
        tickets,
        lambda: RouterHandlers(directory.model_copy(update={"edition": "later"}), tickets, later, 1.0),
    )
    database.close()


async def test_assigning_twice_says_the_same_revision(router: Router) -> None:
    event = complaint_sorted()
    first = await router.handlers.assign(event)
    assert (await router.again().assign(event)).body() == first.body()
    assert await router.revisions(event.complaint.ticket) == [1]


async def test_assigning_a_crowd_at_once_says_one_revision(router: Router) -> None:
    event = complaint_sorted()
    said = await asyncio.gather(*(router.handlers.assign(event) for _ in range(CROWD)))
    assert len({revision.body() for revision in said}) == 1


async def test_assigning_again_after_the_ticket_went_on_still_says_the_first_revision(router: Router) -> None:
    event = complaint_sorted()
    first = await router.handlers.assign(event)
    await router.handlers.act(action(ticket=first.ticket, actor=first.holder.post))
    assert (await router.again().assign(event)).body() == first.body()


async def test_two_complaints_with_one_number_are_never_merged(router: Router) -> None:
    first = await router.routed()
    with pytest.raises(Reject, match="two complaints have the same number") as refused:
        await router.handlers.assign(complaint_sorted(first.ticket, text="Pohon tumbang di Kemiren."))
    assert refused.value.code == "number-collision"
    assert await router.revisions(first.ticket) == [1]


async def test_the_same_action_twice_says_the_same_event(router: Router) -> None:
    ticket = await router.routed()
    wish = action(id="wa-1", ticket=ticket.ticket, actor=ticket.holder.post)
    once = await router.handlers.act(wish)
    await router.handlers.act(action("reply", id="wa-2", ticket=ticket.ticket, actor=ticket.holder.post))
    again = await router.again().act(wish)
    assert once is not None
    assert again is not None
    assert again.body() == once.body()
    assert await router.revisions(ticket.ticket) == [1, 2, 3]


async def test_actions_at_the_same_moment_all_land_one_after_the_other(router: Router) -> None:
    ticket = await router.routed()
    replies = [
        action("reply", id=f"wa-{place}", ticket=ticket.ticket, actor=ticket.holder.post) for place in range(CROWD)
    ]
    said = await asyncio.gather(*(router.handlers.act(reply) for reply in replies))
    assert sorted(event.revision for event in said if event) == list(range(2, CROWD + 2))
    assert {event.cause for event in said if event} == {f"action:{reply.key()}" for reply in replies}
    assert await router.revisions(ticket.ticket) == list(range(1, CROWD + 2))


async def test_the_same_action_at_the_same_moment_lands_once(router: Router) -> None:
    ticket = await router.routed()
    wish = action("reply", ticket=ticket.ticket, actor=ticket.holder.post)
    said = await asyncio.gather(*(router.handlers.act(wish) for _ in range(CROWD)))
    assert len({event.body() for event in said if event}) == 1
    assert await router.revisions(ticket.ticket) == [1, 2]


async def test_an_action_that_comes_before_its_ticket_is_tried_again(router: Router) -> None:
    event = complaint_sorted()
    wish = action(ticket=event.complaint.ticket, actor="narahubung-lampu-jalan")
    with pytest.raises(Retry):
        await router.handlers.act(wish)
    await router.handlers.assign(event)
    changed = await router.handlers.act(wish)
    assert changed is not None
    assert changed.state == "acknowledged"


async def test_an_action_that_may_not_be_is_refused_with_its_reason_and_changes_nothing(router: Router) -> None:
    ticket = await router.routed()
    with pytest.raises(Reject, match="does not hold this ticket") as refused:
        await router.handlers.act(action(ticket=ticket.ticket, actor="bupati"))
    assert refused.value.code == "refused"
    assert await router.revisions(ticket.ticket) == [1]


async def test_a_warning_reminds_once_however_often_it_comes(router: Router) -> None:
    ticket = await router.routed()
    once = await router.handlers.on_promise(warned(ticket=ticket.ticket))
    again = await router.again().on_promise(warned(ticket=ticket.ticket))
    assert isinstance(once, TicketReminded)
    assert again is not None
    assert again.body() == once.body()


async def test_a_breach_tells_the_post_it_names(router: Router, directory: Directory) -> None:
    ticket = await router.routed()
    event = await router.handlers.on_promise(breached(ticket=ticket.ticket, rung=2))
    assert isinstance(event, TicketEscalated)
    assert (event.told, event.rung) == (directory.holder("kepala-dpu-ckpp"), 2)


async def test_a_breach_that_comes_after_the_answer_says_nothing(router: Router) -> None:
    ticket = await router.routed()
    await router.handlers.act(action(ticket=ticket.ticket, actor=ticket.holder.post))
    assert await router.handlers.on_promise(breached(ticket=ticket.ticket)) is None
    assert await router.revisions(ticket.ticket) == [1, 2]


async def test_a_breach_that_was_said_is_said_again_even_after_the_answer(router: Router) -> None:
    ticket = await router.routed()
    once = await router.handlers.on_promise(breached(ticket=ticket.ticket))
    await router.handlers.act(action(ticket=ticket.ticket, actor=ticket.holder.post))
    again = await router.again().on_promise(breached(ticket=ticket.ticket))
    assert once is not None
    assert again is not None
    assert again.body() == once.body()


async def test_an_undelivered_notice_tells_the_rung_above_once(router: Router, directory: Directory) -> None:
    ticket = await router.routed()
    failed = undelivered(ticket.holder.post, number=ticket.ticket)
    once, again = await router.handlers.on_undelivered(failed), await router.again().on_undelivered(failed)
    assert isinstance(once, TicketEscalated)
    assert once.told == directory.holder(directory.agencies["dpu-ckpp"].ladder[0])
    assert again is not None
    assert again.body() == once.body()


async def test_whoever_knows_the_number_is_told_where_the_ticket_stands(router: Router) -> None:
    ticket = await router.routed()
    await router.handlers.act(
        action("resolve", ticket=ticket.ticket, actor=ticket.holder.post, words="Lampunya menyala.")
    )
    status = await router.handlers.status(AskTicket(ticket=ticket.ticket))
    assert status is not None
    assert (status.state, status.holder, status.agency) == ("resolved", ticket.holder.title, ticket.holder.agency)
    assert status.due_at is not None
    assert isinstance((await router.tickets.history(ticket.ticket))[-1], TicketResolved)


async def test_a_number_nobody_has_is_answered_with_nothing(router: Router) -> None:
    assert await router.handlers.status(AskTicket(ticket="BWI-ZZZZ-ZZZZ-ZZZZ")) is None
