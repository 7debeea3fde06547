"""What a provider tells of a message it carried."""

from typing import ClassVar, Literal

from shared.contracts.event import Event
from shared.contracts.words import GivenId, Moment, Slug


class Receipt(Event):
    """A provider's word on one of its messages, which only notifier can match to a notice."""

    NAME: ClassVar[str] = "receipts"
    SUBJECT: ClassVar[str] = "receipts.{channel}"

    channel: Slug
    provider_id: GivenId
    state: Literal["sent", "delivered", "read", "failed"]
    reason: str | None = None
    at: Moment

    def address(self) -> dict[str, str]:
        return {"channel": self.channel}

    def key(self) -> str:
        return f"{self.channel}:{self.provider_id}:{self.state}"
