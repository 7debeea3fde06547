"""Router's minute sweep on a real store: who is away, who is back, and what a crash left unsaid, each of it once."""

import asyncio

import pytest

from services.router.workload import Workload
from shared.contracts.ticket import TicketHandedOver, TicketOffered
from shared.contracts.words import TRIAGE
from tests.builders import LIAISON, NOW, action, fresh_number, sorted_to, with_parts
from tests.integration.clocks import Broker
from tests.integration.offices import A_WHILE, Office
from tests.integration.routing import own
from tests.unit.router.test_rostering import AWAY, BOTH_AWAY, DEPUTY, NOBODY_AWAY

COLLEAGUE = "narahubung-beasiswa"


async def test_two_replicas_move_and_say_each_ticket_once(office: Office) -> None:
    tickets = [await office.router.routed() for _ in range(5)]
    office.write(AWAY)
    replicas = [await office.replica(), await office.replica()]
    moved = await asyncio.gather(*(replica.once() for replica in replicas))
    latest = [await office.latest(ticket) for ticket in tickets]
    assert sum(moved) == len(tickets)
    assert [(event.revision, event.holder.post, event.holder.stands_in_for) for event in latest] == [
        (2, DEPUTY, LIAISON.post)
    ] * len(tickets)
    assert office.heard() == sorted(event.body() for event in latest)
    assert await office.sweep() == 0


async def test_whoever_is_back_is_offered_each_ticket_once(office: Office) -> None:
    ticket = await office.router.routed()
    office.write(AWAY)
    await office.sweep()
    office.write(NOBODY_AWAY)
    assert await asyncio.gather(office.sweep(), office.sweep(), office.sweep()) in ([1, 0, 0], [0, 1, 0], [0, 0, 1])
    offered = await office.latest(ticket)
    assert isinstance(offered, TicketOffered)
    assert (offered.revision, offered.offered and offered.offered.post) == (3, LIAISON.post)


async def test_what_nobody_could_hold_is_taken_up_oldest_first_when_somebody_can(office: Office) -> None:
    tickets = [await office.router.routed() for _ in range(3)]
    office.write(BOTH_AWAY)
    assert await office.sweep() == len(tickets)
    assert {(await office.latest(ticket)).queue for ticket in tickets} == {TRIAGE}
    assert await office.sweep() == 0
    office.write(NOBODY_AWAY)
    assert await office.sweep() == len(tickets)
    back = [event for event in office.said[-1].said if isinstance(event, TicketHandedOver)]
    assert [event.ticket for event in back] == [ticket.ticket for ticket in tickets]
    assert {event.holder.post for event in back} == {LIAISON.post}


async def test_what_colleagues_share_goes_to_whoever_holds_fewest(office: Office) -> None:
    school = office.directory.sectors["pendidikan"]
    shared = school.topics["guru-pengajaran"].model_copy(update={"colleagues": (COLLEAGUE,)})
    sector = school.model_copy(update={"topics": {**school.topics, shared.slug: shared}})
    office.directory = with_parts(office.directory, sectors={**office.directory.sectors, sector.slug: sector})
    workload = Workload(office.router.standing)
    handlers = office.router.sharing(office.directory, workload)

    async def assigned() -> str:
        event = sorted_to("pendidikan", topic=shared.slug, ticket=fresh_number())
        return own(await handlers.assign(event)).holder.post

    await workload.refresh(office.directory)
    assert [await assigned() for _ in range(4)] == [shared.liaison, COLLEAGUE] * 2
    await workload.refresh(office.directory)
    assert (workload[shared.liaison], workload[COLLEAGUE]) == (2, 2)


async def test_a_ticket_that_was_resolved_stays_where_it_is(office: Office) -> None:
    ticket = await office.router.routed()
    await office.router.handlers.act(
        action("resolve", ticket=ticket.ticket, actor=LIAISON.post, words="Lampunya menyala.", outcome="done")
    )
    office.write(AWAY)
    assert await office.sweep() == 0


async def test_what_a_crash_left_unsaid_is_said_in_the_same_words_once(office: Office) -> None:
    ticket = await office.router.routed()
    office.write(AWAY)
    dying = await office.replica()
    office.said[-1].away = True
    await dying.once()
    remembered = await office.latest(ticket)
    assert (remembered.revision, office.heard()) == (2, [])
    assert await office.sweep() == 0  # whoever noted it may still be at it
    office.now.at += A_WHILE
    assert await asyncio.gather(office.sweep(), office.sweep()) in ([1, 0], [0, 1])
    assert office.heard() == [remembered.body()]


async def test_what_a_crash_left_undecided_is_decided_and_said(office: Office) -> None:
    ticket = await office.router.routed()
    office.write(AWAY)
    cause = f"roster:{LIAISON.post}:{NOW.date()}:1"
    noted = await office.unsaid(Broker())
    with pytest.raises(ZeroDivisionError):
        await noted.change(ticket.ticket, cause, lambda _: 1 / 0)  # type: ignore[arg-type, return-value]
    assert await office.sweep() == 0
    office.now.at += A_WHILE
    assert await office.sweep() == 1
    assert office.heard() == [(await office.latest(ticket)).body()]
