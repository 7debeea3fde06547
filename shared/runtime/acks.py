"""Publishing with the broker's word for it, many at once.

Cures nats-py 2.16's publish_async, where a refusal is raised where nobody hears it and its slot never comes back.
"""

import asyncio
import json
from collections.abc import Mapping
from itertools import count

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import ConnectionReconnectingError, MaxPayloadError
from nats.js.errors import APIError, NoStreamResponseError

HEADER_FRAME = len("NATS/1.0\r\n\r\n")
STATUS = "Status"
NO_RESPONDERS = "503"


class PubAcks:
    """One inbox for the acks of everything one connection publishes."""

    def __init__(self, connection: Client) -> None:
        self._connection = connection
        self._numbers = count()
        self._inbox = ""
        self._awaited: dict[str, asyncio.Future[None]] = {}

    async def publish(self, subject: str, body: bytes, headers: Mapping[str, str], within: float) -> None:
        """Returns when a stream has stored it; raises what the broker says, or TimeoutError after `within` seconds."""
        self._check(body, headers)
        if not self._inbox:
            await self._listen()
        number = str(next(self._numbers))
        loop = asyncio.get_running_loop()
        answer = self._awaited[number] = loop.create_future()
        timer = loop.call_later(within, _expire, answer)
        try:
            await self._connection.publish(subject, body, reply=self._inbox + number, headers=dict(headers))
            await answer
        finally:
            timer.cancel()
            del self._awaited[number]

    def lost(self) -> None:
        """The connection is gone, and with it the answers: whoever waits may try again under the same id."""
        for answer in self._awaited.values():
            if not answer.done():
                answer.set_exception(ConnectionReconnectingError())

    def _check(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Raises for what the client would only keep, or the server would hang up on."""
        if not self._connection.is_connected:
            raise ConnectionReconnectingError
        size = sum(len(name) + len(value.encode()) + 4 for name, value in headers.items())
        if len(body) + size + HEADER_FRAME > self._connection.max_payload:
            raise MaxPayloadError

    async def _listen(self) -> None:
        self._inbox = self._connection.new_inbox() + "."
        await self._connection.subscribe(self._inbox + "*", cb=self._hear)

    async def _hear(self, message: Msg) -> None:
        answer = self._awaited.get(message.subject[len(self._inbox) :])
        if answer is None or answer.done():
            return
        if message.headers and message.headers.get(STATUS) == NO_RESPONDERS:
            answer.set_exception(NoStreamResponseError())
            return
        try:
            word = json.loads(message.data)
            if "error" in word:
                raise APIError.from_error(word["error"])
        except APIError as refusal:
            answer.set_exception(refusal)
        else:
            answer.set_result(None)


def _expire(answer: "asyncio.Future[None]") -> None:
    if not answer.done():
        answer.set_exception(TimeoutError("no PubAck in time"))
