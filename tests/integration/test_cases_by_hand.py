"""A person puts right who belongs to a case; what comes again does not undo it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from deploy.local.servers import Server
from shared.contracts.ticket import TicketUnlinked
from shared.directory.model import Directory
from shared.runtime.errors import Retry
from tests.builders import fresh_number
from tests.integration.routing import Router, refusal, router_on
from tests.integration.troubles import HOLE, OTHER_HOLE, case_of, latest, opened, told, wish


@pytest.fixture
async def router(mongo_shared: Server, directory: Directory) -> AsyncIterator[Router]:
    async with router_on(mongo_shared.url, directory) as router:
        yield router


async def test_taken_out_of_its_case_a_ticket_has_a_life_of_its_own(router: Router) -> None:
    events = [told(text) for text in HOLE]
    tickets = await opened(router, *events)
    out = wish("unlink", tickets[1])
    (unlinked,) = await router.handlers.act(out)
    assert isinstance(unlinked, TicketUnlinked)
    assert unlinked.case is None
    assert await case_of(router, tickets[1]) == ()
    assert await case_of(router, tickets[0]) == (tickets[0].ticket, tickets[2].ticket)
    await router.handlers.act(wish("resolve", tickets[0]))
    assert (await latest(router, tickets[1])).state == "routed"


@pytest.mark.parametrize("taken_out", [0, 1])
async def test_taken_out_it_stays_out_whatever_comes_again_or_comes_later(router: Router, taken_out: int) -> None:
    events = [told(text) for text in HOLE[:2]]
    tickets = await opened(router, *events)
    out = wish("unlink", tickets[taken_out])
    await router.handlers.act(out)
    await asyncio.gather(*(router.again().assign(event) for event in events), router.again().act(out))
    (later,) = await opened(router, told(HOLE[2]))
    assert (await latest(router, tickets[taken_out])).case is None
    assert tickets[taken_out].ticket not in await case_of(router, later)


async def test_a_link_that_comes_again_does_not_undo_what_was_undone_since(router: Router) -> None:
    one, other = await opened(router, told(HOLE[0]), told(OTHER_HOLE))
    link = wish("link", other, other=one.ticket)
    await router.handlers.act(link)
    for ticket in (one, other):
        await router.handlers.act(wish("unlink", ticket))
        await router.again().act(link)
        assert await case_of(router, ticket) == ()


async def test_two_tickets_are_linked_by_hand_once_and_act_as_one(router: Router) -> None:
    one, other = await opened(router, told(HOLE[0]), told(OTHER_HOLE))
    link = wish("link", other, other=one.ticket)
    said = await router.handlers.act(link)
    assert {(event.ticket, event.case) for event in said} == {(one.ticket, one.ticket), (other.ticket, one.ticket)}
    assert {event.body() for event in await router.again().act(link)} == {event.body() for event in said}
    back = refusal(await router.handlers.act(wish("link", one, other=other.ticket, id="the-other-way-round")))
    assert back.reason == "Kedua laporan ini sudah terhubung."
    assert len(await router.handlers.act(wish("acknowledge", one))) == 2


async def test_who_holds_neither_ticket_may_not_link_them(router: Router) -> None:
    one, other = await opened(router, told(HOLE[0]), told(OTHER_HOLE))
    refused = refusal(await router.handlers.act(wish("link", one, other=other.ticket, actor="bupati")))
    assert refused.reason.startswith("Laporan ini dipegang")
    assert await case_of(router, one) == ()


async def test_a_link_to_a_ticket_that_is_not_there_yet_is_tried_again(router: Router) -> None:
    (one,) = await opened(router, told(HOLE[0]))
    with pytest.raises(Retry):
        await router.handlers.act(wish("link", one, other=fresh_number()))
