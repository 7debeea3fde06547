"""Dead letters: what nobody could handle waits here with its reason, and can be sent again."""

from base64 import b64decode
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from nats.js import JetStreamContext
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError

from shared.contracts import dead
from shared.contracts.event import HEADER_MESSAGE_ID
from shared.runtime.bus import Saying
from shared.runtime.message import Message

STREAM = "DEAD"
HEADER_LIMIT = 500


def letter(message: Message, service: str, queue: str, code: str, reason: str, now: datetime) -> Saying:
    """The dead letter of a message: its payload and headers as they came, and why, whence and when."""
    kept = {name: value for name, value in message.headers.items() if not name.startswith("Nats-")}
    headers = kept | {
        dead.REASON: _one_line(reason),
        dead.CODE: code,
        dead.SERVICE: service,
        dead.ORIGIN_SUBJECT: message.subject,
        dead.ORIGIN_STREAM: message.stream,
        dead.ORIGIN_SEQUENCE: str(message.sequence),
        dead.DELIVERIES: str(message.deliveries),
        dead.PARKED_AT: now.isoformat(),
        dead.ORIGIN_MESSAGE_ID: _their_message_id(message.headers),
        HEADER_MESSAGE_ID: f"dead:{service}:{message.stream}:{message.sequence}",
    }
    return Saying(dead.dead_subject(service, queue), message.data, headers)


def _their_message_id(headers: Mapping[str, str]) -> str:
    """What the publisher called it, also when this is its second time here."""
    return headers.get(dead.ORIGIN_MESSAGE_ID if dead.REPLAYED in headers else HEADER_MESSAGE_ID, "")


def _one_line(reason: str) -> str:
    plain = " ".join(reason.split()).encode("unicode_escape").decode()
    return plain[:HEADER_LIMIT]


@dataclass(frozen=True)
class DeadLetter:
    """A parked message as an operator sees it; `number` is its place in the DEAD stream."""

    number: int
    subject: str
    headers: dict[str, str]
    data: bytes

    @property
    def reason(self) -> str:
        return self.headers.get(dead.REASON, "")

    @property
    def parked_at(self) -> str:
        return self.headers.get(dead.PARKED_AT, "")

    @property
    def origin(self) -> str:
        return self.headers.get(dead.ORIGIN_SUBJECT, "")


def _read(raw: RawStreamMsg) -> DeadLetter:
    # The client reads stored headers as if they were e-mail's, and trips over letters that are not ASCII.
    lines = b64decode(raw.hdrs or "").decode(errors="replace").split("\r\n")[1:]
    headers = {name: value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    return DeadLetter(raw.seq or 0, raw.subject or "", headers, raw.data or b"")


class DeadLetters:
    """Lists, shows and replays what is parked."""

    def __init__(self, jetstream: JetStreamContext) -> None:
        self._jetstream = jetstream

    async def letters(self, service: str | None = None) -> AsyncIterator[DeadLetter]:
        """Oldest first."""
        wanted = dead.dead_subject(service, "*") if service else "dead.*.*"
        state = (await self._jetstream.stream_info(STREAM)).state
        number = state.first_seq
        while number <= state.last_seq:
            try:
                raw = await self._jetstream.get_msg(STREAM, number, subject=wanted, next=True)
            except NotFoundError:
                return
            yield _read(raw)
            number = (raw.seq or number) + 1

    async def letter(self, number: int) -> DeadLetter | None:
        try:
            raw = await self._jetstream.get_msg(STREAM, number)
        except NotFoundError:
            return None
        return _read(raw)

    async def replay(self, found: DeadLetter, now: datetime) -> None:
        """Publishes the payload where it came from and takes it off the list, in that order."""
        # Some complaints are known by their message id alone, so that one goes back with them.
        bookkeeping = {value for name, value in vars(dead).items() if name.isupper()} - {dead.ORIGIN_MESSAGE_ID}
        headers = {name: value for name, value in found.headers.items() if name not in bookkeeping}
        headers |= {dead.REPLAYED: now.isoformat(), HEADER_MESSAGE_ID: f"replay:{found.number}:{now.timestamp()}"}
        await self._jetstream.publish(found.origin, found.data, headers=headers, timeout=10)
        await self._jetstream.delete_msg(STREAM, found.number)
