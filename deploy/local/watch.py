"""Reading the streams from their first message on, through restarts of the broker."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self

from nats.aio.msg import Msg
from nats.js import JetStreamContext
from pydantic import ValidationError

from deploy.local.book import HEARD
from shared.contracts.event import HEADER_TYPE, Event, NewerSchemaError, read

HEARTBEAT = 1.0

Hear = Callable[[Event, bool], None]


class Watch:
    """Hears every event of the streams people care about; an event is old when it was stored before the start."""

    def __init__(self, jetstream: JetStreamContext, hear: Hear) -> None:
        self._jetstream = jetstream
        self._hear = hear
        self._behind: dict[str, int] = {}
        self._caught_up = asyncio.Event()

    async def start(self) -> Self:
        """Returns when all old events were heard."""
        for stream in HEARD:
            state = (await self._jetstream.stream_info(stream)).state
            if state.messages:
                self._behind[stream] = state.last_seq
        for stream, (subjects, kind) in HEARD.items():
            await self._jetstream.subscribe(
                subjects,
                stream=stream,
                ordered_consumer=True,
                idle_heartbeat=HEARTBEAT,
                cb=self._listener(stream, kind),
            )
        if self._behind:
            await self._caught_up.wait()
        return self

    def _listener(self, stream: str, kind: type[Event]) -> Callable[[Msg], Awaitable[None]]:
        old_until = self._behind.get(stream, 0)

        async def on_message(message: Msg) -> None:
            sequence = message.metadata.sequence.stream
            self._tell(message, kind, old=sequence <= old_until)
            if sequence >= old_until:
                self._behind.pop(stream, None)
                if not self._behind:
                    self._caught_up.set()

        return on_message

    def _tell(self, message: Msg, kind: type[Event], *, old: bool) -> None:
        try:
            event = read(kind, message.data, (message.headers or {}).get(HEADER_TYPE))
        except (ValidationError, NewerSchemaError):
            # Somebody else's message; the services park what they cannot read, a spectator looks on.
            return
        self._hear(event, old)
