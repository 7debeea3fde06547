"""Router's desk of triage on a real store: what waits is listed while it waits, what was decided for good."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from deploy.local.servers import Server
from shared.contracts.desk_question import (
    AskDecisions,
    AskTriage,
    Decision,
    Waiting,
)
from shared.contracts.ticket import TicketEvent, TicketHandedOver
from shared.contracts.words import TRIAGE
from shared.directory.model import Directory
from tests.builders import action, fresh_number, sorted_to, undelivered, warned
from tests.integration.routing import Router, own, refusal, router_on

BRIDGE = {"sector": "infrastruktur", "topic": "jembatan"}
MANY = 53


@pytest.fixture
async def router(mongo_shared: Server, directory: Directory) -> AsyncIterator[Router]:
    async with router_on(mongo_shared.url, directory) as router:
        yield router


async def unsorted(router: Router) -> TicketEvent:
    return own(await router.handlers.assign(sorted_to(TRIAGE, ticket=fresh_number())))


async def decided(router: Router, ticket: TicketEvent, **target: str) -> TicketEvent:
    wish = action("decide", ticket=ticket.ticket, queue=TRIAGE, actor=ticket.holder.post, words=None, **target)
    said = own(await router.handlers.act(wish))
    assert isinstance(said, TicketHandedOver)
    return said


async def handed_over(router: Router, ticket: TicketEvent, **target: str) -> TicketEvent:
    wish = {"id": f"not-mine-{ticket.revision}", "ticket": ticket.ticket, "queue": ticket.queue, **target}
    said = own(await router.handlers.act(action("hand_over", actor=ticket.holder.post, **wish)))
    assert isinstance(said, TicketHandedOver)
    return said


async def waitings(router: Router, limit: int = 20) -> list[Waiting]:
    """All pages."""
    page = await router.desk.waitings(AskTriage(limit=limit))
    found = [*page.tickets]
    while page.next:
        page = await router.desk.waitings(AskTriage(after=page.next, limit=limit))
        found += page.tickets
    return found


async def decisions(router: Router, limit: int = 20) -> list[Decision]:
    page = await router.desk.decisions(AskDecisions(limit=limit))
    found = [*page.decisions]
    while page.next:
        page = await router.desk.decisions(AskDecisions(after=page.next, limit=limit))
        found += page.decisions
    return found


async def test_what_nobody_could_sort_waits_until_it_is_decided(router: Router) -> None:
    ticket = await unsorted(router)
    assert [one.ticket for one in await waitings(router)] == [ticket.ticket]
    await decided(router, ticket)
    assert await waitings(router) == []


async def test_what_could_be_sorted_never_waits(router: Router) -> None:
    await router.routed()
    assert await waitings(router) == []


async def test_a_reminder_and_an_answer_leave_it_waiting_since_it_came(router: Router) -> None:
    ticket = await unsorted(router)
    await router.handlers.on_promise(warned("triage", ticket=ticket.ticket))
    await router.handlers.act(action("reply", ticket=ticket.ticket, actor=ticket.holder.post, words="Di mana?"))
    (one,) = await waitings(router)
    assert one.since == ticket.changed_at


async def test_not_mine_brings_it_back_to_the_desk(router: Router) -> None:
    there = await handed_over(router, await decided(router, await unsorted(router)))
    (one,) = await waitings(router)
    assert (one.ticket, one.since) == (there.ticket, there.changed_at)


async def test_what_waits_for_the_arbiter_says_so(router: Router, directory: Directory) -> None:
    ticket = await router.routed()
    for target in (BRIDGE, {"sector": "perizinan", "topic": "izin-bangunan"}, BRIDGE):
        ticket = await handed_over(router, ticket, **target)
    (one,) = await waitings(router)
    assert one.holder == directory.arbiter_post == ticket.holder.post
    too_soon = action("decide", id="too-soon", ticket=ticket.ticket, actor=directory.triage_post)
    assert ticket.holder.title in refusal(await router.handlers.act(too_soon)).reason


@pytest.mark.parametrize("limit", [1, 7, 20])
async def test_all_that_wait_are_listed_page_by_page_longest_first(router: Router, limit: int) -> None:
    tickets = [await unsorted(router) for _ in range(MANY)]
    gone = tickets[::3]
    await asyncio.gather(*(decided(router, ticket) for ticket in gone))
    left = [ticket.ticket for ticket in tickets if ticket not in gone]
    assert [one.ticket for one in await waitings(router, limit)] == left
    assert {one.ticket for one in await decisions(router, limit)} == {ticket.ticket for ticket in gone}


async def test_decisions_are_kept_oldest_first_as_examples_of_their_texts(router: Router) -> None:
    ticket = await unsorted(router)
    first = await decided(router, ticket)
    second = await handed_over(router, first, sector="perizinan", topic="izin-bangunan")
    assert len(await decisions(router)) == 1
    await router.handlers.act(action(id="taken", ticket=ticket.ticket, actor=second.holder.post))
    found = await decisions(router)
    assert [(one.sector, one.topic, one.actor) for one in found] == [
        ("infrastruktur", "jembatan", ticket.holder.post),
        ("perizinan", "izin-bangunan", second.holder.post),
    ]
    assert {one.text for one in found} == {ticket.complaint.text}


async def test_heard_again_nothing_waits_twice_and_nothing_comes_back(router: Router) -> None:
    event = sorted_to(TRIAGE, ticket=fresh_number())
    ticket = own(await router.handlers.assign(event))
    await router.again().assign(event)
    assert len(await waitings(router)) == 1
    wish = action("decide", ticket=ticket.ticket, queue=TRIAGE, actor=ticket.holder.post)
    await router.handlers.act(wish)
    await asyncio.gather(router.again().assign(event), router.again().act(wish))
    assert await waitings(router) == []
    assert len(await decisions(router)) == 1


async def test_what_a_crash_left_off_the_desk_is_put_there_when_the_message_comes_again(router: Router) -> None:
    event = sorted_to(TRIAGE, ticket=fresh_number())
    ticket = own(await router.killed.assign(event))
    assert await waitings(router) == []
    await router.again().assign(event)
    assert [one.ticket for one in await waitings(router)] == [ticket.ticket]


async def test_what_a_crash_left_on_the_desk_leaves_it_when_the_message_comes_again(router: Router) -> None:
    ticket = await unsorted(router)
    wish = action("decide", ticket=ticket.ticket, queue=TRIAGE, actor=ticket.holder.post)
    await router.killed.act(wish)
    assert (len(await waitings(router)), await decisions(router)) == (1, [])
    await router.again().act(wish)
    assert (await waitings(router), len(await decisions(router))) == ([], 1)


async def test_what_left_before_it_was_put_on_the_desk_is_never_put_there(router: Router) -> None:
    event = sorted_to(TRIAGE, ticket=fresh_number())
    await decided(router, own(await router.killed.assign(event)))
    await router.again().assign(event)
    assert await waitings(router) == []


async def test_any_later_revision_puts_on_the_desk_what_is_not_there_yet(router: Router) -> None:
    ticket = own(await router.killed.assign(sorted_to(TRIAGE, ticket=fresh_number())))
    await router.handlers.on_promise(warned("triage", ticket=ticket.ticket))
    assert [one.ticket for one in await waitings(router)] == [ticket.ticket]


async def test_a_notice_of_a_former_holder_tells_nobody_any_more(router: Router) -> None:
    ticket = await router.routed()
    there = await handed_over(router, ticket, **BRIDGE)
    assert await router.handlers.on_undelivered(undelivered(ticket.holder.post, number=ticket.ticket)) is None
    again = undelivered(there.holder.post, revision=2, number=ticket.ticket, segment=2)
    escalated = await router.handlers.on_undelivered(again)
    assert escalated is not None
    assert escalated.reason.startswith(f"kabar untuk {there.holder.post}")
