"""Alarms sla sets with the broker and hears again when they are due."""

from datetime import UTC
from typing import ClassVar

from pydantic import Field

from shared.contracts.event import HEADER_MESSAGE_ID, Event
from shared.contracts.words import OWN, ClockName, Moment, Slug, TicketNumber, clock_key

FIRED_TTL = "72h"
CANCELLED_TTL = "1h"


class TimerDue(Event):
    """An alarm rang for `step` of a clock; what it means is decided from the stored clock, not from the alarm."""

    NAME: ClassVar[str] = "timers.due"
    SUBJECT: ClassVar[str] = "timers.due.{queue}"

    ticket: TicketNumber
    clock: ClockName
    track: Slug = OWN
    segment: int = Field(default=1, ge=1)
    step: Slug
    queue: Slug

    def address(self) -> dict[str, str]:
        return {"queue": self.queue}

    def key(self) -> str:
        return f"{clock_key(self.ticket, self.clock, self.segment, self.track)}:{self.step}"


class TimerSet(Event):
    """Ring at `at`, or never when it is None. Setting the same clock again replaces its alarm, and no other's.

    It bears no `Nats-Msg-Id`: the broker would refuse to move an alarm whose id it has seen.
    """

    NAME: ClassVar[str] = "timers.set"
    SUBJECT: ClassVar[str] = "timers.set.{queue}.{ticket}.{clock}"

    ticket: TicketNumber
    clock: ClockName
    track: Slug = OWN
    segment: int = Field(default=1, ge=1)
    step: Slug
    queue: Slug
    at: Moment | None = None

    def address(self) -> dict[str, str]:
        clock = self.clock if self.segment == 1 else f"{self.clock}-{self.segment}"
        named = clock if self.track == OWN else f"{clock}-{self.track}"
        return {"queue": self.queue, "ticket": self.ticket, "clock": named}

    def key(self) -> str:
        return f"{clock_key(self.ticket, self.clock, self.segment, self.track)}:{self.step}"

    def headers(self, service: str) -> dict[str, str]:
        plain = super().headers(service)
        del plain[HEADER_MESSAGE_ID]
        if self.at is None:
            return plain | {"Nats-TTL": CANCELLED_TTL}
        due = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return plain | {
            "Nats-Schedule": f"@at {due}",
            "Nats-Schedule-Target": TimerDue.SUBJECT.format(queue=self.queue),
            "Nats-Schedule-TTL": FIRED_TTL,
        }
