"""The audit, with a router and a sla that live on real servers: a lost clock is found, and runs again after a note."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from services import cli
from services.commands import CommandError
from services.router.app import build as router
from services.router.settings import RouterSettings
from services.sla.app import build as sla
from services.sla.audit import VIOLATIONS
from services.sla.settings import SlaSettings
from shared.runtime import clock
from shared.runtime.mongo import Collection, Database
from tests.builders import fresh_number, sorted_to
from tests.integration.living import Town, alive, until

NOTE = "Jam laporan ini dijalankan lagi."


@dataclass(frozen=True)
class Watched:
    """An open ticket, and sla's clocks."""

    number: str
    clocks: Collection
    town: Town

    @property
    def key(self) -> str:
        return f"{self.number}:resolution"

    async def alarmed(self, count: int) -> None:
        """Returns when a round has counted so many of its queue's clocks as missing."""

        async def is_so() -> bool:
            return VIOLATIONS.labels("infrastruktur", "no_clock")._value.get() == count

        await until(is_so)

    async def is_running(self) -> bool:
        return await self.clocks.get(self.key) is not None


@pytest.fixture
async def watched(town: Town, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watched]:
    """Sla is there before router, so it has to wait for it."""
    given = {"nats_url": town.broker.url, "mongo_url": town.mongo_url, "mongo_database": town.database}
    for name, value in given.items():
        monkeypatch.setenv(f"MELAYANI_{name.upper()}", value)
    auditing = SlaSettings(**given, sectors="infrastruktur", audit_every=0.01, audit_settled=0)
    event = sorted_to("infrastruktur", topic="lampu-jalan", ticket=fresh_number(), admitted_at=clock.now())
    database = Database(town.mongo_url, f"{town.database}_sla")
    ticket = Watched(event.complaint.ticket, database.collection("clocks"), town)
    async with alive(sla(auditing)), alive(router(RouterSettings(**given, sectors="infrastruktur"))):
        await town.client.jetstream().publish(event.subject(), event.body(), headers=event.headers("test"))
        await until(ticket.is_running)
        yield ticket
    database.close()


async def audit(*words: str) -> None:
    given = cli.parser().parse_args(("audit", *words))
    await given.run(given)


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Without the services' log lines."""
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith(("BWI-", "open tickets"))]


async def test_a_clock_that_was_lost_is_found_counted_named_and_runs_again_after_a_note(
    watched: Watched, capsys: pytest.CaptureFixture[str]
) -> None:
    await watched.alarmed(0)
    await watched.clocks.remove(watched.key)
    await watched.alarmed(1)
    with pytest.raises(CommandError, match="runbook"):
        await audit("--queue", "infrastruktur")
    lost, summary = printed(capsys)
    assert lost.split() == [watched.number, "infrastruktur", "no_clock", watched.key]
    assert summary == "open tickets looked at: 1 of 1; clocks that do not run as they must: 1"

    note = cli.parser().parse_args(("act", watched.number, "note", "--as", "meja-pilah", "--words", NOTE))
    await note.run(note)
    await until(watched.is_running)
    await watched.alarmed(0)
    printed(capsys)
    await audit()
    assert printed(capsys) == ["open tickets looked at: 1 of 1; clocks that do not run as they must: 0"]


async def test_the_command_says_who_does_not_answer_and_which_queue_there_is_not(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MELAYANI_NATS_URL", town.broker.url)
    with pytest.raises(CommandError, match="router does not answer"):
        await audit("--queue", "infrastruktur")
    with pytest.raises(CommandError, match="there is no queue 'jalanan'"):
        await audit("--queue", "jalanan")
