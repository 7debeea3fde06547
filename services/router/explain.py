"""Says in words what router knows and would decide."""

from shared.contracts.question import TicketStatus
from shared.contracts.ticket import TicketEvent


def status(ticket: TicketEvent) -> TicketStatus:
    """What anyone who knows the ticket's number may know of it; `due_at` is the resolution promised."""
    due = [promise.due_at for promise in ticket.promises if promise.clock == "resolution"]
    return TicketStatus(
        ticket=ticket.ticket,
        state=ticket.state,
        holder=ticket.holder.title,
        agency=ticket.holder.agency,
        due_at=due[0] if due else None,
        changed_at=ticket.changed_at,
    )
