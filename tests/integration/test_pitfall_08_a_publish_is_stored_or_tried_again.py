"""PITFALLS 8: a durable that drifted is refused at start; what is said is stored once, or said again as the same."""

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nats.errors import MaxPayloadError
from nats.js.errors import BadRequestError

from deploy.local.servers import Server
from shared.runtime.bus import PUBLISH_TIMEOUT
from shared.runtime.provision import ProvisionError
from shared.runtime.service import Service
from tests.integration.living import DURABLE, Desk, Town, alive, refused, until
from tests.integration.process import process

DRIFTS = [
    ({"max_ack_pending": 10}, "max_ack_pending is 10"),
    ({"filter_subject": "complaints.lapor"}, "filter_subject is complaints.lapor"),
    ({"ack_wait": 99.0}, "ack_wait is 99"),
]


@pytest.mark.parametrize(("drift", "complaint"), DRIFTS)
async def test_a_service_refuses_to_start_on_a_durable_that_drifted(
    town: Town, drift: dict[str, Any], complaint: str
) -> None:
    jetstream = town.client.jetstream()
    await jetstream.add_consumer("COMPLAINTS", replace((await town.consumer()).config, **drift))
    service = town.intake(Desk())

    with pytest.raises(ProvisionError, match=f"run `melayani provision`: durable {DURABLE}: {complaint}"):
        await service.start()
    await service.stop()
    drifted = (await town.consumer()).config
    assert {name: getattr(drifted, name) for name in drift} == drift


async def test_a_process_without_its_durables_ends_with_the_advice_to_provision(
    town: Town, mongo_shared: Server, tmp_path: Path
) -> None:
    """Provisioned for two sectors, and started for all of them."""
    async with process("sla", town.broker, mongo_shared, tmp_path) as sla:
        async with asyncio.timeout(10):
            assert await sla.process.ended() == 1

    assert "run `melayani provision`: durable sla-" in sla.process.log.read_text(encoding="utf-8")


async def test_what_was_said_while_the_broker_was_away_is_stored_once_when_it_is_back(town: Town) -> None:
    async with alive(town.intake(Desk())) as service:
        await service.bus.say([refused("sebelum")])
        await town.broker.kill()
        saying = asyncio.create_task(service.bus.say([refused(f"{number}") for number in range(50)]))
        await until(lambda: is_held(service))
        assert not service.ready
        await town.broker.start()
        await saying
        await service.bus.say([refused("0")])  # the same id again: the broker knows it

        assert await town.stored("REPLIES") == 51
        assert service.ready


async def test_what_was_on_its_way_when_the_broker_died_is_said_as_soon_as_it_is_back(town: Town) -> None:
    async with alive(town.intake(Desk())) as service:
        os.kill(town.broker.process.pid, signal.SIGSTOP)  # it takes what is sent and answers nothing
        saying = asyncio.create_task(service.bus.say([refused("di jalan")]))
        await until(lambda: is_on_its_way(service))
        await town.broker.kill()
        await town.broker.start()
        await asyncio.wait_for(saying, PUBLISH_TIMEOUT / 2)

    assert await town.stored("REPLIES") == 1


async def is_on_its_way(service: Service) -> bool:
    return bool(service.bus._publisher()._awaited)


async def test_an_outage_with_more_to_say_than_the_client_keeps_leaves_nothing_unsaid_and_nothing_waiting(
    town: Town,
) -> None:
    async with alive(town.intake(Desk())) as service:
        await service.bus.say([refused("sebelum")])
        await town.broker.kill()
        large = [refused(f"{number}", "x" * 100_000) for number in range(30)]  # more than the client's buffer
        saying = asyncio.create_task(service.bus.say(large))
        await until(lambda: is_held(service))
        await asyncio.sleep(0.5)  # several attempts
        assert service._connection().pending_data_size < 100_000
        await town.broker.start()
        await saying
        assert not service.bus._publisher()._awaited

        assert await town.stored("REPLIES") == 31


async def test_what_is_too_large_to_be_said_is_an_error_and_not_an_outage(town: Town) -> None:
    almost = town.client.max_payload - len(refused("besar", "").body()) - 50  # too large with its headers only
    async with alive(town.intake(Desk())) as service:
        for size in (town.client.max_payload, almost):
            with pytest.raises(MaxPayloadError):
                await service.bus.say([refused("besar", "x" * size)])
        with pytest.raises(BadRequestError, match="message size exceeds maximum allowed"):
            await service.bus.say([refused("agak besar", "x" * 2**19)])
        assert service.ready


async def test_the_stock_client_still_needs_the_cure(town: Town) -> None:
    """When this fails, nats-py is mended: shared/runtime/acks.py can go."""
    refusal = await town.client.jetstream().publish_async("replies.call112", b"x" * (2**19 + 1))

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(refusal, 0.5)


async def is_held(service: Service) -> bool:
    return bool(service.hold.away)
