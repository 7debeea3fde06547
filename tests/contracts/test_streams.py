"""The table of streams and of who hears what fits together, for every queue and source of the directory."""

import re

import pytest

from shared.contracts.dead import dead_subject
from shared.contracts.edition import BUCKET_SHARE
from shared.contracts.streams import HEARS, STREAMS, Hears
from shared.contracts.words import RESERVED, URGENCIES
from shared.directory.model import Directory
from shared.runtime.provision import durables
from tests.contracts.conftest import NAMES
from tests.contracts.events import MESSAGES, channel, sample_of
from tests.contracts.subjects import overlap, within

LEGAL = re.compile(r"[A-Za-z0-9_-]{1,255}")
EVERY_HEARING = pytest.mark.parametrize("hears", HEARS, ids=lambda hears: f"{hears.service} {hears.filter}")


def streams_of(subject: str) -> list[str]:
    return [stream.name for stream in STREAMS if any(within(subject, pattern) for pattern in stream.subjects)]


@pytest.mark.parametrize("name", MESSAGES)
def test_every_event_lies_in_exactly_one_stream(name: str) -> None:
    assert len(streams_of(channel(MESSAGES[name]))) == 1


@pytest.mark.parametrize("service", NAMES)
def test_dead_letters_of_every_service_lie_in_their_stream_alone(service: str) -> None:
    assert streams_of(dead_subject(service, "infrastruktur")) == ["DEAD"]


def test_no_two_subjects_of_the_streams_overlap() -> None:
    subjects = [subject for stream in STREAMS for subject in stream.subjects]
    clashes = [(one, other) for at, one in enumerate(subjects) for other in subjects[at + 1 :] if overlap(one, other)]
    assert clashes == []


def test_a_stream_that_may_refuse_leaves_room_for_the_one_that_may_not() -> None:
    assert sum(stream.share or 0 for stream in STREAMS) + BUCKET_SHARE < 1
    assert [stream.name for stream in STREAMS if stream.share is None] == ["TIMERS"]


@EVERY_HEARING
def test_what_a_service_hears_lies_in_the_stream_it_names(hears: Hears) -> None:
    spelled = hears.filter.removesuffix(".>") + (".{event}" if hears.filter.endswith(".>") else "")
    assert streams_of(spelled) == [hears.stream]
    assert hears.service in NAMES


@EVERY_HEARING
def test_something_is_said_that_it_hears(hears: Hears) -> None:
    assert [name for name, kind in MESSAGES.items() if within(channel(kind), hears.filter)]


def test_every_durable_of_the_directory_has_a_legal_name_of_its_own(directory: Directory) -> None:
    names = [durable.name for durable in durables(directory)]
    assert len(set(names)) == len(names)
    assert all(LEGAL.fullmatch(name) for name in names)


def test_every_queue_and_every_source_is_heard(directory: Directory) -> None:
    filters = {durable.filter for durable in durables(directory)}
    sources, queues = directory.sources, directory.queues
    assert {f"complaints.{source}" for source in sources} <= filters
    assert {f"admitted.{urgency}.{source}" for urgency in URGENCIES for source in sources} <= filters
    assert {f"{what}.{queue}" for what in ("sorted", "actions", "timers.due") for queue in queues} <= filters


def test_no_queue_or_source_has_a_name_that_means_something_else(directory: Directory) -> None:
    assert not RESERVED & {*directory.queues, *directory.sources}


# How often each is said of one complaint that is answered; a promise is broken now and then.
SAID_EACH = {
    "COMPLAINTS": ("complaints", 1),
    "ADMITTED": ("admitted", 1),
    "SORTED": ("sorted", 1),
    "TICKETS": ("tickets.escalated", 4),
    "PROMISES": ("promises.breached", 3),
    "NOTICES": ("notices.delivered", 4),
    "ACTIONS": ("actions", 2),
    "REPLIES": ("replies.accepted", 1),
}


def test_of_all_streams_complaints_fills_first_so_that_what_is_taken_can_be_worked_off() -> None:
    fill = {}
    for stream in STREAMS:
        if stream.name in SAID_EACH and stream.share and stream.max_age:
            name, times = SAID_EACH[stream.name]
            size = len(sample_of(name).body()) * times
            fill[stream.name] = size * stream.max_age.days / stream.share

    assert max(fill, key=lambda name: fill[name]) == "COMPLAINTS", sorted(fill.items(), key=str)
