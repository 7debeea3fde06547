"""A pull of our own beside the stock one, on a stream of one test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic

from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, PullSub
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy as BrokerAckPolicy
from nats.js.api import ConsumerConfig, StreamConfig

from shared.runtime.pull import BATCH, Pull, cure
from shared.runtime.service import _raw

Handle = Callable[[list[Msg]], Awaitable[None]]


async def stream(connection: Client, name: str, subjects: list[str], ack_wait: float = 10.0) -> None:
    """A stream and one durable, `<name>-<subject>`, for each of its subjects."""
    jetstream = connection.jetstream()
    await jetstream.add_stream(StreamConfig(name=name, subjects=subjects))
    for subject in subjects:
        durable = ConsumerConfig(
            durable_name=f"{name}-{subject}",
            filter_subject=subject,
            ack_policy=BrokerAckPolicy.EXPLICIT,
            ack_wait=ack_wait,
            max_ack_pending=2_000,
        )
        await jetstream.add_consumer(name, durable)


@asynccontextmanager
async def pulling(
    url: str,
    name: str,
    subjects: list[str],
    handle: Handle,
    *,
    cured: bool = True,
    collect: float = 5.0,
    grace: float = 5.0,
) -> AsyncIterator[list[Pull]]:
    """One subscriber on each durable; `cured` makes them ours."""
    broker = NatsBroker(url, apply_types=False, logger=None, max_reconnect_attempts=-1, graceful_timeout=grace)
    pulls = []
    for subject in subjects:
        subscriber = broker.subscriber(
            subject,
            stream=JStream(name, declare=False),
            durable=f"{name}-{subject}",
            config=ConsumerConfig(durable_name=f"{name}-{subject}"),
            pull_sub=PullSub(batch_size=BATCH, batch=True, timeout=collect),
            ack_policy=AckPolicy.MANUAL,
            decoder=_raw,
        )
        if cured:
            pulls.append(cure(subscriber))
        subscriber(handle)
    await broker.start()
    try:
        yield pulls
    finally:
        await broker.stop()


class Arrivals:
    """Acks every message and remembers what arrived when; waits for a count without polling."""

    def __init__(self) -> None:
        self.at: dict[bytes, float] = {}
        self.deliveries = 0
        self._changed = asyncio.Condition()

    async def __call__(self, batch: list[Msg]) -> None:
        for message in batch:
            self.at.setdefault(message.data, monotonic())
            self.deliveries += 1
            await message.ack()
        async with self._changed:
            self._changed.notify_all()

    async def wait(self, count: int, within: float) -> None:
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: len(self.at) >= count)
