"""What the broker is asked for follows from the directory and the table of streams alone."""

import re
from collections import Counter

import pytest
from nats.js.api import DiscardPolicy, RetentionPolicy

from shared.contracts.edition import Edition
from shared.contracts.streams import HEARS, STREAMS, Stream
from shared.directory.folder import texts_in
from shared.directory.model import Directory
from shared.runtime.provision import LARGEST_MESSAGE, bucket_config, consumer_config, durables, stream_config
from tests.builders import NOW
from tests.conftest import DIRECTORY

STORE = 2**30
SMALLEST = 2**26
LIMITED = [stream for stream in STREAMS if stream.name != "TIMERS"]


def named(name: str) -> Stream:
    return next(stream for stream in STREAMS if stream.name == name)


def test_each_service_hears_each_queue_through_a_durable_of_its_own(directory: Directory) -> None:
    wanted = list(durables(directory))
    names = Counter(durable.name for durable in wanted)

    assert set(names.values()) == {1}
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
    assert {durable.queue for durable in wanted if durable.hears.stream == "SORTED"} == set(directory.queues)
    assert {durable.queue for durable in wanted if durable.hears.stream == "COMPLAINTS"} == set(directory.sources)
    assert {durable.hears for durable in wanted} == set(HEARS)


def test_a_durable_never_gives_up_and_leaves_a_killed_worker_seconds(directory: Directory) -> None:
    config = consumer_config(next(durables(directory)))

    assert config.max_deliver == -1
    assert config.ack_wait is not None
    assert config.ack_wait <= 10


@pytest.mark.parametrize("stream", LIMITED, ids=lambda stream: stream.name)
def test_a_full_stream_refuses_what_is_new_and_keeps_what_it_took(stream: Stream, directory: Directory) -> None:
    config = stream_config(stream, directory, STORE, 1)

    assert config.discard == DiscardPolicy.NEW
    assert config.retention == RetentionPolicy.LIMITS
    assert config.max_bytes is not None
    assert config.max_bytes > 0  # without it nothing is ever refused


def test_all_streams_together_fit_the_disk_they_were_given(directory: Directory) -> None:
    sizes = [stream_config(stream, directory, STORE, 1).max_bytes or 0 for stream in LIMITED]

    assert sum(sizes) + (bucket_config(STORE, 1).max_bytes or 0) <= STORE


def test_on_the_smallest_disk_there_is_room_for_the_directory_twice() -> None:
    edition = Edition.after(None, "1", texts_in(DIRECTORY), NOW)
    config = bucket_config(SMALLEST, 1)

    assert 2 * len(edition.packed()) <= (config.max_bytes or 0)
    assert len(edition.packed()) <= (config.max_msg_size or 0)


def test_timers_are_never_refused_dropped_or_aged(directory: Directory) -> None:
    config = stream_config(named("TIMERS"), directory, STORE, 1)

    assert (config.max_bytes, config.max_age, config.discard) == (-1, 0, DiscardPolicy.OLD)
    assert config.allow_msg_schedules
    assert config.allow_msg_ttl


def test_the_broker_drops_no_complaint_for_bearing_another_sources_id(directory: Directory) -> None:
    assert stream_config(named("COMPLAINTS"), directory, STORE, 1).duplicate_window == 0.1
    assert stream_config(named("TICKETS"), directory, STORE, 1).duplicate_window == 120


def test_whatever_a_stream_took_can_be_parked(directory: Directory) -> None:
    sizes = {stream.name: stream_config(stream, directory, STORE, 1).max_msg_size for stream in STREAMS}

    assert sizes.pop("DEAD") == -1
    assert set(sizes.values()) == {LARGEST_MESSAGE}


def test_only_a_source_of_the_directory_may_complain(directory: Directory) -> None:
    subjects = stream_config(named("COMPLAINTS"), directory, STORE, 1).subjects

    assert subjects == [f"complaints.{source}" for source in directory.sources]
