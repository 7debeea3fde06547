"""What is promised to whom, by when, and who hears when it is not kept."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from shared.contracts.sorted import Sorting
from shared.contracts.ticket_record import Holder, Promise, Step
from shared.contracts.words import Chain, ClockName, Urgency
from shared.directory.model import SECTORS, Directory, PromisePolicy
from shared.policy.calendar import WorkingTime, working_time
from shared.policy.roster import charge, ladder

# What a citizen was promised, whoever holds the ticket; the others are the holder's own.
CITIZENS: frozenset[ClockName] = frozenset({"resolution"})
# What is promised when a ticket comes to a holder.
ROUTED: tuple[ClockName, ...] = ("triage", "acknowledge", "resolution")


def promises(
    directory: Directory, sorting: Sorting, urgency: Urgency, at: datetime, holder: Holder, speed: float = 1.0
) -> tuple[Promise, ...]:
    """The promises of what is sorted so, one for each clock its queue has, made at its admission or hand-over.

    They climb the ladder of the holder. What starts with admission runs since `at`; what starts with delivery has no
    due time yet. Another `speed` than 1 is for showing how it works: it divides every span, and counts round the clock.
    """
    day = directory.day(at)
    found = charge(directory, sorting, day)
    rungs = ladder(directory, holder)
    made = []
    for clock in ROUTED:
        topic_class = found.resolution if found else None
        policy = policy_for(directory, clock, sorting.queue, topic_class, urgency, day, sorting.chain)
        if policy:
            promise = promised_by(policy, rungs, speed, directory)
            made.append(start(promise, at, directory) if policy.starts == "admitted" else promise)
    return tuple(made)


def policy_for(
    directory: Directory,
    clock: ClockName,
    queue: str,
    topic_class: str | None,
    urgency: Urgency,
    day: date,
    chain: Chain = "sector",
) -> PromisePolicy | None:
    """The policy in force on that day that speaks most exactly of this urgency, chain, queue and class.

    Of equals it is the newest. A policy that is not in force yet is better than no promise at all.
    """
    matching = [
        policy
        for policy in directory.promises.values()
        if policy.clock == clock
        and (queue in policy.queues or (SECTORS in policy.queues and queue in directory.sectors))
        and (not policy.chains or chain in policy.chains)
        and (not policy.classes or topic_class in policy.classes)
        and (not policy.urgencies or urgency in policy.urgencies)
    ]
    in_force = [policy for policy in matching if policy.valid_from <= day]
    return max(in_force or matching, key=_exactness, default=None)


def _exactness(policy: PromisePolicy) -> tuple[tuple[bool, ...], date, str]:
    named_queue = SECTORS not in policy.queues
    names = bool(policy.urgencies), bool(policy.chains), named_queue, bool(policy.classes)
    return names, policy.valid_from, policy.slug


def promised_by(policy: PromisePolicy, rungs: tuple[Holder, ...], speed: float, directory: Directory) -> Promise:
    """What that policy promises, not running yet."""
    return Promise(
        clock=policy.clock,
        policy=policy.slug,
        basis=policy.basis,
        calendar=policy.calendar if speed == 1 else directory.always_open,
        span=policy.span / speed,
        starts=policy.starts,
        steps=tuple(_steps(policy, rungs, speed)),
    )


def _steps(policy: PromisePolicy, rungs: tuple[Holder, ...], speed: float) -> Iterator[Step]:
    """Warnings at their shares of the span; the first rung when it ends, each next one a further span later.

    A citizen's window has no such steps: it lapses.
    """
    if policy.starts == "resolved":
        yield lapse(policy.span / speed)
        return
    for share in sorted(policy.warn):
        yield Step(name=f"warn-{round(share * 100)}", after=policy.span * share / speed)
    after = policy.span
    further = iter(policy.rungs)
    for rung, holder in enumerate(rungs, start=1):
        yield _rung(rung, holder, after / speed)
        after += next(further, timedelta(0))


def handed_on(
    kept: Iterable[Promise], fresh: Iterable[Promise], rungs: tuple[Holder, ...], segment: int
) -> tuple[Promise, ...]:
    """The promises of a ticket that comes to another holder; `fresh` are those made at that moment.

    What the citizen was promised is never put off: it keeps its due time, or takes the earlier one that the new class
    gives from now on, which therefore still lies ahead. A holder's own are the fresh ones. All of them climb the new
    holder's ladder.
    """
    made = {promise.clock: promise for promise in fresh}
    for promise in kept:
        if promise.clock in CITIZENS:
            made[promise.clock] = _earlier(promise, made.get(promise.clock))
    return tuple(
        promise.model_copy(update={"segment": segment, "steps": _climbing(promise, rungs)}) for promise in made.values()
    )


def _earlier(kept: Promise, other: Promise | None) -> Promise:
    if other is None or other.due_at is None:
        return kept
    return other if kept.due_at is None or other.due_at < kept.due_at else kept


def _climbing(promise: Promise, rungs: tuple[Holder, ...]) -> tuple[Step, ...]:
    """The promise's steps at their times, but up another ladder; a longer one goes on at the last pace."""
    warnings = [step for step in promise.steps if not step.rung]
    times = [step.after for step in promise.steps if step.rung] or [promise.span]
    pace = times[-1] - times[-2] if len(times) > 1 else timedelta(0)
    times += [times[-1] + pace * more for more in range(1, len(rungs) + 1)]
    return (*warnings, *(_rung(*rung) for rung in zip(range(1, len(rungs) + 1), rungs, times, strict=False)))


def lapse(after: timedelta) -> Step:
    """The only step of a clock that waits for no person."""
    return Step(name="lapsed", after=after, lapses=True)


def _rung(rung: int, holder: Holder, after: timedelta) -> Step:
    return Step(name=f"rung-{rung}", after=after, rung=rung, post=holder.post, title=holder.title)


def start(promise: Promise, at: datetime, directory: Directory) -> Promise:
    """The same promise, running since `at`, with its due time; `at` may lie outside working time."""
    due_at = calendar_of(promise, directory).add(at, promise.span)
    return promise.model_copy(update={"started_at": at, "due_at": due_at})


def step_times(promise: Promise, directory: Directory) -> tuple[tuple[datetime, Step], ...]:
    """When each step happens, in order; nothing while the promise waits to start."""
    if promise.started_at is None:
        return ()
    calendar = calendar_of(promise, directory)
    return tuple((calendar.add(promise.started_at, step.after), step) for step in promise.steps)


def calendar_of(promise: Promise, directory: Directory) -> WorkingTime:
    """The promise's calendar; round the clock, which is never later, when the directory has it no more."""
    known = directory.calendars.get(promise.calendar) or directory.calendars[directory.always_open]
    return working_time(known)
