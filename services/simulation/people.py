"""What people are supposed to do in a run: when notices arrive, and when holders act."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.simulation.trace import Arrival
from shared.contracts.action import Action, ActionKind
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import TRIAGE, UNSEEN, Slug
from shared.policy.calendar import NOTHING, WorkingTime

# Nobody reads them.
WORDS = "kabar dari simulasi"


@dataclass(frozen=True)
class Target:
    """Where triage sends what nobody could sort."""

    sector: Slug
    topic: Slug


@dataclass(frozen=True)
class People:
    """`delivery` is how long a notice takes; the others are working time of the offices.

    The moment a row was answered is the holder's first answer: it acknowledges so long before, at the earliest when
    the notice comes, and resolves so long after. With a `target` triage decides so long after it came; without one
    it answers itself, when the row was answered.
    """

    delivery: timedelta = timedelta(minutes=1)
    acknowledge_before: timedelta = NOTHING
    resolve_after: timedelta = NOTHING
    target: Target | None = None
    triage_after: timedelta = timedelta(minutes=30)

    def acknowledges(self, arrival: Arrival, answered: datetime, office: WorkingTime) -> datetime:
        if not self.acknowledge_before:
            return answered
        told = arrival.created + self.delivery
        left = office.elapsed(told, answered) - self.acknowledge_before
        return min(office.add(told, max(left, NOTHING)), answered)

    def resolves(self, answered: datetime, office: WorkingTime) -> datetime:
        return office.add(answered, self.resolve_after) if self.resolve_after else answered

    def decides(self, arrival: Arrival, office: WorkingTime) -> datetime:
        return office.add(arrival.created + self.delivery, self.triage_after)


def takes(ticket: TicketEvent) -> bool:
    """Whether its holder has to acknowledge it before they do anything else; triage does not acknowledge."""
    return ticket.state in UNSEEN and ticket.queue != TRIAGE


def action(ticket: TicketEvent, kind: ActionKind, now: datetime, target: Target | None = None) -> Action:
    """What its holder wishes."""
    given: dict[str, object] = {"words": WORDS}
    if kind == "resolve":
        given["outcome"] = "answered" if ticket.queue == TRIAGE else "done"
    if target:
        given |= {"sector": target.sector, "topic": target.topic}
    name = f"{kind}-{ticket.revision}"
    return Action(
        id=name, ticket=ticket.ticket, queue=ticket.queue, kind=kind, actor=ticket.holder.post, at=now, **given
    )
