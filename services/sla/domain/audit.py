"""Whether the clocks of an open ticket run as they must: each with a deadline to come, or late and in the digest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.contracts.audit_question import Violation, ViolationKind
from shared.contracts.question import OpenTicket, Tickets


@dataclass(frozen=True)
class Stand:
    """How a clock stands: when it rings next, if it does, and whether the leaders' digest has it."""

    stopped: bool = False
    due_at: datetime | None = None
    next_at: datetime | None = None
    is_late: bool = False


def violations(
    ticket: OpenTicket, stands: Mapping[str, Stand], now: datetime, settled: timedelta
) -> Iterator[Violation]:
    """Nothing of a ticket that changed less than `settled` ago: its clocks may be on their way."""
    if not is_settled(ticket, now, settled):
        return
    if not ticket.clocks:
        yield Violation(ticket=ticket.ticket, queue=ticket.queue, kind="no_clock")
    for key in ticket.clocks:
        kind = _wrong_with(stands.get(key), now - settled)
        if kind:
            yield Violation(ticket=ticket.ticket, queue=ticket.queue, kind=kind, clock=key)


def is_settled(ticket: OpenTicket, now: datetime, settled: timedelta) -> bool:
    return now - ticket.changed_at >= settled


def _wrong_with(stand: Stand | None, by: datetime) -> ViolationKind | None:
    """What is wrong with a clock at `by`; what was to ring later may just be ringing."""
    if stand is None:
        return "no_clock"
    if stand.stopped:
        return "stopped"
    if stand.next_at:
        return "missed" if stand.next_at < by else None
    has_ended = stand.due_at is None or stand.due_at < by
    return "no_deadline" if has_ended and not stand.is_late else None


def unchanged(before: Tickets, after: Tickets) -> frozenset[str]:
    """The tickets that stand in both at the same revision: what was seen in between was not of a change under way."""
    revisions = {ticket.ticket: ticket.revision for ticket in after.tickets}
    return frozenset(one.ticket for one in before.tickets if revisions.get(one.ticket) == one.revision)
