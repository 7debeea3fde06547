"""What sla is asked about the clocks of open tickets: whether they run as they must."""

from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.event import Word
from shared.contracts.question import PAGE, OpenTicket
from shared.contracts.words import Slug, TicketNumber

# A clock nobody knows, one that rings no more and is not late, one that was stopped, one that should have rung.
ViolationKind = Literal["no_clock", "no_deadline", "stopped", "missed"]


class AskAudit(Word):
    """Do the clocks of these open tickets run? Sla answers with Audited."""

    SUBJECT: ClassVar[str] = "ask.clocks.audit"

    tickets: tuple[OpenTicket, ...] = Field(default=(), max_length=PAGE)


class Violation(Word):
    """A clock of an open ticket that does not run as it must; `clock` is its key, None where the ticket has none."""

    ticket: TicketNumber
    queue: Slug
    kind: ViolationKind
    clock: str | None = None


class Audited(Word):
    """How many tickets there were, how many of them were left out as they changed just now, and what is wrong."""

    tickets: int = Field(default=0, ge=0)
    unsettled: int = Field(default=0, ge=0)
    violations: tuple[Violation, ...] = ()
