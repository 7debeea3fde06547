"""What a person does to a ticket."""

from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from shared.contracts.event import Event
from shared.contracts.words import GivenId, Moment, Slug, TicketNumber

ActionKind = Literal["acknowledge", "reply", "resolve"]


class Action(Event):
    """A holder's wish; `id` names it, so that sending it twice does it once. `actor` is the post that acts."""

    NAME: ClassVar[str] = "actions"
    SUBJECT: ClassVar[str] = "actions.{queue}"

    id: GivenId
    ticket: TicketNumber
    queue: Slug
    kind: ActionKind
    actor: Slug
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)] | None = None
    at: Moment

    def address(self) -> dict[str, str]:
        return {"queue": self.queue}

    def key(self) -> str:
        return f"{self.ticket}:{self.id}"
