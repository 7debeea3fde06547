"""Closed is not fixed: what the citizen says counts, and a liaison who says "done" too early has it again."""

import httpx

from shared.contracts.action import Action
from shared.contracts.ticket import (
    ActionRefused,
    TicketAcknowledged,
    TicketConfirmed,
    TicketEvent,
    TicketObjected,
    TicketRated,
    TicketResolved,
    TicketRouted,
)
from shared.contracts.timer import TimerSet
from shared.contracts.words import CITIZEN
from shared.runtime.clock import now
from tests.e2e.tale import Tale
from tests.listening import connected
from tests.system import System

LADDER = ("sekretaris-dpu-ckpp", "kepala-dpu-ckpp", "asisten-ekbang")
STILL_DARK = "Lampunya menyala semalam, lalu mati lagi."
CABLE = "Kabelnya yang putus, sudah kami sambung."


async def complain(system: System) -> str:
    async with httpx.AsyncClient(base_url=system.services["intake"].url) as citizen:
        answer = await citizen.post("/complaints", json={"text": "Lampu jalan di gang kami mati sejak Jumat."})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["ticket"])


async def citizen_says(system: System, ticket: TicketEvent, kind: str, **more: object) -> None:
    """As the citizen's page will, on the bus."""
    given = {"id": f"page-{kind}-{ticket.revision}", "ticket": ticket.ticket, "queue": ticket.queue, "kind": kind}
    wish = Action.model_validate({**given, "actor": CITIZEN, "at": now(), **more})
    async with connected(system.nats.url) as connection:
        await connection.jetstream().publish(wish.subject(), wish.body(), headers=wish.headers("page"))


async def liaison_says(system: System, ticket: TicketEvent, kind: str, *more: str) -> None:
    await system.command("act", ticket.ticket, kind, "--as", ticket.holder.post, *more)


async def test_the_journey_of_an_answer_the_citizen_does_not_accept(system: System, tale: Tale) -> None:
    number = await complain(system)
    routed = await tale.tells(TicketRouted, ticket=number)
    await liaison_says(system, routed, "acknowledge")
    await tale.tells(TicketAcknowledged, ticket=number)

    # "Done", says the liaison; the citizen is asked, and has a window to object.
    await liaison_says(system, routed, "resolve", "--outcome", "done", "--words", "Sudah kami ganti lampunya.")
    resolved = await tale.tells(TicketResolved, ticket=number)
    assert "Sudah beres?" in await tale.letter(ticket=number, revision=resolved.revision, audience="citizen")
    await tale.tells(TimerSet, ticket=number, clock="objection", segment=resolved.segment)

    # It is not: the same liaison has it again, and the one above them hears of it.
    await citizen_says(system, resolved, "object", words=STILL_DARK)
    objected = await tale.tells(TicketObjected, ticket=number)
    assert (objected.holder, objected.segment) == (routed.holder, resolved.segment + 1)
    assert objected.told.post == LADDER[resolved.rung]
    for audience in ("liaison", "leader", "citizen"):
        assert await tale.letter(ticket=number, revision=objected.revision, audience=audience)
    assert STILL_DARK in await tale.letter(ticket=number, revision=objected.revision, audience="liaison")
    await tale.tells(TimerSet, ticket=number, clock="resolution", segment=objected.segment)

    # The second answer holds: only the citizen's yes makes it confirmed.
    await liaison_says(system, objected, "resolve", "--outcome", "done", "--words", CABLE)
    again = await tale.tells(TicketResolved, ticket=number, segment=objected.segment)
    await citizen_says(system, again, "confirm")
    confirmed = await tale.tells(TicketConfirmed, ticket=number)
    await citizen_says(system, confirmed, "rate", score=5)
    assert (await tale.tells(TicketRated, ticket=number)).score == 5

    # Too late for anything else: whoever tries hears why.
    await citizen_says(system, confirmed, "withdraw")
    refused = await tale.tells(ActionRefused, ticket=number, kind="withdraw")
    assert refused.revision == (await tale.tells(TicketRated, ticket=number)).revision
    assert refused.reason in await tale.letter(ticket=number, about="tickets.refused", audience="citizen")
    history = await system.command("ticket", "history", number)
    assert [word in history for word in ("objected", "confirmed", "rated", "refused")] == [True] * 4
