"""Tickets that tell of one trouble share a case, on a real store; nobody's ticket is lost in it."""

import asyncio
from collections.abc import AsyncIterator
from itertools import permutations
from typing import Any

import pytest

from deploy.local.servers import Server
from services.router.cases import MOST_IN_CASE
from shared.contracts.ticket import TicketLinked, TicketResolved, TicketRouted
from shared.contracts.words import CITIZEN
from shared.directory.model import Directory
from tests.integration.routing import Router, own, refusal, router_on
from tests.integration.troubles import HOLE, OTHER_HOLE, at_once, case_of, latest, opened, revisions, told, wish

CROWD = 12


@pytest.fixture
async def router(mongo_shared: Server, directory: Directory) -> AsyncIterator[Router]:
    async with router_on(mongo_shared.url, directory) as router:
        yield router


async def test_three_reporters_of_one_hole_are_one_case_and_three_tickets(router: Router) -> None:
    tickets = await opened(router, *(told(text) for text in HOLE))
    first = tickets[0].ticket
    assert [(ticket.case, ticket.reporters) for ticket in tickets] == [(None, 1), (first, 2), (first, 3)]
    assert len({ticket.complaint.ticket for ticket in tickets}) == 3
    assert await case_of(router, tickets[2]) == tuple(ticket.ticket for ticket in tickets)


async def test_the_first_reporters_ticket_learns_of_its_case_when_the_second_comes(router: Router) -> None:
    events = [told(text) for text in HOLE]
    await router.handlers.assign(events[0])
    _, linked = await router.handlers.assign(events[1])
    assert isinstance(linked, TicketLinked)
    assert (linked.ticket, linked.case, linked.reporters) == (*[events[0].complaint.ticket] * 2, 2)
    assert len(await router.handlers.assign(events[2])) == 1


@pytest.mark.parametrize("order", list(permutations(HOLE)), ids=["abc", "acb", "bac", "bca", "cab", "cba"])
async def test_in_whatever_order_they_come_they_are_one_case(router: Router, order: tuple[str, ...]) -> None:
    tickets = await opened(router, *(told(text) for text in order), told(OTHER_HOLE))
    assert set(await case_of(router, tickets[1])) == {ticket.ticket for ticket in tickets[:3]}
    assert await case_of(router, tickets[3]) == ()


async def test_a_crowd_at_the_same_moment_is_one_case(router: Router) -> None:
    tickets = await at_once(router, *(told(HOLE[place % 3]) for place in range(CROWD)))
    assert len({ticket.case for ticket in tickets if ticket.case}) == 1
    assert set(await case_of(router, tickets[0])) == {ticket.ticket for ticket in tickets}


async def test_delivered_again_and_at_once_everything_is_said_again_and_nothing_changes(router: Router) -> None:
    events = [told(text) for text in HOLE]
    tickets = await opened(router, *events)
    before = await revisions(router, tickets)
    said = await asyncio.gather(*(router.again().assign(event) for event in [*events, *reversed(events)]))
    assert [own(one).body() for one in said[:3]] == [ticket.body() for ticket in tickets]
    assert await revisions(router, tickets) == before


@pytest.mark.parametrize(
    "change",
    [{"privacy": "secret"}, {"village": None}, {"village": "Olehsari"}, {"topic": "drainase"}],
    ids=["secret", "nowhere", "another village", "another topic"],
)
async def test_what_must_not_be_linked_stays_alone(router: Router, change: dict[str, Any]) -> None:
    tickets = await opened(router, told(HOLE[0]), told(HOLE[0], **change), told(HOLE[1]))
    assert tickets[1].case is None
    assert await case_of(router, tickets[0]) == (tickets[0].ticket, tickets[2].ticket)


async def test_the_same_hole_after_it_was_mended_is_a_new_trouble(router: Router) -> None:
    (first,) = await opened(router, told(HOLE[0]))
    await router.handlers.act(wish("resolve", first))
    again, also = await opened(router, told(HOLE[1]), told(HOLE[2]))
    assert again.case is None
    assert also.case == again.ticket


@pytest.mark.parametrize("named", [0, 1, 2])
async def test_what_the_holder_says_to_one_reporter_all_are_told_once(router: Router, named: int) -> None:
    tickets = await at_once(router, *(told(text) for text in HOLE))
    done = wish("resolve", tickets[named], words="Lubangnya sudah ditambal.")
    said = await router.handlers.act(done)
    assert {event.ticket for event in said} == {ticket.ticket for ticket in tickets}
    assert own(said).ticket == tickets[named].ticket
    assert all(isinstance(event, TicketResolved) and event.words == "Lubangnya sudah ditambal." for event in said)
    assert {event.cause for event in said} == {f"action:{done.key()}"}
    again = await asyncio.gather(router.again().act(done), router.handlers.act(done))
    assert [sorted(event.body() for event in one) for one in again] == [sorted(event.body() for event in said)] * 2
    counts = (await revisions(router, tickets)).values()
    assert [names.count(TicketResolved.NAME) for names in counts] == [1, 1, 1]


