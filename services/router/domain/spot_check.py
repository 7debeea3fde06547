"""A spot check's way.

wished for ─► asked ─► answered
     │          └────► failed ─► answered     its notice did not arrive, and yet an answer came
     └────────► failed                        nobody does the work of this post today
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.router.domain.check_plan import PLAN, Wish
from services.router.domain.revision import Refusal
from shared.contracts.action import Action
from shared.contracts.check_question import SpotCheck
from shared.contracts.spot_check import SpotCheckAnswered, SpotCheckAsked
from shared.contracts.words import OWN, TRIAGE, Slug
from shared.directory.model import Directory
from shared.directory.promises import PromisePolicy
from shared.policy.calendar import NOTHING, working_time
from shared.policy.promise import Asked, policy_for
from shared.policy.seat import nobody, seat


@dataclass(frozen=True)
class Course:
    """How far a wish has come; `failed` is why."""

    wish: Wish
    asked: SpotCheckAsked | None = None
    answered: SpotCheckAnswered | None = None
    failed: str | None = None


def is_time(wish: Wish, directory: Directory, now: datetime) -> bool:
    """What the plan drew and nobody could say in time waits for working time; a person's wish does not."""
    if wish.by != PLAN or directory.spot_checks is None:
        return wish.at <= now
    return wish.at <= now == working_time(directory.calendars[directory.spot_checks.calendar]).add(now, NOTHING)


def ask(wish: Wish, directory: Directory, now: datetime) -> SpotCheckAsked | Refusal:
    """Whoever does the work of that post today is asked."""
    post, day = wish.holder.post, directory.day(now)
    found = seat(directory, post, day)
    if found is None:
        return Refusal(nobody(directory, [post], day))
    if wish.by == PLAN and not (directory.spot_checks and directory.spot_checks.weekly):
        return Refusal("uji sapa berkala sudah dihentikan")
    return SpotCheckAsked(check=wish.check, queue=wish.queue, holder=found.holder, by=wish.by, asked_at=now)


def answer(course: Course, action: Action, directory: Directory, now: datetime) -> SpotCheckAnswered | Refusal:
    """The first answer of whoever was asked; all that follow say the same again."""
    asked = course.asked
    if asked is None:
        return Refusal("this spot check was not asked yet")
    if action.actor not in {asked.holder.post, asked.holder.stands_in_for}:
        return Refusal(f"{action.actor} was not asked, {asked.holder.post} was")
    if course.answered:
        return course.answered
    # It counts from when it was given, however long it waited to be heard.
    at = min(max(action.at, asked.asked_at), now)
    said = asked.model_dump(include=set(SpotCheckAsked.model_fields)) | {"answered_at": at}
    return SpotCheckAnswered.model_validate({**said, "taken": elapsed(directory, asked.queue, asked.asked_at, at)})


def elapsed(directory: Directory, queue: Slug, since: datetime, until: datetime) -> timedelta:
    """The time between two moments that counts for whoever answers in this queue."""
    promise = promise_of(directory, queue, since)
    calendar = directory.calendars[promise.calendar if promise else directory.always_open]
    return working_time(calendar).elapsed(since, until)


def promise_of(directory: Directory, queue: Slug, at: datetime) -> PromisePolicy | None:
    """Within what time one who answers in this queue has to acknowledge what comes on an ordinary day."""
    asked = Asked(queue, None, "normal", directory.day(at))
    return policy_for(directory, "triage" if queue == TRIAGE else "acknowledge", OWN, asked)


def status(course: Course) -> SpotCheck:
    """As anyone sees it; what was not asked yet shows whose chair it is and the moment it is to be asked."""
    wish, asked, answered = course.wish, course.asked, course.answered
    return SpotCheck(
        check=wish.check,
        holder=asked.holder if asked else wish.holder,
        queue=wish.queue,
        by=wish.by,
        asked_at=asked.asked_at if asked else wish.at,
        answered_at=answered.answered_at if answered else None,
        taken=answered.taken if answered else None,
        failed=course.failed,
    )
