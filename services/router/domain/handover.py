"""How a ticket comes to another holder: somebody decides, says that it is not theirs, or takes back what is."""

from typing import Any

from services.router.domain.deed import Deed
from services.router.domain.passing import passed, passed_waiting
from services.router.domain.revision import Refusal, caused_by
from services.router.domain.rostering import chair_of, is_unheld
from services.router.domain.sharing import shared_out
from services.router.domain.targeting import aimed, named, no_target_of, nowhere
from shared.contracts.sorted import Sorting
from shared.contracts.ticket import TicketHandedOver
from shared.contracts.ticket_record import Holder, Promise
from shared.contracts.words import TRIAGE, UNSEEN
from shared.policy.promise import start
from shared.policy.roster import asked, first_holder
from shared.policy.seat import Seat, nobody

# After so many the arbiter decides, and nobody hands the ticket on again.
HAND_OVERS = 2


def decide(deed: Deed) -> TicketHandedOver | Refusal:
    """Out of triage, to the liaison of the topic that was decided on."""
    problem = no_target_of(deed) or _decided_before(deed)
    if problem:
        return Refusal(problem)
    return move(deed, aimed(deed, f"{deed.actor} menilai ini urusan {named(deed)}"), deed.ticket.hand_overs)


def hand_over(deed: Deed) -> TicketHandedOver | Refusal:
    """To the topic that was named, else to triage; the third time to the arbiter, whatever was named.

    Of a case those of the ticket that was named are counted: all of it goes where that one goes.
    """
    ticket, names_one = deed.beside or deed.ticket, deed.action.topic is not None
    sorting = aimed(deed, f"menurut {deed.actor}, ini urusan {named(deed)}", by_words=False) if names_one else None
    problem = is_final(deed) or (no_target_of(deed) if names_one else None) or (sorting and _stays(deed, sorting))
    if problem:
        return Refusal(problem)
    count = max(ticket.hand_overs + 1, deed.ticket.hand_overs)
    if ticket.hand_overs == HAND_OVERS:
        arbiter = deed.seated(deed.directory.arbiter_post)
        reason = f"sudah {HAND_OVERS} kali pindah tangan, sekarang {arbiter.title} yang memutuskan"
        return _to(deed, Seat(arbiter), nowhere(deed, reason), count)
    return move(deed, sorting or nowhere(deed, f"menurut {deed.actor}, ini bukan urusannya"), count)


def accept(deed: Deed, back: Holder) -> TicketHandedOver:
    """Back to whose work it is: taken, if nobody had taken it yet, and otherwise as it stands."""
    ticket = deed.ticket
    done = {**_done(deed), "reason": f"{back.title} sudah kembali dan mengurusnya lagi"}
    if ticket.queue == TRIAGE:
        taken = passed(ticket, back, ticket.sorting, deed.directory, deed.now, deed.speed, **done)
        return taken.model_copy(update={"promises": _running(deed, taken)})
    state = "acknowledged" if ticket.state in UNSEEN else ticket.state
    return passed_waiting(ticket, back, deed.directory, deed.now, state=state, **done)


def _running(deed: Deed, taken: TicketHandedOver) -> tuple[Promise, ...]:
    """Its promises from now on: who took it knows of it, so none waits for a letter."""
    return tuple(
        promise if promise.started_at else start(promise, deed.now, deed.directory) for promise in taken.promises
    )


def move(deed: Deed, sorting: Sorting, hand_overs: int) -> TicketHandedOver:
    """To whoever holds what is sorted so today; to triage, which looks for somebody, when nobody does."""
    found = shared_out(deed.directory, sorting, deed.ticket.case, deed.day, deed.load)
    if found:
        return _to(deed, found, sorting, hand_overs)
    reason = nobody(deed.directory, asked(deed.directory, sorting, deed.day), deed.day)
    waiting = sorting.model_copy(update={"queue": TRIAGE})
    return _to(deed, Seat(deed.seated(deed.directory.triage_post), reason), waiting, hand_overs)


def is_final(deed: Deed) -> str | None:
    """Why nobody moves it any more: the arbiter decided."""
    holder = deed.ticket.holder.title
    if deed.ticket.hand_overs <= HAND_OVERS:
        return None
    return f"Penengah sudah memutuskan bahwa {holder} yang mengurus laporan ini. Keputusan itu tetap."


def same_holder(deed: Deed, sorting: Sorting) -> Holder | None:
    """Its present holder, in the chair in which they hold what is sorted so; None when that is another's."""
    holder = deed.ticket.holder
    if chair_of(holder) in asked(deed.directory, sorting, deed.day):
        return holder
    found = first_holder(deed.directory, sorting, deed.day, deed.load)
    return found.holder if found and found.holder.post == holder.post else None


def _stays(deed: Deed, sorting: Sorting) -> str | None:
    """A topic of the same holder's is no hand-over: nobody else would have it, and it would count as one."""
    if same_holder(deed, sorting) is None:
        return None
    holder, topic = deed.ticket.holder.title, named(deed)
    if deed.ticket.sorting.topic == deed.action.topic:
        return f"Laporan ini sudah di tangan {holder}, untuk urusan {topic}."
    return f"Urusan {topic} juga dipegang {holder}. Ubah saja pokok masalahnya."


def _decided_before(deed: Deed) -> str | None:
    """Why it is not decided again: nobody was there for that topic, and still nobody is."""
    before, action = deed.ticket.sorting, deed.action
    if not is_unheld(deed.ticket) or (before.sector, before.topic) != (action.sector, action.topic):
        return None
    if first_holder(deed.directory, aimed(deed, ""), deed.day):
        return None
    return f"Belum ada yang bertugas untuk {named(deed)}. Begitu ada, laporan ini pindah sendiri."


def _to(deed: Deed, there: Seat, sorting: Sorting, hand_overs: int) -> TicketHandedOver:
    done = {**_done(deed), "reason": "; ".join(part for part in (sorting.reason, there.reason) if part)}
    place = deed.ticket, there.holder, sorting, deed.directory, deed.now, deed.speed
    return passed(*place, hand_overs=hand_overs, **done)


def _done(deed: Deed) -> dict[str, Any]:
    return {"cause": caused_by(deed.action), "actor": deed.action.actor, "words": deed.action.words}
