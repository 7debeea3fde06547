"""A heavily damaged road goes the way of planning: the citizen hears which year, why, and what can come sooner."""

from datetime import datetime

from shared.contracts.admitted import Admitted
from shared.contracts.ticket import TicketRouted
from tests.builders import complaint, fresh_number
from tests.e2e.tale import Tale
from tests.listening import connected
from tests.system import System

REPORTED = datetime.fromisoformat("2026-11-23T09:00:00+07:00")
TEXT = "Jalan rusak parah, aspalnya hancur sepanjang satu kilometer. Kapan diaspal?"


async def test_a_heavy_damage_road_on_23_november_2026_tells_the_citizen_2028_and_why(
    system: System, tale: Tale
) -> None:
    number = fresh_number()
    given = complaint(ticket=number, source="web", text=TEXT, reported_at=REPORTED, admitted_at=REPORTED)
    admitted = Admitted(complaint=given)
    async with connected(system.nats.url) as connection:
        await connection.jetstream().publish(admitted.subject(), admitted.body(), headers=admitted.headers("intake"))

    routed = await tale.tells(TicketRouted, ticket=number)
    assert routed.sorting.topic == "jalan-rusak-berat"
    letter = await tale.letter(ticket=number, revision=1, audience="citizen")
    assert "2028" in letter
    assert "2027" in letter  # why not next year
    assert "Desember 2026" in letter
    assert "tambal" in letter

    # The same way, for whoever asks at a counter.
    page = await system.command("procedure", "road-damage", "--on", "2026-11-23")
    assert "2028" in page
