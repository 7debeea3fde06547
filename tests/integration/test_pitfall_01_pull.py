"""PITFALLS 1: no message waits for the next one, or for ack_wait."""

import asyncio
from time import monotonic

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg

from deploy.local.servers import Server
from tests.integration.pulling import Arrivals, pulling, stream

SLOWEST = 0.1
FLOOD = 3_000
QUEUES = 12


async def test_after_a_flood_of_every_queue_a_trickle_over_all_of_them_is_handled_at_once(
    nats_shared: Server, connection: Client
) -> None:
    subjects = [f"trickle{queue}" for queue in range(QUEUES)]
    await stream(connection, "TRICKLE", subjects)
    jetstream = connection.jetstream()
    arrivals = Arrivals()
    async with pulling(nats_shared.url, "TRICKLE", subjects, arrivals):
        for number in range(FLOOD):
            await jetstream.publish_async(subjects[number % QUEUES], b"flood-%d" % number)
        await jetstream.publish_async_completed()
        await arrivals.wait(FLOOD, within=20)

        waits = []
        for number in range(QUEUES * 4):
            published = monotonic()
            await jetstream.publish(subjects[number % QUEUES], b"drop-%d" % number)
            await arrivals.wait(FLOOD + number + 1, within=5)
            waits.append(arrivals.at[b"drop-%d" % number] - published)

    # One that waited for the next would never have come, for there is none; a noisy machine may stall one or two.
    assert sorted(waits)[-3] < SLOWEST
    assert arrivals.deliveries == FLOOD + QUEUES * 4


async def test_the_stock_loop_still_needs_the_cure(nats_shared: Server, connection: Client) -> None:
    """When this fails, faststream or nats-py is mended: shared/runtime/pull.py can go."""
    subjects = [f"stock{queue}" for queue in range(QUEUES)]
    await stream(connection, "STOCK", subjects, ack_wait=2.0)
    jetstream = connection.jetstream()
    arrivals = Arrivals()
    async with pulling(nats_shared.url, "STOCK", subjects, arrivals, cured=False, collect=0.2):
        published = {}
        for number in range(200):
            published[b"%d" % number] = monotonic()
            await jetstream.publish(subjects[number % QUEUES], b"%d" % number)
            await asyncio.sleep(0.013)  # a low rate is the condition under which the stock loop drops
        await arrivals.wait(200, within=30)

    assert max(arrivals.at[number] - at for number, at in published.items()) > SLOWEST


async def test_what_is_held_longer_than_ack_wait_is_given_to_nobody_else(
    nats_shared: Server, connection: Client
) -> None:
    await stream(connection, "HELD", ["held"], ack_wait=4.0)
    seen: list[int] = []
    done = asyncio.Event()

    async def slowly(batch: list[Msg]) -> None:
        seen.extend(message.metadata.num_delivered for message in batch)
        await asyncio.sleep(6)  # longer than ack_wait: only the progress reports keep it ours
        for message in batch:
            await message.ack()
        done.set()

    async with pulling(nats_shared.url, "HELD", ["held"], slowly):
        await connection.jetstream().publish("held", b"one")
        async with asyncio.timeout(15):
            await done.wait()

    assert seen == [1]


async def test_on_stop_what_was_fetched_and_not_begun_is_handed_back_at_once(
    nats_shared: Server, connection: Client
) -> None:
    await stream(connection, "BACK", ["back"])
    first = asyncio.Event()

    async def never_ends(_: list[Msg]) -> None:
        first.set()
        await asyncio.Event().wait()

    jetstream = connection.jetstream()
    for number in range(150):
        await jetstream.publish("back", b"%d" % number)
    async with pulling(nats_shared.url, "BACK", ["back"], never_ends, grace=0.1):
        async with asyncio.timeout(5):
            await first.wait()
    stopped = monotonic()
    arrivals = Arrivals()
    async with pulling(nats_shared.url, "BACK", ["back"], arrivals):
        await arrivals.wait(150, within=5)

    assert max(arrivals.at.values()) - stopped < 2


async def test_a_killed_broker_that_comes_back_is_heard_again_at_once(own_nats: Server) -> None:
    back = asyncio.Event()

    async def on_reconnect() -> None:
        back.set()

    connection = await nats.connect(own_nats.url, max_reconnect_attempts=-1, reconnected_cb=on_reconnect)
    await stream(connection, "KILLED", ["killed"])
    arrivals = Arrivals()
    async with pulling(own_nats.url, "KILLED", ["killed"], arrivals) as pulls:
        await connection.jetstream().publish("killed", b"before")
        await arrivals.wait(1, within=5)
        await own_nats.kill()
        await own_nats.start()
        async with asyncio.timeout(10):
            await back.wait()
        pulls[0].ask_again()
        await connection.jetstream().publish("killed", b"after")
        await arrivals.wait(2, within=5)
    await connection.close()

    assert set(arrivals.at) == {b"before", b"after"}


async def test_a_deleted_consumer_is_complained_of_and_heard_again_once_it_is_back(
    nats_shared: Server, connection: Client
) -> None:
    await stream(connection, "GONE", ["gone"])
    jetstream = connection.jetstream()
    arrivals = Arrivals()
    async with pulling(nats_shared.url, "GONE", ["gone"], arrivals):
        await jetstream.publish("gone", b"before")
        await arrivals.wait(1, within=5)
        await jetstream.delete_consumer("GONE", "GONE-gone")
        await jetstream.publish("gone", b"after")
        await jetstream.delete_stream("GONE")
        await stream(connection, "GONE", ["gone"])
        await jetstream.publish("gone", b"again")
        await arrivals.wait(2, within=10)

    assert b"again" in arrivals.at


async def test_a_publishers_own_status_header_is_no_word_of_the_broker(nats_shared: Server, connection: Client) -> None:
    await stream(connection, "STATUS", ["status"])
    jetstream = connection.jetstream()
    arrivals = Arrivals()
    async with pulling(nats_shared.url, "STATUS", ["status"], arrivals):
        for number in ("100", "404", "open"):
            await jetstream.publish("status", number.encode(), headers={"Status": number})
        await arrivals.wait(3, within=5)

    assert set(arrivals.at) == {b"100", b"404", b"open"}
