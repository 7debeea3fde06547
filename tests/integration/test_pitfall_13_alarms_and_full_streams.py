"""PITFALLS 13: an alarm rings once, moves when set again, and leaves nothing behind; a full stream refuses."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from time import monotonic

from shared.contracts.event import HEADER_MESSAGE_ID, read
from shared.contracts.timer import FIRED_TTL, TimerDue, TimerSet
from shared.runtime import clock
from shared.runtime.bus import Bus
from shared.runtime.hold import Hold
from tests.integration.living import Desk, Heard, Town, alive, refused, until

QUEUE = "infrastruktur"
NEXT = f"$JS.API.CONSUMER.MSG.NEXT.TIMERS.sla-timers-due-{QUEUE}"


def alarm(step: str, seconds: float | None) -> TimerSet:
    at = None if seconds is None else clock.now() + timedelta(seconds=seconds)
    return TimerSet(ticket="BWI-0000-0000-0001", clock="acknowledge", step=step, queue=QUEUE, at=at)


async def rings(town: Town, within: float = 5.0) -> Heard:
    """The next alarm; a fired schedule is seen by consumers only."""
    message = await town.client.request(NEXT, timeout=within, old_style=True)
    return Heard(message.subject, message.data, message.headers or {})


def bus(town: Town) -> Bus:
    return Bus("sla", lambda: town.client, Hold())


async def test_an_alarm_rings_when_it_is_due_and_goes_away_by_itself(town: Town) -> None:
    asked = monotonic()
    await bus(town).say([alarm("warned", 0.5)])
    rung = await rings(town)

    assert 0.4 < monotonic() - asked < 2
    assert read(TimerDue, rung.data).step == "warned"
    assert rung.headers["Nats-TTL"] == FIRED_TTL
    assert HEADER_MESSAGE_ID not in rung.headers
    assert await town.stored("TIMERS") == 1  # the alarm that was set is gone, the one that rang is left to age


async def test_setting_an_alarm_again_moves_it_and_taking_it_back_silences_it(town: Town) -> None:
    await bus(town).say([alarm("first", 0.3)])
    await bus(town).say([alarm("second", 0.6)])
    assert read(TimerDue, (await rings(town)).data).step == "second"

    await bus(town).say([alarm("third", 0.3)])
    await bus(town).say([alarm("stopped", None)])
    await bus(town).say([alarm("sentinel", 0.9).model_copy(update={"clock": "resolution"})])
    assert read(TimerDue, (await rings(town)).data).step == "sentinel"


async def test_an_alarm_in_the_past_rings_at_once(town: Town) -> None:
    asked = monotonic()
    await bus(town).say([alarm("late", -3_600)])
    await rings(town)

    assert monotonic() - asked < 1


async def test_a_full_stream_refuses_and_what_waits_is_said_when_there_is_room(town: Town) -> None:
    jetstream = town.client.jetstream()
    config = (await jetstream.stream_info("REPLIES")).config
    await jetstream.update_stream(replace(config, max_bytes=100_000))
    async with alive(town.intake(Desk())) as service:
        saying = asyncio.create_task(service.bus.say([refused(f"{number}", "x" * 9_000) for number in range(15)]))

        async def is_held() -> bool:
            return bool(service.hold.away)

        await until(is_held)
        stored = await town.stored("REPLIES")
        assert (0 < stored < 15, service.ready, saying.done()) == (True, False, False)

        await jetstream.purge_stream("REPLIES")
        await asyncio.wait_for(saying, 10)
        assert service.ready
        assert await town.stored("REPLIES") == 15 - stored
