"""Several promises run on one clock of a ticket, each on a track of its own: ours, SP4N-LAPOR's, the law's."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.ticket_record import Promise
from shared.contracts.words import OWN, URGENCIES, Urgency, clock_key
from shared.directory.model import Directory
from shared.directory.promises import PromisePolicy
from shared.policy.calendar import working_time
from shared.policy.promise import Asked, handed_on, policy_for, promises, track_of
from tests.builders import NOW, RUNGS, TICKET, TODAY, holder_of, sorting, started
from tests.conftest import shipped

LOADED = shipped()
OFFICE = working_time(LOADED.calendars["kantor"])
MONDAY = datetime(2026, 11, 23, 13, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
DAY = timedelta(hours=7, minutes=30)
BOTH = "jembatan"  # of a class for which the law sets a limit too
QUEUES = [("infrastruktur", BOTH), ("infrastruktur", "lampu-jalan"), ("emergency", None), ("triage", None)]


def made(
    queue: str = "infrastruktur",
    topic: str | None = BOTH,
    source: str | None = "lapor",
    urgency: Urgency = "normal",
    directory: Directory = LOADED,
) -> dict[tuple[str, str], Promise]:
    sorted_so = sorting(queue, queue if topic else None, topic)
    holder = holder_of(LOADED, sorted_so)
    found = promises(directory, sorted_so, urgency, MONDAY, holder, source=source, number=TICKET)
    assert len({track_of(promise) for promise in found}) == len(found)
    return {track_of(promise): promise for promise in found}


def with_policy(**change: Any) -> Directory:
    """The shipped promises, and one more."""
    policy = LOADED.promises["jawab"].model_copy(update={"slug": "lain", **change})
    parts = {name: getattr(LOADED, name) for name in Directory.model_fields}
    return Directory.model_construct(**parts | {"promises": {**LOADED.promises, "lain": policy}})


def chosen(directory: Directory, track: str = OWN, day: date = TODAY, **asked: Any) -> PromisePolicy | None:
    usual = {"queue": "infrastruktur", "topic_class": None, "urgency": "normal", "day": day}
    return policy_for(directory, "answer", track, Asked(**{**usual, **asked}))


@pytest.mark.parametrize(
    ("track", "policy", "days"),
    [
        (("answer", OWN), "jawab", 1),
        (("answer", "lapor"), "jawab-lapor", 5),
        (("resolution", OWN), "selesai-tanpa-pengawasan", 14),
    ],
)
def test_each_track_has_its_own_days_beside_the_others(track: tuple[str, str], policy: str, days: int) -> None:
    promise = made()[track]
    assert (promise.policy, promise.span) == (policy, days * DAY)
    assert promise.due_at == OFFICE.add(MONDAY, days * DAY)


def test_the_laws_days_are_counted_whether_offices_are_open_or_not() -> None:
    promise = made()["resolution", "law"]
    assert (promise.policy, promise.due_at) == ("selesai-peraturan", MONDAY + timedelta(days=60))


@pytest.mark.parametrize(
    ("queue", "topic", "source", "others"),
    [
        ("infrastruktur", BOTH, "lapor", {("answer", "lapor"), ("resolution", "law")}),
        ("infrastruktur", BOTH, "call112", {("resolution", "law")}),
        ("infrastruktur", BOTH, None, {("resolution", "law")}),
        ("infrastruktur", "lampu-jalan", "lapor", {("answer", "lapor")}),
        ("infrastruktur", "lampu-jalan", "call112", set()),
        ("triage", None, "lapor", {("triage", "lapor"), ("answer", "lapor")}),
        ("triage", None, "call112", set()),
        ("emergency", None, "call112", set()),
    ],
)
def test_whose_days_run_beside_ours_depends_on_source_and_class(
    queue: str, topic: str | None, source: str | None, others: set[tuple[str, str]]
) -> None:
    assert {track for track in made(queue, topic, source) if track[1] != OWN} == others


@pytest.mark.parametrize(("queue", "topic"), QUEUES)
@pytest.mark.parametrize("urgency", URGENCIES)
def test_the_regencys_own_promise_is_the_same_whoever_elses_days_run_beside_it(
    queue: str, topic: str | None, urgency: Urgency
) -> None:
    own = {track: promise for track, promise in made(queue, topic, "lapor", urgency).items() if track[1] == OWN}
    assert own == {track: promise for track, promise in made(queue, topic, None, urgency).items() if track[1] == OWN}


@pytest.mark.parametrize(("queue", "topic"), QUEUES)
def test_what_was_imported_late_runs_on_no_track_on_which_all_of_it_is_late_at_once(
    queue: str, topic: str | None
) -> None:
    assert {track for _, track in made(queue, topic, urgency="backlog")} == {OWN}


@pytest.mark.parametrize(("queue", "topic"), [QUEUES[0], QUEUES[1], QUEUES[3]])
def test_everything_that_was_imported_is_spread(queue: str, topic: str | None) -> None:
    for promise in made(queue, topic, urgency="backlog").values():
        policy = LOADED.promises[promise.policy]
        assert policy.spread
        assert policy.span < promise.span < policy.span + policy.spread


def test_clocks_of_two_tracks_are_two_clocks() -> None:
    keys = {clock_key(TICKET, clock, segment, track) for clock, track in made() for segment in (1, 2)}
    assert len(keys) == 2 * len(made())
    assert clock_key(TICKET, "answer", 1) == f"{TICKET}:answer"
    assert clock_key(TICKET, "answer", 2, "lapor") == f"{TICKET}:answer:2:lapor"


@given(own=st.integers(1, 99), law=st.integers(1, 99), fresh=st.integers(1, 99))
def test_a_hand_over_takes_the_earlier_date_of_each_track_by_itself(own: int, law: int, fresh: int) -> None:
    kept = (due_in(own, OWN), due_in(law, "law"))
    after = handed_on(kept, (due_in(fresh, OWN),), RUNGS, 2)
    assert {one.track: one.due_at for one in after} == {
        OWN: NOW + timedelta(hours=min(own, fresh)),
        "law": NOW + timedelta(hours=law),
    }


def due_in(hours: int, track: str) -> Promise:
    return started("resolution", track=track).model_copy(update={"due_at": NOW + timedelta(hours=hours)})


def test_a_policy_for_one_source_goes_before_one_for_all() -> None:
    directory = with_policy(sources=("call112",))
    assert [chosen(directory, source=source) for source in ("call112", "lapor", None)] == [
        directory.promises["lain"],
        directory.promises["jawab"],
        directory.promises["jawab"],
    ]


def test_an_urgency_counts_more_than_a_source() -> None:
    found = chosen(with_policy(sources=("call112",)), source="call112", urgency="emergency")
    assert found
    assert found.slug == "jawab-darurat-pindah"


def test_a_policy_for_a_wait_counts_only_while_it_is_waited_for_and_then_most_of_all() -> None:
    directory = with_policy(waits=("stage",))
    assert chosen(directory, urgency="emergency", waits="stage") == directory.promises["lain"]
    assert chosen(directory, waits="safety") == directory.promises["jawab"]
    assert chosen(directory) == directory.promises["jawab"]


def test_a_track_begins_with_its_policys_day_and_the_regencys_own_is_never_without_a_promise() -> None:
    begins = date(2027, 1, 1)
    directory = with_policy(track="law", valid_from=begins)
    assert chosen(directory, "law", begins - timedelta(days=1)) is None
    assert chosen(directory, "law", begins) == directory.promises["lain"]
    assert chosen(directory, OWN, date(2020, 1, 1)) == directory.promises["jawab"]


def test_the_tracks_of_a_directory_are_its_own_and_those_its_promises_name() -> None:
    assert LOADED.tracks == (OWN, "lapor", "law")
    assert with_policy(track="adat").tracks == (OWN, "adat", "lapor", "law")
