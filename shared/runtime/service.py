"""What a service is: something that hears, answers, shows its health, and stops in good order."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import InitVar, dataclass, field
from typing import Any

from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, PullSub
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import ConsumerConfig
from starlette.routing import BaseRoute

from shared.contracts.event import Event, Word
from shared.contracts.streams import HEARS
from shared.contracts.words import EMERGENCY
from shared.directory.model import Directory
from shared.runtime import clock
from shared.runtime.bus import Bus
from shared.runtime.delivery import FIRST_BACKOFF, Delivery, Hearing
from shared.runtime.hold import Hold
from shared.runtime.live import LiveDirectory
from shared.runtime.logging import log, where
from shared.runtime.mongo import Database
from shared.runtime.provision import Durable, durables, verify
from shared.runtime.pull import BATCH, Pull, cure
from shared.runtime.settings import RuntimeSettings, chosen

GRACE = 8.0
AT_WORK = 4


@dataclass(frozen=True)
class Answering:
    """A question this service answers, on the subject the question class carries."""

    question: type[Word]
    reply: Callable[[Any], Awaitable[Word | None]]


@dataclass
class Service:
    """One service of one process. `prepare` runs once connected, before anything is heard (indexes, sweeps)."""

    name: str
    settings: RuntimeSettings
    directory: InitVar[Directory]
    live: LiveDirectory = field(init=False)
    bus: Bus = field(init=False)
    database: Database = field(init=False)
    hold: Hold = field(default_factory=Hold)
    hearings: Sequence[Hearing] = ()
    says: Sequence[type[Event]] = ()
    answerings: Sequence[Answering] = ()
    routes: Sequence[BaseRoute] = ()
    prepare: Callable[[], Awaitable[None]] | None = None
    background: Sequence[Callable[[], Awaitable[None]]] = ()
    grace: float = GRACE
    first_backoff: float = FIRST_BACKOFF
    started: bool = False
    failed: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)
    _pulls: list[Pull] = field(default_factory=list)
    _stopping: bool = False
    # Queues in flood take turns, first come, first served: each batch at work costs memory and the database's time.
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_WORK))

    def __post_init__(self, directory: Directory) -> None:
        self.broker = NatsBroker(
            self.settings.nats_url.split(","),
            name=self.name,
            apply_types=False,
            logger=None,
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            graceful_timeout=self.grace,
            inbox_prefix=f"_INBOX_{self.name}",
            error_cb=self._on_error,
            reconnected_cb=self._on_reconnected,
            disconnected_cb=self._on_disconnected,
            closed_cb=self._on_closed,
        )
        self.live = LiveDirectory(self.name, self.settings, directory, self._connection, self.hold)
        self.bus = Bus(self.name, self._connection, self.hold)
        self.database = Database(self.settings.mongo_url, f"{self.settings.mongo_database}_{self.name}", self.hold)

    @property
    def ready(self) -> bool:
        return self.started and not self.hold.away and self._connection().is_connected

    async def start(self) -> None:
        """Connects (waiting for the broker), finds its directory, checks its durables, prepares, and begins to hear."""
        await self.broker.connect()
        await self.live.begin()
        wanted = list(self._durables())
        await verify(self._connection().jetstream(), (durable for durable, _ in wanted))
        await self.database.create()
        if self.prepare:
            await self.prepare()
        for durable, hearing in wanted:
            self._subscribe(durable, hearing)
        await self.broker.start()
        for answering in self.answerings:
            await self.bus.answer(str(answering.question.SUBJECT), answering.question, answering.reply)  # type: ignore[attr-defined]
        for _ in range(2):  # the client's first ping overtakes what it has yet to send: subscriptions
            await self._connection().flush()
        self._tasks = [asyncio.create_task(self._forever(task)) for task in (self.live.watch, *self.background)]
        self.started = True
        log.info("ready", durables=len(wanted), sectors=self.settings.sectors, stage=self.settings.stage)

    async def stop(self) -> None:
        """Stops hearing, finishes what is in hand, hands back the rest, and closes."""
        self._stopping = True
        self.started = False
        for task in self._tasks:
            task.cancel()
        self.bus.hush()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        # All at once: one by one, each could wait out its own grace.
        await asyncio.gather(*(pull.stop() for pull in self._pulls), return_exceptions=True)
        try:
            await self.broker.stop()
        except* (NatsError, TimeoutError):  # the broker is away: there is nobody to say goodbye to
            log.info("stopped without the broker")
            with suppress(NatsError, OSError):  # what it still had to send
                await self._connection().close()
        self.database.close()

    def _durables(self) -> Iterator[tuple[Durable, Hearing]]:
        by_filter = {hearing.filter: hearing for hearing in self.hearings}
        sectors = chosen("SECTORS", self.settings.sectors, self.live.directory.queues)
        stages = chosen("STAGE", self.settings.stage, (hearing.stage for hearing in self.hearings))
        for durable in durables(self.live.directory, (hears for hears in HEARS if hears.service == self.name)):
            hearing = by_filter[durable.hears.filter]
            # What is not yet sorted belongs to no sector: a sector's worker takes it only if its stage is named.
            sorted_already = "{queue}" in durable.hears.filter
            mine = durable.queue in sectors if sectors and sorted_already else sectors is None or stages is not None
            if mine and (stages is None or hearing.stage in stages):
                yield durable, hearing

    def _subscribe(self, durable: Durable, hearing: Hearing) -> None:
        delivery = Delivery(self.name, hearing, durable.queue, self.bus, clock.now, self.first_backoff)
        subscriber = self.broker.subscriber(
            durable.filter,
            stream=JStream(durable.hears.stream, declare=False),
            durable=durable.name,
            config=ConsumerConfig(durable_name=durable.name),
            pull_sub=PullSub(batch_size=BATCH, batch=True),
            ack_policy=AckPolicy.MANUAL,
            decoder=_raw,
            inbox_prefix=f"_INBOX_{self.name}.".encode(),
        )
        pull = cure(subscriber)
        if not hearing.waits_outside and EMERGENCY not in durable.filter.split("."):
            pull.turns = self._turns
        self._pulls.append(pull)
        subscriber(delivery.__call__)

    async def _forever(self, task: Callable[[], Awaitable[None]]) -> None:
        try:
            await task()
        except Exception as error:  # noqa: BLE001 -- a background loop that ends is a failed process, said aloud
            log.error("background task ended", task=task.__qualname__, error=type(error).__name__)
            self.failed.set()

    def _connection(self) -> Client:
        connection: Client = self.broker.config.connection_state.connection
        return connection

    async def _on_error(self, error: Exception) -> None:
        detail = str(error) if isinstance(error, NatsError | OSError) else where(error)
        log.warning("broker complains", error=type(error).__name__, detail=detail)

    async def _on_disconnected(self) -> None:
        if not self._stopping:
            log.warning("broker lost")
        self.bus.disconnected()

    async def _on_reconnected(self) -> None:
        log.info("broker back")
        self.live.look()
        for pull in self._pulls:
            pull.ask_again()

    async def _on_closed(self) -> None:
        if not self._stopping:
            log.error("connection to the broker closed for good")
            self.failed.set()


async def _raw(message: Any) -> Any:
    return message.raw_message
