"""Whose time it was: how long each holder had a ticket, how long it waited, and in whose hands which promise broke."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, groupby, pairwise

from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Promise, Step
from shared.contracts.times_question import Broken, SegmentTimes, Share, TicketTimes
from shared.contracts.words import ENDED, OPEN, OWN, UNSEEN, WAITING, ClockName, PauseKind, Slug, State, clock_key
from shared.directory.model import Directory
from shared.policy.calendar import NOTHING, WorkingTime, working_time
from shared.policy.promise import CITIZENS, calendar_of, track_of
from shared.policy.steps import each

# Whether the promise of a clock is still to be kept, as the ticket stands.
Unkept = Callable[[TicketEvent, ClockName], bool]
# What one promise is known by in whatever hands; a citizen's goes on from segment to segment.
Life = tuple[ClockName, Slug, int, int]

# Nobody breaks these: they only say when a wait is looked at again, and how long a citizen may object.
NOBODYS: frozenset[ClockName] = frozenset({"review", "objection"})
TAKEN: frozenset[State] = (OPEN - UNSEEN) | {"resolved"}


@dataclass(frozen=True)
class Stretch:
    """The time for which a ticket stood as one of its revisions says; never less than nothing."""

    ticket: TicketEvent
    since: datetime
    until: datetime


def times(history: Sequence[TicketEvent], directory: Directory, unkept: Unkept, now: datetime) -> TicketTimes:
    """All of a ticket's time until now or its end; `history` is every revision, oldest first."""
    all_of_it = stretches(history, now)
    broken = broken_promises(all_of_it, directory, unkept)
    warned = _warned(all_of_it)
    segments = [tuple(own) for _, own in groupby(all_of_it, key=lambda stretch: stretch.ticket.segment)]
    following = [*(own[0].ticket for own in segments[1:]), None]
    return TicketTimes(
        ticket=history[0].ticket,
        state=history[-1].state,
        at=now,
        segments=tuple(
            times_of(own, directory, after).model_copy(
                update={"broken": tuple(broken.get(number, ())), "warned": dict(warned.get(number, {}))}
            )
            for number, own, after in zip((own[0].ticket.segment for own in segments), segments, following, strict=True)
        ),
    )


def stretches(history: Sequence[TicketEvent], now: datetime) -> tuple[Stretch, ...]:
    """These revisions one after the other, from admission or the first of them to the end of the ticket, or now.

    A moment that a clock put before the one of the revision before counts as the same one.
    """
    first, lasting = history[0], _until_over(history)
    begins = first.complaint.admitted_at if first.revision == 1 else first.changed_at
    moments = [*accumulate((after.changed_at for after in lasting[1:]), max, initial=begins)]
    end = moments[-1] if lasting[-1].state in ENDED else max(moments[-1], now)
    return tuple(
        Stretch(ticket, since, until)
        for ticket, since, until in zip(lasting, moments, [*moments[1:], end], strict=True)
    )


def times_of(own: Sequence[Stretch], directory: Directory, after: TicketEvent | None) -> SegmentTimes:
    """The times of one segment, whose stretches these are; `after` is the revision that began the next one."""
    first, last = own[0], own[-1]
    calendar = _calendar(first.ticket, directory)
    ending = after or (last.ticket if last.ticket.state in ENDED else None)
    worked, rested, waited = NOTHING, NOTHING, dict[PauseKind, timedelta]()
    for stretch in own:
        time, ticket = calendar.elapsed(stretch.since, stretch.until), stretch.ticket
        if ticket.state in WAITING and ticket.pause:
            waited[ticket.pause.kind] = waited.get(ticket.pause.kind, NOTHING) + time
        elif ticket.state in OPEN:
            worked += time
        else:
            rested += time
    return SegmentTimes(
        segment=first.ticket.segment,
        holder=first.ticket.holder,
        since=first.since,
        until=last.until if ending else None,
        ended=ending.word() if ending else None,
        calendar=calendar.calendar.slug,
        worked=worked,
        waited=waited,
        rested=rested,
        taken_after=_taken_after(own, calendar),
    )


