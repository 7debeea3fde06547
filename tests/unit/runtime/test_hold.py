"""Waiting out an outage: every waiter is served, and a server counts as away as long as somebody waits for it."""

import asyncio

import pytest

from shared.runtime.hold import Hold


class Away(Exception):
    pass


class Server:
    """Away until it is back; counts what it was asked."""

    def __init__(self) -> None:
        self.back = False
        self.asked = 0
        self.refused = asyncio.Event()

    async def answer(self) -> str:
        self.asked += 1
        if not self.back:
            self.refused.set()
            raise Away
        return "answer"


def passes(error: Exception) -> bool:
    return isinstance(error, Away)


async def test_what_passes_is_waited_out_and_what_does_not_is_raised_at_once() -> None:
    hold, server = Hold(), Server()
    waiting = asyncio.create_task(hold.through("mongo", server.answer, passes))
    await server.refused.wait()
    await asyncio.sleep(0)
    assert hold.away == ("mongo",)

    server.back = True
    assert await waiting == "answer"
    assert not hold.away

    async def breaks() -> None:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        await hold.through("mongo", breaks, passes)
    assert not hold.away


async def test_a_server_is_away_until_nobody_waits_for_it() -> None:
    hold, full, empty = Hold(), Server(), Server()
    empty.back = True
    waiting = asyncio.create_task(hold.through("nats", full.answer, passes))
    await full.refused.wait()
    await hold.through("nats", empty.answer, passes)

    assert hold.away == ("nats",)
    full.back = True
    await waiting
    assert not hold.away


async def test_of_two_that_wait_the_first_to_be_served_does_not_bring_the_server_back() -> None:
    hold, first, second = Hold(), Server(), Server()
    waiting = [asyncio.create_task(hold.through("nats", server.answer, passes)) for server in (first, second)]
    await second.refused.wait()
    await asyncio.sleep(0)
    first.back = True
    await waiting[0]

    assert hold.away == ("nats",)
    second.back = True
    await waiting[1]
    assert not hold.away


async def test_a_waiter_that_gives_up_leaves_no_server_away() -> None:
    hold, server = Hold(), Server()
    waiting = asyncio.create_task(hold.through("mongo", server.answer, passes))
    await server.refused.wait()
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert not hold.away


async def test_a_server_that_is_away_is_not_asked_in_a_hot_loop() -> None:
    hold, server = Hold(), Server()
    waiting = asyncio.create_task(hold.through("mongo", server.answer, passes))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(waiting), 0.5)
    server.back = True
    await waiting

    assert 2 <= server.asked <= 6
