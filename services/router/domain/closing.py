"""How a ticket ends: what its holder says of it, what its reporter says to that, and what their silence means."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.router.domain.deed import Deed
from services.router.domain.revision import Refusal, revise
from services.router.domain.rungs import one_rung_up
from services.router.domain.sharing import shared_out
from services.router.domain.terms import OUTCOMES
from shared.contracts.promise import PromiseEvent
from shared.contracts.ticket import (
    TicketClosed,
    TicketConfirmed,
    TicketEvent,
    TicketObjected,
    TicketRated,
    TicketResolved,
    TicketWithdrawn,
)
from shared.contracts.ticket_record import Holder, Outcome
from shared.contracts.words import ClockName, Slug, TicketNumber
from shared.directory.model import Directory
from shared.policy.moments import in_words
from shared.policy.roster import charge, ladder, seat
from shared.policy.stretch import objection, reopened
from shared.policy.target import no_outside

# Promises of what is over once somebody says how it ended.
OVER: frozenset[ClockName] = frozenset({"review", "objection"})


def resolve(deed: Deed) -> TicketResolved | Refusal:
    """How it ended, in the holder's words."""
    problem = _no_outcome(deed)
    if problem:
        return Refusal(problem)
    outcome = _outcome(deed)
    ended = ended_by(outcome, deed.ticket, deed.directory, deed.now, deed.speed)
    return deed.revised(TicketResolved, reason=f"{deed.actor}: {OUTCOMES[outcome.kind]}", **ended)


def ended_by(
    outcome: Outcome, ticket: TicketEvent, directory: Directory, now: datetime, speed: float
) -> dict[str, Any]:
    """What changes with an outcome: nothing is waited for or offered any more, and the citizen has a say."""
    kept = (promise for promise in ticket.promises if promise.clock not in OVER)
    window = objection(directory, ticket, now, speed)
    return {"state": "resolved", "outcome": outcome, "offered": None, "promises": (*kept, window)}


def _no_outcome(deed: Deed) -> str | None:
    action = deed.action
    if action.outcome == "scheduled" and (action.on is None or action.on <= deed.day):
        return "Harinya harus sesudah hari ini. Bila sudah dikerjakan, pilih hasil itu."
    if action.outcome == "not_ours":
        return no_outside(deed.directory, action.agency or "")
    if action.outcome == "duplicate" and action.other == action.ticket:
        return "Itu nomor laporan ini sendiri. Sebutkan nomor laporan yang lain."
    return None


def no_original(number: TicketNumber | None, other: TicketEvent | None) -> Refusal | None:
    """Why nothing can be the duplicate of that ticket, so that no two of them point to each other and nobody works."""
    if other is None or other.complaint.privacy == "secret":  # that there is such a one is nobody's business
        return Refusal(f"Laporan {number} tidak ada. Periksa lagi nomornya.")
    if other.outcome and other.outcome.kind == "duplicate":
        return Refusal(f"Laporan {number} sendiri ditutup karena laporan {other.outcome.other}. Pilih hasil yang lain.")
    if other.state == "withdrawn":
        return Refusal(f"Laporan {number} sudah ditarik pelapornya. Pilih hasil yang lain.")
    return None


def _outcome(deed: Deed) -> Outcome:
    """Only what belongs to this kind of outcome is kept of what was said."""
    action, kind = deed.action, deed.action.outcome
    said: dict[str, Any] = {
        "on": action.on if kind == "scheduled" else None,
        "agency": action.agency if kind == "not_ours" else None,
        "reference": action.reference if kind == "not_ours" else None,
        "other": action.other if kind == "duplicate" else None,
    }
    return Outcome.model_validate({"kind": kind, "words": action.words, "since": deed.now, **said})


def confirm(deed: Deed) -> TicketConfirmed:
    return deed.revised(TicketConfirmed, state="confirmed", reason="pelapor menyatakan beres")


def objected(deed: Deed) -> TicketObjected | Refusal:
    """Open again: with the same holder, who promises anew, and with one more rung that knows of it."""
    ticket, segment = deed.ticket, deed.ticket.segment + 1
    closed_at = _closed_at(deed)
    if closed_at:
        until = in_words(closed_at, ZoneInfo(deed.directory.zone))
        return Refusal(
            f"Waktu untuk keberatan habis pada {until}. "
            f"Bila masih belum beres, buat laporan baru dan sebutkan nomor {ticket.ticket}."
        )
    holder = _same_holder(deed)
    higher = one_rung_up(deed.directory, ticket, holder, deed.day)
    again = ticket.model_copy(update={"holder": holder, "objections": ticket.objections + 1})
    return deed.revised(
        TicketObjected,
        state="objected",
        holder=holder,
        told=higher.told,
        rung=max(ticket.rung, higher.rung),
        helpers=_helpers(deed, again, higher.told),
        outcome=None,
        segment=segment,
        objections=ticket.objections + 1,
        promises=reopened(deed.directory, again, deed.now, segment, deed.speed),
        reason=f"pelapor menyatakan belum beres; {higher.told.title} diberi tahu{higher.passed_over}",
    )


def _closed_at(deed: Deed) -> datetime | None:
    """When the window closed, if that was before the citizen wrote; what waited to be heard came in time."""
    due = (promise.due_at for promise in deed.ticket.promises if promise.clock == "objection")
    wrote = min(deed.action.at, deed.now)
    return next((moment for moment in due if moment and moment < wrote), None)


def _same_holder(deed: Deed) -> Holder:
    """Whoever does the same post's work today, else who holds its topic; else the roster's next look finds somebody."""
    holder, sorting = deed.ticket.holder, deed.ticket.sorting
    there = seat(deed.directory, holder.stands_in_for or holder.post, deed.day)
    if there is None and charge(deed.directory, sorting, deed.day):
        there = shared_out(deed.directory, sorting, deed.ticket.case, deed.day, deed.load)
    return there.holder if there else holder


def _helpers(deed: Deed, again: TicketEvent, told: Holder) -> tuple[Slug, ...]:
    """Who may act though they stand on no ladder; another holder begins without any."""
    kept = again.helpers if again.holder.post == deed.ticket.holder.post else ()
    is_rung = told.post in {rung.post for rung in ladder(deed.directory, again.holder)}
    return kept if is_rung or told.post in kept else (*kept, told.post)


def rate(deed: Deed) -> TicketRated:
    score = deed.action.score
    return deed.revised(TicketRated, score=score, reason=f"pelapor memberi nilai {score} dari 5")


def withdraw(deed: Deed) -> TicketWithdrawn:
    return deed.revised(TicketWithdrawn, state="withdrawn", offered=None, reason="pelapor menarik laporannya")


def closed(ticket: TicketEvent, lapse: PromiseEvent, now: datetime) -> TicketClosed:
    """The window is over, and the citizen said nothing."""
    change = {"cause": lapse.key(), "actor": "sla", "reason": "waktu untuk keberatan habis", "changed_at": now}
    return revise(ticket, TicketClosed, state="closed_unconfirmed", **change)
