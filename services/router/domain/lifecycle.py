"""What can happen to a ticket; every decision returns the next revision, or says why not."""

from collections.abc import Callable

from services.router.domain import closing, pausing
from services.router.domain.chart import AT_WORK, standing
from services.router.domain.deed import Deed
from services.router.domain.handover import accept, decide, hand_over
from services.router.domain.owing import owing
from services.router.domain.reclassifying import reclassify
from services.router.domain.refusal import refusal
from services.router.domain.revision import Refusal
from shared.contracts.action import ActionKind
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEvent,
    TicketNoted,
    TicketUpdated,
)
from shared.policy.seat import away


def act(deed: Deed) -> TicketEvent | Refusal:
    """The ticket after a person's action; every kind but those that say who belongs to a case."""
    reason = refusal(deed)
    if reason:
        return Refusal(reason)
    after = DONE[deed.action.kind](deed)
    return after if isinstance(after, Refusal) else owing(deed, after)


def acknowledge(deed: Deed) -> TicketEvent | Refusal:
    """The holder takes it, or whom it is offered to takes it back, unless they are away again."""
    offered = deed.ticket.offered
    if offered and offered.post == deed.action.actor:
        gone = deed.seated(offered.post).post != offered.post and away(deed.directory, offered.post, deed.day)
        return Refusal(f"{gone}. Ambil laporan ini setelah kembali bertugas.") if gone else accept(deed, offered)
    return deed.revised(TicketAcknowledged, state="acknowledged", reason=f"{deed.actor} menyanggupi laporan ini")


def reply(deed: Deed) -> TicketEvent:
    if deed.by_citizen:
        return pausing.answer(deed)
    state = "in_progress" if standing(deed.ticket) in AT_WORK else deed.ticket.state
    return deed.revised(TicketUpdated, state=state, reason=f"{deed.actor} menjawab pelapor")


def note(deed: Deed) -> TicketEvent:
    return deed.revised(TicketNoted, reason=f"catatan {deed.actor}")


DONE: dict[ActionKind, Callable[[Deed], TicketEvent | Refusal]] = {
    "acknowledge": acknowledge,
    "reply": reply,
    "ask": pausing.ask,
    "decide": decide,
    "hand_over": hand_over,
    "reclassify": reclassify,
    "pause": pausing.pause,
    "resume": pausing.resume,
    "forward": pausing.forward,
    "resolve": closing.resolve,
    "confirm": closing.confirm,
    "object": closing.objected,
    "rate": closing.rate,
    "withdraw": closing.withdraw,
    "note": note,
}
