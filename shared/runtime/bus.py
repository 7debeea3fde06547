"""Saying: every publish is awaited, retried under the same id, and held while the broker is away."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import BadSubjectError, MaxPayloadError, NoRespondersError
from nats.errors import Error as NatsError
from nats.js.errors import APIError, NoStreamResponseError

from shared.contracts.event import Event, Word
from shared.runtime.acks import PubAcks
from shared.runtime.hold import Hold
from shared.runtime.logging import log, where
from shared.runtime.metrics import SAID

SERVER = "nats"
PUBLISH_TIMEOUT = 10.0
# Said by the broker when a stream with `discard new` is full: it passes once age or a larger store makes room.
STORAGE_FULL = frozenset({10047, 10077, 10122})
UNAVAILABLE = 503

W = TypeVar("W", bound=Word)


class NoAnswerError(Exception):
    """Nobody answered a question in time."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One message to publish."""

    subject: str
    body: bytes
    headers: Mapping[str, str]


def passes(error: Exception) -> bool:
    """Whether waiting for the broker helps."""
    if isinstance(error, MaxPayloadError | BadSubjectError):
        return False
    if isinstance(error, APIError):
        return error.code == UNAVAILABLE or error.err_code in STORAGE_FULL
    return isinstance(error, NatsError | TimeoutError | ConnectionError | OSError | NoStreamResponseError)


class Bus:
    """The one port through which a service says anything."""

    def __init__(self, service: str, connection: Callable[[], Client], hold: Hold) -> None:
        self._service = service
        self._connection = connection
        self._hold = hold
        self._acks: PubAcks | None = None
        self._answering: set[asyncio.Task[None]] = set()

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
        await self._hold.through(SERVER, lambda: self.try_publish(saying), passes)

    async def try_publish(self, saying: Saying, timeout: float = PUBLISH_TIMEOUT) -> None:  # noqa: ASYNC109
        """One attempt: raises what stands in the way, an unknown subject included."""
        await self._publisher().publish(saying.subject, saying.body, saying.headers, timeout)

    async def ask(self, subject: str, question: Word, answer: type[W], timeout: float = 2.0) -> W | None:  # noqa: ASYNC109
        """The answer of another service, None when it knows none; raises NoAnswerError."""
        try:
            reply = await self._connection().request(subject, question.model_dump_json().encode(), timeout=timeout)
        except (NatsError, TimeoutError, NoRespondersError) as error:
            raise NoAnswerError(subject) from error
        return None if reply.data == b"null" else answer.model_validate_json(reply.data)

    async def answer(self, subject: str, question: type[W], reply: Callable[[W], Awaitable[Word | None]]) -> None:
        """Answers questions on `subject`, sharing them with the other replicas of this service."""

        async def respond(message: Msg) -> None:
            try:
                known = await reply(question.model_validate_json(message.data))
                await message.respond(b"null" if known is None else known.model_dump_json().encode())
            except Exception as error:  # noqa: BLE001 -- the asker hears nothing, and knows what that means
                log.warning("not answered", subject=subject, reason=where(error))

        async def on_question(message: Msg) -> None:
            # The client hands over one at a time, and waits for it when it closes: a slow answer delays nobody else.
            task = asyncio.create_task(respond(message))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

        await self._connection().subscribe(subject, queue=self._service, cb=on_question)

    def disconnected(self) -> None:
        """Lets nobody wait for a PubAck that cannot come any more."""
        if self._acks:
            self._acks.lost()

    def hush(self) -> None:
        """Leaves unanswered what is not answered yet."""
        for task in self._answering:
            task.cancel()

    def _publisher(self) -> PubAcks:
        if self._acks is None:
            self._acks = PubAcks(self._connection())
        return self._acks
