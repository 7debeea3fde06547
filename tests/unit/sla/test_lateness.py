"""What is late, who reads of it, and what they read: one letter a leader and a working day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sla.domain.clock import Alarm, Clock
from services.sla.domain.lateness import OLDEST, Late, Reader, digest, is_time, late, late_place, readers, since
from shared.contracts.digest import LateTicket
from shared.contracts.words import ClockName, Slug
from shared.directory.model import Directory
from shared.policy.steps import lapse
from tests.builders import NOW, RUNGS, STEPS, TICKET, TODAY, rostered

DUE = NOW + timedelta(hours=4)
A_DAY = timedelta(days=1)
ROADS, SOCIAL, OFFICE, REGENT = "asisten-ekbang", "asisten-pemkesra", "asisten-administrasi", "bupati"
LEADERS = (ROADS, SOCIAL, OFFICE, REGENT)
AWAY = f"{SOCIAL}: {{leaves: [{{first: {TODAY}, last: {TODAY}}}]}}"


def clock(*, rung: int = 0, stopped: bool = False, skip: int = 0) -> Clock:
    """A warning and three rungs, of which so many rang; the first `skip` were left to a former segment."""
    alarms = tuple(Alarm(NOW + step.after, step) for step in STEPS[skip:])
    return Clock(TICKET, "acknowledge", 1, "infrastruktur", DUE, NOW, alarms, rung, stopped)


def broken(number: int, *posts: Slug, queue: str = "infrastruktur", due: datetime = DUE, **change: object) -> Late:
    told = {"ticket": f"BWI-0000-0000-{number:04d}", "queue": queue, "clock": "resolution", "due_at": due, "rung": 1}
    return Late(LateTicket.model_validate(told | change), posts or (ROADS,))


def reader(directory: Directory, *posts: Slug) -> Reader:
    return Reader(directory.holder(posts[0]), frozenset(posts))


@pytest.mark.parametrize(
    ("one", "is_late", "told"),
    [
        (clock(), False, 0),
        (clock(rung=1), False, 0),
        (clock(rung=2), True, 1),
        (clock(rung=4), True, 3),
        (clock(rung=4, stopped=True), False, 3),
        (clock(skip=2), True, 1),
        (clock(skip=3, rung=1), True, 3),
        (replace(clock(rung=1), alarms=(Alarm(DUE, lapse(DUE - NOW)),)), False, 0),
    ],
    ids=["new", "warned", "told", "end of the ladder", "kept", "told before", "told before and now", "lapsed"],
)
def test_a_clock_is_late_from_its_first_rung_until_it_is_kept(one: Clock, is_late: bool, told: int) -> None:
    assert (late_place(one) is not None) is is_late
    assert late(one).told.rung == told


@given(st.lists(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), min_size=2, max_size=5))  # noqa: DTZ001
def test_places_stand_in_the_order_in_which_clocks_were_due(dues: list[datetime]) -> None:
    clocks = [replace(clock(rung=2), due_at=due.replace(tzinfo=NOW.tzinfo)) for due in dues]
    assert sorted(clocks, key=lambda one: one.due_at) == sorted(clocks, key=lambda one: late_place(one) or "")


def test_those_on_its_ladder_read_of_a_late_clock() -> None:
    assert late(clock(rung=2)).posts == tuple(rung.post for rung in RUNGS)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23T07:29:59+07:00", False),
        ("2026-11-23T07:30:00+07:00", True),
        ("2026-11-23T14:00:00+07:00", True),
        ("2026-11-23T21:00:00+07:00", False),
        ("2026-11-22T09:00:00+07:00", False),
        ("2026-12-25T09:00:00+07:00", False),
    ],
    ids=["before it opens", "it opens", "in the afternoon", "in the evening", "on Sunday", "on a holiday"],
)
def test_it_is_told_while_the_office_is_open(directory: Directory, at: str, expected: bool) -> None:
    assert is_time(directory.office, datetime.fromisoformat(at)) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-24", "2026-11-23T07:30:00+07:00"),
        ("2026-11-23", "2026-11-20T07:30:00+07:00"),
        ("2026-12-28", "2026-12-23T07:30:00+07:00"),
    ],
    ids=["Tuesday", "Monday", "after Christmas"],
)
def test_what_is_fresh_broke_since_the_working_day_before(directory: Directory, day: str, expected: str) -> None:
    assert since(directory.office, date.fromisoformat(day)) == datetime.fromisoformat(expected)


def test_each_post_of_the_plan_is_read_by_whoever_sits_there(directory: Directory) -> None:
    reading, empty = readers(rostered(directory, "{}"), LEADERS, TODAY)
    assert [(one.holder.post, one.posts) for one in reading] == [(post, {post}) for post in LEADERS]
    assert empty == []


def test_who_stands_in_for_another_reads_once_for_both(directory: Directory) -> None:
    office_away = AWAY.replace(SOCIAL, OFFICE)
    reading, _ = readers(rostered(directory, office_away), (OFFICE, SOCIAL), TODAY)
    assert [(one.holder.post, one.holder.stands_in_for, one.posts) for one in reading] == [
        (SOCIAL, None, {OFFICE, SOCIAL})
    ]


def test_an_empty_chair_is_passed_over_and_named(directory: Directory) -> None:
    reading, empty = readers(rostered(directory, AWAY), (SOCIAL, REGENT), TODAY)
    assert ([one.holder.post for one in reading], empty) == ([REGENT], [SOCIAL])


@pytest.mark.parametrize(
    ("posts", "expected"),
    [((ROADS,), {1, 3}), ((SOCIAL,), {2}), ((OFFICE,), set()), ((OFFICE, SOCIAL), {2}), ((REGENT,), {1, 2, 3})],
    ids=["one agency's leader", "another's", "no agency's late", "for two chairs", "above them all"],
)
def test_a_leader_reads_what_is_late_below_them_and_the_regent_all(
    directory: Directory, posts: tuple[Slug, ...], expected: set[int]
) -> None:
    found = [broken(1, ROADS), broken(2, SOCIAL, queue="pendidikan"), broken(3, "kepala-dpu-ckpp", ROADS)]
    told = digest(directory, reader(directory, *posts), found, DUE, NOW, more=False)
    assert {int(one.ticket[-4:]) for one in told.oldest} == expected
    assert told.late == len(expected)


def clocks_of_one_ticket() -> Iterable[Late]:
    clocks: tuple[ClockName, ...] = ("resolution", "answer", "update")
    yield from (broken(1, due=DUE + A_DAY * place, clock=name) for place, name in enumerate(clocks))


def test_a_ticket_counts_once_by_what_broke_first(directory: Directory) -> None:
    told = digest(directory, reader(directory, ROADS), [*clocks_of_one_ticket()][::-1], DUE + A_DAY, NOW, more=False)
    assert [(one.clock, one.due_at) for one in told.oldest] == [("resolution", DUE)]
    assert [(queue.late, queue.fresh) for queue in told.queues] == [(1, 0)]


@given(late=st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["infrastruktur", "sosial"]), st.integers(-9, 9))))
def test_however_much_is_late_it_is_one_letter_whose_counts_add_up(
    directory: Directory, late: list[tuple[int, str, int]]
) -> None:
    found = [broken(number, queue=queue, due=DUE + A_DAY * days) for number, queue, days in late]
    told = digest(directory, reader(directory, REGENT), found, DUE, NOW, more=False)
    assert told.late == sum(queue.late for queue in told.queues) == len({number for number, _, _ in late})
    assert all(0 <= queue.fresh <= queue.late for queue in told.queues)
    assert [queue.late for queue in told.queues] == sorted((queue.late for queue in told.queues), reverse=True)
    assert [one.due_at for one in told.oldest] == sorted(one.due_at for one in told.oldest)
    assert len(told.oldest) == min(told.late, OLDEST)
