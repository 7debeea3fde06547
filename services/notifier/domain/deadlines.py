"""Until when readers are told that something happens: the citizen's date, and the time a holder has to answer."""

from datetime import datetime

from shared.contracts.ticket import TicketEscalated, TicketEvent, TicketReminded
from shared.contracts.ticket_record import Promise
from shared.contracts.words import ENDED, WAITING, Audience, ClockName
from shared.directory.model import Directory
from shared.policy.periods import span_in_words

# What the people concerned wait for: the end of it all before the steps on the way.
AWAITED: tuple[ClockName, ...] = ("resolution", "triage", "acknowledge")
# What a holder has to do first.
HOLDERS: frozenset[ClockName] = frozenset({"triage", "acknowledge"})


def due_at(event: TicketEvent, audience: Audience) -> datetime | None:
    """When what the reader waits for is due; to all but a leader a time that has passed is no promise any more."""
    broken = _broken(event)
    due = broken.due_at if broken else _awaited(event)
    if due and audience != "leader" and due <= event.changed_at:
        return None
    return due


def is_late(event: TicketEvent) -> bool:
    """Whether the day until which the work was promised has passed, and it still goes on."""
    due = None if event.state in WAITING or event.state == "resolved" else _awaited(event)
    return due is not None and due <= event.changed_at


def answer_in(event: TicketEvent, directory: Directory) -> str | None:
    """How long the holder has to answer before those above them hear of it; None when nothing says so."""
    own = next((promise for promise in event.promises if promise.clock in HOLDERS), None)
    calendar = directory.calendars.get(own.calendar) if own else None
    return span_in_words(own.span, calendar) if own and calendar else None


def _broken(event: TicketEvent) -> Promise | None:
    """The promise this event is about, when sla's word on one caused it (its key is `ticket:clock:step`)."""
    if not isinstance(event, TicketReminded | TicketEscalated):
        return None
    return next((promise for promise in event.promises if f":{promise.clock}:" in event.cause), None)


def _awaited(event: TicketEvent) -> datetime | None:
    """When a wait is looked at again, when the window to object closes, or when what is still to be done is due."""
    if event.state in WAITING and event.pause:
        return event.pause.review_at
    if event.state in ENDED:
        return None
    due = {promise.clock: promise.due_at for promise in event.promises if promise.due_at}
    awaited: tuple[ClockName, ...] = ("objection",) if event.state == "resolved" else AWAITED
    return next((due[clock] for clock in awaited if clock in due), None)
