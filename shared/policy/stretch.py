"""What becomes of a ticket's promises when it waits, goes on, is said to be done, or is opened again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from shared.contracts.sorted import Sorting
from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Holder, Pause, Promise
from shared.contracts.words import EMERGENCY, OWN, TRIAGE, ClockName, Urgency
from shared.directory.model import Directory
from shared.directory.promises import PromisePolicy
from shared.policy.promise import CITIZENS, asked_of, calendar_of, earlier, policy_for, promised_by, promises, start
from shared.policy.roster import ladder
from shared.policy.steps import ahead, lapse

# What stands still while a ticket waits.
PAUSING: frozenset[ClockName] = frozenset({"resolution"})


def review(directory: Directory, pause: Pause, segment: int) -> Promise:
    """That somebody looks at it again when the wait ends, at the latest."""
    span = pause.review_at - pause.since
    return Promise(
        clock="review",
        segment=segment,
        policy=pause.kind,
        basis=directory.pauses[pause.kind].basis,
        calendar=directory.always_open,
        span=span,
        starts="paused",
        started_at=pause.since,
        due_at=pause.review_at,
        steps=(lapse(span),),
    )


def objection(directory: Directory, ticket: TicketEvent, at: datetime, speed: float = 1.0) -> Promise:
    """The citizen's window to say that it is not so: open since `at`, in the segment the ticket is in.

    One whose queue is gone from the directory has the window of triage, which always is. Raises LookupError when the
    directory, against its own check, has none there either.
    """
    asked = asked_of(directory, ticket, urgency_of(ticket, directory), at)
    for queue in (ticket.queue, TRIAGE):
        policy = policy_for(directory, "objection", OWN, replace(asked, queue=queue))
        if policy:
            return _begun(policy, directory, ticket, at, speed)
    raise LookupError("no promise says how long a citizen may object")


def reopened(
    directory: Directory, ticket: TicketEvent, at: datetime, segment: int, speed: float = 1.0
) -> tuple[Promise, ...]:
    """What is promised anew to a citizen who objects: all that was when the ticket came, from `at` on."""
    urgency, whose = urgency_of(ticket, directory), (ticket.complaint.source, ticket.ticket)
    return in_segment(promises(directory, ticket.sorting, urgency, at, ticket.holder, speed, *whose), segment)


def made_anew(
    directory: Directory, ticket: TicketEvent, sorting: Sorting, at: datetime, holder: Holder, speed: float = 1.0
) -> tuple[Promise, ...]:
    """What is promised when this ticket comes, so sorted, to that holder.

    Others' limits count from when the citizen told of it: at its admission, or with the objection that is the last.
    """
    complaint = ticket.complaint
    asked = (promise.started_at for promise in ticket.promises if promise.clock == "answer" and promise.track == OWN)
    whose = complaint.source, complaint.ticket, next(asked, None) or complaint.admitted_at
    return promises(directory, sorting, urgency_of(ticket, directory), at, holder, speed, *whose)


def told(directory: Directory, ticket: TicketEvent, at: datetime, speed: float = 1.0) -> tuple[Promise, ...]:
    """Its promises once the citizen was told something at `at`: the next word is owed from then on, in a new turn."""
    owed = [promise for promise in ticket.promises if promise.clock == "update"]
    turn = max((promise.turn for promise in owed), default=0) + 1
    fresh = _on_each_track(directory, "update", ticket, at, speed, turn)
    return (*(promise for promise in ticket.promises if promise not in owed), *fresh)


def taken(directory: Directory, ticket: TicketEvent, at: datetime, speed: float = 1.0) -> tuple[Promise, ...]:
    """Its promises once somebody took it at `at`: something has to follow."""
    others = (promise for promise in ticket.promises if promise.clock != "act")
    return (*others, *_on_each_track(directory, "act", ticket, at, speed))


def _on_each_track(
    directory: Directory, clock: ClockName, ticket: TicketEvent, at: datetime, speed: float, turn: int = 1
) -> tuple[Promise, ...]:
    """Of a ticket whose queue is gone from the directory, what triage would promise."""
    asked = asked_of(directory, ticket, urgency_of(ticket, directory), at)
    known = asked if asked.queue in directory.queues else replace(asked, queue=TRIAGE)
    policies = (policy_for(directory, clock, track, known) for track in directory.tracks)
    return tuple(_begun(policy, directory, ticket, at, speed, turn) for policy in policies if policy)


def _begun(
    policy: PromisePolicy, directory: Directory, ticket: TicketEvent, at: datetime, speed: float, turn: int = 1
) -> Promise:
    """What the policy promises from `at` on, in the segment the ticket is in."""
    promise = promised_by(policy, ladder(directory, ticket.holder), speed, directory, ticket.ticket, turn)
    return start(promise, at, directory).model_copy(update={"segment": ticket.segment})


def going_on(
    directory: Directory, ticket: TicketEvent, at: datetime, segment: int, speed: float = 1.0
) -> tuple[Promise, ...]:
    """What the citizen was promised, in the segment that begins at `at`: of a ticket that waits, with the time left.

    Where they were to hear more seldom because of what it waited for, they hear as soon as anybody does from now on.
    """
    if not ticket.pause:
        return in_segment((promise for promise in ticket.promises if promise.clock in CITIZENS), segment)
    going = resumed(ticket.promises, ticket.pause.since, at, segment, directory)
    waits = ticket.model_copy(update={"pause": None, "segment": segment})
    return tuple(_usual(promise, directory, waits, at, speed) for promise in going)


def _usual(promise: Promise, directory: Directory, ticket: TicketEvent, at: datetime, speed: float) -> Promise:
    policy = directory.promises.get(promise.policy)
    if policy is None or not policy.waits:
        return promise
    fresh = _on_each_track(directory, promise.clock, ticket, at, speed, promise.turn)
    return earlier(promise, next((other for other in fresh if other.track == promise.track), None))


def resumed(
    promises: Iterable[Promise], paused_at: datetime, at: datetime, segment: int, directory: Directory
) -> tuple[Promise, ...]:
    """What the citizen was promised, going on at `at` after it stood still since `paused_at`.

    The resolution has the working time that was left, so it is due no sooner than `at`; a warning that was given is not
    given again. When it was late before it is due at once, and the rung that heard of it last hears that it goes on.
    What else was promised never stood still.
    """
    kept = (promise for promise in promises if promise.clock in CITIZENS)
    going = (_resumed(one, paused_at, at, directory) if one.clock in PAUSING else one for one in kept)
    return in_segment(going, segment)


def in_segment(promises: Iterable[Promise], segment: int) -> tuple[Promise, ...]:
    """The same promises, in that segment."""
    return tuple(promise.model_copy(update={"segment": segment}) for promise in promises)


def urgency_of(ticket: TicketEvent, directory: Directory) -> Urgency:
    """An emergency stays one in whatever hands, also where router alone saw that it is one.

    An imported old complaint is like any other once its citizen objects: it came by itself then.
    """
    policies = (directory.promises.get(promise.policy) for promise in ticket.promises)
    promised = any(policy and {EMERGENCY} in (set(policy.queues), set(policy.urgencies)) for policy in policies)
    if promised or ticket.queue == EMERGENCY:
        return "emergency"
    return "normal" if ticket.objections else ticket.complaint.urgency


def _resumed(promise: Promise, paused_at: datetime, at: datetime, directory: Directory) -> Promise:
    if promise.due_at is None:
        return promise
    calendar = calendar_of(promise, directory)
    left, late = calendar.elapsed(paused_at, promise.due_at), calendar.elapsed(promise.due_at, paused_at)
    gone = promise.span - left + late
    return start(promise.model_copy(update={"span": left, "steps": ahead(promise.steps, gone)}), at, directory)
