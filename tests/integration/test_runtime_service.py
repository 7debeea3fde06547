"""A service among others: it shares its queues, takes only its own, says how it is, and ends when it cannot work."""

import asyncio
import socket
from dataclasses import replace
from pathlib import Path
from time import monotonic

import httpx
import pytest

from deploy.local.ports import free_port
from deploy.local.servers import Server
from deploy.local.services import environment, service
from shared.contracts.event import Message as Kind
from shared.contracts.streams import HEARS
from shared.directory.model import Directory
from shared.runtime.delivery import Hearing
from shared.runtime.message import Message
from shared.runtime.serve import application
from shared.runtime.service import Service
from tests.integration.living import Desk, Town, alive
from tests.integration.process import becomes, process, provision_whole


def router(town: Town, heard: "asyncio.Queue[str]", **settings: str) -> Service:
    """A router that only notes what it hears."""

    async def note(message: Message) -> None:
        heard.put_nowait(message.subject)

    made = Service("router", town.settings(**settings), town.directory, grace=0.2)
    mine = [hears.filter for hears in HEARS if hears.service == "router"]
    made.hearings = [Hearing(filter_, Kind, note, "any", raw=True) for filter_ in mine]
    return made


async def test_a_worker_of_one_sector_leaves_the_others_to_the_others(town: Town) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    jetstream = town.client.jetstream()
    async with alive(router(town, heard, sectors="perizinan")):
        await jetstream.publish("sorted.infrastruktur", b"{}")
        await jetstream.publish("sorted.perizinan", b"{}")
        assert await asyncio.wait_for(heard.get(), 5) == "sorted.perizinan"
        assert (await town.consumer("SORTED", "router-sorted-infrastruktur")).num_pending == 1
    async with alive(router(town, heard, sectors="infrastruktur")):
        assert await asyncio.wait_for(heard.get(), 5) == "sorted.infrastruktur"

    assert heard.empty()


async def test_two_replicas_share_a_queue_and_each_message_is_handled_once(town: Town) -> None:
    one, two = Desk(), Desk()
    many = [f"{number}" for number in range(400)]
    async with alive(town.intake(one)), alive(town.intake(two)):
        await town.complain(*many)
        await town.handled()

    assert sorted(one.heard + two.heard) == sorted(many)


async def test_a_background_task_that_ends_with_an_error_ends_the_service(town: Town) -> None:
    async def breaks() -> None:
        raise RuntimeError

    failing = town.intake(Desk())
    failing.background = (breaks,)
    async with alive(failing):
        async with asyncio.timeout(5):
            await failing.failed.wait()


async def test_nothing_is_heard_before_everything_is_prepared(town: Town) -> None:
    desk = Desk()
    heard_before: list[str] = []

    async def prepare() -> None:
        await prepared.database.index("admissions", "at")
        heard_before.extend(desk.heard)

    prepared = town.intake(desk)
    prepared.prepare = prepare
    await town.complain("satu")
    async with alive(prepared):
        await desk.wait(1)

    assert heard_before == []


async def test_a_database_that_goes_away_unnoticed_shows_when_somebody_asks_and_keeps_nobody_from_ending(
    town: Town, own_mongo: Server
) -> None:
    url = own_mongo.url.partition("&serverSelectionTimeoutMS")[0]
    async with alive(replace(town, mongo_url=url).intake(Desk())) as idle:
        door = httpx.ASGITransport(app=application(idle))
        async with httpx.AsyncClient(transport=door, base_url="http://idle") as http:
            assert (await http.get("/readyz")).status_code == 200
            await own_mongo.kill()
            answer = await http.get("/readyz")
            told = monotonic()

    assert monotonic() - told < 5
    assert (answer.status_code, answer.json()["away"]) == (503, ["mongo"])


async def test_a_process_shows_its_health_and_its_counters(
    own_nats: Server, mongo_shared: Server, directory: Directory, tmp_path: Path
) -> None:
    await provision_whole(own_nats, directory)
    async with process("sla", own_nats, mongo_shared, tmp_path) as sla, httpx.AsyncClient(base_url=sla.url) as http:
        await becomes(sla, "/readyz", 200)
        assert (await http.get("/healthz")).json() == {"service": "sla", "alive": True}
        assert (await http.get("/readyz")).json() == {"service": "sla", "ready": True, "away": []}
        assert "melayani_messages_total" in (await http.get("/metrics")).text


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({}, "cannot listen"),
        ({"MELAYANI_SECTORS": "perizinn", "MELAYANI_HTTP_PORT": "0"}, "MELAYANI_SECTORS: there is no perizinn"),
        ({"MELAYANI_SPEED": "fast"}, "MELAYANI_SPEED: "),
        ({"MELAYANI_DIRECTORY": "/nowhere"}, "there is no directory at /nowhere"),
    ],
)
async def test_a_process_that_cannot_work_ends_and_says_why(
    broker: Server, mongo_shared: Server, tmp_path: Path, setting: dict[str, str], words: str
) -> None:
    taken = free_port()
    with socket.create_server(("127.0.0.1", taken)):
        env = environment(tmp_path, broker, mongo_shared, "http://127.0.0.1:1", 1.0)
        failing = service("sla", taken, env, tmp_path, print)
        failing.process._env = {**failing.process._env, **setting}
        failing.process.start()
        async with asyncio.timeout(20):
            assert await failing.process.ended() == 1

    log = failing.process.log.read_text(encoding="utf-8")
    assert words in log
    assert "Traceback" not in log
