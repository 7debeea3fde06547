"""What is late, told once a working day to those at the end of the ladder, instead of a letter for each ticket."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from shared.contracts.event import Event, Word
from shared.contracts.ticket_record import Holder
from shared.contracts.words import ClockName, Moment, Slug, TicketNumber


class LateQueue(Word):
    """How many tickets of a queue are late, and how many of them have become so since the digest before."""

    queue: Slug
    late: int = Field(ge=1)
    fresh: int = Field(default=0, ge=0)


class LateTicket(Word):
    """A ticket whose promise broke: which, when it was due, and the rung that heard of it last.

    `holder` and `agency` are who holds it, in words; None where nobody could be asked.
    """

    ticket: TicketNumber
    queue: Slug
    clock: ClockName
    due_at: Moment
    rung: int = Field(ge=0)
    holder: str | None = None
    agency: str | None = None


class LateDigest(Event):
    """What one leader reads on one day: the counts by queue, most first, and the oldest of them.

    `late` counts tickets, each once. `more` says that there are more than were counted.
    """

    SUBJECT: ClassVar[str] = "digests.leader"
    NAME: ClassVar[str] = "digests"

    to: Holder
    day: date
    late: int = Field(ge=0)
    more: bool = False
    queues: tuple[LateQueue, ...] = ()
    oldest: tuple[LateTicket, ...] = ()
    at: Moment

    def address(self) -> dict[str, str]:
        return {}

    def key(self) -> str:
        return f"digest:{self.to.post}:{self.day.isoformat()}"
