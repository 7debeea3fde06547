"""What sla says of a promise."""

from typing import ClassVar

from pydantic import Field

from shared.contracts.event import Event
from shared.contracts.words import ClockName, Moment, Slug, TicketNumber, clock_key


class PromiseEvent(Event):
    """A step of a clock was reached while its promise was unkept; `step` is its name, `rung` the ladder's."""

    SUBJECT: ClassVar[str] = "promises.{queue}.{event}"
    NAME: ClassVar[str] = "promises"

    ticket: TicketNumber
    queue: Slug
    clock: ClockName
    segment: int = Field(default=1, ge=1)
    step: Slug
    rung: int
    post: Slug | None = None
    due_at: Moment
    at: Moment
    reason: str

    def address(self) -> dict[str, str]:
        return {"queue": self.queue, "event": self.word()}

    def key(self) -> str:
        return f"{clock_key(self.ticket, self.clock, self.segment)}:{self.step}"


class PromiseWarned(PromiseEvent):
    """It is about to break."""

    NAME: ClassVar[str] = "promises.warned"


class PromiseBreached(PromiseEvent):
    """It broke, and this rung is to be told."""

    NAME: ClassVar[str] = "promises.breached"


class PromiseLapsed(PromiseEvent):
    """A clock ended that waits for no person: a wait is over, or the citizen's window to object."""

    NAME: ClassVar[str] = "promises.lapsed"
