"""Spot checks in router's store: wished for, asked, answered or failed, each inserted once and never decided again."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from prometheus_client import Counter, Histogram

from services.router.domain.check_plan import Wish, check_number, wished
from services.router.domain.revision import Refusal
from services.router.domain.spot_check import Course, answer, ask, is_time, status
from shared.contracts.action import Action
from shared.contracts.check_question import (
    AskSpotCheck,
    AskSpotChecks,
    SpotCheck,
    SpotChecks,
)
from shared.contracts.notice import NoticeFailed
from shared.contracts.spot_check import SpotCheckAnswered, SpotCheckAsked
from shared.contracts.words import CheckNumber
from shared.directory.model import Directory
from shared.policy.moments import sortable
from shared.runtime.errors import Reject
from shared.runtime.mongo import Collection, Database, Document

CHECKS = Counter("melayani_spot_checks_total", "Spot checks, by what became of them", ("queue", "outcome"))
TAKEN = Histogram(
    "melayani_spot_check_seconds",
    "Working time until a spot check was answered",
    ("queue",),
    buckets=(60, 300, 900, 1_800, 3_600, 7_200, 14_400, 27_000, 54_000),
)

# Who was tested in so many checks before is drawn the less likely.
REMEMBERED = 500
MOST_DUE = 200
# Beside the characters of a cursor: the first after one, and after all.
AFTER = "!"
LAST = "~"
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)

Said = TypeVar("Said", SpotCheckAsked, SpotCheckAnswered)


class Checks:
    """A spot check's documents share its number (`check`): the wish, and what was asked, answered or went wrong.

    A wish has a `cursor`, by which the newest come first, and is `due` until its question was said: as long as that
    stands, the sweep finds it.
    """

    def __init__(self, checks: Collection, directory: Directory, now: Callable[[], datetime]) -> None:
        self._checks = checks
        self._directory = directory
        self._now = now

    @classmethod
    async def prepare(cls, database: Database) -> None:
        for field in ("check", "cursor", "due"):
            await database.index("checks", field)

    async def begin(self, question: AskSpotCheck) -> SpotCheck | None:
        """A new one; asked for again under the same id, how far the first has come."""
        course = await self._course(check_number(f"{question.by}:{question.id}"))
        if course is None:
            former = await self._checks.between("cursor", "", LAST, REMEMBERED)
            wish = wished(question, self._directory, self._now(), [_wish(one).holder.post for one in former])
            course = await self.wish(wish) if wish else None
        return status(course) if course else None

    async def wish(self, wish: Wish) -> Course:
        """Writes it down, if nobody did; how far it has come."""
        when = {"cursor": f"{_backwards(wish.at)}:{wish.check}", "due": sortable(wish.at)}
        await self._checks.insert({"_id": wish.check, "check": wish.check, "wish": wish.model_dump_json(), **when})
        return await self._known(wish.check)

    async def due(self) -> list[Wish]:
        """What is to be asked now, longest due first."""
        now = self._now()
        found = await self._checks.between("due", "", f"{sortable(now)}{LAST}", MOST_DUE)
        return [wish for wish in map(_wish, found) if is_time(wish, self._directory, now)]

    async def ask(self, wish: Wish) -> SpotCheckAsked | None:
        """What is to be said, each time in the same words; None when there is nobody to ask."""
        course = await self._known(wish.check)
        if course.asked or course.failed:
            return course.asked
        asked = ask(wish, self._directory, self._now())
        if isinstance(asked, Refusal):
            await self._fail(wish, asked.reason)
            return None
        return await self._keep(asked)

    async def settled(self, wish: Wish) -> None:
        """Nothing is to be said of it any more."""
        await self._checks.change(wish.check, {}, {"$unset": {"due": ""}})

    async def answer(self, action: Action) -> SpotCheckAnswered:
        course = await self._known(action.ticket)
        answered = answer(course, action, self._directory, self._now())
        if isinstance(answered, Refusal):
            raise Reject(answered.reason, code="refused")
        return await self._keep(answered)

    async def undelivered(self, notice: NoticeFailed) -> None:
        """Nobody is told in its place: that would test somebody else."""
        await self._fail((await self._known(notice.ticket)).wish, notice.reason)

    async def list(self, question: AskSpotChecks) -> SpotChecks:
        """Newest first, those that are still to come before all others."""
        low = f"{question.after}{AFTER}" if question.after else ""
        found = await self._checks.between("cursor", low, LAST, question.limit + 1)
        page = found[: question.limit]
        courses = await asyncio.gather(*(self._known(document["check"]) for document in page))
        following = page[-1]["cursor"] if len(found) > question.limit else None
        return SpotChecks(checks=tuple(map(status, courses)), next=following)

    async def _keep(self, event: Said) -> Said:
        """The event, or the one that was remembered first."""
        key = f"{event.check}:{event.word()}"
        if not await self._checks.insert({"_id": key, "check": event.check, "said": event.body().decode()}):
            first: Said | None = _read(type(event), await self._checks.get(key))
            return first or event
        CHECKS.labels(event.queue, event.word()).inc()
        if isinstance(event, SpotCheckAnswered):
            TAKEN.labels(event.queue).observe(event.taken.total_seconds())
        return event

    async def _fail(self, wish: Wish, reason: str) -> None:
        if await self._checks.insert({"_id": f"{wish.check}:failed", "check": wish.check, "reason": reason}):
            CHECKS.labels(wish.queue, "failed").inc()

    async def _known(self, number: CheckNumber) -> Course:
        course = await self._course(number)
        if course is None:
            raise Reject("there is no such spot check", code="unknown-check")
        return course

    async def _course(self, number: CheckNumber) -> Course | None:
        found = {document["_id"]: document for document in await self._checks.find("check", number)}
        if number not in found:
            return None
        return Course(
            wish=_wish(found[number]),
            asked=_read(SpotCheckAsked, found.get(f"{number}:{SpotCheckAsked.word()}")),
            answered=_read(SpotCheckAnswered, found.get(f"{number}:{SpotCheckAnswered.word()}")),
            failed=found.get(f"{number}:failed", {}).get("reason"),
        )


def _wish(document: Document) -> Wish:
    return Wish.model_validate_json(document["wish"])


def _read(kind: type[Said], document: Document | None) -> Said | None:
    return kind.model_validate_json(document["said"]) if document else None


def _backwards(moment: datetime) -> str:
    """As text that stands in the opposite order of time."""
    return f"{(END_OF_TIME - moment) // timedelta(microseconds=1):018}"
