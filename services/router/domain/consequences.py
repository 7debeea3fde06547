"""What becomes of a ticket when a clock or a letter says something: the only place where that changes it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.router.domain.assignment import next_told
from services.router.domain.closing import closed, ended_by
from services.router.domain.revision import Refusal, revise
from shared.contracts.notice import NoticeFailed
from shared.contracts.promise import PromiseBreached, PromiseEvent, PromiseLapsed
from shared.contracts.ticket import (
    ActionRefused,
    TicketEscalated,
    TicketEvent,
    TicketHandedOver,
    TicketNoted,
    TicketOffered,
    TicketRated,
    TicketReminded,
    TicketResolved,
    TicketResumed,
    TicketUnheard,
)
from shared.contracts.ticket_record import Holder, Outcome, Step
from shared.contracts.words import OPEN, UNSEEN, WAITING, ClockName, State
from shared.directory.model import Directory
from shared.policy.roster import Climb, climb, seat
from shared.policy.stretch import going_on

# Which states leave the promise of a clock unkept.
UNKEPT: dict[ClockName, frozenset[State]] = {
    "acknowledge": UNSEEN,
    "triage": UNSEEN,
    "resolution": UNSEEN | {"acknowledged", "in_progress"},
    "review": WAITING,
    "objection": frozenset({"resolved"}),
}
# Of what nobody has to hear in the place of whom it did not reach.
QUIET = frozenset({ActionRefused.NAME, TicketNoted.NAME, TicketOffered.NAME, TicketRated.NAME})
# What a citizen reads who was asked and did not answer.
UNANSWERED = (
    "Kami belum menerima jawaban dari Bapak/Ibu. Tanpa jawaban itu laporan ini belum bisa kami urus sampai selesai. "
    "Kalau masih perlu, kabari kami, dan laporan ini kami buka lagi."
)


def on_promise(
    ticket: TicketEvent, promise: PromiseEvent, directory: Directory, now: datetime, speed: float = 1.0
) -> TicketEvent | None:
    """None when the promise was kept meanwhile, or was one of a former segment."""
    if promise.segment != ticket.segment or ticket.state not in UNKEPT[promise.clock]:
        return None
    if isinstance(promise, PromiseLapsed):
        return _lapsed(ticket, promise, directory, now, speed)
    if isinstance(promise, PromiseBreached):
        return _breached(ticket, promise, directory, now)
    return _reminded(ticket, promise, now)


def _reminded(ticket: TicketEvent, promise: PromiseEvent, now: datetime) -> TicketReminded:
    return revise(ticket, TicketReminded, reason=promise.reason, **_by_sla(promise, now))


def _lapsed(
    ticket: TicketEvent, promise: PromiseLapsed, directory: Directory, now: datetime, speed: float
) -> TicketEvent:
    """The citizen said nothing in time, and it is closed; or a wait is over, and work goes on but for their answer."""
    if promise.clock == "objection":
        return closed(ticket, promise, now)
    if ticket.state == "paused" and ticket.pause and ticket.pause.kind == "citizen":
        outcome = Outcome(kind="incomplete", words=UNANSWERED, since=now)
        change = {"reason": "pelapor tidak menjawab pertanyaan", "words": UNANSWERED, "actor": "router"}
        ended = ended_by(outcome, ticket, directory, now, speed)
        return revise(ticket, TicketResolved, **_by_sla(promise, now) | change | ended)
    segment = ticket.segment + 1
    going = {"state": "in_progress", "segment": segment, "promises": going_on(directory, ticket, now, segment)}
    return revise(ticket, TicketResumed, reason=promise.reason, **_by_sla(promise, now) | going)


def _breached(ticket: TicketEvent, promise: PromiseBreached, directory: Directory, now: datetime) -> TicketEvent:
    """Tells the rung of the ticket's own promise, by today's roster; the holder alone when nobody else is there."""
    steps = _rungs(ticket, promise.clock)
    names = [step.name for step in steps]
    if promise.step not in names:
        return _reminded(ticket, promise, now)
    found = _climbs(directory, steps, ticket.holder, now)[names.index(promise.step)]
    told = found.told or _triage(directory, now)
    if told.post == ticket.holder.post:
        return _reminded(ticket, promise, now)
    chairs = {told.post, told.stands_in_for}
    rung = next((step.rung for step in steps if step.post in chairs), promise.rung)
    reason = f"{promise.reason}; {told.title} diberi tahu, anak tangga ke-{rung}{_passing(found.skipped)}"
    change = {"reason": reason, "rung": max(ticket.rung, rung)}
    return _escalated(ticket, told, found, **change | _by_sla(promise, now))


def on_undelivered(
    ticket: TicketEvent, notice: NoticeFailed, directory: Directory, now: datetime
) -> TicketEvent | Refusal | None:
    """A letter reached nobody, and it is nobody's breach: the next person is told at once.

    When it was the citizen's each holder is told, once, to find another way. None when nobody waits for it: it was a
    former holder's, what it told of is quiet, or the ticket is done.
    """
    if notice.about in QUIET:
        return None
    if notice.audience == "citizen":
        return _unheard(ticket, notice, now)
    taken_back = notice.about == TicketHandedOver.NAME and notice.to != ticket.holder.post
    if ticket.state not in OPEN or notice.segment != ticket.segment or taken_back:
        return None
    found = next_told(directory, ticket.holder, notice.to, directory.day(now))
    if found.told is None:
        return Refusal(f"nobody is left to tell; the notice to {notice.to} failed: {notice.reason}")
    reason = f"kabar untuk {notice.to} tidak sampai: {notice.reason}{_passing(found.skipped)}"
    change = {"cause": notice.key(), "actor": "notifier", "reason": reason, "changed_at": now}
    return _escalated(ticket, found.told, found, **change)


def _unheard(ticket: TicketEvent, notice: NoticeFailed, now: datetime) -> TicketUnheard | None:
    """Of whatever segment: it is the same citizen whom letters do not reach."""
    if ticket.unheard or ticket.state not in OPEN | {"resolved"}:
        return None
    change = {"cause": notice.key(), "actor": "notifier", "changed_at": now}
    return revise(
        ticket, TicketUnheard, unheard=True, reason=f"kabar untuk pelapor tidak sampai: {notice.reason}", **change
    )


def _rungs(ticket: TicketEvent, clock: ClockName) -> list[Step]:
    """The rungs of the ticket's own promise, whatever sla knew of it."""
    return [step for promise in ticket.promises if promise.clock == clock for step in promise.steps if step.rung]


