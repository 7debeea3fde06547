"""Who is tested when: by chance, within working time, everybody once before anybody twice."""

from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from services.router.domain.check_plan import check_number, liaisons, plan, planned, queue_of, week_of, wished
from shared.contracts.check_question import AskSpotCheck, SpotCheck
from shared.contracts.words import EMERGENCY, TRIAGE
from shared.directory.model import Directory
from shared.directory.spot_checks import CheckPlan
from shared.policy.calendar import working_time
from tests.builders import LIAISON, NOW, with_parts

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)
# Of a year the holidays are known of.
MONDAYS = st.integers(0, 50).map(lambda weeks: date(2026, 1, 5) + WEEK * weeks)

unhurried = settings(deadline=None)


def weekly(directory: Directory, times: int) -> Directory:
    return directory.model_copy(update={"spot_checks": CheckPlan(weekly=times, calendar="kantor")})


def ask(**wish: object) -> AskSpotCheck:
    return AskSpotCheck.model_validate({"id": "uji-1", "by": "bupati", **wish})


@unhurried
@given(week=MONDAYS, times=st.integers(0, 50))
def test_every_draw_of_a_week_draws_the_same(directory: Directory, week: date, times: int) -> None:
    drawn = plan(weekly(directory, times), week)
    later = weekly(directory, times).model_copy(update={"edition": "later"})
    assert plan(later, week) == drawn
    assert len({wish.check for wish in drawn}) == len(drawn)


@unhurried
@given(week=MONDAYS, times=st.integers(1, 50))
def test_as_many_are_drawn_as_the_plan_says_unless_nobody_works(directory: Directory, week: date, times: int) -> None:
    start = datetime.combine(week, datetime.min.time(), UTC)
    works = working_time(directory.calendars["kantor"]).elapsed(start, start + WEEK)
    assert len(planned(weekly(directory, times), week)) == (times if works else 0)


@unhurried
@given(week=MONDAYS, times=st.integers(1, 50))
def test_every_moment_is_working_time_of_its_week(directory: Directory, week: date, times: int) -> None:
    calendar = working_time(directory.calendars["kantor"])
    for at, _ in planned(weekly(directory, times), week):
        assert calendar.add(at, timedelta(0)) == at
        assert week_of(directory, at) == week


@unhurried
@given(times=st.integers(1, 20))
def test_nobody_is_drawn_twice_before_everybody_was_once(directory: Directory, times: int) -> None:
    """Without a calendar's days off, for then a turn passes over them."""
    small = weekly(with_parts(directory, sectors={"infrastruktur": directory.sectors["infrastruktur"]}), times)
    open_always = small.model_copy(update={"spot_checks": CheckPlan(weekly=times, calendar="siaga")})
    everybody = liaisons(small, MONDAY)
    weeks = (planned(open_always, MONDAY + WEEK * number) for number in range(3 * len(everybody)))
    posts = [post for _, post in chain.from_iterable(weeks)]
    first = -(MONDAY.toordinal() // 7 * times) % len(everybody)  # where a round begins
    rounds = [posts[at : at + len(everybody)] for at in range(first, len(posts), len(everybody))]
    assert all(len(set(one)) == len(one) for one in rounds)
    assert len({tuple(one) for one in rounds[:2]}) > 1  # not always in one order


def test_without_a_plan_nobody_is_drawn(directory: Directory) -> None:
    assert planned(directory, MONDAY) == ()
    assert planned(directory.model_copy(update={"spot_checks": None}), MONDAY) == ()


@given(text=st.text())
def test_a_check_number_follows_from_its_cause_and_is_one(text: str) -> None:
    number = check_number(text)
    assert number == check_number(text)
    try:
        SpotCheck(check=number, holder=LIAISON, queue="infrastruktur", by="bupati", asked_at=NOW)
    except ValidationError as error:
        pytest.fail(str(error))


@pytest.mark.parametrize(
    ("post", "queue"),
    [
        ("narahubung-lampu-jalan", "infrastruktur"),
        ("regu-siaga-112", EMERGENCY),
        ("kepala-dpu-ckpp", "infrastruktur"),
        ("bupati", "lainnya"),
        ("camat-glagah", TRIAGE),
    ],
)
def test_what_concerns_a_post_is_said_where_it_works(directory: Directory, post: str, queue: str) -> None:
    assert queue_of(directory, post) == queue


@pytest.mark.parametrize(
    "wish", [{"post": "kepala-bulan"}, {"sector": "ruang-angkasa"}, {"by": "siapa-saja", "post": LIAISON.post}]
)
def test_of_nobody_there_is_no_check(directory: Directory, wish: dict[str, str]) -> None:
    assert wished(ask(**wish), directory, NOW) is None


def test_a_named_post_is_tested_and_no_other(directory: Directory) -> None:
    wish = wished(ask(post=LIAISON.post), directory, NOW, [LIAISON.post])
    assert wish
    assert (wish.holder.post, wish.queue, wish.at) == (LIAISON.post, "infrastruktur", NOW)


@given(former=st.lists(st.integers(0, 3)), name=st.uuids())
def test_who_was_tested_least_often_is_drawn(directory: Directory, former: list[int], name: object) -> None:
    everybody = liaisons(directory, MONDAY, "infrastruktur")
    tested = [everybody[number] for number in former]
    wish = wished(ask(id=str(name), sector="infrastruktur"), directory, NOW, tested)
    assert wish
    assert tested.count(wish.holder.post) == min(tested.count(post) for post in everybody)


def test_another_wish_draws_another_post(directory: Directory) -> None:
    drawn = {wish.holder.post for number in range(50) if (wish := wished(ask(id=f"{number}"), directory, NOW))}
    assert len(drawn) > 25


def test_what_should_have_been_is_tested_now(directory: Directory) -> None:
    wish = wished(ask(post=LIAISON.post, at=NOW - timedelta(hours=1)), directory, NOW)
    assert wish
    assert wish.at == NOW
