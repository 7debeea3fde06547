"""That a ticket is about another topic than was thought."""

from services.router.domain.chart import acts_as
from services.router.domain.deed import Deed
from services.router.domain.handover import is_final, is_same_holder, move
from services.router.domain.revision import Refusal
from services.router.domain.targeting import named, no_target_of, renamed
from shared.contracts.sorted import Sorting
from shared.contracts.ticket import Promise, TicketHandedOver, TicketReclassified
from shared.policy.promise import CITIZENS, promises
from shared.policy.stretch import urgency_of


def reclassify(deed: Deed) -> TicketReclassified | TicketHandedOver | Refusal:
    """It stays with its holder, if the topic is theirs too; else triage or the arbiter moves it."""
    before, action = deed.ticket.sorting, deed.action
    if (before.sector, before.topic) == (action.sector, action.topic):
        return Refusal(f"Pokok masalah laporan ini sudah {named(deed)}.")
    problem = no_target_of(deed)
    if problem:
        return Refusal(problem)
    sorting = renamed(deed, f"{deed.actor} menilai ini urusan {named(deed)}")
    if is_same_holder(deed, sorting):
        stays = {"queue": sorting.queue, "sorting": sorting, "promises": _sooner(deed, sorting)}
        return deed.revised(TicketReclassified, reason=sorting.reason, **stays)
    problem = _stays_where_it_is(deed)
    return Refusal(problem) if problem else move(deed, sorting, deed.ticket.hand_overs)


def _stays_where_it_is(deed: Deed) -> str | None:
    """Why its actor does not move it: who holds it hands it over, and the arbiter's word counts more than triage's."""
    if acts_as(deed, "arbiter"):
        return None
    if acts_as(deed, "triage"):
        return is_final(deed)
    return f"Urusan {named(deed)} dipegang orang lain. Pindahkan laporan ini ke sana."


def _sooner(deed: Deed, sorting: Sorting) -> tuple[Promise, ...]:
    """What was promised, the resolution by the earlier of two dates: as it was, or as the new class has it from now."""
    ticket, directory = deed.ticket, deed.directory
    fresh = promises(directory, sorting, urgency_of(ticket, directory), deed.now, ticket.holder, deed.speed)
    made = {promise.clock: promise for promise in fresh if promise.clock in CITIZENS}
    return tuple(_earlier(promise, made.get(promise.clock)) for promise in ticket.promises)


def _earlier(kept: Promise, other: Promise | None) -> Promise:
    if other is None or other.due_at is None or (kept.due_at and kept.due_at <= other.due_at):
        return kept
    return other.model_copy(update={"segment": kept.segment})
