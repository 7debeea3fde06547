"""What intake answers a publisher on `replies.<source>`."""

from typing import ClassVar, Literal

from shared.contracts.event import Event
from shared.contracts.words import Moment, Slug, TicketNumber

RefusalCode = Literal["not-json", "no-id", "invalid", "newer-schema", "id-reused"]


class Reply(Event):
    """An answer to one complaint; `id` is the id its source gave it, None when there was none to read."""

    SUBJECT: ClassVar[str] = "replies.{source}"

    source: Slug
    id: str | None = None
    at: Moment

    def address(self) -> dict[str, str]:
        return {"source": self.source}


class Accepted(Reply):
    """The complaint has a number, and whoever knows it can look at `link`."""

    NAME: ClassVar[str] = "replies.accepted"

    ticket: TicketNumber
    link: str

    def key(self) -> str:
        return self.ticket


class Refused(Reply):
    """The complaint was not taken: `code` for programs, `reason` for people, `cause` the message it stood in."""

    NAME: ClassVar[str] = "replies.refused"

    code: RefusalCode
    reason: str
    cause: str

    def key(self) -> str:
        return self.cause
