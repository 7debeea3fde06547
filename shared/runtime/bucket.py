"""The broker's bucket that holds the edition of the directory which is live.

Read with plain requests to the stream's leader, watched by a plain subscription to what the stream republishes: the
key-value client would need the right to create consumers, and its watcher falls silent when the broker forgets its own.
"""

from dataclasses import dataclass

from nats.aio.client import Client
from nats.js.errors import APIError, NotFoundError

from shared.contracts.edition import BUCKET_CHANGED, BUCKET_STREAM, BUCKET_SUBJECTS, BUCKET_VALUE, Edition

EXPECTED_REVISION = "Nats-Expected-Last-Subject-Sequence"
OVERTAKEN = frozenset({10071, 10164})
NO_MESSAGE = 10037
TIMEOUT = 10.0
# Room for what goes along with a value.
HEADERS = 256


class NoBucketError(Exception):
    """The broker has no bucket for the directory, or not the one the provisioner makes."""


class OvertakenError(Exception):
    """Somebody else put another value into the bucket since it was read."""


@dataclass(frozen=True)
class Kept:
    """The bucket's value, empty when there is none, and which of its revisions it is."""

    value: bytes
    revision: int


NOTHING = Kept(b"", 0)


class Bucket:
    """Reads the bucket, and puts a value into it."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._jetstream = client.jetstream(timeout=TIMEOUT)

    async def largest(self) -> int:
        """Bytes of the largest value it takes. Raises NoBucketError unless it is as the provisioner makes it."""
        try:
            config = (await self._jetstream.stream_info(BUCKET_STREAM)).config
        except NotFoundError:
            raise NoBucketError("the directory's bucket is missing") from None
        if config.subjects != [BUCKET_SUBJECTS] or not config.republish or config.republish.dest != BUCKET_CHANGED:
            raise NoBucketError("the directory's bucket was made by somebody else")
        return min(int(config.max_msg_size or 0), self._client.max_payload) - HEADERS

    async def read(self) -> Kept:
        """NOTHING while no edition was applied. Raises NoBucketError."""
        try:
            message = await self._jetstream.get_msg(BUCKET_STREAM, subject=BUCKET_VALUE)
        except NotFoundError as error:
            if error.err_code == NO_MESSAGE:
                return NOTHING
            raise NoBucketError("the directory's bucket is missing") from None
        return Kept(message.data or b"", int(message.seq or 0))

    async def put(self, edition: Edition, after: Kept) -> None:
        """Raises OvertakenError when `after` is not what it holds any more."""
        headers = {EXPECTED_REVISION: str(after.revision)}
        try:
            await self._jetstream.publish(BUCKET_VALUE, edition.packed(), headers=headers)
        except APIError as error:
            if error.err_code in OVERTAKEN:
                raise OvertakenError from None
            raise
