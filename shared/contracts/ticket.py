"""The record made of a complaint, and everything that can happen to it.

A ticket event carries the whole current state and its `revision`, which only router raises. A reader applies the
highest revision it has seen, ignores lower ones, and never waits for a gap.
"""

from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from shared.contracts.admitted import MaskedComplaint
from shared.contracts.event import Event, Word
from shared.contracts.sorted import Sorting
from shared.contracts.words import ClockName, Moment, Slug, State, TicketNumber


class Holder(Word):
    """The post that holds a ticket, in the words a citizen is told; never a person's name."""

    post: Slug
    title: str
    agency: str


class Step(Word):
    """One thing that happens while a promise is unkept: a warning at a share of its span, or a rung of people.

    `after` is working time since the promise started (ISO 8601). `rung` is 0 for a warning; a rung names its post.
    """

    name: Slug
    after: timedelta
    rung: int = Field(default=0, ge=0)
    post: Slug | None = None
    title: str | None = None


class Promise(Word):
    """A promised time as it was when it was made: editing a policy never rewrites it.

    `due_at` is None while the promise waits for the notice to be delivered (`starts` = "delivered"). `segment` says
    under which of the ticket's holders it stands, counted from 1.
    """

    clock: ClockName
    segment: int = Field(default=1, ge=1)
    policy: Slug
    basis: str
    calendar: Slug
    span: timedelta
    starts: str
    started_at: Moment | None = None
    due_at: Moment | None = None
    steps: tuple[Step, ...] = ()


class TicketEvent(Event):
    """A change of one ticket: what it is now, what changed it (`cause`), who (`actor`), and why (`reason`).

    `segment` counts its holders from 1, `hand_overs` how often a liaison said "not mine". `case` is the first ticket
    of the case it belongs to, `reporters` how many tickets that case held when this was said.
    """

    SUBJECT: ClassVar[str] = "tickets.{queue}.{event}"
    NAME: ClassVar[str] = "tickets"

    ticket: TicketNumber
    revision: int = Field(ge=1)
    queue: Slug
    state: State
    complaint: MaskedComplaint
    sorting: Sorting
    holder: Holder
    rung: int = Field(default=0, ge=0)
    segment: int = Field(default=1, ge=1)
    hand_overs: int = Field(default=0, ge=0)
    case: TicketNumber | None = None
    reporters: int = Field(default=1, ge=1)
    promises: tuple[Promise, ...]
    cause: str
    actor: str
    reason: str
    words: str | None = None
    changed_at: Moment

    def address(self) -> dict[str, str]:
        return {"queue": self.queue, "event": self.word()}

    def key(self) -> str:
        return f"{self.ticket}:{self.revision}"


class TicketRouted(TicketEvent):
    """It has a holder: a liaison, or triage when nobody knew where it belongs."""

    NAME: ClassVar[str] = "tickets.routed"


class TicketHandedOver(TicketEvent):
    """It has another holder than `former`: triage decided, or a liaison said that it is not theirs."""

    NAME: ClassVar[str] = "tickets.handed_over"

    former: Holder


class TicketLinked(TicketEvent):
    """It joined a case; every reporter keeps their own number."""

    NAME: ClassVar[str] = "tickets.linked"


class TicketUnlinked(TicketEvent):
    """It left a case: it tells of another trouble after all."""

    NAME: ClassVar[str] = "tickets.unlinked"


class TicketAcknowledged(TicketEvent):
    """The holder has seen it and takes it."""

    NAME: ClassVar[str] = "tickets.acknowledged"


class TicketUpdated(TicketEvent):
    """The holder told the citizen something; `words` is what."""

    NAME: ClassVar[str] = "tickets.updated"


class TicketReminded(TicketEvent):
    """A promise is about to break; the holder is told."""

    NAME: ClassVar[str] = "tickets.reminded"


class TicketEscalated(TicketEvent):
    """A promise broke, or nobody could be told: `told` is the rung that hears of it now."""

    NAME: ClassVar[str] = "tickets.escalated"

    told: Holder


class TicketResolved(TicketEvent):
    """The holder says it is done; `words` is what the citizen hears."""

    NAME: ClassVar[str] = "tickets.resolved"
