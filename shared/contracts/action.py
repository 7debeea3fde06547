"""What a person does to a ticket."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from shared.contracts.event import Event
from shared.contracts.words import CheckNumber, GivenId, Moment, OutcomeKind, PauseKind, Slug, TicketNumber, is_check

ActionKind = Literal[
    "acknowledge",
    "reply",
    "ask",
    "decide",
    "hand_over",
    "reclassify",
    "pause",
    "resume",
    "forward",
    "resolve",
    "confirm",
    "object",
    "rate",
    "withdraw",
    "note",
    "link",
    "unlink",
]
# What each kind cannot do without, beside what every action has.
NEEDS: dict[ActionKind, tuple[str, ...]] = {
    "decide": ("sector", "topic"),
    "reclassify": ("sector", "topic"),
    "pause": ("pause",),
    "forward": ("agency",),
    "resolve": ("outcome",),
    "rate": ("score",),
    "link": ("other",),
}
OUTCOME_NEEDS: dict[OutcomeKind, tuple[str, ...]] = {
    "scheduled": ("on",),
    "not_ours": ("agency",),
    "duplicate": ("other",),
}
# What can be done to a spot check, which is no ticket.
OF_CHECKS: frozenset[ActionKind] = frozenset({"acknowledge", "reply"})


class Action(Event):
    """A person's wish; `id` names it, so that sending it twice does it once.

    `actor` is the post that acts, or `citizen` for the one who reported it. `revision` is the ticket's as the actor
    saw it: a wish that somebody else's change has overtaken is refused. `decide`, `reclassify` and `hand_over` name
    the `sector` and `topic` it goes to; a hand-over without them goes to triage. `link` and the outcome `duplicate`
    name the `other` ticket that tells of the same trouble. `pause` says what is waited for, until the day `on`, or
    for the `stage` of a `procedure`. `forward` and the outcome `not_ours` name an `agency` outside the regency;
    `reference` is that office's own number. The outcome `scheduled` names the day `on`. `score` is 1 (bad) to 5.
    """

    NAME: ClassVar[str] = "actions"
    SUBJECT: ClassVar[str] = "actions.{queue}"

    id: GivenId
    ticket: TicketNumber | CheckNumber
    queue: Slug
    kind: ActionKind
    actor: Slug
    revision: int | None = Field(default=None, ge=1)
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)] | None = None
    sector: Slug | None = None
    topic: Slug | None = None
    other: TicketNumber | None = None
    pause: PauseKind | None = None
    on: date | None = None
    procedure: Slug | None = None
    stage: Slug | None = None
    agency: Slug | None = None
    reference: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] | None = None
    outcome: OutcomeKind | None = None
    score: int | None = Field(default=None, ge=1, le=5)
    at: Moment

    @model_validator(mode="after")
    def _names_what_it_needs(self) -> Self:
        if (self.sector is None) != (self.topic is None):
            raise ValueError("a target is a sector and one of its topics")
        if (self.procedure is None) != (self.stage is None):
            raise ValueError("a stage is one of a procedure's")
        if self.is_check and self.kind not in OF_CHECKS:
            raise ValueError(f"{self.kind} is not done to a spot check")
        for name in (*NEEDS.get(self.kind, ()), *(OUTCOME_NEEDS.get(self.outcome, ()) if self.outcome else ())):
            if getattr(self, name) is None:
                raise ValueError(f"{self.outcome or self.kind} needs {name}")
        return self

    @property
    def is_check(self) -> bool:
        """Whether it is done to a spot check instead of a ticket."""
        return is_check(self.ticket)

    def address(self) -> dict[str, str]:
        return {"queue": self.queue}

    def key(self) -> str:
        return f"{self.ticket}:{self.id}"

    @property
    def cause(self) -> str:
        """How the revisions it leads to name it; a promise's or a notice's is never the same."""
        return f"action:{self.key()}"