def broken_promises(
    all_of_it: Sequence[Stretch], directory: Directory, unkept: Unkept
) -> Mapping[int, Sequence[Broken]]:
    """What broke in which segment, each promise once: where its date went by, whoever heard of it when."""
    used, over, found = dict[Life, dict[Slug, timedelta]](), set[Life](), dict[int, list[Broken]]()
    for stretch, said in _with_what_was_said(all_of_it):
        ticket = stretch.ticket
        for promise in ticket.promises:
            life = _life(ticket, promise)
            if life in over or promise.clock in NOBODYS or not unkept(ticket, promise.clock):
                continue
            broken_at = _broken_at(promise, stretch, said)
            until = broken_at or stretch.until
            spent, post = used.setdefault(life, {}), ticket.holder.post
            more = calendar_of(promise, directory).elapsed(stretch.since, until)
            spent[post] = spent.get(post, NOTHING) + more
            if broken_at:
                over.add(life)
                found.setdefault(ticket.segment, []).append(_broken(promise, broken_at, spent))
    return found


def _until_over(history: Sequence[TicketEvent]) -> Sequence[TicketEvent]:
    """Without what is only said of a ticket that is over: ratings and notes."""
    last = len(history)
    while last > 1 and history[last - 1].state in ENDED and history[last - 2].state in ENDED:
        last -= 1
    return history[:last]


def _calendar(ticket: TicketEvent, directory: Directory) -> WorkingTime:
    """That of what its holder promised when it came, else of what the citizen was; the office's where nothing was."""
    promised = [promise for promise in ticket.promises if promise.clock not in NOBODYS]
    own = min(
        promised, key=lambda one: (one.track != OWN, one.clock in CITIZENS, one.clock != "resolution"), default=None
    )
    return calendar_of(own, directory) if own else working_time(directory.office)


def _taken_after(own: Sequence[Stretch], calendar: WorkingTime) -> timedelta | None:
    """Since its holder had it: the way from admission to the first is nobody's. None if nobody took it, or had to."""
    first = own[0]
    taken = next((stretch.since for stretch in own if stretch.ticket.state in TAKEN), None)
    if first.ticket.state not in UNSEEN or taken is None:
        return None
    return calendar.elapsed(max(first.since, first.ticket.changed_at), taken)


def _with_what_was_said(all_of_it: Sequence[Stretch]) -> Iterator[tuple[Stretch, tuple[Promise, Step] | None]]:
    """Each stretch with the step of a clock that began it; None where something else did."""
    yield all_of_it[0], None
    for before, stretch in pairwise(all_of_it):
        yield stretch, _step_said(before.ticket, stretch.ticket.cause)


def _step_said(before: TicketEvent, cause: str) -> tuple[Promise, Step] | None:
    key, _, name = cause.rpartition(":")
    for promise in before.promises:
        if key == clock_key(before.ticket, promise.clock, promise.segment, promise.track):
            return next(((promise, step) for step in each(promise.steps) if step.name == name), None)
    return None


def _warned(all_of_it: Sequence[Stretch]) -> Mapping[int, Mapping[ClockName, int]]:
    """How often whose clock warned, by segment."""
    found: dict[int, Counter[ClockName]] = {}
    for stretch, said in _with_what_was_said(all_of_it):
        if said and not said[1].rung and not said[1].lapses:
            found.setdefault(stretch.ticket.segment, Counter())[said[0].clock] += 1
    return found


def _life(ticket: TicketEvent, promise: Promise) -> Life:
    round_ = ticket.objections if promise.clock in CITIZENS else ticket.segment
    return promise.clock, promise.track, promise.turn, round_


def _broken_at(promise: Promise, stretch: Stretch, said: tuple[Promise, Step] | None) -> datetime | None:
    """When its date went by in this stretch; of one whose date only sla knows, when its first rung was told."""
    if promise.due_at:
        return max(promise.due_at, stretch.since) if promise.due_at < stretch.until else None
    is_told = said and said[1].rung and track_of(said[0]) == track_of(promise)
    return stretch.since if is_told else None


def _broken(promise: Promise, at: datetime, spent: Mapping[Slug, timedelta]) -> Broken:
    whole = sum(spent.values(), NOTHING)
    shares = sorted(spent.items(), key=lambda share: -share[1]) if promise.clock in CITIZENS else []
    return Broken(
        clock=promise.clock,
        track=promise.track,
        due_at=promise.due_at,
        at=at,
        shares=tuple(Share(post=post, used=used, part=used / whole if whole else 0) for post, used in shares),
    )
