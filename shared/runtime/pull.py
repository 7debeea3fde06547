"""The cure for faststream 0.7.8's JetStream batch loop and nats-py 2.16's fetch(); delete it when both are mended.

The stock loop calls fetch(), which drops messages until ack_wait when it times out, and leaves a request behind on
the server that makes a quiet queue hand over each message only when its next one comes. Here exactly one request is
outstanding per durable; its credit is counted; whatever has arrived is handed over; the next request is made when the
credit is used up or the broker says the request is over.
"""

import asyncio
import json
from collections import deque
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from typing import Any

from faststream.nats.subscriber.usecases import BatchPullStreamSubscriber
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from shared.runtime.logging import log
from shared.runtime.metrics import ASKED_AGAIN

BATCH = 100
EXPIRES = 30.0
HEARTBEAT = 5.0
PROGRESS = 3.0
PAUSE = 1.0
NANOSECONDS = 1_000_000_000

STATUS = "Status"
STILL_WAITING = "100"
ORDINARY = frozenset({"404", "408"})


class Pull(BatchPullStreamSubscriber):
    """A batch subscriber that never lets a message wait for the next one, or for ack_wait."""

    _arrived: deque[Msg]
    _in_hand: list[Msg]
    _wake: asyncio.Event
    _credit: int
    _pause: float
    _inbox: str
    _request: str
    turns: AbstractAsyncContextManager[Any] = nullcontext()

    async def _create_subscription(self) -> None:
        if self.subscription:
            return
        self._arrived, self._in_hand, self._wake = deque(), [], asyncio.Event()
        self._credit, self._pause = 0, 0.0
        self._request = f"$JS.API.CONSUMER.MSG.NEXT.{self.stream.name}.{self.config.durable_name}"
        prefix = self.extra_options["inbox_prefix"].decode().rstrip(".")
        self._inbox = f"{prefix}.{self.connection._nuid.next().decode()}"  # noqa: SLF001 -- new_inbox knows one prefix only
        self.subscription = await self.connection.subscribe(self._inbox, cb=self._arrive)  # type: ignore[assignment]
        self.add_task(self._consume_pull)
        self.add_task(self._report_progress)

    async def stop(self) -> None:
        """Stop, then hand back what was fetched and not finished."""
        await super().stop()
        for message in self._held():
            with suppress(NatsError):  # finished meanwhile, or the broker is away and hands it out again itself
                await message.nak()

    def ask_again(self) -> None:
        """The connection was lost and with it, perhaps, the request."""
        self._credit = 0
        self._wake.set()

    async def _arrive(self, message: Msg) -> None:
        headers = message.headers or {}
        status = headers.get(STATUS, "")
        # A publisher may write a header of that name too; only what can be acked is a message.
        if message.reply:
            self._arrived.append(message)
            self._credit -= 1
        elif status != STILL_WAITING:
            self._credit = 0
            if status not in ORDINARY:
                self._complain(status, headers.get("Description", "").partition("\n")[0])
        self._wake.set()

    def _complain(self, status: str, description: str) -> None:
        ASKED_AGAIN.labels(status).inc()
        log.warning("pull refused", durable=self.config.durable_name, status=status, description=description)
        self._pause = PAUSE

    async def _consume_pull(self) -> None:
        """Endless: ask, take whatever has arrived, hand it over."""
        while self.running:
            if self.connection.is_closed:
                return
            if self._credit <= 0 and not self._arrived:
                await self._ask()
            if not self._arrived:
                await self._wait()
            self._in_hand = [self._arrived.popleft() for _ in range(min(BATCH, len(self._arrived)))]
            if self._in_hand:
                # Nothing is asked for ahead: fifty queues in flood would each hold a second batch in memory.
                async with self.turns:
                    await self.consume(self._in_hand)
                self._in_hand = []

    async def _ask(self) -> None:
        if self._pause:
            await asyncio.sleep(self._pause)
            self._pause = 0.0
        if not self.connection.is_connected:
            return  # the client would send it later, beside the one that ask_again causes
        self._credit = BATCH
        terms = {"batch": BATCH, "expires": int(EXPIRES * NANOSECONDS), "idle_heartbeat": int(HEARTBEAT * NANOSECONDS)}
        try:
            await self.connection.publish(self._request, json.dumps(terms).encode(), self._inbox)
        except NatsError as error:
            self._credit = 0
            self._complain("unsent", type(error).__name__)

    async def _wait(self) -> None:
        self._wake.clear()
        try:
            async with asyncio.timeout(HEARTBEAT * 2 + 1):
                await self._wake.wait()
        except TimeoutError:
            # Not even a heartbeat: the broker forgot the request, or was not there to hear it.
            ASKED_AGAIN.labels("silence").inc()
            self._credit = 0

    async def _report_progress(self) -> None:
        """Endless: tell the broker that what is held is being worked on, so that nobody else gets it."""
        while self.running:
            await asyncio.sleep(PROGRESS)
            if self.connection.is_connected:
                for message in self._held():
                    await message.in_progress()

    def _held(self) -> tuple[Msg, ...]:
        return tuple(message for message in (*self._in_hand, *self._arrived) if not message.is_acked)


def cure(subscriber: Any) -> Pull:
    """Makes a stock batch pull subscriber, not yet started, one of ours."""
    subscriber.__class__ = Pull
    pull: Pull = subscriber
    return pull
