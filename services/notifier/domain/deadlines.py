"""Until when readers are told that something happens: the citizen's dates, and the time a holder has to answer."""

import re
from datetime import datetime

from shared.contracts.ticket import TicketEscalated, TicketEvent, TicketReminded
from shared.contracts.ticket_record import Promise, Step
from shared.contracts.words import ENDED, OPEN, OWN, WAITING, Audience, ClockName, clock_key
from shared.directory.model import Directory
from shared.policy.periods import about_in_words
from shared.policy.steps import each

# What the people concerned wait for: the end of it all before the steps on the way.
AWAITED: tuple[ClockName, ...] = ("resolution", "triage", "acknowledge")
WARNS = re.compile(r"warn-(\d+)")
# What a holder has to do first.
HOLDERS: frozenset[ClockName] = frozenset({"triage", "acknowledge"})


def due_at(event: TicketEvent, audience: Audience) -> datetime | None:
    """When what the reader waits for is due; to all but a leader a time that has passed is no promise any more."""
    broken = about(event)
    due = broken.due_at if broken else _awaited(event)
    if due and audience != "leader" and due <= event.changed_at:
        return None
    return due


def next_word_at(event: TicketEvent) -> datetime | None:
    """Until when the citizen hears the next word; None when it is late, or what they wait for comes no later."""
    word, end = _word(event), _awaited(event)
    if word is None or word <= event.changed_at:
        return None
    return None if end and event.changed_at < end <= word else word


def is_late(event: TicketEvent) -> bool:
    """Whether the day until which the work was promised has passed, and it still goes on."""
    due = None if event.state in WAITING or event.state == "resolved" else _awaited(event)
    return due is not None and due <= event.changed_at


def is_word_late(event: TicketEvent) -> bool:
    """Whether the citizen should have heard something by now."""
    word = _word(event)
    return word is not None and word <= event.changed_at


def answer_in(event: TicketEvent, directory: Directory) -> str | None:
    """How long the holder has to answer before those above them hear of it; None when nothing says so."""
    own = next((promise for promise in _own_first(event) if promise.clock in HOLDERS), None)
    calendar = directory.calendars.get(own.calendar) if own else None
    return about_in_words(own.span, calendar) if own and calendar else None


def answer_by(event: TicketEvent) -> datetime | None:
    """Until when the holder has to answer; None where their time begins with the letter, or is over."""
    due = next((promise.due_at for promise in _own_first(event) if promise.clock in HOLDERS), None)
    return due if due and due > event.changed_at else None


def about(event: TicketEvent) -> Promise | None:
    """The promise this event is about, when sla's word on one caused it: the key of its clock, and a step."""
    if not isinstance(event, TicketReminded | TicketEscalated):
        return None
    key, _, _ = event.cause.rpartition(":")
    return next((promise for promise in event.promises if key == _key(event, promise)), None)


def step_of(event: TicketEvent, promise: Promise) -> Step | None:
    """Which step of this promise the event was caused by; None when it knows none of that name."""
    _, _, name = event.cause.rpartition(":")
    return next((step for step in each(promise.steps) if step.name == name), None)


def share_of(step: Step | None) -> int | None:
    """How many hundredths of the span are gone when a warning comes, as its name says; None of other steps."""
    found = WARNS.match(step.name) if step else None
    return int(found[1]) if found else None


def _key(event: TicketEvent, promise: Promise) -> str:
    return clock_key(event.ticket, promise.clock, promise.segment, promise.track)


def _word(event: TicketEvent) -> datetime | None:
    """When the citizen is to hear something: the first answer, and from then on the next word."""
    if event.state not in OPEN:
        return None
    is_told = any(promise.clock == "update" for promise in event.promises)
    clock: ClockName = "update" if is_told else "answer"
    return _dues(event).get(clock)


def _awaited(event: TicketEvent) -> datetime | None:
    """When a wait is looked at again, when the window to object closes, or when what is still to be done is due."""
    if event.state in WAITING and event.pause:
        return event.pause.review_at
    if event.state in ENDED:
        return None
    due = _dues(event)
    awaited: tuple[ClockName, ...] = ("objection",) if event.state == "resolved" else AWAITED
    return next((due[clock] for clock in awaited if clock in due), None)


def _dues(event: TicketEvent) -> dict[ClockName, datetime]:
    """When each clock is due, by the regency's own promise where there is one."""
    own_last = (promise for promise in reversed(_own_first(event)))
    return {promise.clock: promise.due_at for promise in own_last if promise.due_at}


def _own_first(event: TicketEvent) -> list[Promise]:
    return sorted(event.promises, key=lambda promise: promise.track != OWN)
