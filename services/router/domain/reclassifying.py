"""That a ticket is about another topic than was thought."""

from typing import Any

from services.router.domain.chart import acts_as
from services.router.domain.closing import OVER
from services.router.domain.deed import Deed
from services.router.domain.handover import is_final, move, same_holder
from services.router.domain.revision import Refusal
from services.router.domain.rostering import chair_of
from services.router.domain.targeting import named, no_target_of, renamed
from shared.contracts.sorted import Sorting
from shared.contracts.ticket import TicketHandedOver, TicketReclassified
from shared.contracts.ticket_record import Holder, Promise
from shared.policy.promise import CITIZENS, earlier, handed_on, track_of
from shared.policy.roster import ladder
from shared.policy.stretch import in_segment, made_anew


def reclassify(deed: Deed) -> TicketReclassified | TicketHandedOver | Refusal:
    """It stays with its holder, if the topic is theirs too; else triage or the arbiter moves it."""
    before, action = deed.ticket.sorting, deed.action
    if (before.sector, before.topic) == (action.sector, action.topic):
        return Refusal(f"Pokok masalah laporan ini sudah {named(deed)}.")
    problem = no_target_of(deed)
    if problem:
        return Refusal(problem)
    sorting = renamed(deed, f"{deed.actor} menilai ini urusan {named(deed)}")
    holder = same_holder(deed, sorting)
    if holder:
        promised = _seated(deed, holder, _sooner(deed, sorting))
        return deed.revised(TicketReclassified, reason=sorting.reason, queue=sorting.queue, sorting=sorting, **promised)
    problem = _stays_where_it_is(deed)
    return Refusal(problem) if problem else move(deed, sorting, deed.ticket.hand_overs)


def _stays_where_it_is(deed: Deed) -> str | None:
    """Why its actor does not move it: who holds it hands it over, and the arbiter's word counts more than triage's."""
    if acts_as(deed, "arbiter"):
        return None
    if acts_as(deed, "triage"):
        return is_final(deed)
    return f"Urusan {named(deed)} dipegang orang lain. Pindahkan laporan ini ke sana."


def _seated(deed: Deed, holder: Holder, promised: tuple[Promise, ...]) -> dict[str, Any]:
    """What changes when the same post holds it in another chair: that chair's ladder hears of it from now on."""
    ticket = deed.ticket
    if chair_of(holder) == chair_of(ticket.holder):
        return {"promises": promised}
    lapsing = tuple(promise for promise in promised if promise.clock in OVER)
    own = [promise for promise in promised if promise not in lapsing]
    climbing = handed_on(own, own, ladder(deed.directory, holder), ticket.segment)
    return {"holder": holder, "rung": 0, "helpers": (), "offered": None, "promises": (*climbing, *lapsing)}


def _sooner(deed: Deed, sorting: Sorting) -> tuple[Promise, ...]:
    """What was promised, to the citizen by the earlier of two dates: as it was, or as the new class has it from now.

    While the ticket waits its time stands still, so there it counts from when the wait began. A resolution
    that the new class promises on another track comes to it.
    """
    ticket, directory = deed.ticket, deed.directory
    since = ticket.pause.since if ticket.pause else deed.now
    fresh = made_anew(directory, ticket, sorting, since, ticket.holder, deed.speed)
    made = {track_of(promise): promise for promise in fresh if promise.clock in CITIZENS}
    kept = [earlier(promise, made.pop(track_of(promise), None)) for promise in ticket.promises]
    beside = (promise for promise in made.values() if promise.clock == "resolution")
    return in_segment((*kept, *beside), ticket.segment)
