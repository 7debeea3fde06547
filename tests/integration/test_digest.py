"""The leaders' digest on a real store: said once a working day to each, whatever dies, and read as a letter."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deploy.local.servers import Server
from services.notifier.app import build as notifier
from services.notifier.settings import NotifierSettings
from services.router.app import build as router
from services.router.settings import RouterSettings
from services.sla import digest
from services.sla.digest import Digests
from shared.contracts.digest import LateDigest
from shared.contracts.ticket import TicketAcknowledged
from shared.directory.model import Directory
from shared.runtime.bus import Bus
from shared.runtime.hold import Hold
from tests.builders import fresh_number, rostered, sorted_to, ticket
from tests.integration.clocks import Broker, Sla, alarm, due, sla_on
from tests.integration.living import Town, alive, next_of, until

LEADERS = ["asisten-ekbang", "bupati"]  # whose offices have something late
MORNING = datetime.fromisoformat("2026-11-24T07:30:05+07:00")
BEFORE_IT_OPENS = datetime.fromisoformat("2026-11-24T07:29:00+07:00")
A_WHILE = timedelta(minutes=2)
A_DAY = timedelta(days=1)

Replica = Callable[[Bus], Digests]


@pytest.fixture
async def sla(mongo_shared: Server, directory: Directory) -> AsyncIterator[Sla]:
    async with sla_on(mongo_shared.url, directory) as service:
        await Digests.prepare(service.database)
        yield service


@pytest.fixture
def replica(sla: Sla, directory: Directory) -> Replica:
    everybody = rostered(directory, "{}")
    return lambda bus: Digests(sla.database.collection("digests"), sla.clocks, lambda: everybody, bus, sla.now)


async def late(sla: Sla, *numbers: str) -> None:
    """Tickets whose first rung was told on Monday; now it is Tuesday morning."""
    for number in numbers:
        sla.now.at = alarm(0) - A_DAY
        await sla.begun(number)
        for place, step in enumerate(("warn-50", "rung-1")):
            sla.now.at = alarm(place)
            await sla.handlers.ring(due(number, step))
    sla.now.at = MORNING


def digests(*brokers: Broker) -> list[LateDigest]:
    return [event for broker in brokers for event in broker.said if isinstance(event, LateDigest)]


async def test_two_replicas_say_one_digest_to_each_leader_who_has_something_to_read(sla: Sla, replica: Replica) -> None:
    await late(sla, *(numbers := [fresh_number() for _ in range(3)]))
    one, other = Broker(), Broker()
    replicas = [replica(one), replica(other), replica(one)]
    await asyncio.gather(*(digests.once() for digests in replicas))
    said = digests(one, other)
    assert sorted(event.to.post for event in said) == LEADERS
    assert {(event.late, *(one.ticket for one in event.oldest)) for event in said} == {(3, *numbers)}
    assert sum([await digests.once() for digests in replicas]) == 0


async def test_nobody_reads_before_the_office_opens(sla: Sla, replica: Replica) -> None:
    await late(sla, fresh_number())
    sla.now.at = BEFORE_IT_OPENS
    assert await replica(sla.broker).once() == 0


async def test_what_one_remembered_and_died_before_saying_is_said_once_by_another(sla: Sla, replica: Replica) -> None:
    await late(sla, fresh_number())
    dying = Broker()
    dying.away = True
    with pytest.raises(ConnectionError):
        await replica(dying).once()
    lives = replica(sla.broker)
    await lives.once()  # the one it had not come to
    assert len(digests(sla.broker)) == 1
    sla.now.at += A_WHILE
    assert sorted(await asyncio.gather(lives.once(), replica(sla.broker).once())) == [0, 1]
    assert sorted(event.to.post for event in digests(sla.broker)) == LEADERS
    assert await lives.once() == 0


async def test_what_breaks_after_a_morning_with_nothing_late_waits_for_the_next(sla: Sla, replica: Replica) -> None:
    sla.now.at = MORNING
    assert await replica(sla.broker).once() == 0
    await late(sla, fresh_number())
    sla.now.at = MORNING + A_WHILE
    assert await replica(sla.broker).once() == 0
    sla.now.at = MORNING + A_DAY
    assert await replica(sla.broker).once() == len(LEADERS)


async def test_what_was_kept_is_late_no_more(sla: Sla, replica: Replica) -> None:
    await late(sla, number := fresh_number())
    await sla.handlers.watch(ticket(TicketAcknowledged, ticket=number, revision=2, state="acknowledged"))
    await replica(sla.broker).once()
    assert [one.clock for event in digests(sla.broker) for one in event.oldest if one.clock == "acknowledge"] == []


async def test_more_than_one_letter_can_tell_of_is_said_to_be_more(
    sla: Sla, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    await late(sla, *(fresh_number() for _ in range(5)))
    monkeypatch.setattr(digest, "READ_AT_ONCE", 2)
    monkeypatch.setattr(digest, "MOST_READ", 4)
    await replica(sla.broker).once()
    assert {(event.late, event.more) for event in digests(sla.broker)} == {(4, True)}


async def test_a_leader_reads_one_letter_that_names_who_holds_what_is_oldest(
    sla: Sla, replica: Replica, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MELAYANI_OUTBOX_FOLDER", str(tmp_path))
    await late(sla, number := fresh_number())
    given = {"nats_url": town.broker.url, "mongo_url": town.mongo_url, "mongo_database": town.database}
    working = RouterSettings(**given, sectors="infrastruktur"), NotifierSettings(**given, stage="digest")
    event = sorted_to("infrastruktur", topic="lampu-jalan", ticket=number)
    routed = await town.listen("tickets.infrastruktur.routed")
    async with alive(router(working[0])), alive(notifier(working[1])):
        await town.client.jetstream().publish(event.subject(), event.body(), headers=event.headers("test"))
        await next_of(routed)
        assert await replica(Bus("sla", lambda: town.client, Hold())).once() == len(LEADERS)
        letter = tmp_path / "pimpinan" / "bupati" / "digest-bupati-2026-11-24-leader.txt"

        async def is_there() -> bool:
            return letter.exists()

        await until(is_there)
    text = letter.read_text(encoding="utf-8")
    assert f"1. {number}, belum ditanggapi, dijanjikan 23 November 2026." in text
    assert "Yang memegang: narahubung lampu jalan, Dinas Pekerjaan Umum (PU CKPP)" in text
