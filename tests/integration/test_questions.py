"""What router answers about tickets, from a real store: who holds which, what is open, and what happened."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from deploy.local.servers import Server
from services.router.questions import Questions
from shared.contracts.question import (
    AskHeld,
    AskHistory,
    AskOpen,
    AskTicket,
    Tickets,
)
from shared.contracts.ticket import TicketEvent
from shared.directory.model import Directory
from tests.builders import LIAISON, NOW, action, fresh_number, sorted_to
from tests.integration.routing import Router, own, router_on

MANY = 23
HELD = AskHeld(post=LIAISON.post)
SCHOOL = AskHeld(post="narahubung-guru", limit=5)


@pytest.fixture(scope="module")
async def router(mongo_shared: Server, directory: Directory) -> AsyncIterator[Router]:
    async with router_on(mongo_shared.url, directory) as router:
        yield router


@pytest.fixture(scope="module")
def questions(router: Router, directory: Directory) -> Questions:
    return Questions(router.tickets, router.standing, lambda: directory, router.now)


async def of_a_school(router: Router, hours: int) -> TicketEvent:
    """One that came so many hours after the first."""
    since = NOW + timedelta(hours=hours)
    number = fresh_number()
    event = sorted_to("pendidikan", topic="guru-pengajaran", ticket=number, admitted_at=since)
    return own(await router.handlers.assign(event))


async def do(router: Router, kind: str, ticket: TicketEvent, **how: object) -> None:
    usual = {"id": f"{kind}-1", "ticket": ticket.ticket, "actor": ticket.holder.post, "words": "Sudah kami cek."}
    await router.handlers.act(action(kind, **{**usual, **how}))


async def held(questions: Questions, question: AskHeld = HELD) -> list[str]:
    page = await questions.held(question)
    return [one.ticket for one in page.tickets] if page else []


async def test_all_that_are_open_are_listed_page_by_page_oldest_first(router: Router, questions: Questions) -> None:
    tickets = [await of_a_school(router, MANY - place) for place in range(MANY)]
    gone = tickets[::4]
    await asyncio.gather(*(do(router, "resolve", ticket, outcome="done") for ticket in gone))
    left = [ticket.ticket for ticket in reversed(tickets) if ticket not in gone]
    found: list[str] = []
    page = await questions.held(SCHOOL)
    while page:
        found += [one.ticket for one in page.tickets]
        page = await questions.held(SCHOOL.model_copy(update={"after": page.next})) if page.next else None
    assert found == left
    half_of_them = AskOpen(queue="pendidikan", before=NOW + timedelta(hours=MANY // 2))
    old = await questions.open(half_of_them)
    assert old
    assert [one.ticket for one in old.tickets] == left[: len(old.tickets)]
    assert {one.admitted_at < NOW + timedelta(hours=MANY // 2) for one in old.tickets} == {True}


async def test_a_hand_over_moves_it_from_one_holders_list_to_the_others(router: Router, questions: Questions) -> None:
    ticket = await router.routed()
    await do(router, "hand_over", ticket, sector="infrastruktur", topic="jembatan")
    assert ticket.ticket not in await held(questions)
    found = await questions.held(AskHeld(post="narahubung-jembatan"))
    assert found
    (one,) = found.tickets
    assert (one.ticket, one.revision, one.state, one.topic) == (ticket.ticket, 2, "routed", "jembatan")


async def test_whom_nobody_knows_is_told_from_whoever_holds_nothing(questions: Questions) -> None:
    assert await questions.held(AskHeld(post="bupati")) == Tickets()
    assert await questions.held(AskHeld(post="narahubung-bulan")) is None
    assert await questions.open(AskOpen(queue="perbulanan")) is None


async def test_what_a_crash_left_unlisted_is_listed_when_the_message_comes_again(
    router: Router, questions: Questions
) -> None:
    event = sorted_to("infrastruktur", topic="lampu-jalan", ticket=fresh_number())
    await router.killed.assign(event)
    assert event.complaint.ticket not in await held(questions)
    await router.again().assign(event)
    assert event.complaint.ticket in await held(questions)


async def test_what_a_crash_left_listed_is_not_shown_and_leaves_when_the_message_comes_again(
    router: Router, questions: Questions
) -> None:
    ticket = await router.routed()
    wish = action("resolve", ticket=ticket.ticket, actor=LIAISON.post, words="Sudah menyala.", outcome="done")
    await router.killed.act(wish)
    assert ticket.ticket in await router.standing.held_by(LIAISON.post, 100)
    assert ticket.ticket not in await held(questions)
    await router.again().act(wish)
    assert ticket.ticket not in await router.standing.held_by(LIAISON.post, 100)


async def test_what_comes_again_late_takes_nobody_back_where_they_were(router: Router) -> None:
    event = sorted_to("infrastruktur", topic="lampu-jalan", ticket=fresh_number())
    ticket = own(await router.handlers.assign(event))
    await do(router, "hand_over", ticket, sector="infrastruktur", topic="drainase")
    await router.again().assign(event)
    assert ticket.ticket not in await router.standing.held_by(LIAISON.post, 100)
    assert await router.standing.held_by("narahubung-drainase", 100) == [ticket.ticket]


async def test_whoever_knows_the_number_is_told_where_it_stands_and_how_it_ended(
    router: Router, questions: Questions
) -> None:
    ticket = await router.routed()
    await do(router, "resolve", ticket, outcome="done", words="Lampunya menyala.")
    status = await questions.status(AskTicket(ticket=ticket.ticket))
    assert status
    assert (status.revision, status.queue, status.state) == (2, "infrastruktur", "resolved")
    assert status.outcome
    assert (status.outcome.kind, status.outcome.words) == ("done", "Lampunya menyala.")
    assert await questions.status(AskTicket(ticket="BWI-ZZZZ-ZZZZ-ZZZZ")) is None


async def test_the_history_tells_what_was_done_and_what_was_refused_in_order(
    router: Router, questions: Questions
) -> None:
    ticket = await router.routed()
    await do(router, "acknowledge", ticket, id="not-mine", actor="narahubung-jembatan")
    await do(router, "acknowledge", ticket, words=None)
    first = await questions.history(AskHistory(ticket=ticket.ticket, limit=2))
    assert first
    assert [(one.revision, one.event, one.actor) for one in first.past] == [
        (1, "routed", "router"),
        (1, "refused", "narahubung-jembatan"),
    ]
    second = await questions.history(AskHistory(ticket=ticket.ticket, after=first.next or 0))
    assert second
    assert [(one.revision, one.event, one.actor) for one in second.past] == [(2, "acknowledged", LIAISON.post)]
    assert second.next is None
    assert await questions.history(AskHistory(ticket="BWI-ZZZZ-ZZZZ-ZZZZ")) is None
