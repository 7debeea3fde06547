"""What sla says of a promise."""

from typing import ClassVar

from pydantic import Field

from shared.contracts.event import Event
from shared.contracts.words import OWN, ClockName, Moment, Slug, TicketNumber, clock_key


class PromiseEvent(Event):
    """A step of a clock was reached while its promise was unkept; `step` is its name, `rung` the ladder's."""

    SUBJECT: ClassVar[str] = "promises.{queue}.{event}"
    NAME: ClassVar[str] = "promises"

    ticket: TicketNumber
    queue: Slug
    clock: ClockName
    track: Slug = OWN
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
        return f"{clock_key(self.ticket, self.clock, self.segment, self.track)}:{self.step}"


class PromiseWarned(PromiseEvent):
    """It is about to break."""

    NAME: ClassVar[str] = "promises.warned"


class PromiseBreached(PromiseEvent):
    """It broke, and this rung is to be told."""

    NAME: ClassVar[str] = "promises.breached"


class PromiseLapsed(PromiseEvent):
    """A clock ended by itself: a wait is over, the citizen's window to object, or what was taken and not done."""

    NAME: ClassVar[str] = "promises.lapsed"
