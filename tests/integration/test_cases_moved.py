"""Whoever tells of a trouble after people have moved or taken it on is where its case is."""

from collections.abc import AsyncIterator

import pytest

from deploy.local.servers import Server
from shared.contracts.ticket import ActionRefused, TicketAcknowledged, TicketResolved
from shared.directory.model import Directory
from tests.integration.routing import Router, own, refusal, router_on
from tests.integration.troubles import HOLE, case_of, latest, opened, told, wish

DRAIN = {"sector": "infrastruktur", "topic": "drainase", "words": "Ini gorong-gorong."}


@pytest.fixture
async def router(mongo_shared: Server, directory: Directory) -> AsyncIterator[Router]:
    async with router_on(mongo_shared.url, directory) as router:
        yield router


async def test_who_comes_after_a_hand_over_is_with_the_new_liaison_and_can_be_acted_on_with_the_others(
    router: Router,
) -> None:
    (first,) = await opened(router, told(HOLE[0]))
    await router.handlers.act(wish("hand_over", first, **DRAIN))
    later = await opened(router, told(HOLE[1]), told(HOLE[2]))
    for ticket in later:
        assert (ticket.holder.post, ticket.sorting.topic, ticket.segment) == ("narahubung-drainase", "drainase", 1)
        assert ticket.reason.startswith("menurut ")
        assert first.ticket in ticket.reason
    said = await router.handlers.act(wish("acknowledge", await latest(router, first)))
    assert {event.ticket for event in said} == {first.ticket, *(ticket.ticket for ticket in later)}


async def test_who_comes_while_the_case_waits_for_triage_waits_and_is_decided_with_it(router: Router) -> None:
    first, second = await opened(router, told(HOLE[0]), told(HOLE[1]))
    await router.handlers.act(wish("hand_over", first, words="Bukan kami."))
    (later,) = await opened(router, told(HOLE[2]))
    assert (later.queue, later.state, later.subject()) == ("triage", "awaiting_triage", "tickets.triage.routed")
    decided = wish("decide", await latest(router, first), sector="infrastruktur", topic="drainase")
    said = await router.handlers.act(decided)
    assert {event.ticket for event in said} == {first.ticket, second.ticket, later.ticket}
    assert {event.holder.post for event in said} == {"narahubung-drainase"}


async def test_delivered_again_after_the_hand_over_a_ticket_stays_as_it_was_opened(router: Router) -> None:
    first, second = told(HOLE[0]), told(HOLE[1])
    tickets = await opened(router, first, second)
    await router.handlers.act(wish("hand_over", tickets[0], **DRAIN))
    assert own(await router.again().assign(second)).body() == tickets[1].body()


async def test_who_joins_after_the_acknowledgement_is_acknowledged_through_any_number_of_the_case(
    router: Router,
) -> None:
    (first,) = await opened(router, told(HOLE[0]))
    await router.handlers.act(wish("acknowledge", first))
    later = await opened(router, told(HOLE[1]), told(HOLE[2]))
    again = wish("acknowledge", first, id="for-those-who-came-later")
    told_of_it, *said = await router.handlers.act(again)
    assert isinstance(told_of_it, ActionRefused)
    assert {event.ticket for event in said} == {ticket.ticket for ticket in later}
    assert all(isinstance(event, TicketAcknowledged) for event in said)
    said_again = await router.again().act(again)
    assert [event.body() for event in said_again] == [event.body() for event in (told_of_it, *said)]
    once_more = refusal(await router.handlers.act(wish("acknowledge", first, id="once-more")))
    assert "Tidak perlu disanggupi lagi." in once_more.reason


async def test_who_joins_after_the_named_ticket_was_resolved_is_resolved_through_it(router: Router) -> None:
    first, second, third = await opened(router, *(told(text) for text in HOLE))
    await router.handlers.act(wish("unlink", third))
    await router.handlers.act(wish("resolve", first))
    await router.handlers.act(wish("link", third, other=first.ticket))
    _, resolved = await router.handlers.act(wish("resolve", second, id="the-rest"))
    assert isinstance(resolved, TicketResolved)
    assert resolved.ticket == third.ticket


async def test_who_may_not_act_on_the_named_ticket_changes_nothing_through_it(router: Router) -> None:
    (first,) = await opened(router, told(HOLE[0]))
    await router.handlers.act(wish("acknowledge", first))
    (later,) = await opened(router, told(HOLE[1]))
    refusal(await router.handlers.act(wish("acknowledge", first, actor="narahubung-drainase", id="not-mine")))
    assert (await latest(router, later)).state == "routed"
    assert later.ticket in await case_of(router, first)
