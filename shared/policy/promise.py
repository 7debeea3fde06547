"""What is promised to whom, by when, and who hears when it is not kept."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import product

from shared.contracts.promise import PromiseEvent
from shared.contracts.sorted import Sorting
from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Holder, Promise, Step
from shared.contracts.words import OWN, Chain, ClockName, PauseKind, Slug, Urgency
from shared.directory.model import SECTORS, Directory
from shared.directory.promises import PromisePolicy
from shared.policy.calendar import WorkingTime, working_time
from shared.policy.roster import charge, ladder
from shared.policy.steps import climbing, each, steps_of

# What a citizen was promised, whoever holds the ticket; the others are the holder's own.
CITIZENS: frozenset[ClockName] = frozenset({"answer", "update", "resolution"})
# What is promised when a ticket comes to a holder.
ROUTED: tuple[ClockName, ...] = ("triage", "acknowledge", "answer", "resolution")


def promises(
    directory: Directory,
    sorting: Sorting,
    urgency: Urgency,
    at: datetime,
    holder: Holder,
    speed: float = 1.0,
    source: str | None = None,
    number: str = "",
    since: datetime | None = None,
) -> tuple[Promise, ...]:
    """The promises of what is sorted so, those of each clock its queue has, made at its admission or hand-over.

    They climb the ladder of the holder. What starts with admission runs since `at`, on other tracks than the
    regency's own `since` the citizen told of it, whoever has had it meanwhile; what starts with delivery has no due
    time yet. `source` and `number` are the complaint's. Another `speed` than 1 is for showing how it works: it divides
    every span, and counts round the clock.
    """
    asked = _asked(directory, sorting, urgency, at, source)
    rungs = ladder(directory, holder)
    made = []
    for clock, track in product(ROUTED, directory.tracks):
        policy = policy_for(directory, clock, track, asked)
        if policy:
            promise = promised_by(policy, rungs, speed, directory, number)
            begun = at if track == OWN else since or at
            made.append(start(promise, begun, directory) if policy.starts == "admitted" else promise)
    return tuple(made)


@dataclass(frozen=True)
class Asked:
    """What a policy may apply to or not: where it is sorted, its class and urgency, whence it came, what it waits for.

    `day` is the day it is made.
    """

    queue: str
    topic_class: str | None
    urgency: Urgency
    day: date
    chain: Chain = "sector"
    source: str | None = None
    waits: PauseKind | None = None


def asked_of(directory: Directory, ticket: TicketEvent, urgency: Urgency, at: datetime) -> Asked:
    """What its policies are chosen by, as it stands."""
    asked = _asked(directory, ticket.sorting, urgency, at, ticket.complaint.source)
    return replace(asked, queue=ticket.queue, waits=ticket.pause.kind if ticket.pause else None)


def _asked(directory: Directory, sorting: Sorting, urgency: Urgency, at: datetime, source: str | None) -> Asked:
    day = directory.day(at)
    found = charge(directory, sorting, day)
    return Asked(sorting.queue, found.resolution if found else None, urgency, day, sorting.chain, source)


def policy_for(directory: Directory, clock: ClockName, track: str, asked: Asked) -> PromisePolicy | None:
    """The policy of that track in force on that day that speaks most exactly of what is asked.

    Of equals it is the newest. On the regency's own track a policy that is not in force yet is better than no promise
    at all.
    """
    matching = [
        policy
        for policy in directory.promises.values()
        if policy.clock == clock and policy.track == track and _applies(policy, asked, directory)
    ]
    in_force = [policy for policy in matching if policy.valid_from <= asked.day]
    return max(in_force or (matching if track == OWN else ()), key=_exactness, default=None)


def _applies(policy: PromisePolicy, asked: Asked, directory: Directory) -> bool:
    in_sectors = SECTORS in policy.queues and asked.queue in directory.sectors
    return (
        (asked.queue in policy.queues or in_sectors)
        and (not policy.chains or asked.chain in policy.chains)
        and (not policy.classes or asked.topic_class in policy.classes)
        and (not policy.urgencies or asked.urgency in policy.urgencies)
        and (not policy.sources or asked.source in policy.sources)
        and (not policy.waits or asked.waits in policy.waits)
    )


def _exactness(policy: PromisePolicy) -> tuple[tuple[bool, ...], date, str]:
    named_queue = SECTORS not in policy.queues
    given = bool(policy.waits), bool(policy.urgencies), bool(policy.sources), bool(policy.chains)
    return (*given, named_queue, bool(policy.classes)), policy.valid_from, policy.slug


def promised_by(
    policy: PromisePolicy,
    rungs: tuple[Holder, ...],
    speed: float,
    directory: Directory,
    number: str = "",
    turn: int = 1,
) -> Promise:
    """What that policy promises the ticket of that number, not running yet."""
    span = policy.span + (policy.spread or timedelta(0)) * share(number)
    return Promise(
        clock=policy.clock,
        track=policy.track,
        turn=turn,
        policy=policy.slug,
        basis=policy.basis,
        calendar=policy.calendar if speed == 1 else directory.always_open,
        span=span / speed,
        starts=policy.starts,
        steps=tuple(steps_of(policy, span, rungs, speed, turn)),
    )


def share(number: str) -> float:
    """A ticket's own place between 0 and 1, the same for ever; 0 for no number."""
    return int.from_bytes(sha256(number.encode()).digest()[:6], "big") / 2**48 if number else 0.0


