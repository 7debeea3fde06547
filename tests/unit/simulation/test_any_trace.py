"""What holds of every trace."""

from collections import Counter
from datetime import timedelta
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from services.simulation.people import People, Target
from services.simulation.report import tables
from services.simulation.trace import Arrival
from services.simulation.what_if import without
from shared.directory.model import Directory
from tests.conftest import shipped
from tests.unit.simulation.traces import MONDAY, TAIL, ran

MINUTES = st.integers(0, 60 * 24 * 40).map(lambda minutes: timedelta(minutes=minutes))
SHORT = st.sampled_from([timedelta(0), timedelta(hours=2), timedelta(days=2)])
SECTORS = st.sampled_from(["infrastruktur", "sosial", "kesehatan", "data-miskin", "", "CATCHALL"])


@st.composite
def arrivals(draw: st.DrawFn) -> Arrival:
    created = MONDAY + draw(MINUTES)
    answered = draw(st.none() | MINUTES)
    return Arrival(draw(st.integers(2, 99)), created, None if answered is None else created + answered, draw(SECTORS))


PEOPLE = st.builds(
    partial(People, delivery=timedelta(minutes=1), triage_after=timedelta(hours=1)),
    acknowledge_before=SHORT,
    resolve_after=SHORT,
    target=st.sampled_from([None, Target("lainnya", "urusan-umum")]),
)
DIRECTORIES = st.sampled_from([shipped(), without(shipped(), "narahubung-gedung")])
TRACES = st.lists(arrivals(), min_size=1, max_size=4).map(lambda found: sorted(found, key=lambda one: one.created))


@settings(max_examples=30)
@given(TRACES, PEOPLE, DIRECTORIES)
def test_every_promise_that_was_made_is_kept_broken_or_still_running(
    trace: list[Arrival], people: People, directory: Directory
) -> None:
    tally = ran(*trace, people=people, directory=directory)
    fates = Counter[str]()
    for (_, fate), count in tally.fates.items():
        fates[fate] += count
    assert fates["made"] == fates["kept"] + fates["broken"] + fates["running"]


@settings(max_examples=30)
@given(TRACES, PEOPLE, DIRECTORIES)
def test_every_arrival_is_somebodys_and_answered_when_the_trace_says_so(
    trace: list[Arrival], people: People, directory: Directory
) -> None:
    tally = ran(*trace, people=people, directory=directory, until=MONDAY + TAIL * 2)
    assert tally.held.total() == len(trace) + tally.handed_over
    assert tally.held.keys() <= directory.posts.keys()
    assert tally.answers.total() == sum(arrival.answered is not None for arrival in trace)
    assert not tally.refusals


@settings(max_examples=10)
@given(TRACES, PEOPLE)
def test_the_same_trace_twice_gives_the_same_report(trace: list[Arrival], people: People) -> None:
    assert tables(ran(*trace, people=people)) == tables(ran(*trace, people=people))
