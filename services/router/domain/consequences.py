"""What becomes of a ticket when a clock or a letter says something: the only place where that changes it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.router.domain.closing import closed, ended_by
from services.router.domain.revision import revise, untaken
from services.router.domain.rungs import one_rung_up
from shared.contracts.promise import PromiseBreached, PromiseEvent, PromiseLapsed
from shared.contracts.ticket import (
    TicketEscalated,
    TicketEvent,
    TicketLapsed,
    TicketReminded,
    TicketResolved,
    TicketResumed,
)
from shared.contracts.ticket_record import Holder, Outcome, Step
from shared.contracts.words import OPEN, UNSEEN, WAITING, ClockName, State
from shared.directory.model import Directory
from shared.policy.promise import CITIZENS, handed_on, track_of
from shared.policy.roster import Climb, climb, ladder, seat
from shared.policy.steps import each, turn_of
from shared.policy.stretch import going_on, made_anew

# Which states leave the promise of a clock unkept.
UNKEPT: dict[ClockName, frozenset[State]] = {
    "acknowledge": UNSEEN,
    "triage": UNSEEN,
    "act": frozenset({"acknowledged"}),
    "answer": UNSEEN | {"acknowledged", "in_progress"},
    "update": OPEN,
    "resolution": UNSEEN | {"acknowledged", "in_progress"},
    "review": WAITING,
    "objection": frozenset({"resolved"}),
}
# What a citizen reads who was asked and did not answer.
UNANSWERED = (
    "Kami belum menerima jawaban dari Bapak/Ibu. Tanpa jawaban itu laporan ini belum bisa kami urus sampai selesai. "
    "Kalau masih perlu, kabari kami, dan laporan ini kami buka lagi."
)


def on_promise(
    ticket: TicketEvent, promise: PromiseEvent, directory: Directory, now: datetime, speed: float = 1.0
) -> TicketEvent | None:
    """None when the promise was kept meanwhile, or was one of a former segment or turn."""
    if promise.segment != ticket.segment or not is_unkept(ticket, promise.clock) or _is_over(ticket, promise):
        return None
    if isinstance(promise, PromiseLapsed):
        return _lapsed(ticket, promise, directory, now, speed)
    if isinstance(promise, PromiseBreached):
        return _breached(ticket, promise, directory, now)
    return _reminded(ticket, promise, now)


def is_unkept(ticket: TicketEvent, clock: ClockName) -> bool:
    """Whether what was promised is still to be done; whoever told the citizen something has given the first answer."""
    answered = clock == "answer" and any(promise.clock == "update" for promise in ticket.promises)
    return ticket.state in UNKEPT[clock] and not answered


def _is_over(ticket: TicketEvent, promise: PromiseEvent) -> bool:
    """Whether the citizen was told something since: the clock began anew."""
    turns = (own.turn for own in ticket.promises if track_of(own) == track_of(promise))
    return promise.clock == "update" and turn_of(promise.step) not in turns


def _reminded(ticket: TicketEvent, promise: PromiseEvent, now: datetime) -> TicketReminded:
    return revise(ticket, TicketReminded, reason=promise.reason, **_by_sla(promise, now))


def _lapsed(
    ticket: TicketEvent, promise: PromiseLapsed, directory: Directory, now: datetime, speed: float
) -> TicketEvent:
    """The citizen said nothing, and it is closed; its holder did nothing; or a wait is over, and work goes on."""
    if promise.clock == "objection":
        return closed(ticket, promise, now)
    if promise.clock == "act":
        return _forgotten(ticket, promise, directory, now, speed)
    if ticket.state == "paused" and ticket.pause and ticket.pause.kind == "citizen":
        outcome = Outcome(kind="incomplete", words=UNANSWERED, since=now)
        change = {"reason": "pelapor tidak menjawab pertanyaan", "words": UNANSWERED, "actor": "router"}
        ended = ended_by(outcome, ticket, directory, now, speed)
        return revise(ticket, TicketResolved, **_by_sla(promise, now) | change | ended)
    segment = ticket.segment + 1
    going = {"state": "in_progress", "segment": segment, "promises": going_on(directory, ticket, now, segment, speed)}
    return revise(ticket, TicketResumed, reason=promise.reason, **_by_sla(promise, now) | going)


def _forgotten(
    ticket: TicketEvent, promise: PromiseLapsed, directory: Directory, now: datetime, speed: float
) -> TicketLapsed:
    """As if nobody had taken it: its holder has to take it again, and one rung up hears of it."""
    segment, holder = ticket.segment + 1, ticket.holder
    anew = made_anew(directory, ticket, ticket.sorting, now, holder, speed)
    fresh = (promise for promise in anew if promise.clock not in CITIZENS)
    kept = going_on(directory, ticket, now, segment, speed)
    higher = one_rung_up(directory, ticket, holder, directory.day(now))
    lapsed = {
        "state": untaken(ticket.queue),
        "segment": segment,
        "promises": handed_on(kept, fresh, ladder(directory, holder), segment),
        "told": higher.told,
        "skipped": higher.skipped,
        "taken_at": next((own.started_at for own in ticket.promises if own.clock == "act"), None),
        "rung": max(ticket.rung, higher.rung),
        "helpers": tuple(dict.fromkeys((*ticket.helpers, higher.told.post))),
        "reason": f"{promise.reason}; {higher.told.title} diberi tahu{higher.passed_over}",
    }
    return revise(ticket, TicketLapsed, **lapsed | _by_sla(promise, now))


def _breached(ticket: TicketEvent, promise: PromiseBreached, directory: Directory, now: datetime) -> TicketEvent:
    """Tells the rung of the ticket's own promise, by today's roster; the holder alone when nobody else is there."""
    steps = _rungs(ticket, promise)
    names = [step.name for step in steps]
    if promise.step not in names:
        return _reminded(ticket, promise, now)
    found = _climbs(directory, steps, ticket.holder, now)[names.index(promise.step)]
    told = found.told or _triage(directory, now)
    if told.post == ticket.holder.post:
        return _reminded(ticket, promise, now)
    chairs = {told.post, told.stands_in_for}
    rung = next((step.rung for step in steps if step.post in chairs), promise.rung)
    reason = f"{promise.reason}; {told.title} diberi tahu, anak tangga ke-{rung}{passing(found.skipped)}"
    change = {"reason": reason, "rung": max(ticket.rung, rung)}
    return escalated(ticket, told, found, **change | _by_sla(promise, now))


def _rungs(ticket: TicketEvent, promise: PromiseEvent) -> list[Step]:
    """The rungs of the ticket's own promise, whatever sla knew of it."""
    own = (step for own in ticket.promises if track_of(own) == track_of(promise) for step in each(own.steps))
    return [step for step in own if step.rung]


