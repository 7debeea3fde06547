"""PITFALLS 3: a message that fails is not a hot loop; each failure waits twice as long as the one before."""

import asyncio
from itertools import pairwise
from time import monotonic

from shared.contracts.complaint import Complaint
from shared.runtime.errors import Retry
from tests.integration.living import Desk, Town, alive

FIRST = 0.1


async def test_each_failure_waits_twice_as_long_and_its_neighbours_wait_for_nothing(town: Town) -> None:
    tries: list[float] = []
    tried = asyncio.Event()

    async def decide(complaint: Complaint) -> None:
        if complaint.text == "gagal":
            tries.append(monotonic())
            if len(tries) == 4:
                tried.set()
            raise Retry("not yet")

    desk = Desk(decide)
    async with alive(town.intake(desk, first_backoff=FIRST)):
        await town.complain("gagal", "tetangga")
        async with asyncio.timeout(10):
            await tried.wait()

    pauses = [after - before for before, after in pairwise(tries)]
    assert all(pause >= FIRST * 2**number for number, pause in enumerate(pauses))
    assert desk.heard.count("tetangga") == 1
