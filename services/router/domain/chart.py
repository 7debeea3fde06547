"""What can happen to a ticket, as data: who may do what, in which states, and what comes of it."""

from dataclasses import dataclass
from typing import Literal, get_args

from services.router.domain.deed import Deed
from shared.contracts import ticket as said
from shared.contracts.action import Action, ActionKind
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import CITIZEN as REPORTER
from shared.contracts.words import OPEN, TRIAGE, UNSEEN, WAITING, OutcomeKind, State

# `staff` are the holder, whom it stands in for, their ladder, and whoever was told in their place.
Role = Literal["staff", "offered", "triage", "arbiter", "citizen"]
Reader = Literal["citizen", "staff"]
# What happens without anybody's action.
Happening = Literal[
    "sorted",
    "joined",
    "warned",
    "breached",
    "review_lapsed",
    "objection_lapsed",
    "act_lapsed",
    "notice_failed",
    "citizen_not_reached",
    "leave_began",
    "leave_ended",
]


@dataclass(frozen=True)
class Way:
    """In these states the ticket comes to `after` (None: it stays as it is), and the event says so.

    `who` may do it; of a happening nobody does. `words` says who reads the words it cannot do without. It is `shared`
    when what is done to one ticket of a case is done to all of it. `when` tells it from another way of the same kind.
    """

    kind: ActionKind | Happening
    who: tuple[Role, ...]
    states: frozenset[State]
    after: State | None
    event: type[TicketEvent]
    words: Reader | None = None
    shared: bool = False
    outcomes: tuple[OutcomeKind, ...] = ()
    when: str | None = None


NOBODY = "if nobody is there to hold it"
NOWHERE: frozenset[State] = frozenset()
ANY: frozenset[State] = frozenset(get_args(State))
IN_TRIAGE: frozenset[State] = frozenset({"awaiting_triage"})
PAUSED: frozenset[State] = frozenset({"paused"})
RESOLVED: frozenset[State] = frozenset({"resolved"})
ANSWERED: frozenset[State] = frozenset({"resolved", "confirmed"})
CLOSED: frozenset[State] = frozenset({"closed_unconfirmed"})
HELD = OPEN - IN_TRIAGE
AT_WORK = HELD - WAITING
UNTAKEN = UNSEEN - IN_TRIAGE
# Only router says of a ticket that its citizen never answered.
OUTCOMES: tuple[OutcomeKind, ...] = tuple(kind for kind in get_args(OutcomeKind) if kind != "incomplete")
# What triage can say without sending a ticket to a liaison.
OUTCOMES_IN_TRIAGE: tuple[OutcomeKind, ...] = ("answered", "not_ours", "not_feasible", "duplicate")

STAFF: tuple[Role, ...] = ("staff",)
OFFERED: tuple[Role, ...] = ("offered",)
CITIZEN: tuple[Role, ...] = ("citizen",)
DESKS: tuple[Role, ...] = ("triage", "arbiter")

ACTIONS: tuple[Way, ...] = (
    Way("acknowledge", STAFF, UNTAKEN, "acknowledged", said.TicketAcknowledged, shared=True),
    Way("acknowledge", OFFERED, UNTAKEN, "acknowledged", said.TicketHandedOver, shared=True),
    Way("acknowledge", OFFERED, OPEN - UNTAKEN, None, said.TicketHandedOver, shared=True),
    Way("reply", STAFF, AT_WORK, "in_progress", said.TicketUpdated, "citizen", shared=True),
    Way("reply", STAFF, OPEN - AT_WORK, None, said.TicketUpdated, "citizen", shared=True),
    Way("reply", CITIZEN, PAUSED, "in_progress", said.TicketAnswered, "staff", when="if it waits for that answer"),
    Way("reply", CITIZEN, OPEN, None, said.TicketAnswered, "staff", when="else"),
    Way("ask", STAFF, AT_WORK, "paused", said.TicketAsked, "citizen"),
    Way("decide", ("staff", "arbiter"), IN_TRIAGE, "routed", said.TicketHandedOver, shared=True),
    Way("decide", ("staff", "arbiter"), IN_TRIAGE, "awaiting_triage", said.TicketHandedOver, shared=True, when=NOBODY),
    Way("hand_over", STAFF, HELD, "routed", said.TicketHandedOver, "staff", shared=True, when="if a topic is named"),
    Way(
        *("hand_over", STAFF, HELD, "awaiting_triage", said.TicketHandedOver, "staff"),
        shared=True,
        when=f"if none is named, after two hand-overs, or {NOBODY}",
    ),
    Way(
        *("reclassify", (*STAFF, *DESKS), HELD, None, said.TicketReclassified),
        shared=True,
        when="if it stays with its holder",
    ),
    Way("reclassify", DESKS, HELD, "routed", said.TicketHandedOver, shared=True, when="if it is another's"),
    Way("reclassify", DESKS, HELD, "awaiting_triage", said.TicketHandedOver, shared=True, when=NOBODY),
    Way("pause", STAFF, AT_WORK, "paused", said.TicketPaused, "citizen", shared=True),
    Way("resume", STAFF, WAITING, "in_progress", said.TicketResumed, shared=True),
    Way("forward", STAFF, HELD, "forwarded", said.TicketForwarded, "citizen", shared=True),
    Way("resolve", STAFF, HELD, "resolved", said.TicketResolved, "citizen", shared=True, outcomes=OUTCOMES),
    Way(
        *("resolve", STAFF, IN_TRIAGE, "resolved", said.TicketResolved, "citizen"),
        shared=True,
        outcomes=OUTCOMES_IN_TRIAGE,
    ),
    Way("confirm", CITIZEN, RESOLVED, "confirmed", said.TicketConfirmed),
    Way("object", CITIZEN, ANSWERED, "objected", said.TicketObjected, "staff", when="while there is time"),
    Way("object", CITIZEN, CLOSED, "objected", said.TicketObjected, "staff", when="if it was written in time"),
    Way("rate", CITIZEN, ANSWERED | CLOSED, None, said.TicketRated),
    Way("withdraw", CITIZEN, OPEN | RESOLVED, "withdrawn", said.TicketWithdrawn),
    Way("note", (*STAFF, *DESKS), ANY, None, said.TicketNoted, "staff"),
    Way("link", (*STAFF, "triage"), OPEN | RESOLVED, None, said.TicketLinked),
    Way("unlink", (*STAFF, "triage"), OPEN | RESOLVED, None, said.TicketUnlinked),
)

