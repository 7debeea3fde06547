"""What an outsider on the broker hears: every message of the streams, from the first on."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

HEARTBEAT = 1.0
LOOK_AGAIN_AFTER = 0.1


@dataclass(frozen=True)
class Heard:
    """One stored message."""

    stream: str
    sequence: int
    subject: str
    headers: dict[str, str]
    data: bytes


class Listener:
    """Hands every message to `hear`; whoever waits is woken by what comes."""

    def __init__(self, connection: Client, hear: Callable[[Heard], None]) -> None:
        self.jetstream = connection.jetstream(timeout=10)
        self._hear = hear
        self._heard: dict[str, int] = {}
        self._changed = asyncio.Event()

    async def listen(self, stream: str) -> None:
        """An ephemeral ordered consumer, from the stream's first message."""
        self._heard[stream] = 0

        async def on_message(message: Msg) -> None:
            sequence = message.metadata.sequence.stream
            self._hear(Heard(stream, sequence, message.subject, message.headers or {}, message.data))
            self._heard[stream] = sequence
            self._changed.set()

        await self.jetstream.subscribe(
            ">", stream=stream, ordered_consumer=True, idle_heartbeat=HEARTBEAT, cb=on_message
        )

    async def until(self, done: Callable[[], bool]) -> None:
        """Returns when `done`, asked after whatever came; the caller says how long that may take."""
        while not done():
            self._changed.clear()
            await self._changed.wait()

    async def caught_up(self, streams: Sequence[str]) -> None:
        """Returns when all that these streams hold now was heard."""
        last = {stream: await self._last(stream) for stream in streams}
        await self.until(lambda: all(self._heard[stream] >= last[stream] for stream in streams))

    async def _last(self, stream: str) -> int:
        """The number of its last message that is still there, for an alarm is gone once it rang; 0 when none is."""
        try:
            return (await self.jetstream.get_last_msg(stream, ">")).seq or 0
        except NotFoundError:
            return 0

    async def drained(self, left: Mapping[str, int]) -> None:
        """Returns when no service's durable holds a message any more, waiting or in hand, but for what is `left`."""
        while await backlog(self.jetstream) != left:  # noqa: ASYNC110 -- the broker tells it only when asked
            await asyncio.sleep(LOOK_AGAIN_AFTER)


async def backlog(jetstream: JetStreamContext) -> dict[str, int]:
    """Messages not yet acked, by durable; those without any are left out."""
    found = {}
    for stream in await jetstream.streams_info():
        for consumer in await jetstream.consumers_info(str(stream.config.name)):
            left = (consumer.num_pending or 0) + (consumer.num_ack_pending or 0)
            if left and consumer.config.durable_name:
                found[consumer.config.durable_name] = left
    return found


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Client]:
    """A client that lasts through restarts of the broker."""
    client = await nats.connect(url, max_reconnect_attempts=-1, reconnect_time_wait=0.1, error_cb=_unheard)
    try:
        yield client
    finally:
        await client.close()


@asynccontextmanager
async def listening(url: str, streams: Sequence[str], hear: Callable[[Heard], None]) -> AsyncIterator[Listener]:
    """A listener on these streams for as long as the block lasts."""
    async with connected(url) as connection:
        listener = Listener(connection, hear)
        for stream in streams:
            await listener.listen(stream)
        yield listener


async def said(connection: Client, subject: str, count: int) -> asyncio.Event:
    """Set when `count` messages were said on `subject` from now on."""
    enough = asyncio.Event()
    heard = 0

    async def on_message(_: Msg) -> None:
        nonlocal heard
        heard += 1
        if heard >= count:
            enough.set()

    await connection.subscribe(subject, cb=on_message)
    await connection.flush()
    return enough


async def _unheard(error: Exception) -> None:
    """A broker that a test kills is no surprise to it."""
    del error
