"""What becomes of a spot check, and how long its answer took."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.router.domain.check_plan import PLAN, Wish
from services.router.domain.revision import Refusal
from services.router.domain.spot_check import Course, answer, ask, elapsed, is_time, status
from shared.contracts.spot_check import SpotCheckAnswered, SpotCheckAsked
from shared.contracts.ticket_record import Holder
from shared.contracts.words import EMERGENCY, TRIAGE
from shared.directory.model import Directory
from shared.directory.roster import Roster
from shared.directory.spot_checks import CheckPlan
from tests.builders import CHECK, LIAISON, NOW, action

WIB = ZoneInfo("Asia/Jakarta")
ASKED = SpotCheckAsked(check=CHECK, queue="infrastruktur", holder=LIAISON, by="bupati", asked_at=NOW)
STAND_IN = Holder(post="narahubung-jalan", title="narahubung jalan", agency="Dinas PU CKPP", stands_in_for=LIAISON.post)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def wish(**change: object) -> Wish:
    return Wish.model_validate(
        {"check": CHECK, "holder": LIAISON, "queue": "infrastruktur", "by": "bupati", "at": NOW} | change
    )


def rostered(directory: Directory, **roster: object) -> Directory:
    there = Roster.model_validate({"slug": LIAISON.post, **roster})
    return directory.model_copy(update={"roster": {LIAISON.post: there}})


def away(directory: Directory, **how: str) -> Directory:
    return rostered(directory, leaves=[{"first": "2026-11-20", "last": "2026-11-30", **how}])


def asked(directory: Directory) -> SpotCheckAsked:
    said = ask(wish(), directory, NOW)
    assert isinstance(said, SpotCheckAsked)
    return said


def answered(directory: Directory, asked: SpotCheckAsked = ASKED, **how: object) -> SpotCheckAnswered:
    now = how.pop("now", NOW + timedelta(days=30))
    assert isinstance(now, datetime)
    said = answer(Course(wish(), asked), action(ticket=CHECK, **how), directory, now)
    assert isinstance(said, SpotCheckAnswered)
    return said


def test_who_sits_there_is_asked(directory: Directory) -> None:
    said = asked(directory)
    assert (said.check, said.holder.post, said.by, said.asked_at) == (CHECK, LIAISON.post, "bupati", NOW)


def test_who_stands_in_is_asked(directory: Directory) -> None:
    said = asked(away(directory, substitute="narahubung-jalan"))
    assert (said.holder.post, said.holder.stands_in_for, said.queue) == (
        "narahubung-jalan",
        LIAISON.post,
        "infrastruktur",
    )


@pytest.mark.parametrize("post", [LIAISON.post, "jabatan-yang-dihapus"])
def test_where_nobody_does_the_work_nobody_is_asked(directory: Directory, post: str) -> None:
    empty = rostered(directory, sittings=[{"kind": "vacant"}])
    alone = {slug: post.model_copy(update={"deputy": None}) for slug, post in empty.posts.items()}
    of = LIAISON.model_copy(update={"post": post})
    assert isinstance(ask(wish(holder=of), empty.model_copy(update={"posts": alone}), NOW), Refusal)


PLANNED = (
    # who wishes, its moment, now, and whether it is time
    ("bupati", "2026-11-23T10:00", "2026-11-23T09:59", False),
    ("bupati", "2026-11-23T10:00", "2026-11-23T10:00", True),
    ("bupati", "2026-11-23T10:00", "2026-11-23T23:00", True),
    (PLAN, "2026-11-23T10:00", "2026-11-23T09:59", False),
    (PLAN, "2026-11-23T10:00", "2026-11-23T10:00", True),
    (PLAN, "2026-11-23T10:00", "2026-11-23T23:00", False),
    (PLAN, "2026-11-23T10:00", "2026-11-24T07:30", True),
)


@pytest.mark.parametrize(("by", "at", "now", "time"), PLANNED)
def test_a_drawn_check_never_comes_at_night(directory: Directory, by: str, at: str, now: str, time: bool) -> None:
    planned = directory.model_copy(update={"spot_checks": CheckPlan(weekly=1, calendar="kantor")})
    assert is_time(wish(by=by, at=wib(at)), planned, wib(now)) is time


@pytest.mark.parametrize("plan", [None, CheckPlan(weekly=0, calendar="kantor")])
def test_what_was_drawn_before_the_plan_was_switched_off_is_not_asked(
    directory: Directory, plan: CheckPlan | None
) -> None:
    off = directory.model_copy(update={"spot_checks": plan})
    assert is_time(wish(by=PLAN), off, NOW)
    assert isinstance(ask(wish(by=PLAN), off, NOW), Refusal)


TAKEN = (
    # the queue, from when to when, and how long that is there
    ("infrastruktur", "2026-11-23T10:00", "2026-11-23T10:12", timedelta(minutes=12)),
    ("infrastruktur", "2026-11-23T15:50", "2026-11-24T07:40", timedelta(minutes=20)),
    ("infrastruktur", "2026-11-27T16:30", "2026-11-30T07:30", timedelta(0)),
    (TRIAGE, "2026-11-23T11:50", "2026-11-23T13:10", timedelta(minutes=20)),
    (EMERGENCY, "2026-11-23T23:50", "2026-11-24T00:10", timedelta(minutes=20)),
)


@pytest.mark.parametrize(("queue", "since", "until", "taken"), TAKEN)
def test_what_counts_is_working_time(
    directory: Directory, queue: str, since: str, until: str, taken: timedelta
) -> None:
    of = ASKED.model_copy(update={"queue": queue, "asked_at": wib(since)})
    assert answered(directory, of, at=wib(until)).taken == taken
    assert elapsed(directory, queue, wib(since), wib(until)) == taken


@pytest.mark.parametrize("kind", ["acknowledge", "reply"])
def test_it_is_answered_by_whom_it_asked(directory: Directory, kind: str) -> None:
    said = answered(directory, kind=kind, actor=LIAISON.post)
    kept: Mapping[str, object] = said.model_dump(include=set(SpotCheckAsked.model_fields))
    assert kept == ASKED.model_dump()


@pytest.mark.parametrize("actor", [STAND_IN.post, LIAISON.post])
def test_it_is_answered_by_a_stand_in_or_whom_it_stands_in_for(directory: Directory, actor: str) -> None:
    of = ASKED.model_copy(update={"holder": STAND_IN})
    assert answered(directory, of, actor=actor).holder == STAND_IN


@pytest.mark.parametrize("course", [Course(wish(), ASKED), Course(wish(), ASKED, failed="no such mailbox")])
def test_nobody_else_answers_it(directory: Directory, course: Course) -> None:
    refused = answer(course, action(ticket=CHECK, actor="narahubung-jalan"), directory, NOW)
    assert isinstance(refused, Refusal)


def test_it_is_not_answered_before_it_was_asked(directory: Directory) -> None:
    assert isinstance(answer(Course(wish()), action(ticket=CHECK), directory, NOW), Refusal)


AN_HOUR = timedelta(hours=1)
WHEN = (
    # when the answer was given, and heard, and when it counts from; the question came at NOW
    (NOW + AN_HOUR, NOW + 2 * AN_HOUR, NOW + AN_HOUR),
    (NOW + 2 * AN_HOUR, NOW + AN_HOUR, NOW + AN_HOUR),
    (NOW - AN_HOUR, NOW + AN_HOUR, NOW),
)


@pytest.mark.parametrize(("given", "heard", "counts"), WHEN)
def test_it_counts_from_when_the_answer_was_given(
    directory: Directory, given: datetime, heard: datetime, counts: datetime
) -> None:
    assert answered(directory, at=given, now=heard).answered_at == counts


def test_the_first_answer_stands(directory: Directory) -> None:
    first = answered(directory, at=NOW + AN_HOUR)
    again = action("reply", ticket=CHECK, at=NOW + 3 * AN_HOUR)
    assert answer(Course(wish(), ASKED, first), again, directory, NOW + 3 * AN_HOUR) == first


def test_an_answer_counts_though_its_notice_is_said_to_have_failed(directory: Directory) -> None:
    course = Course(wish(), ASKED, failed="no such mailbox")
    assert isinstance(answer(course, action(ticket=CHECK), directory, NOW), SpotCheckAnswered)


def test_before_it_is_asked_it_shows_the_chair_and_the_moment() -> None:
    shown = status(Course(wish(at=NOW + AN_HOUR)))
    assert (shown.holder, shown.asked_at, shown.answered_at, shown.failed) == (LIAISON, NOW + AN_HOUR, None, None)


def test_then_it_shows_who_was_asked_and_how_long_the_answer_took(directory: Directory) -> None:
    of = ASKED.model_copy(update={"holder": STAND_IN})
    shown = status(Course(wish(), of, answered(directory, of, at=NOW + AN_HOUR)))
    assert (shown.holder, shown.answered_at, shown.taken) == (STAND_IN, NOW + AN_HOUR, AN_HOUR)
