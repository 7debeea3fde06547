"""Many people tell of one hole: one case for the liaison, and each reporter's own number, answer and say."""

import asyncio

import httpx

from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEvent,
    TicketLinked,
    TicketResolved,
    TicketRouted,
    TicketUnlinked,
)
from tests.e2e.tale import Tale
from tests.system import System

HOLE = (
    "Jalan berlubang di depan pasar, banyak motor jatuh.",
    "Mohon segera ditambal, jalan berlubang dekat pasar.",
    "Pak, dalan bolong ring ngarep pasar, njaluk ditambal.",
)
PLACE = {"district": "Glagah", "village": "Olehsari"}
MENDED = "Lubangnya sudah kami tambal pagi ini."


async def complain(system: System, text: str, privacy: str = "open") -> str:
    async with httpx.AsyncClient(base_url=system.services["intake"].url) as citizen:
        answer = await citizen.post("/complaints", json={"text": text, "place": PLACE, "privacy": privacy})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["ticket"])


async def do(system: System, kind: str, ticket: TicketEvent, *more: str) -> None:
    await system.command("act", ticket.ticket, kind, "--as", ticket.holder.post, "--queue", ticket.queue, *more)


async def case(system: System, kind: str, ticket: TicketEvent, *other: str) -> None:
    where = ("--as", ticket.holder.post, "--queue", ticket.queue)
    await system.command("case", kind, ticket.ticket, *other, *where)


async def test_the_journey_of_one_hole_that_many_people_tell_of(system: System, tale: Tale) -> None:
    # Three people tell of it at the same moment, a fourth in secret: each has a number, three share a case.
    *numbers, secret = await asyncio.gather(
        *(complain(system, text) for text in HOLE), complain(system, HOLE[0], privacy="secret")
    )
    routed = [await tale.tells(TicketRouted, ticket=number) for number in numbers]
    (first,) = [ticket for ticket in routed if ticket.case is None]
    joined = [ticket for ticket in routed if ticket.case]
    assert {ticket.case for ticket in joined} == {first.ticket}
    await tale.tells(TicketLinked, ticket=first.ticket, case=first.ticket)
    assert (await tale.tells(TicketRouted, ticket=secret)).case is None

    # The liaison sees one case; each citizen keeps a number and hears nothing of who the others are.
    last = max(joined, key=lambda ticket: ticket.reporters)
    letter = await tale.letter(ticket=last.ticket, revision=1, audience="liaison")
    assert f"laporan ke-{last.reporters} tentang hal yang sama. Yang pertama: {first.ticket}." in letter
    told = await tale.letter(ticket=last.ticket, revision=1, audience="citizen")
    assert f"Warga lain juga melaporkan hal ini, jadi diurus bersama. Nomor Bapak/Ibu tetap {last.ticket}." in told
    assert first.ticket not in told
    shown = await system.command("case", "show", last.ticket)
    assert all(number in shown for number in numbers)
    assert secret not in shown

    # One of them tells of another hole after all, and has a life of its own from then on.
    out = joined[0]
    await case(system, "unlink", out)
    await tale.tells(TicketUnlinked, ticket=out.ticket)
    await do(system, "acknowledge", first)
    others = [ticket for ticket in routed if ticket is not out]
    for ticket in others:
        await tale.tells(TicketAcknowledged, ticket=ticket.ticket)
    assert not tale.all(TicketAcknowledged, ticket=out.ticket)

    # It was the same hole: linked again by hand, one answer reaches all three, each of them once.
    await case(system, "link", out, first.ticket)
    await tale.tells(TicketLinked, ticket=out.ticket)
    await do(system, "resolve", out, "--outcome", "done", "--words", MENDED)
    for number in numbers:
        resolved = await tale.tells(TicketResolved, ticket=number)
        assert MENDED in await tale.letter(ticket=number, revision=resolved.revision, audience="citizen")
        assert len(tale.all(TicketResolved, ticket=number)) == 1
    assert not tale.all(TicketResolved, ticket=secret)
