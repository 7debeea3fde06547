"""Saying: every publish is awaited, retried under the same id, and held while the broker is away."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import BadSubjectError, ConnectionReconnectingError, MaxPayloadError, NoRespondersError
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import PubAck
from nats.js.errors import APIError, NoStreamResponseError

from shared.contracts.event import Event, Word
from shared.runtime.hold import Hold
from shared.runtime.metrics import SAID

SERVER = "nats"
PUBLISH_TIMEOUT = 10.0
# Said by the broker when a stream with `discard new` is full: it passes once readers or age make room.
STORAGE_FULL = frozenset({10047, 10077, 10122})
UNAVAILABLE = 503
HEADER_FRAME = len("NATS/1.0\r\n\r\n")

W = TypeVar("W", bound=Word)


class NoAnswerError(Exception):
    """Nobody answered a question in time."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One message to publish."""

    subject: str
    body: bytes
    headers: Mapping[str, str]


def _passes(error: Exception) -> bool:
    if isinstance(error, MaxPayloadError | BadSubjectError):
        return False
    if isinstance(error, APIError):
        return error.code == UNAVAILABLE or error.err_code in STORAGE_FULL
    return isinstance(error, NatsError | TimeoutError | ConnectionError | OSError | NoStreamResponseError)


class Publishing(JetStreamContext):
    """Cures nats-py 2.16, where a refusal of the broker is raised where nobody hears it, and the publisher waits on."""

    async def _handle_async_reply(self, msg: Msg) -> None:
        try:
            await super()._handle_async_reply(msg)
        except APIError as refusal:
            future = self._publish_async_futures.get(msg.subject.rpartition(".")[2])
            if future and not future.done():
                future.set_exception(refusal)


class Bus:
    """The one port through which a service says anything."""

    def __init__(self, service: str, connection: Callable[[], Client], hold: Hold) -> None:
        self._service = service
        self._connection = connection
        self._hold = hold
        self._context: JetStreamContext | None = None

    async def say(self, events: Iterable[Event]) -> None:
        """Returns when the broker has stored every event; waits while it is away."""
        said = list(events)
        sayings = [Saying(event.subject(), event.body(), event.headers(self._service)) for event in said]
        if len(sayings) == 1:
            await self.publish(sayings[0])
        else:
            await asyncio.gather(*(self.publish(saying) for saying in sayings))
        for event in said:
            SAID.labels(self._service, event.NAME).inc()

    async def publish(self, saying: Saying) -> None:
        """Returns when the broker has stored the message; waits while it is away."""
        await self._hold.through(SERVER, lambda: self.try_publish(saying), _passes)

    async def try_publish(self, saying: Saying, timeout: float = PUBLISH_TIMEOUT) -> None:  # noqa: ASYNC109
        """One attempt: raises what stands in the way, an unknown subject included."""
        self._check(saying)
        future = await self._jetstream().publish_async(saying.subject, saying.body, headers=dict(saying.headers))
        timer = asyncio.get_running_loop().call_later(timeout, _expire, future)
        try:
            await future
        finally:
            timer.cancel()

    async def ask(self, subject: str, question: Word, answer: type[W], timeout: float = 2.0) -> W | None:  # noqa: ASYNC109
        """The answer of another service, None when it knows none; raises NoAnswerError."""
        try:
            reply = await self._connection().request(subject, question.model_dump_json().encode(), timeout=timeout)
        except (NatsError, TimeoutError, NoRespondersError) as error:
            raise NoAnswerError(subject) from error
        return None if reply.data == b"null" else answer.model_validate_json(reply.data)

    async def answer(self, subject: str, question: type[W], reply: Callable[[W], Awaitable[Word | None]]) -> None:
        """Answers questions on `subject`, sharing them with the other replicas of this service."""

        async def on_question(message: Msg) -> None:
            known = await reply(question.model_validate_json(message.data))
            await message.respond(b"null" if known is None else known.model_dump_json().encode())

        await self._connection().subscribe(subject, queue=self._service, cb=on_question)

    def _check(self, saying: Saying) -> None:
        """Raises for what the client would take and never give back its slot, or the server would hang up on."""
        connection = self._connection()
        if not connection.is_connected:
            raise ConnectionReconnectingError
        headers = sum(len(f"{name}: {value}\r\n".encode()) for name, value in saying.headers.items())
        if len(saying.body) + headers + HEADER_FRAME > connection.max_payload:
            raise MaxPayloadError

    def _jetstream(self) -> JetStreamContext:
        if self._context is None:
            self._context = Publishing(self._connection(), timeout=PUBLISH_TIMEOUT)
        return self._context


def _expire(future: "asyncio.Future[PubAck]") -> None:
    if not future.done():
        future.set_exception(TimeoutError("no PubAck in time"))
