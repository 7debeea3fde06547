"""An intake whose decisions are a test's own, alive on a real broker and a real database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from nats.aio.client import Client
from nats.aio.subscription import Subscription
from nats.js.api import ConsumerInfo

from deploy.local.servers import Server
from shared.contracts.complaint import Complaint
from shared.contracts.event import Event
from shared.contracts.reply import Refused
from shared.directory.model import Directory
from shared.runtime import clock
from shared.runtime.delivery import Hearing
from shared.runtime.service import Service
from shared.runtime.settings import RuntimeSettings

STORE_BYTES = 2**30
QUEUE = "call112"
DURABLE = f"intake-complaints-{QUEUE}"
SUBJECT = f"complaints.{QUEUE}"

Decide = Callable[[Any], Awaitable[Event | Sequence[Event] | None]]


@dataclass
class Town:
    """Where a service of a test lives."""

    broker: Server
    mongo_url: str
    directory: Directory
    client: Client
    database: str = field(default_factory=lambda: f"test_{uuid4().hex[:12]}")

    def settings(self, **overrides: Any) -> RuntimeSettings:
        chosen = {"nats_url": self.broker.url, "mongo_url": self.mongo_url, "mongo_database": self.database}
        return RuntimeSettings(**(chosen | overrides))

    def intake(self, decide: Decide, *, grace: float = 0.2, first_backoff: float = 0.01, **settings: Any) -> Service:
        """An intake that handles complaints as `decide` says, not yet started."""
        chosen = self.settings(**settings)
        service = Service("intake", chosen, self.directory, grace=grace, first_backoff=first_backoff)
        service.hearings = (Hearing("complaints.{source}", Complaint, decide, "admit"),)
        return service

    async def complain(self, *texts: str, source: str = QUEUE) -> None:
        for text in texts:
            await self.publish(Complaint(text=text).body(), source=source)

    async def publish(self, body: bytes, source: str = QUEUE, **headers: str) -> None:
        await self.client.jetstream().publish(f"complaints.{source}", body, headers=headers or None)

    async def listen(self, subject: str) -> Subscription:
        """What is published from now on, as it comes."""
        heard = await self.client.subscribe(subject)
        for _ in range(2):  # the client's first ping overtakes the subscription
            await self.client.flush()
        return heard

    async def consumer(self, stream: str = "COMPLAINTS", durable: str = DURABLE) -> ConsumerInfo:
        info: ConsumerInfo = await self.client.jetstream().consumer_info(stream, durable)
        return info

    async def handled(self, within: float = 10.0) -> None:
        """Returns when nothing waits and nothing is unacknowledged."""

        async def is_handled() -> bool:
            info = await self.consumer()
            return info.num_pending == 0 and info.num_ack_pending == 0

        await until(is_handled, within)

    async def stored(self, stream: str) -> int:
        return (await self.client.jetstream().stream_info(stream)).state.messages


@asynccontextmanager
async def alive(service: Service) -> AsyncIterator[Service]:
    """The service between its start and its stop."""
    await service.start()
    try:
        yield service
    finally:
        await service.stop()


class Desk:
    """A handler that remembers what it heard, decides as it is told, and can be waited for."""

    def __init__(self, decide: Decide | None = None) -> None:
        self.heard: list[str] = []
        self._decide = decide
        self._changed = asyncio.Condition()

    async def __call__(self, complaint: Complaint) -> Event | Sequence[Event] | None:
        self.heard.append(complaint.text)
        async with self._changed:
            self._changed.notify_all()
        return await self._decide(complaint) if self._decide else None

    async def wait(self, count: int, within: float = 10.0) -> None:
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: len(self.heard) >= count)


@dataclass(frozen=True)
class Heard:
    """A message with its headers, whether it has some or none."""

    subject: str
    data: bytes
    headers: dict[str, str]


async def next_of(heard: Subscription, within: float = 5.0) -> Heard:
    message = await heard.next_msg(timeout=within)
    return Heard(message.subject, message.data, message.headers or {})


async def until(check: Callable[[], Awaitable[bool]], within: float = 10.0) -> None:
    """Asks a server that tells nobody of its changes, until it says yes."""
    async with asyncio.timeout(within):
        while not await check():  # noqa: ASYNC110 -- there is no event to wait for
            await asyncio.sleep(0.02)


def refused(cause: str, reason: str = "a reason") -> Refused:
    """Something to say; `cause` is its id."""
    return Refused(source=QUEUE, id=cause, at=clock.now(), code="invalid", reason=reason, cause=cause)
