"""The commands of spot checks: test whether a liaison is there, and see who was and how fast."""

import argparse
from collections import Counter
from datetime import datetime
from typing import TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from services.commands import CommandError, Commands
from services.operate import connected
from services.router.domain.spot_check import elapsed, promise_of
from shared.contracts.check_question import (
    AskSpotCheck,
    AskSpotChecks,
    SpotCheck,
    SpotChecks,
)
from shared.contracts.event import Word
from shared.directory.load import load
from shared.directory.model import Directory
from shared.policy.moments import stamp, waited
from shared.runtime import clock
from shared.runtime.bus import Bus, NoAnswerError
from shared.runtime.delivery import explain
from shared.runtime.hold import Hold
from shared.runtime.settings import RuntimeSettings, read_settings

IN_TIME, LATE, OPEN = "answered in time", "answered late", "no answer yet"
FAILED, TO_COME = "failed", "to come"

A = TypeVar("A", bound=Word)


def add(commands: Commands) -> None:
    checks = commands.group("spot-check", "test notices to liaisons, never counted as complaints")
    beginning = checks.command("begin", begin, "test one post, or one that is drawn")
    whom = beginning.add_mutually_exclusive_group(required=True)
    whom.add_argument("post", nargs="?", help="the post to test")
    whom.add_argument("--random", action="store_true", help="draw one of those tested least often")
    beginning.add_argument("--sector", help="draw among this sector's liaisons only")
    beginning.add_argument("--at", help="when, for example 2026-11-24T09:30:00+07:00; now when left out")
    beginning.add_argument("--by", required=True, help="the post that wants to know")
    beginning.add_argument("--id", help="names the wish, so that sending it twice tests once")
    listing = checks.command("list", list_checks, "list them, newest first")
    listing.add_argument("--all", action="store_true", help="all of them, not only the newest twenty")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")


async def begin(given: argparse.Namespace) -> None:
    settings = read_settings(RuntimeSettings)
    question = _question(given)
    directory = load(settings.directory, settings.contacts)
    _check_names(question, directory)
    check = await _ask(settings, question, SpotCheck)
    if check is None:
        raise CommandError("router knows no such post, or no liaison of that sector")
    print(shown(check, directory, clock.now()))


def _question(given: argparse.Namespace) -> AskSpotCheck:
    if given.sector and given.post:
        raise CommandError("--sector goes with --random")
    wish = {"id": given.id or str(uuid4()), "by": given.by, "post": given.post, "sector": given.sector, "at": given.at}
    try:
        return AskSpotCheck.model_validate(wish)
    except ValidationError as error:
        raise CommandError(explain(error)) from None


def _check_names(question: AskSpotCheck, directory: Directory) -> None:
    """Router would only say that it knows nobody."""
    for post in (question.by, question.post):
        if post and post not in directory.posts:
            raise CommandError(f"there is no post {post!r}")
    if question.sector and question.sector not in directory.sectors:
        raise CommandError(f"there is no sector {question.sector!r}")


async def list_checks(given: argparse.Namespace) -> None:
    settings = read_settings(RuntimeSettings)
    directory, now = load(settings.directory, settings.contacts), clock.now()
    page: SpotChecks | None = None
    outcomes: Counter[str] = Counter()
    while page is None or (given.all and page.next):
        page = await _ask(settings, AskSpotChecks(after=page.next if page else None), SpotChecks) or SpotChecks()
        for check in page.checks:
            outcomes[outcome_of(check, directory, now)] += 1
            print(check.model_dump_json() if given.json else shown(check, directory, now))
    if not given.json:
        print(summary(outcomes) + ("; and more: --all shows them" if page.next else ""))


def shown(check: SpotCheck, directory: Directory, now: datetime) -> str:
    """For example: UJI-7K3M-9QXA-2F4T  23 November 2026 10.00 WIB  narahubung-ktp  answered in time (0 h 12 min)."""
    at = stamp(check.asked_at, ZoneInfo(directory.zone))
    return f"{check.check}  {at}  {check.holder.post}  {_fate(check, directory, now)}"


def _fate(check: SpotCheck, directory: Directory, now: datetime) -> str:
    outcome = outcome_of(check, directory, now)
    if outcome == FAILED:
        return f"{FAILED}: {check.failed}"
    if outcome == OPEN:
        return f"{OPEN} ({waited(elapsed(directory, check.queue, check.asked_at, now))})"
    return f"{outcome} ({waited(check.taken)})" if check.taken is not None else outcome


def outcome_of(check: SpotCheck, directory: Directory, now: datetime) -> str:
    if check.taken is not None:
        promise = promise_of(directory, check.queue, check.asked_at)
        return LATE if promise and check.taken > promise.span else IN_TIME
    if check.failed:
        return FAILED
    return OPEN if check.asked_at <= now else TO_COME


def summary(outcomes: Counter[str]) -> str:
    """For example: 9 of 12 answered in time, 1 answered late, 2 no answer yet."""
    asked = outcomes.total() - outcomes[TO_COME]
    rest = [f"{outcomes[outcome]} {outcome}" for outcome in (LATE, OPEN, FAILED, TO_COME) if outcomes[outcome]]
    return ", ".join((f"{outcomes[IN_TIME]} of {asked} {IN_TIME}", *rest))


async def _ask(settings: RuntimeSettings, question: AskSpotCheck | AskSpotChecks, answer: type[A]) -> A | None:
    async with connected(settings) as connection:
        try:
            return await Bus("cli", lambda: connection, Hold()).ask(question.SUBJECT, question, answer)
        except NoAnswerError:
            raise CommandError("router does not answer; is it running?") from None
