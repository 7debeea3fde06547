"""The commands of triage ask a router that lives on a real broker and a real database."""

import argparse
import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from services import triage_commands
from services.commands import CommandError
from services.router.app import build
from services.router.desk import Desk
from services.router.settings import RouterSettings
from shared.contracts.sorted import Suggestion
from shared.contracts.ticket import TicketEvent, TicketHandedOver
from shared.contracts.words import TRIAGE
from shared.runtime.mongo import Database
from tests.builders import complaint, fresh_number, sorting, ticket
from tests.integration.living import Town, alive

MANY = 45
THOUGHT = (Suggestion(sector="infrastruktur", topic="lampu-jalan", confidence=0.41),)
DOUBTFUL = sorting(TRIAGE).model_copy(update={"top3": THOUGHT, "village": "Kemiren", "district": "Glagah"})


@pytest.fixture
async def desk(town: Town, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """That of a router which answers; the commands are told where it is."""
    given = {"nats_url": town.broker.url, "mongo_url": town.mongo_url, "mongo_database": town.database}
    for name, value in given.items():
        monkeypatch.setenv(f"MELAYANI_{name.upper()}", value)
    database = Database(town.mongo_url, f"{town.database}_router")
    async with alive(build(RouterSettings(**given, sectors="infrastruktur"))):
        yield Desk(database.collection("waiting"), database.collection("decided"))
    database.close()


async def wait(desk: Desk, text: str = "Tolong, kok begini terus.") -> TicketEvent:
    number = fresh_number()
    said = complaint(ticket=number, text=text)
    waiting = ticket(ticket=number, queue=TRIAGE, state="awaiting_triage", complaint=said, sorting=DOUBTFUL)
    await desk.note([waiting])
    return waiting


async def decide(desk: Desk, waiting: TicketEvent, topic: str = "jembatan", revision: int = 2) -> None:
    to = {"sorting": sorting("infrastruktur", "infrastruktur", topic), "complaint": waiting.complaint}
    moved = ticket(TicketHandedOver, ticket=waiting.ticket, revision=revision, segment=revision, **to)
    await desk.note([waiting, moved])


def asked(**how: bool) -> argparse.Namespace:
    return argparse.Namespace(**{"all": False, "json": False, **how})


async def test_the_list_shows_number_place_suggestions_and_the_beginning_of_the_text(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = await wait(desk, "Tolong,\nkok begini " * 40)
    await triage_commands.list_waiting(asked())
    first, second, text, last = capsys.readouterr().out.splitlines()
    assert first.split()[0] == waiting.ticket
    assert first.endswith("Kemiren, Glagah")
    assert second.strip() == "infrastruktur lampu-jalan 41 %"
    assert len(text.strip()) == triage_commands.TEXT_SHOWN + 1
    assert last == "1 waiting"


async def test_the_list_ends_after_a_page_unless_all_are_asked_for(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = {waiting.ticket for waiting in [await wait(desk) for _ in range(MANY)]}
    await triage_commands.list_waiting(asked())
    assert capsys.readouterr().out.splitlines()[-1] == "20 waiting, and more: --all shows them"
    await triage_commands.list_waiting(asked(all=True, json=True))
    assert {json.loads(line)["ticket"] for line in capsys.readouterr().out.splitlines()} == numbers


async def test_an_empty_desk_is_said_to_be_empty(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    del desk
    await triage_commands.list_waiting(asked())
    assert capsys.readouterr().out == "0 waiting\n"


async def test_every_decision_is_exported_with_the_last_word_on_each_ticket(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    waitings = [await wait(desk) for _ in range(MANY)]
    await asyncio.gather(*(decide(desk, waiting) for waiting in waitings))
    await decide(desk, waitings[0], "lampu-jalan", revision=3)
    await triage_commands.export(argparse.Namespace())
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["id"] for row in rows} == {waiting.ticket for waiting in waitings}
    assert [row["topic"] for row in rows if row["id"] == waitings[0].ticket] == ["lampu-jalan"]
    assert {tuple(row) for row in rows} == {("id", "text", "sector", "topic", "source")}


async def test_without_a_router_the_commands_say_so(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MELAYANI_NATS_URL", town.broker.url)
    with pytest.raises(CommandError, match="router does not answer"):
        await triage_commands.list_waiting(asked())
