"""PITFALLS 11: on a stop what was fetched goes back at once, and the exit code is 0, with a broker and without."""

import asyncio
from pathlib import Path
from time import monotonic

from deploy.local.servers import Server
from shared.contracts.complaint import Complaint
from shared.contracts.reply import Refused
from shared.directory.model import Directory
from tests.integration.living import Desk, Town, alive, refused, until
from tests.integration.process import becomes, process, provision_whole

HELD = 150


async def test_what_one_worker_held_another_has_at_once(town: Town) -> None:
    async def never_ends(_: Complaint) -> None:
        await asyncio.Event().wait()

    stuck, free = Desk(never_ends), Desk()
    await town.complain(*(f"{number}" for number in range(HELD)))
    async with alive(town.intake(stuck)):
        await stuck.wait(1)
    stopped = monotonic()
    async with alive(town.intake(free)):
        await free.wait(HELD)

    assert monotonic() - stopped < 3
    assert sorted(free.heard) == sorted(f"{number}" for number in range(HELD))


async def test_what_is_in_hand_is_finished_and_said_before_the_end(town: Town) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slowly(complaint: Complaint) -> Refused:
        begun.set()
        await may_end.wait()
        return refused(complaint.text)

    service = town.intake(slowly, grace=5.0)
    await service.start()
    await town.complain("pelan")
    await begun.wait()
    stopping = asyncio.create_task(service.stop())
    await asyncio.sleep(0)
    may_end.set()
    await stopping

    assert await town.stored("REPLIES") == 1
    assert (await town.consumer()).num_ack_pending == 0


async def test_a_stop_without_the_broker_ends_although_something_waits_to_be_said(town: Town) -> None:
    broker_is_gone = asyncio.Event()

    async def decide(complaint: Complaint) -> Refused:
        await broker_is_gone.wait()
        return refused(complaint.text)

    async def is_held() -> bool:
        return bool(service.hold.away)

    desk = Desk(decide)
    service = town.intake(desk)
    await service.start()
    await town.complain("satu")
    await desk.wait(1)
    await town.broker.kill()
    broker_is_gone.set()
    await until(is_held)
    stopped = monotonic()
    await service.stop()

    assert monotonic() - stopped < 3
    assert not service.failed.is_set()
    assert service._connection().is_closed


async def test_a_process_that_is_told_to_stop_exits_0(
    own_nats: Server, mongo_shared: Server, directory: Directory, tmp_path: Path
) -> None:
    await provision_whole(own_nats, directory)
    async with process("sla", own_nats, mongo_shared, tmp_path) as sla:
        await becomes(sla, "/readyz", 200)
        assert await sla.process.stop() == 0

    assert "Traceback" not in sla.process.log.read_text(encoding="utf-8")
