"""What nobody could sort: a person decides, two liaisons say it is not theirs, and the arbiter has the last word."""

import json
from pathlib import Path

import httpx
import pytest

from deploy.local.supervisor import GaveUpError
from services.router.domain.sorting import Sorter
from services.router.model_file import load_model
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEvent,
    TicketHandedOver,
    TicketRouted,
)
from shared.contracts.timer import TimerSet
from shared.contracts.words import TRIAGE
from shared.directory.model import Directory
from tests.e2e.tale import Tale
from tests.system import System

TEXT = "Tolong, ini bagaimana, kok begini terus."
STRANGE = "Mohon bantuannya pak, urusan kami belum beres juga."
BRIDGE = ("infrastruktur", "jembatan")
LAMP = ("infrastruktur", "lampu-jalan")
PERMIT = ("perizinan", "izin-bangunan")
WHY = "Sudah kami cek, ini bukan pekerjaan kami."


async def complain(system: System, text: str) -> str:
    async with httpx.AsyncClient(base_url=system.services["intake"].url) as citizen:
        answer = await citizen.post("/complaints", json={"text": text})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["ticket"])


async def decide(system: System, ticket: TicketEvent, target: tuple[str, str]) -> None:
    await system.command("triage", "decide", ticket.ticket, *target, "--as", ticket.holder.post)


async def not_mine(system: System, ticket: TicketEvent, target: tuple[str, str]) -> None:
    where = ("--queue", ticket.queue, "--sector", target[0], "--topic", target[1])
    await system.command("act", ticket.ticket, "hand_over", "--as", ticket.holder.post, *where, "--words", WHY)


async def test_the_journey_of_a_complaint_nobody_could_sort(system: System, tale: Tale, directory: Directory) -> None:
    # A complaint that no word gives away waits for a person, and the desk of triage sees it.
    number = await complain(system, TEXT)
    routed = await tale.tells(TicketRouted, ticket=number)
    assert (routed.queue, routed.state, routed.holder.post) == (TRIAGE, "awaiting_triage", directory.triage_post)
    assert TEXT in await tale.letter(ticket=number, revision=1, audience="liaison")
    assert number in await system.command("triage", "list", "--all")

    # The person decides: liaison and citizen are told, under the same number.
    await decide(system, routed, BRIDGE)
    decided = await tale.tells(TicketHandedOver, ticket=number, segment=2)
    assert (decided.queue, decided.holder.post) == ("infrastruktur", "narahubung-jembatan")
    assert TEXT in await tale.letter(ticket=number, revision=decided.revision, audience="liaison")
    told = await tale.letter(ticket=number, revision=decided.revision, audience="citizen")
    assert number in told
    assert decided.holder.title in told
    assert number not in await system.command("triage", "list", "--all")

    # The clock of triage is stopped, the new holder's runs since they were told.
    await tale.tells(TimerSet, ticket=number, clock="triage", segment=1, at=None)
    await tale.tells(TimerSet, ticket=number, clock="acknowledge", segment=2, step="warn-50")

    # Two liaisons hand it on; the third time it goes to the arbiter, whoever is named.
    await not_mine(system, decided, PERMIT)
    second = await tale.tells(TicketHandedOver, ticket=number, segment=3)
    await not_mine(system, second, LAMP)
    third = await tale.tells(TicketHandedOver, ticket=number, segment=4)
    await not_mine(system, third, BRIDGE)
    asked = await tale.tells(TicketHandedOver, ticket=number, segment=5)
    assert [event.holder.post for event in (second, third, asked)] == [
        "narahubung-izin-bangunan",
        "narahubung-lampu-jalan",
        directory.arbiter_post,
    ]
    assert WHY in await tale.letter(ticket=number, revision=asked.revision, audience="liaison")
    assert number in await system.command("triage", "list", "--all")

    # What the arbiter decides is final.
    await decide(system, asked, PERMIT)
    final = await tale.tells(TicketHandedOver, ticket=number, segment=6)
    assert (final.queue, final.holder.post, final.hand_overs) == ("perizinan", "narahubung-izin-bangunan", 3)
    with pytest.raises(GaveUpError, match="refused: Penengah sudah memutuskan"):
        await not_mine(system, final, LAMP)
    await system.command("act", number, "acknowledge", "--as", final.holder.post, "--queue", final.queue)
    acknowledged = await tale.tells(TicketAcknowledged, ticket=number)
    assert acknowledged.holder == final.holder

    # All of it under one number, in one unbroken row, and the last word is kept to learn from.
    revisions = {event.revision for event in tale.all(TicketEvent, ticket=number)}
    assert revisions == set(range(1, len(revisions) + 1))
    exported = [json.loads(line) for line in (await system.command("triage", "export")).splitlines()]
    (example,) = [row for row in exported if row["id"] == number]
    assert (example["sector"], example["topic"], example["text"]) == (*PERMIT, TEXT)


async def test_a_model_trained_after_a_decision_gets_that_text_right(
    system: System, tale: Tale, directory: Directory, tmp_path: Path
) -> None:
    # The directory's words leave the text to a person, who decides.
    number = await complain(system, STRANGE)
    routed = await tale.tells(TicketRouted, ticket=number)
    assert routed.queue == TRIAGE
    await decide(system, routed, BRIDGE)
    await tale.tells(TicketHandedOver, ticket=number)

    # What was decided is a labelled complaint; a model learns from it beside the directory's examples.
    decided, model = tmp_path / "decided.jsonl", tmp_path / "model.jsonl"
    decided.write_text(await system.command("triage", "export"), encoding="utf-8")
    await system.command("train", str(decided), "--out", str(model))

    # With that model the same text needs nobody.
    again = Sorter(directory, load_model(model, directory)).sort(routed.complaint)
    assert again.queue == BRIDGE[0]
    assert again.top3[0].sector == BRIDGE[0]
