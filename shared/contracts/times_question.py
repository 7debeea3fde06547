"""What router is asked about a ticket's time: who had it how long, and in whose hands which promise broke."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from shared.contracts.event import Word
from shared.contracts.ticket_record import Holder
from shared.contracts.words import OWN, ClockName, Moment, PauseKind, Slug, State, TicketNumber


class AskTimes(Word):
    """Whose time was it? Router answers with TicketTimes, or null when there is no such ticket."""

    SUBJECT: ClassVar[str] = "ask.tickets.times"

    ticket: TicketNumber


class Share(Word):
    """What a post used of the time that was promised to a citizen: so much working time, a `part` of the whole."""

    post: Slug
    used: timedelta
    part: float = Field(ge=0, le=1)


class Broken(Word):
    """A promise that broke `at` that moment, while the segment's holder had the ticket.

    `due_at` is None where it ran from a letter's delivery, of which the ticket does not tell: there `at` is when the
    first rung was told. `shares` says of a citizen's clock who used the time until it broke, most first; they add up
    to the whole. A holder's own clock has none: all of it was theirs.
    """

    clock: ClockName
    track: Slug = OWN
    due_at: Moment | None = None
    at: Moment
    shares: tuple[Share, ...] = ()


class SegmentTimes(Word):
    """One segment of a ticket, all its times working time of `calendar`: `worked`, `waited` and `rested` are all of it.

    `worked` is how long it was the holder's to work on, `waited` how long it waited, by kind of pause, and `rested` how
    long it stood resolved or over. `taken_after` is how long its holder had it before they took it. `until` is None
    and `ended`, the event that ended it, too, while it goes on. `warned` counts the warnings given, by clock.
    """

    segment: int = Field(ge=1)
    holder: Holder
    since: Moment
    until: Moment | None = None
    ended: str | None = None
    calendar: Slug
    worked: timedelta
    waited: Mapping[PauseKind, timedelta] = {}
    rested: timedelta
    taken_after: timedelta | None = None
    warned: Mapping[ClockName, int] = {}
    broken: tuple[Broken, ...] = ()


class TicketTimes(Word):
    """A ticket's segments from its admission on, none of its time left out or in two of them, as it stood `at`."""

    ticket: TicketNumber
    state: State
    at: Moment
    segments: tuple[SegmentTimes, ...] = Field(min_length=1)
