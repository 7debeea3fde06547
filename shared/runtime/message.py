"""One message as the broker handed it over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from nats.aio.msg import Msg

NANOSECONDS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Message:
    """A message, where it stands in its stream, how often it was delivered, and when it was stored."""

    subject: str
    headers: Mapping[str, str]
    data: bytes
    stream: str
    sequence: int
    deliveries: int
    at: datetime

    @classmethod
    def of(cls, raw: Msg) -> "Message":
        # $JS.ACK.[domain.account.]stream.consumer.delivered.stream-sequence.consumer-sequence.nanoseconds.pending
        tokens = raw.reply.split(".")
        stream, _, delivered, sequence, _, stored = tokens[2:8] if len(tokens) == 9 else tokens[4:10]  # noqa: PLR2004
        return cls(
            raw.subject,
            raw.headers or {},
            raw.data,
            stream,
            int(sequence),
            int(delivered),
            datetime.fromtimestamp(int(stored) / NANOSECONDS, UTC),
        )
