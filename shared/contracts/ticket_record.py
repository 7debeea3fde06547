"""The record made of a complaint, as it is after any change of it.

A ticket event carries the whole current state and its `revision`, which only router raises. A reader applies the
highest revision it has seen, ignores lower ones, and never waits for a gap.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from pydantic import Field

from shared.contracts.admitted import MaskedComplaint
from shared.contracts.event import Event, Word
from shared.contracts.sorted import Sorting
from shared.contracts.words import OWN, ClockName, Moment, OutcomeKind, PauseKind, Slug, State, TicketNumber


class Holder(Word):
    """The post that holds a ticket, in the words a citizen is told; never a person's name.

    `stands_in_for` is the post whose work this one does while nobody sits there or its holder is away.
    """

    post: Slug
    title: str
    agency: str
    stands_in_for: Slug | None = None


class Step(Word):
    """One thing that happens while a promise is unkept: a warning at a share of its span, or a rung of people.

    `after` is working time since the promise started (ISO 8601). `rung` is 0 for a warning; a rung names its post.
    `lapses` says that here the clock ends by itself, without anybody's breach; `again` that the rung was told before;
    it may stand for as many as `times`, each `every` so much after the one before, whose names count on.
    """

    name: Slug
    after: timedelta
    rung: int = Field(default=0, ge=0)
    post: Slug | None = None
    title: str | None = None
    lapses: bool = False
    again: bool = False
    times: int = Field(default=1, ge=1)
    every: timedelta | None = None


class Promise(Word):
    """A promised time as it was when it was made: editing a policy never rewrites it.

    `due_at` is None while the promise waits for the notice to be delivered (`starts` = "delivered"). `segment` says
    in which of the ticket's segments it stands. Several may run on one clock, each on a `track` of its own: the
    regency's own hours, those of SP4N-LAPOR, those of the law. `turn` counts how often the same clock began anew.
    """

    clock: ClockName
    track: Slug = OWN
    turn: int = Field(default=1, ge=1)
    segment: int = Field(default=1, ge=1)
    policy: Slug
    basis: str
    calendar: Slug
    span: timedelta
    starts: str
    started_at: Moment | None = None
    due_at: Moment | None = None
    steps: tuple[Step, ...] = ()


class Pause(Word):
    """What a ticket waits for, and the moment at which it is looked at again whatever happened.

    `procedure` and `stage` say in which statutory stage it is; `agency` is the office outside that has it, and
    `reference` that office's own number.
    """

    kind: PauseKind
    since: Moment
    review_at: Moment
    procedure: Slug | None = None
    stage: Slug | None = None
    agency: Slug | None = None
    reference: str | None = None


class Outcome(Word):
    """How it ended, in plain words for the citizen.

    `on` is the day for which it is scheduled, `agency` the office outside that is in charge and `reference` that
    office's own number, `other` the ticket that tells of the same. `since` is when it was said.
    """

    kind: OutcomeKind
    words: str
    on: date | None = None
    agency: Slug | None = None
    reference: str | None = None
    other: TicketNumber | None = None
    since: Moment


class TicketEvent(Event):
    """A change of one ticket: what it is now, what changed it (`cause`), who (`actor`), and why (`reason`).

    `segment` counts its stretches from 1: one begins with each holder, and when work goes on after a pause or an
    objection; clocks belong to one, which began at `segment_since` (None in older events). `hand_overs` counts how
    often a liaison said "not mine", `objections` how often the citizen said "not fixed". `case` is the first ticket
    of the case it belongs to, `reporters` how many tickets that case held when this was said. `helpers` are posts
    that were told in this holder's place and may act too. `offered` is who may have it back by acknowledging it.
    `pause` is what it waits for now, `waited` how long its former waits took, by kind. `unheard` says that the
    citizen could not be reached.
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
    segment_since: Moment | None = None
    hand_overs: int = Field(default=0, ge=0)
    objections: int = Field(default=0, ge=0)
    helpers: tuple[Slug, ...] = ()
    offered: Holder | None = None
    pause: Pause | None = None
    waited: Mapping[PauseKind, timedelta] = {}
    outcome: Outcome | None = None
    score: int | None = Field(default=None, ge=1, le=5)
    unheard: bool = False
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