def _climbs(directory: Directory, steps: Sequence[Step], holder: Holder, now: datetime) -> list[Climb]:
    """Who hears of each rung today: none of them twice, so that an empty chair moves all those above it up."""
    posts, below, found = [step.post or "" for step in steps], {holder.post}, list[Climb]()
    for place in range(len(posts)):
        found.append(climb(directory, posts[place:], directory.day(now), below))
        told = found[-1].told
        below |= {told.post} if told else set()
    return found


def _triage(directory: Directory, now: datetime) -> Holder:
    there = seat(directory, directory.triage_post, directory.day(now))
    return there.holder if there else directory.holder(directory.triage_post)


def _escalated(ticket: TicketEvent, told: Holder, found: Climb, **change: Any) -> TicketEscalated:
    """Who is told may act as well from now on."""
    helpers = tuple(dict.fromkeys((*ticket.helpers, told.post)))
    return revise(ticket, TicketEscalated, told=told, skipped=found.skipped, helpers=helpers, **change)


def _passing(titles: Sequence[str]) -> str:
    return f"; dilewati karena kosong: {', '.join(titles)}" if titles else ""


def _by_sla(promise: PromiseEvent, now: datetime) -> dict[str, Any]:
    return {"cause": promise.key(), "actor": "sla", "changed_at": now}
