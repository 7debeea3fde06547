"""PITFALLS 5: however long the broker is away, the process lives, can be asked, can be stopped, and resumes."""

import asyncio
from pathlib import Path
from time import monotonic

from deploy.local.servers import Server
from shared.directory.model import Directory
from shared.runtime.service import Service
from tests.integration.living import Desk, Town, alive, until
from tests.integration.process import becomes, process, provision_whole, status

MORE_THAN_THE_CLIENT_USUALLY_TRIES = 100


async def test_after_a_hundred_failed_reconnects_the_loop_runs_and_the_next_message_is_heard(town: Town) -> None:
    desk = Desk()
    async with alive(town.intake(desk)) as service:
        connection = service._connection()
        connection.options["reconnect_time_wait"] = 0.001
        await town.broker.kill()

        async def tried_often() -> bool:
            return connection._server_pool[0].reconnects > MORE_THAN_THE_CLIENT_USUALLY_TRIES

        await until(tried_often, within=20)
        before = monotonic()
        await asyncio.sleep(0.05)  # measures how promptly the loop wakes up
        assert monotonic() - before < 0.5
        assert not service.ready
        assert not service.failed.is_set()

        await town.broker.start()
        await until_ready(service)
        await town.complain("sesudahnya")
        await desk.wait(1)

    assert desk.heard == ["sesudahnya"]


async def test_after_a_gentle_restart_there_is_one_request_again_and_not_two(town: Town) -> None:
    async def asks_once() -> bool:
        return (await town.consumer()).num_waiting == 1

    async with alive(town.intake(Desk())) as service:
        await until(asks_once)
        await town.broker.restart()
        await until_ready(service)
        await town.complain("sesudahnya")  # answered by the request that is there
        await town.handled()
        assert (await town.consumer()).num_waiting == 1


async def until_ready(service: Service) -> None:
    async def is_ready() -> bool:
        return service.ready

    await until(is_ready)


async def test_a_process_lives_before_during_and_after_its_broker_and_ends_when_told(
    own_nats: Server, mongo_shared: Server, directory: Directory, tmp_path: Path
) -> None:
    await provision_whole(own_nats, directory)
    await own_nats.kill()
    async with process("sla", own_nats, mongo_shared, tmp_path) as sla:
        assert (await status(sla, "/healthz"), await status(sla, "/readyz")) == (200, 503)

        await own_nats.start()
        await becomes(sla, "/readyz", 200)

        await own_nats.kill()
        await becomes(sla, "/readyz", 503)
        assert await status(sla, "/healthz") == 200
        told = monotonic()
        assert await sla.process.stop() == 0

    assert monotonic() - told < 5
