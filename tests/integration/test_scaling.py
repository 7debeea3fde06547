"""Scaling by sector: one router works for perizinan alone, another for everything else."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from deploy.local.servers import Server
from shared.directory.model import Directory
from tests.chaos.book import Entry, complaints, examples
from tests.chaos.ledger import Ledger
from tests.chaos.letters import CONSOLE
from tests.system import System, whole_system

SECTOR = "perizinan"
PERMIT = "Berkas izin bangunan (PBG) saya sudah sebulan tidak ada kabar."
SOURCES = ("lapor", "loket")
WAITING = 150
SHARED = 400
WITHIN = 20.0


@pytest.fixture
async def system(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[System]:
    """Without a router yet."""
    async with whole_system(
        tmp_path_factory.mktemp("scaling"), services=("intake", "notifier", "sla"), env=CONSOLE
    ) as system:
        yield system


@pytest.fixture
async def others(directory: Directory, system: System) -> Server:
    """The router of every other queue, and of what is not yet sorted."""
    queues = ",".join(queue for queue in directory.queues if queue != SECTOR)
    server = system.add("router", "others", {"MELAYANI_SECTORS": queues, "MELAYANI_STAGE": "sort,assign,lifecycle"})
    await server.start()
    return server


@pytest.fixture
def workers(system: System) -> list[Server]:
    """Two routers of the sector alone, not yet started."""
    return [system.add("router", name, {"MELAYANI_SECTORS": SECTOR}) for name in ("one", "two")]


@pytest.mark.usefixtures("others")
async def test_only_the_queue_whose_worker_is_gone_waits_and_two_workers_share_it(
    directory: Directory, system: System, workers: Sequence[Server]
) -> None:
    ledger = Ledger.of(system, directory)
    await workers[0].start()
    await settled(ledger, permits("served", 20))

    await workers[0].stop()
    waiting = permits("waiting", WAITING)
    await ledger.publish(waiting)
    elsewhere = complaints(examples(directory, "infrastruktur", "kesehatan"), "elsewhere", 60, SOURCES)
    await settled(ledger, elsewhere, {f"router-sorted-{SECTOR}": WAITING})

    await asyncio.gather(*(worker.start() for worker in workers))
    shared = permits("shared", SHARED)
    await settled(ledger, shared)
    await ledger.settle(waiting, WITHIN)
    shares = [await assigned(worker) for worker in workers]
    assert sum(shares) == WAITING + SHARED
    assert min(shares) > SHARED / 10


def permits(prefix: str, count: int) -> list[Entry]:
    return complaints([PERMIT], prefix, count, SOURCES)


async def settled(ledger: Ledger, entries: Sequence[Entry], left: dict[str, int] | None = None) -> None:
    await ledger.publish(entries)
    account = await ledger.settle(entries, WITHIN, left=left)
    assert account.accepted == len(entries)


async def assigned(worker: Server) -> float:
    """How many tickets of the sector this router opened since it started."""
    async with httpx.AsyncClient() as client:
        page = await client.get(f"{worker.url}/metrics")
    samples = [sample for family in text_string_to_metric_families(page.text) for sample in family.samples]
    return sum(
        sample.value
        for sample in samples
        if sample.name == "melayani_messages_total"
        and (sample.labels["stage"], sample.labels["queue"], sample.labels["outcome"]) == ("assign", SECTOR, "done")
    )