async def test_one_of_a_case_that_is_resolved_already_is_no_hindrance_to_the_others(router: Router) -> None:
    one, other, last = await opened(router, *(told(text) for text in HOLE))
    await router.handlers.act(wish("unlink", other))
    await router.handlers.act(wish("resolve", other, id="its-own"))
    await router.handlers.act(wish("link", other, other=one.ticket))
    said = await router.handlers.act(wish("resolve", one))
    assert {event.ticket for event in said} == {one.ticket, last.ticket}
    late = refusal(await router.handlers.act(wish("acknowledge", other, id="late")))
    assert late.reason.startswith("Laporan ini sudah selesai")


async def test_not_mine_moves_the_whole_case(router: Router) -> None:
    tickets = await opened(router, *(told(text) for text in HOLE))
    moved = wish("hand_over", tickets[1], sector="infrastruktur", topic="drainase", words="Ini gorong-gorong.")
    said = await router.handlers.act(moved)
    assert {event.ticket for event in said} == {ticket.ticket for ticket in tickets}
    assert {event.holder.post for event in said} == {"narahubung-drainase"}
    assert [event.body() for event in await router.again().act(moved)] == [event.body() for event in said]


async def test_the_whole_case_waits_but_each_reporter_is_asked_and_objects_alone(router: Router) -> None:
    tickets = await opened(router, *(told(text) for text in HOLE))
    paused = await router.handlers.act(wish("pause", tickets[0]))
    assert {event.ticket for event in paused} == {ticket.ticket for ticket in tickets}
    seen = await latest(router, tickets[1])
    resumed = await router.handlers.act(wish("resume", seen, revision=seen.revision))
    assert {event.state for event in resumed} == {"in_progress"}
    assert len(resumed) == len(tickets)
    (asked,) = await router.handlers.act(wish("ask", tickets[2]))
    assert (asked.ticket, asked.state) == (tickets[2].ticket, "paused")
    (withdrawn,) = await router.handlers.act(wish("withdraw", tickets[1], actor=CITIZEN))
    assert (await latest(router, tickets[0])).state == "in_progress"
    assert withdrawn.state == "withdrawn"


async def test_a_ticket_of_another_holder_is_left_to_them(router: Router) -> None:
    hole, lamp = await opened(router, told(HOLE[0]), told("Lampu jalan depan pasar mati.", "lampu-jalan"))
    await router.handlers.act(wish("link", lamp, other=hole.ticket))
    said = await router.handlers.act(wish("resolve", hole))
    assert [event.ticket for event in said] == [hole.ticket]


async def test_what_a_crash_left_undone_is_done_when_the_message_comes_again(router: Router) -> None:
    """Process one dies after the tickets are remembered and before anything is said or the case knows its members."""
    one, other = told(HOLE[0]), told(HOLE[1])
    await router.handlers.assign(one)
    lost = await router.forgetful.assign(other)
    assert await case_of(router, own(lost)) == ()
    said = await router.again().assign(other)
    assert [event.body() for event in said] == [event.body() for event in lost]
    assert [type(event) for event in said] == [TicketRouted, TicketLinked]
    assert await case_of(router, own(said)) == (one.complaint.ticket, other.complaint.ticket)


async def test_whoever_comes_first_and_is_remembered_last_still_leads(router: Router) -> None:
    """Process one dies after its sighting is stored; another reporter comes before it is back."""
    first, second = told(HOLE[0]), told(HOLE[1])
    await router.sighted(first)
    joined = own(await router.handlers.assign(second))
    assert joined.case == first.complaint.ticket
    said = await router.again().assign(first)
    assert [type(event) for event in said] == [TicketRouted, TicketLinked]
    assert set(await case_of(router, joined)) == {first.complaint.ticket, joined.ticket}


async def test_a_flood_of_one_trouble_makes_cases_that_one_action_can_still_change(router: Router) -> None:
    events = [told(HOLE[0]) for _ in range(MOST_IN_CASE + 10)]
    tickets = [
        ticket for start in range(0, len(events), 10) for ticket in await at_once(router, *events[start : start + 10])
    ]
    cases = [ticket.case or ticket.ticket for ticket in tickets]
    assert max(cases.count(case) for case in set(cases)) <= MOST_IN_CASE + 10
    assert len({ticket.ticket for ticket in tickets}) == len(events)
    assert len(await router.handlers.act(wish("resolve", tickets[0]))) >= MOST_IN_CASE
