"""What happens while a promise is unkept, and when: warnings, the ladder's rungs, the last rung again, a lapse."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import chain, repeat

from shared.contracts.ticket_record import Holder, Promise, Step
from shared.contracts.words import Slug
from shared.directory.promises import LAPSING, PromisePolicy

NOTHING = timedelta(0)
# Between two rungs where nothing else says how long.
WORKING_DAY = timedelta(hours=7, minutes=30)
TURN = re.compile(r"-t(\d+)$")
COUNT = re.compile(r"(?<=^again-)\d+")


@lru_cache(maxsize=4_096)  # a policy makes the same ones for every ticket of a holder
def steps_of(
    policy: PromisePolicy, span: timedelta, rungs: tuple[Holder, ...], speed: float, turn: int
) -> tuple[Step, ...]:
    """What the policy has happen, in order."""
    return tuple(_steps_of(policy, span, rungs, speed, turn))


def _steps_of(
    policy: PromisePolicy, span: timedelta, rungs: tuple[Holder, ...], speed: float, turn: int
) -> Iterator[Step]:
    """Warnings at their shares of the span; the first rung when it ends, each next one a further span later.

    The last one hears of it again as often as the policy says, all of which is one step. Where a clock lapses there
    are no rungs.
    """
    named = _Named(turn)
    for warned in sorted(policy.warn):
        yield Step(name=named(f"warn-{round(warned * 100)}"), after=span * warned / speed)
    if policy.starts in LAPSING:
        yield lapse(span / speed)
        return
    after, further = span, chain(policy.rungs, repeat(NOTHING))
    for rung, holder in enumerate(rungs, start=1):
        yield _told(named(f"rung-{rung}"), rung, holder, after / speed)
        after += next(further)
    if policy.again and rungs:
        last = span + sum(policy.rungs[: len(rungs) - 1], NOTHING)
        told = _told(named("again-1"), len(rungs), rungs[-1], (last + policy.again.every) / speed)
        often = {"times": policy.again.times, "every": policy.again.every / speed}
        yield told.model_copy(update={"again": True, **often})


def each(steps: Iterable[Step]) -> Iterator[Step]:
    """The same, those that stand for several one by one."""
    return chain.from_iterable(map(_one_by_one, steps))


@lru_cache(maxsize=4_096)  # the promises of a policy differ in their times, and not in their steps
def _one_by_one(step: Step) -> tuple[Step, ...]:
    return tuple(_part(step, place, 1) for place in range(step.times))


def ahead(steps: Iterable[Step], gone: timedelta) -> tuple[Step, ...]:
    """Those to come when so much time is gone, the rung reached last before them; `after` counts from then on."""
    reached: list[Step] = []
    to_come: list[Step] = []
    for step in steps:
        past = _past(step, gone)
        reached += [_part(step, past - 1, 1)] if past and step.rung else []
        to_come += [_part(step, past, step.times - past)] if past < step.times else []
    left = (*reached[-1:], *to_come)
    return tuple(step.model_copy(update={"after": max(step.after - gone, NOTHING)}) for step in left)


def climbing(promise: Promise, rungs: tuple[Holder, ...]) -> tuple[Step, ...]:
    """The promise's steps at their times, but up another ladder; a longer one goes on at the last pace.

    Where the first rungs have heard of it already it goes on from the same height.
    """
    kept = [step for step in promise.steps if not step.rung]
    if any(step.lapses for step in kept):
        return tuple(kept)
    climbed = [step for step in promise.steps if step.rung]
    lowest = max(min(climbed[0].rung if climbed else 1, len(rungs)), 1)
    times = [step.after for step in climbed if not step.again] or [climbed[0].after if climbed else promise.span]
    former = times[-1]
    pace = times[-1] - times[-2] if len(times) > 1 else promise.span or WORKING_DAY
    times += [times[-1] + pace * more for more in range(1, len(rungs) + 1)]
    named = _Named(promise.turn)
    told = [
        _told(named(f"rung-{rung}"), rung, holder, after)
        for rung, (holder, after) in enumerate(zip(rungs[lowest - 1 :], times, strict=False), start=lowest)
    ]
    return (*kept, *told, *_again(promise, told, former))


def lapse(after: timedelta) -> Step:
    """The only step of a clock that waits for no person."""
    return Step(name="lapsed", after=after, lapses=True)


def turn_of(step: Slug) -> int:
    """The turn that a step of this name belongs to."""
    found = TURN.search(step)
    return int(found[1]) if found else 1


def _again(promise: Promise, told: list[Step], former: timedelta) -> Iterator[Step]:
    """The last rung again, as long after it as it was; what it has heard again already it hears once, as its rung."""
    for step in promise.steps:
        if step.again and step.after > former and told:
            last = told[-1]
            after = last.after + step.after - former
            yield step.model_copy(update={"after": after, "rung": last.rung, "post": last.post, "title": last.title})


def _past(step: Step, gone: timedelta) -> int:
    """How many of those it stands for are past."""
    if step.after > gone:
        return 0
    return min(step.times, (gone - step.after) // step.every + 1) if step.every else 1


def _part(step: Step, place: int, times: int) -> Step:
    """So many of those it stands for, from the one at that place on."""
    if step.every is None or (place, times) == (0, step.times):
        return step
    name = COUNT.sub(lambda count: str(int(count[0]) + place), step.name)
    every = step.every if times > 1 else None
    return step.model_copy(
        update={"name": name, "after": step.after + step.every * place, "times": times, "every": every}
    )


@dataclass(frozen=True)
class _Named:
    """Steps of another turn than the first bear its number, so that each is its own."""

    turn: int

    def __call__(self, name: str) -> Slug:
        return name if self.turn == 1 else f"{name}-t{self.turn}"


def _told(name: Slug, rung: int, holder: Holder, after: timedelta) -> Step:
    return Step(name=name, after=after, rung=rung, post=holder.post, title=holder.title)
