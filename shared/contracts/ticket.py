"""Everything that can happen to a ticket: each kind of event once.

Whoever hears ticket events takes `TicketEvent` from here, where every kind of it is known.
"""

from typing import ClassVar

from shared.contracts.action import ActionKind
from shared.contracts.ticket_record import Holder
from shared.contracts.ticket_record import TicketEvent as TicketEvent  # noqa: PLC0414
from shared.contracts.words import GivenId, Moment


class TicketRouted(TicketEvent):
    """It has a holder: a liaison, or triage when nobody knew where it belongs."""

    NAME: ClassVar[str] = "tickets.routed"


class TicketHandedOver(TicketEvent):
    """It has another holder than `former`: triage decided, a liaison said that it is not theirs, or somebody left."""

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


class TicketLapsed(TicketEvent):
    """Its holder took it and did nothing in time: it stands as if nobody had, and `told`, one rung up, hears of it.

    `skipped` are the rungs before, by their titles, that nobody sits on today. `taken_at` is when the holder took it.
    """

    NAME: ClassVar[str] = "tickets.lapsed"

    told: Holder
    skipped: tuple[str, ...] = ()
    taken_at: Moment | None = None


class TicketUpdated(TicketEvent):
    """The holder told the citizen something; `words` is what."""

    NAME: ClassVar[str] = "tickets.updated"


class TicketReminded(TicketEvent):
    """A promise is about to break; the holder is told."""

    NAME: ClassVar[str] = "tickets.reminded"


class TicketEscalated(TicketEvent):
    """A promise broke, or nobody could be told: `told` is the rung that hears of it now.

    `skipped` are the rungs before it, by their titles, that nobody sits on today.
    """

    NAME: ClassVar[str] = "tickets.escalated"

    told: Holder
    skipped: tuple[str, ...] = ()


class TicketAsked(TicketEvent):
    """The holder needs to know something from the citizen; `words` is the question, and it waits for the answer."""

    NAME: ClassVar[str] = "tickets.asked"


class TicketAnswered(TicketEvent):
    """The citizen wrote; `words` is what. When the ticket waited for it, work goes on."""

    NAME: ClassVar[str] = "tickets.answered"


class TicketPaused(TicketEvent):
    """It waits for what `pause` says; `words` is what the citizen hears."""

    NAME: ClassVar[str] = "tickets.paused"


class TicketForwarded(TicketEvent):
    """An office outside the regency has it now, and the holder watches what becomes of it; `former` held it before."""

    NAME: ClassVar[str] = "tickets.forwarded"

    former: Holder


class TicketResumed(TicketEvent):
    """The wait is over: the holder said so, or its time ran out."""

    NAME: ClassVar[str] = "tickets.resumed"


class TicketReclassified(TicketEvent):
    """It is about another topic than was thought, and stays with its holder."""

    NAME: ClassVar[str] = "tickets.reclassified"


class TicketNoted(TicketEvent):
    """Somebody wrote something down for those who work on it; `words` is what, and no citizen is told."""

    NAME: ClassVar[str] = "tickets.noted"


class TicketOffered(TicketEvent):
    """Whom the holder stands in for is back: `offered` may take it by acknowledging it."""

    NAME: ClassVar[str] = "tickets.offered"


class TicketUnheard(TicketEvent):
    """A notice did not reach the citizen; the holder has to find another way."""

    NAME: ClassVar[str] = "tickets.unheard"


class TicketResolved(TicketEvent):
    """The holder says how it ended (`outcome`); the citizen may confirm or object until the window closes."""

    NAME: ClassVar[str] = "tickets.resolved"


class TicketConfirmed(TicketEvent):
    """The citizen says that it is so."""

    NAME: ClassVar[str] = "tickets.confirmed"


class TicketObjected(TicketEvent):
    """The citizen says that it is not: the same holder has it again, and `told`, one rung up, hears of it."""

    NAME: ClassVar[str] = "tickets.objected"

    told: Holder


class TicketClosed(TicketEvent):
    """The citizen said nothing in time: closed, and not confirmed."""

    NAME: ClassVar[str] = "tickets.closed"


class TicketWithdrawn(TicketEvent):
    """The citizen took it back."""

    NAME: ClassVar[str] = "tickets.withdrawn"


class TicketRated(TicketEvent):
    """The citizen said how it was done: `score` is 1 (bad) to 5."""

    NAME: ClassVar[str] = "tickets.rated"


class ActionRefused(TicketEvent):
    """What `actor` wished was not done, and `reason` says why; nothing changed, the revision is the latest."""

    NAME: ClassVar[str] = "tickets.refused"

    action: GivenId
    kind: ActionKind

    def key(self) -> str:
        return f"{super().key()}:{self.action}"
