"""What becomes of a ticket's promises when it waits, goes on, is said to be done, or is opened again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Pause, Promise, Step
from shared.contracts.words import EMERGENCY, TRIAGE, Urgency
from shared.directory.model import Directory
from shared.policy.promise import CITIZENS, calendar_of, lapse, policy_for, promised_by, promises, start
from shared.policy.roster import charge

NOTHING = timedelta(0)


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
    day, urgency, chain = directory.day(at), urgency_of(ticket, directory), ticket.sorting.chain
    found = charge(directory, ticket.sorting, day)
    for queue in (ticket.queue, TRIAGE):
        policy = policy_for(directory, "objection", queue, found.resolution if found else None, urgency, day, chain)
        if policy:
            window = start(promised_by(policy, (), speed, directory), at, directory)
            return window.model_copy(update={"segment": ticket.segment})
    raise LookupError("no promise says how long a citizen may object")


def reopened(
    directory: Directory, ticket: TicketEvent, at: datetime, segment: int, speed: float = 1.0
) -> tuple[Promise, ...]:
    """What is promised anew to a citizen who objects: all that was when the ticket came, from `at` on."""
    fresh = promises(directory, ticket.sorting, urgency_of(ticket, directory), at, ticket.holder, speed)
    return in_segment(fresh, segment)


def going_on(directory: Directory, ticket: TicketEvent, at: datetime, segment: int) -> tuple[Promise, ...]:
    """What the citizen was promised, in the segment that begins at `at`: of a ticket that waits, with the time left."""
    if ticket.pause:
        return resumed(ticket.promises, ticket.pause.since, at, segment, directory)
    return in_segment((promise for promise in ticket.promises if promise.clock in CITIZENS), segment)


def resumed(
    promises: Iterable[Promise], paused_at: datetime, at: datetime, segment: int, directory: Directory
) -> tuple[Promise, ...]:
    """What the citizen was promised, going on at `at` after it stood still since `paused_at`.

    It has the working time that was left, so it is due no sooner than `at`; a warning that was given is not given
    again. When it was late before it is due at once, and the rung that heard of it last hears that it goes on.
    """
    kept = (promise for promise in promises if promise.clock in CITIZENS)
    return in_segment((_resumed(promise, paused_at, at, directory) for promise in kept), segment)


def in_segment(promises: Iterable[Promise], segment: int) -> tuple[Promise, ...]:
    """The same promises, in that segment."""
    return tuple(promise.model_copy(update={"segment": segment}) for promise in promises)


def urgency_of(ticket: TicketEvent, directory: Directory) -> Urgency:
    """An emergency stays one in whatever hands, also where router alone saw that it is one."""
    policies = (directory.promises.get(promise.policy) for promise in ticket.promises)
    promised = any(policy and {EMERGENCY} in (set(policy.queues), set(policy.urgencies)) for policy in policies)
    return "emergency" if promised or ticket.queue == EMERGENCY else ticket.complaint.urgency


def _resumed(promise: Promise, paused_at: datetime, at: datetime, directory: Directory) -> Promise:
    if promise.due_at is None:
        return promise
    calendar = calendar_of(promise, directory)
    left, late = calendar.elapsed(paused_at, promise.due_at), calendar.elapsed(promise.due_at, paused_at)
    gone = promise.span - left + late
    return start(promise.model_copy(update={"span": left, "steps": _ahead(promise.steps, gone)}), at, directory)


def _ahead(steps: tuple[Step, ...], gone: timedelta) -> tuple[Step, ...]:
    """The steps to come when so much time is gone, the rung reached last before them."""
    reached = [step for step in steps if step.rung and step.after <= gone][-1:]
    to_come = [step for step in steps if step.after > gone]
    return tuple(step.model_copy(update={"after": max(step.after - gone, NOTHING)}) for step in (*reached, *to_come))
