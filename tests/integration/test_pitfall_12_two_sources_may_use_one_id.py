"""PITFALLS 12: the broker's deduplication knows no subjects; a complaint's id is its source's own."""

import asyncio

from shared.contracts.event import HEADER_ID, HEADER_MESSAGE_ID
from tests.integration.living import Desk, Town, alive

WINDOW = 0.1
SAME = {HEADER_ID: "1", HEADER_MESSAGE_ID: "1"}


async def test_the_same_id_from_two_sources_is_two_complaints(town: Town) -> None:
    desk = Desk()
    async with alive(town.intake(desk)):
        await town.publish(b'{"text": "dari call112"}', "call112", **SAME)
        await asyncio.sleep(WINDOW * 2)  # the shortest window the broker accepts has to pass
        await town.publish(b'{"text": "dari lapor"}', "lapor", **SAME)
        await desk.wait(2)

    assert sorted(desk.heard) == ["dari call112", "dari lapor"]
    assert await town.stored("COMPLAINTS") == 2
