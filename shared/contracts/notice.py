"""What notifier says of its notices."""

from typing import ClassVar

from pydantic import Field

from shared.contracts.event import Event
from shared.contracts.ticket_record import Promise
from shared.contracts.words import Audience, CheckNumber, Moment, Slug, TicketNumber


class NoticeEvent(Event):
    """The fate of one notice to one recipient; `notice` is `ticket:revision:audience`.

    Several refusals may bear one revision: theirs has a digest of the action's id behind it. `ticket` may be a spot
    check's number. `to` is a post, or the reporter's pseudonym; `segment` says in which of the ticket's segments it
    was told, `about` which event told of it. `starts` is the promise that this delivery sets running.
    """

    SUBJECT: ClassVar[str] = "notices.{queue}.{event}"
    NAME: ClassVar[str] = "notices"

    notice: str
    ticket: TicketNumber | CheckNumber
    revision: int
    segment: int = Field(default=1, ge=1)
    about: str = "tickets.routed"
    queue: Slug
    audience: Audience
    to: str
    channel: Slug
    attempt: int = Field(ge=1)
    starts: Promise | None = None
    at: Moment

    def address(self) -> dict[str, str]:
        return {"queue": self.queue, "event": self.word()}

    def key(self) -> str:
        return self.notice


class NoticeDelivered(NoticeEvent):
    """It arrived, as far as its channel can tell."""

    NAME: ClassVar[str] = "notices.delivered"


class NoticeFailed(NoticeEvent):
    """It will not arrive: the next person has to be told."""

    NAME: ClassVar[str] = "notices.failed"

    reason: str
