"""Router's handlers on a real store: what was decided once is said again, and nothing is decided twice."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from deploy.local.servers import Server
from shared.contracts.ticket import TicketEscalated, TicketReminded
from shared.directory.model import Directory
from shared.runtime.errors import Reject, Retry
from tests.builders import action, breached, undelivered, warned
from tests.integration.routing import Router, complaint_sorted, own, router_on

CROWD = 8


@pytest.fixture(scope="module")
async def router(mongo_shared: Server, directory: Directory) -> AsyncIterator[Router]:
    async with router_on(mongo_shared.url, directory) as router:
        yield router


async def test_assigning_twice_says_the_same_revision(router: Router) -> None:
    event = complaint_sorted()
    first = own(await router.handlers.assign(event))
    assert own(await router.again().assign(event)).body() == first.body()
    assert await router.revisions(event.complaint.ticket) == [1]


async def test_assigning_a_crowd_at_once_says_one_revision(router: Router) -> None:
    event = complaint_sorted()
    said = await asyncio.gather(*(router.handlers.assign(event) for _ in range(CROWD)))
    assert len({own(revisions).body() for revisions in said}) == 1


async def test_assigning_again_after_the_ticket_went_on_still_says_the_first_revision(router: Router) -> None:
    event = complaint_sorted()
    first = own(await router.handlers.assign(event))
    await router.handlers.act(action(ticket=first.ticket, actor=first.holder.post))
    assert own(await router.again().assign(event)).body() == first.body()


async def test_two_complaints_with_one_number_are_never_merged(router: Router) -> None:
    first = await router.routed()
    with pytest.raises(Reject, match="two complaints have the same number") as refused:
        await router.handlers.assign(complaint_sorted(first.ticket, text="Pohon tumbang di Kemiren."))
    assert refused.value.code == "number-collision"
    assert await router.revisions(first.ticket) == [1]


async def test_the_same_action_twice_says_the_same_event(router: Router) -> None:
    ticket = await router.routed()
    wish = action(id="wa-1", ticket=ticket.ticket, actor=ticket.holder.post)
    once = own(await router.handlers.act(wish))
    await router.handlers.act(action("reply", id="wa-2", ticket=ticket.ticket, actor=ticket.holder.post))
    again = own(await router.again().act(wish))
    assert again.body() == once.body()
    assert await router.revisions(ticket.ticket) == [1, 2, 3]


async def test_actions_at_the_same_moment_all_land_one_after_the_other(router: Router) -> None:
    ticket = await router.routed()
    replies = [
        action("reply", id=f"wa-{place}", ticket=ticket.ticket, actor=ticket.holder.post) for place in range(CROWD)
    ]
    said = await asyncio.gather(*(router.handlers.act(reply) for reply in replies))
    assert sorted(event.revision for (event,) in said) == list(range(2, CROWD + 2))
    assert {event.cause for (event,) in said} == {f"action:{reply.key()}" for reply in replies}
    assert await router.revisions(ticket.ticket) == list(range(1, CROWD + 2))


async def test_the_same_action_at_the_same_moment_lands_once(router: Router) -> None:
    ticket = await router.routed()
    wish = action("reply", ticket=ticket.ticket, actor=ticket.holder.post)
    said = await asyncio.gather(*(router.handlers.act(wish) for _ in range(CROWD)))
    assert len({event.body() for (event,) in said}) == 1
    assert await router.revisions(ticket.ticket) == [1, 2]


async def test_an_action_that_comes_before_its_ticket_is_tried_again(router: Router) -> None:
    event = complaint_sorted()
    wish = action(ticket=event.complaint.ticket, actor="narahubung-lampu-jalan")
    with pytest.raises(Retry):
        await router.handlers.act(wish)
    await router.handlers.assign(event)
    changed = own(await router.handlers.act(wish))
    assert changed.state == "acknowledged"


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