def handed_on(
    kept: Iterable[Promise], fresh: Iterable[Promise], rungs: tuple[Holder, ...], segment: int
) -> tuple[Promise, ...]:
    """The promises of a ticket that comes to another holder; `fresh` are those made at that moment.

    What the citizen was promised is never put off: it keeps its due time, or takes the earlier one that the new class
    gives from now on, which therefore still lies ahead. A holder's own are the fresh ones. All of them climb the new
    holder's ladder.
    """
    made = {track_of(promise): promise for promise in fresh}
    for promise in kept:
        if promise.clock in CITIZENS:
            made[track_of(promise)] = earlier(promise, made.get(track_of(promise)))
    return tuple(
        promise.model_copy(update={"segment": segment, "steps": climbing(promise, rungs)}) for promise in made.values()
    )


def track_of(promise: Promise | PromiseEvent) -> tuple[ClockName, Slug]:
    """Which of a ticket's promises it is: there is one on each track of a clock."""
    return promise.clock, promise.track


def earlier(kept: Promise, other: Promise | None) -> Promise:
    """Of two dates for the same thing the one that comes first; of equals the one that was promised before."""
    if other is None or other.due_at is None:
        return kept
    return other if kept.due_at is None or other.due_at < kept.due_at else kept


def start(promise: Promise, at: datetime, directory: Directory) -> Promise:
    """The same promise, running since `at`, with its due time; `at` may lie outside working time."""
    due_at = calendar_of(promise, directory).add(at, promise.span)
    return promise.model_copy(update={"started_at": at, "due_at": due_at})


def step_times(promise: Promise, directory: Directory) -> tuple[tuple[datetime, Step], ...]:
    """When each step happens, in order; nothing while the promise waits to start.

    They hang on the due time as it was told, whatever became of the calendar since: warnings before it, rungs after.
    """
    started, due = promise.started_at, promise.due_at
    if started is None or due is None:
        return ()
    calendar = calendar_of(promise, directory)

    def moment(after: timedelta) -> datetime:
        if after < promise.span:
            return min(calendar.add(started, after), due)
        return calendar.add(due, after - promise.span) if after > promise.span else due

    return tuple((moment(step.after), step) for step in each(promise.steps))


def calendar_of(promise: Promise, directory: Directory) -> WorkingTime:
    """The promise's calendar; round the clock, which is never later, when the directory has it no more."""
    known = directory.calendars.get(promise.calendar) or directory.calendars[directory.always_open]
    return working_time(known)
