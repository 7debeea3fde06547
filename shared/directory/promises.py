"""What the regency promises, in how much time, and whom it tells when that goes by."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.words import OWN, Chain, ClockName, PauseKind, Slug, Urgency
from shared.directory.fact import Entry, Fact, Text

# What starts at these is over by itself when its span is, and climbs no ladder.
LAPSING = frozenset({"acknowledged", "resolved"})


class Again(Fact):
    """That the last rung hears of it once more `every` so much working time, so many `times`."""

    every: Annotated[timedelta, Field(gt=timedelta(0))]
    times: Annotated[int, Field(ge=1, le=60)]


class PromisePolicy(Entry):
    """A time we promise to those it applies to.

    `span`, and the further span of each rung after the first, are working time of `calendar`; `warn` are shares of
    `span`. It applies to what is promised from `valid_from` on, in `queues` ("sectors" means each sector's), and only
    to the `chains`, `classes`, `urgencies` and `sources` it names, if it names any; with `waits` only while a ticket
    waits for one of these. One runs on each clock for each `track`. What starts with `resolved` is the citizen's window
    to object: it warns nobody and lapses. What starts with `acknowledged` warns and lapses; what starts with `told`
    begins anew each time. The other ones climb the ladder, and then tell the last rung `again`.
    `spread` lengthens the span by a share of it that the ticket's number decides, so that what came at once is not
    due at once.
    """

    clock: ClockName
    span: Annotated[timedelta, Field(gt=timedelta(0))]
    calendar: Slug
    starts: Literal["admitted", "delivered", "acknowledged", "told", "resolved"]
    basis: Text
    valid_from: date
    queues: Annotated[tuple[str, ...], Field(min_length=1)]
    chains: tuple[Chain, ...] = ()
    classes: tuple[Slug, ...] = ()
    urgencies: tuple[Urgency, ...] = ()
    warn: tuple[Annotated[float, Field(gt=0, lt=1)], ...] = ()
    rungs: tuple[Annotated[timedelta, Field(gt=timedelta(0))], ...] = ()
    track: Slug = OWN
    sources: tuple[Slug, ...] = ()
    waits: tuple[PauseKind, ...] = ()
    again: Again | None = None
    spread: Annotated[timedelta, Field(gt=timedelta(0))] | None = None


class DigestPlan(Fact):
    """Which posts read, when `calendar` opens on each of its working days, what is late."""

    posts: Annotated[tuple[Slug, ...], Field(min_length=1)]
    calendar: Slug
