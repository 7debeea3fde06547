"""What may be asked of router about spot checks."""

from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from shared.contracts.event import Word
from shared.contracts.question import PAGE
from shared.contracts.ticket_record import Holder
from shared.contracts.words import CheckNumber, GivenId, Moment, Slug


class AskSpotCheck(Word):
    """Test whether a liaison is there: this `post`, or any of the `sector`'s, or any at all, at `at` or now.

    Router answers with SpotCheck, or null when there is no such post. `id` names the wish, so that asking twice
    tests once.
    """

    SUBJECT: ClassVar[str] = "ask.checks.begin"

    id: GivenId
    by: Slug
    post: Slug | None = None
    sector: Slug | None = None
    at: Moment | None = None


class AskSpotChecks(Word):
    """Which spot checks were there, newest first? Router answers with SpotChecks."""

    SUBJECT: ClassVar[str] = "ask.checks.list"

    after: str | None = None
    limit: int = Field(default=PAGE, ge=1, le=PAGE)


class SpotCheck(Word):
    """A spot check as it stands; `taken` is working time, `failed` why the notice did not arrive."""

    check: CheckNumber
    holder: Holder
    queue: Slug
    by: Slug
    asked_at: Moment
    answered_at: Moment | None = None
    taken: timedelta | None = None
    failed: str | None = None


class SpotChecks(Word):
    """`next` is what to ask `after` for the ones after these; None when these are all."""

    checks: tuple[SpotCheck, ...] = ()
    next: str | None = None
