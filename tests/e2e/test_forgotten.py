"""Taken is not done: who says they take a fire and then does nothing is asked again, and one rung up hears of it."""

from shared.contracts.admitted import Admitted
from shared.contracts.ticket import TicketLapsed, TicketRouted, TicketUpdated
from shared.contracts.timer import TimerSet
from shared.runtime.clock import now
from tests.builders import complaint, fresh_number
from tests.e2e.tale import Tale
from tests.listening import connected
from tests.system import System

TEXT = "Kebakaran rumah di Kertosari, api besar."
REPLY = "Pemadam sudah di tempat, apinya dijaga sampai padam."


async def test_the_journey_of_a_complaint_that_was_taken_and_forgotten(system: System, tale: Tale) -> None:
    number = fresh_number()
    fire = complaint(ticket=number, source="web", text=TEXT, urgency="emergency", reported_at=now(), admitted_at=now())
    admitted = Admitted(complaint=fire)
    async with connected(system.nats.url) as connection:
        await connection.jetstream().publish(admitted.subject(), admitted.body(), headers=admitted.headers("intake"))
    routed = await tale.tells(TicketRouted, ticket=number)
    holder = routed.holder.post

    # It is taken, and nothing follows: it stands as if nobody had.
    await system.command("act", number, "acknowledge", "--as", holder)
    lapsed = await tale.tells(TicketLapsed, ticket=number)
    assert (lapsed.state, lapsed.segment, lapsed.holder.post) == ("routed", 2, holder)
    assert lapsed.taken_at is not None
    assert "Terima lagi" in await tale.letter(ticket=number, revision=lapsed.revision, to=holder)
    letter = await tale.letter(ticket=number, revision=lapsed.revision, to=lapsed.told.post)
    assert "belum ada tindak lanjut" in letter
    await tale.tells(TimerSet, ticket=number, clock="acknowledge", segment=2)

    # Once somebody tells the citizen something, the next word is owed.
    await system.command("act", number, "reply", "--as", holder, "--words", REPLY)
    told = await tale.tells(TicketUpdated, ticket=number)
    assert REPLY in await tale.letter(ticket=number, revision=told.revision, audience="citizen")
    await tale.tells(TimerSet, ticket=number, clock="update", segment=told.segment)
