"""What a person does to a ticket."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import StringConstraints, model_validator

from shared.contracts.event import Event
from shared.contracts.words import GivenId, Moment, Slug, TicketNumber

ActionKind = Literal["acknowledge", "reply", "resolve", "decide", "hand_over", "link", "unlink"]


class Action(Event):
    """A holder's wish; `id` names it, so that sending it twice does it once. `actor` is the post that acts.

    `decide` and `hand_over` name the `sector` and `topic` the ticket goes to; a hand-over without them goes to triage.
    `link` names the `other` ticket that tells of the same trouble.
    """

    NAME: ClassVar[str] = "actions"
    SUBJECT: ClassVar[str] = "actions.{queue}"

    id: GivenId
    ticket: TicketNumber
    queue: Slug
    kind: ActionKind
    actor: Slug
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)] | None = None
    sector: Slug | None = None
    topic: Slug | None = None
    other: TicketNumber | None = None
    at: Moment

    @model_validator(mode="after")
    def _names_what_it_needs(self) -> Self:
        if (self.sector is None) != (self.topic is None):
            raise ValueError("a target is a sector and one of its topics")
        if self.kind == "decide" and self.topic is None:
            raise ValueError("decide needs a sector and a topic")
        if self.kind == "link" and self.other is None:
            raise ValueError("link needs the other ticket")
        return self

    def address(self) -> dict[str, str]:
        return {"queue": self.queue}

    def key(self) -> str:
        return f"{self.ticket}:{self.id}"
