"""One hearing's messages: read, handle, say, ack; and what becomes of those that fail."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nats.aio.msg import Msg
from pydantic import ValidationError

from shared.contracts import event as events
from shared.contracts.event import HEADER_ID, HEADER_TYPE, Event, NewerSchemaError
from shared.runtime import dead
from shared.runtime.bus import Bus
from shared.runtime.coalesce import LANE
from shared.runtime.errors import Reject, Retry
from shared.runtime.logging import log, where
from shared.runtime.message import Message
from shared.runtime.metrics import HANDLED, HOP, PARKED

Said = Event | Sequence[Event] | None
Handle = Callable[[Any], Awaitable[Said]]

OWN_FAILURES = 8
FIRST_BACKOFF = 1.0
LONGEST_BACKOFF = 60.0
SUSPICIOUS_DELIVERIES = 20
HOPELESS_DELIVERIES = 25
REMEMBERED_FAILURES = 10_000


@dataclass(frozen=True)
class Hearing:
    """What a service hears and who handles it.

    `filter` is one of this service's in contracts.streams, `kind` what stands in its messages. The handler is given
    the event, or with `raw` the Message as it came, and returns what it wants said; `stage` is what `--stage` calls it.
    `waits_outside` says that it waits for servers of other people, and must not make other queues wait with it.
    """

    filter: str
    kind: type[events.Message]
    handle: Handle
    stage: str
    raw: bool = False
    waits_outside: bool = False


@dataclass
class Delivery:
    """Handles the batches of one durable; one bad message never harms its neighbours."""

    service: str
    hearing: Hearing
    queue: str
    bus: Bus
    now: Callable[[], datetime]
    first_backoff: float = FIRST_BACKOFF
    _failures: OrderedDict[int, int] = field(default_factory=OrderedDict)

    async def __call__(self, batch: list[Msg]) -> None:
        LANE.set(self.queue)
        pairs = [(raw, Message.of(raw)) for raw in batch]
        suspicious = [pair for pair in pairs if pair[1].deliveries > SUSPICIOUS_DELIVERIES]
        await asyncio.gather(*(self._deliver(*pair) for pair in pairs if pair not in suspicious))
        for pair in suspicious:
            await self._deliver(*pair)

    async def _deliver(self, raw: Msg, message: Message) -> None:
        try:
            outcome = await self._settle(raw, message)
        except Exception as error:  # noqa: BLE001 -- neither acked nor parked: the broker hands it out again
            log.error("unsettled", stage=self.hearing.stage, queue=self.queue, reason=where(error))
            outcome = "unsettled"
        HANDLED.labels(self.service, self.hearing.stage, self.queue, outcome).inc()
        HOP.labels(self.service, self.hearing.stage).observe((self.now() - message.at).total_seconds())

    async def _settle(self, raw: Msg, message: Message) -> str:
        try:
            return await self._outcome(raw, message)
        except Reject as refusal:
            await self.bus.say(refusal.say)
            return await self._park(raw, message, refusal.code, refusal.reason)
        except Retry as wish:
            if not wish.counted:
                return await self._wait_outside(raw, message, str(wish))
            return await self._again(raw, message, "retry", str(wish))
        except Exception as error:  # noqa: BLE001 -- a bug in a handler: retried, then parked, never lost
            return await self._again(raw, message, "bug", where(error))

    async def _outcome(self, raw: Msg, message: Message) -> str:
        if message.deliveries > HOPELESS_DELIVERIES:
            raise Reject(f"delivered {message.deliveries} times without an answer", code="redelivered")
        heard = self._read(message)
        said = await self.hearing.handle(heard)
        if said:
            await self.bus.say([said] if isinstance(said, Event) else said)
        await raw.ack()
        self._failures.pop(message.sequence, None)
        return "done"

    def _read(self, message: Message) -> Any:
        if self.hearing.raw:
            return message
        try:
            return events.read(self.hearing.kind, message.data, message.headers.get(HEADER_TYPE))
        except ValidationError as error:
            raise Reject(explain(error), code="invalid") from None
        except NewerSchemaError as error:
            raise Reject(str(error), code="newer-schema") from None

    async def _again(self, raw: Msg, message: Message, code: str, reason: str) -> str:
        failures = self._failures.pop(message.sequence, 0) + 1
        if failures >= OWN_FAILURES:
            return await self._park(raw, message, code, f"failed {failures} times, last: {reason}")
        self._failures[message.sequence] = failures
        if len(self._failures) > REMEMBERED_FAILURES:
            self._failures.popitem(last=False)
        log.warning("trying again", **self._about(message), failures=failures, reason=reason)
        await raw.nak(min(self.first_backoff * 2 ** (failures - 1), LONGEST_BACKOFF))
        return code

    async def _wait_outside(self, raw: Msg, message: Message, reason: str) -> str:
        log.warning("waiting for others", **self._about(message), deliveries=message.deliveries, reason=reason)
        await raw.nak(min(self.first_backoff * 2 ** (message.deliveries - 1), LONGEST_BACKOFF))
        return "waiting"

    def _about(self, message: Message) -> dict[str, str]:
        """What a log line says of a message: our own events' ids hold the ticket, a publisher's may hold anything."""
        event = f"{message.stream}:{message.sequence}" if self.hearing.raw else message.headers.get(HEADER_ID, "")
        return {"stage": self.hearing.stage, "queue": self.queue, "event_id": event}

    async def _park(self, raw: Msg, message: Message, code: str, reason: str) -> str:
        await self.bus.publish(dead.letter(message, self.service, self.queue, code, reason, self.now()))
        await raw.ack()
        PARKED.labels(self.service, self.hearing.stage, code).inc()
        log.error("parked", **self._about(message), code=code, reason=reason)
        return "parked"


def explain(error: ValidationError) -> str:
    """Which fields do not fit and why, without the values that stood in them."""
    problems = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(
        f"{'.'.join(str(part) for part in problem['loc']) or 'body'}: {problem['msg']}" for problem in problems
    )