def _climbs(directory: Directory, steps: Sequence[Step], holder: Holder, now: datetime) -> list[Climb]:
    """Who hears of each rung today: none of them twice, so that an empty chair moves all those above it up.

    Whoever of them heard of it last hears of it again.
    """
    first = [step.post or "" for step in steps if not step.again] or [step.post or "" for step in steps[:1]]
    below, found = {holder.post}, list[Climb]()
    for place in range(len(first)):
        found.append(climb(directory, first[place:], directory.day(now), below))
        told = found[-1].told
        below |= {told.post} if told else set()
    last = next((climbed.told for climbed in reversed(found) if climbed.told), None)
    return found + [Climb(last, ())] * (len(steps) - len(found))


def _triage(directory: Directory, now: datetime) -> Holder:
    there = seat(directory, directory.triage_post, directory.day(now))
    return there.holder if there else directory.holder(directory.triage_post)


def escalated(ticket: TicketEvent, told: Holder, found: Climb, **change: Any) -> TicketEscalated:
    """Who is told may act as well from now on."""
    helpers = tuple(dict.fromkeys((*ticket.helpers, told.post)))
    return revise(ticket, TicketEscalated, told=told, skipped=found.skipped, helpers=helpers, **change)


def passing(titles: Sequence[str]) -> str:
    return f"; dilewati karena kosong: {', '.join(titles)}" if titles else ""


def _by_sla(promise: PromiseEvent, now: datetime) -> dict[str, Any]:
    return {"cause": promise.key(), "actor": "sla", "changed_at": now}