HAPPENINGS: tuple[Way, ...] = (
    Way("sorted", (), NOWHERE, "routed", said.TicketRouted),
    Way(
        *("sorted", (), NOWHERE, "awaiting_triage", said.TicketRouted),
        when=f"if it is not clear whose it is, or {NOBODY}",
    ),
    Way("joined", (), OPEN, None, said.TicketLinked),
    Way("warned", (), OPEN, None, said.TicketReminded),
    Way("breached", (), OPEN, None, said.TicketEscalated),
    Way("review_lapsed", (), WAITING, "in_progress", said.TicketResumed),
    Way(
        *("review_lapsed", (), PAUSED, "resolved", said.TicketResolved),
        outcomes=("incomplete",),
        when="if it waits for the citizen's answer",
    ),
    Way("act_lapsed", (), frozenset({"acknowledged"}), "routed", said.TicketLapsed),
    Way("objection_lapsed", (), RESOLVED, "closed_unconfirmed", said.TicketClosed),
    Way("notice_failed", (), OPEN, None, said.TicketEscalated),
    Way("citizen_not_reached", (), OPEN | RESOLVED, None, said.TicketUnheard),
    Way("leave_began", (), AT_WORK, "routed", said.TicketHandedOver),
    Way("leave_began", (), AT_WORK, "awaiting_triage", said.TicketHandedOver, when=NOBODY),
    Way("leave_began", (), OPEN - AT_WORK, None, said.TicketHandedOver),
    Way("leave_ended", (), OPEN, None, said.TicketOffered),
    Way("leave_ended", (), IN_TRIAGE, "routed", said.TicketHandedOver, when="if somebody is there to hold it again"),
    Way("leave_ended", (), WAITING, None, said.TicketHandedOver, when="if triage stood in"),
)


def ways(kind: ActionKind) -> tuple[Way, ...]:
    """All there are of this kind, whoever does it and wherever the ticket stands."""
    return tuple(way for way in ACTIONS if way.kind == kind)


def standing(ticket: TicketEvent) -> State:
    """The state, as the chart knows it: whatever is open in the queue of triage waits there for a decision."""
    return "awaiting_triage" if ticket.queue == TRIAGE and ticket.state in OPEN else ticket.state


def may_act(ticket: TicketEvent) -> set[str]:
    """The posts that are its staff."""
    own = {post for post in (ticket.holder.post, ticket.holder.stands_in_for) if post}
    ladder = {step.post for promise in ticket.promises for step in promise.steps if step.post}
    return own | ladder | set(ticket.helpers)


def acts_as(deed: Deed, role: Role) -> bool:
    """Whether its actor is that to this ticket today."""
    ticket, actor = deed.ticket, deed.action.actor
    match role:
        case "staff":
            return actor in may_act(ticket)
        case "offered":
            return ticket.offered is not None and actor == ticket.offered.post
        case "triage":
            return deed.does_the_work_of(deed.directory.triage_post)
        case "arbiter":
            return deed.does_the_work_of(deed.directory.arbiter_post)
        case "citizen":
            return deed.by_citizen


def is_shared(action: Action) -> bool:
    """Whether what is done to one ticket of a case is meant for all of it.

    Never what its reporter does; nor that it tells of the same as another one, which is said of each by itself.
    """
    is_ones_own = action.actor == REPORTER or action.outcome == "duplicate"
    return not is_ones_own and any(way.shared for way in ways(action.kind))
