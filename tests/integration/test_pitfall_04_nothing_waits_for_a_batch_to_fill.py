"""PITFALLS 4: no collection time; a lone message is handled as soon as it is there."""

from time import monotonic

from tests.integration.living import Desk, Town, alive

SLOWEST = 0.1


async def test_a_lone_message_is_heard_at_once(town: Town) -> None:
    desk = Desk()
    waits = []
    async with alive(town.intake(desk)):
        for number in range(20):
            published = monotonic()
            await town.complain(f"{number}")
            await desk.wait(number + 1)
            waits.append(monotonic() - published)

    assert max(waits) < SLOWEST
