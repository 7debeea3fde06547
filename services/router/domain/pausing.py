"""How a ticket comes to wait for something outside, and how work on it goes on."""

from typing import Any

from services.router.domain.deed import Deed
from services.router.domain.revision import Next, Refusal
from services.router.domain.wait import Wait
from shared.contracts.ticket import (
    TicketAnswered,
    TicketAsked,
    TicketForwarded,
    TicketPaused,
    TicketResumed,
)
from shared.contracts.ticket_record import Holder, Pause
from shared.policy.moments import day_in_words
from shared.policy.promise import handed_on
from shared.policy.roster import ladder, seat
from shared.policy.stretch import going_on, review
from shared.policy.target import no_outside


def ask(deed: Deed) -> TicketAsked | Refusal:
    """Waits for the citizen's answer, as long as citizens may be waited for."""
    wait = Wait(deed, "citizen")
    refused = wait.forbidden() or wait.used_up()
    return refused or _paused(deed, TicketAsked, wait.lasting(wait.left), f"{deed.actor} bertanya kepada pelapor")


def pause(deed: Deed) -> TicketPaused | Refusal:
    """Waits for a stage, another office, or safety, until the day on which it is looked at again."""
    kind = deed.action.pause
    if kind is None or kind == "citizen":
        return Refusal("Untuk menunggu jawaban pelapor, kirim pertanyaan Anda kepadanya.")
    wait = Wait(deed, kind)
    day = wait.forbidden() or wait.day()
    if isinstance(day, Refusal):
        return day
    stage = {"procedure": deed.action.procedure, "stage": deed.action.stage}
    waiting = wait.until(day).model_copy(update=stage)
    return _paused(deed, TicketPaused, waiting, f"menunggu {wait.title} sampai {day_in_words(day)}")


def resume(deed: Deed) -> TicketResumed:
    """Work goes on under the same holder."""
    return deed.revised(TicketResumed, reason=f"{deed.actor} melanjutkan pekerjaannya", **_at_work(deed))


def answer(deed: Deed) -> TicketAnswered:
    """What the citizen wrote; work goes on if that was waited for."""
    ticket = deed.ticket
    if ticket.state == "paused" and ticket.pause and ticket.pause.kind == "citizen":
        return deed.revised(TicketAnswered, reason="pelapor sudah menjawab", **_at_work(deed))
    return deed.revised(TicketAnswered, reason="pelapor mengirim pesan")


def forward(deed: Deed) -> TicketForwarded | Refusal:
    """An office outside has it, and whoever watches that office for us holds it: each time in a segment of its own."""
    directory, slug = deed.directory, deed.action.agency or ""
    problem = no_outside(directory, slug)
    if problem:
        return Refusal(problem)
    agency = directory.agencies[slug]
    there = seat(directory, agency.tracker or "", deed.day)
    if there is None:
        return Refusal(f"Hari ini tidak ada yang mengawal laporan di {agency.short}. Coba lagi besok.")
    wait = Wait(deed, "authority")
    day = wait.forwarded_day()
    if isinstance(day, Refusal):
        return day
    waiting = wait.until(day).model_copy(update={"agency": slug, "reference": deed.action.reference})
    reasons = (f"{deed.actor} meneruskannya ke {agency.short}", there.reason)
    return _forwarded(deed, there.holder, waiting, "; ".join(reason for reason in reasons if reason))


def _paused(deed: Deed, kind: type[Next], waiting: Pause, reason: str) -> Next:
    """The clock of the resolution stands still, and that of the review runs beside it."""
    ticket = deed.ticket
    looked_at = review(deed.directory, waiting, ticket.segment)
    change = {"state": "paused", "pause": waiting, "promises": (*ticket.promises, looked_at)}
    return deed.revised(kind, reason=reason, **change)


def _at_work(deed: Deed) -> dict[str, Any]:
    segment = deed.ticket.segment + 1
    going = going_on(deed.directory, deed.ticket, deed.now, segment, deed.speed)
    return {"state": "in_progress", "segment": segment, "promises": going}


def _forwarded(deed: Deed, holder: Holder, waiting: Pause, reason: str) -> TicketForwarded:
    ticket, directory, segment = deed.ticket, deed.directory, deed.ticket.segment + 1
    going = going_on(directory, ticket, deed.now, segment, deed.speed)
    rungs = ladder(directory, holder)
    anew = {"rung": 0, "helpers": (), "offered": None, "unheard": False} if holder.post != ticket.holder.post else {}
    return deed.revised(
        TicketForwarded,
        state="forwarded",
        holder=holder,
        former=ticket.holder,
        segment=segment,
        pause=waiting,
        promises=(*handed_on(going, (), rungs, segment), review(directory, waiting, segment)),
        reason=reason,
        **anew,
    )
