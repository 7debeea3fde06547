"""What was said once can be read for ever: streams keep events for months, stores for years."""

import json
from typing import Any

import pytest

from shared.contracts.event import NewerSchemaError, read
from shared.contracts.ticket import TicketEvent, TicketRouted
from shared.contracts.timer import TimerDue, TimerSet
from tests.contracts.events import FOLDER, MESSAGES, SAMPLES, Sample, sample_of

EVERY_SAMPLE = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.stem)


def within(older: Any, newer: Any) -> Any:
    """What a newer writer says, without the fields an older one did not know."""
    if isinstance(older, dict) and isinstance(newer, dict):
        return {key: within(older[key], value) for key, value in newer.items() if key in older}
    if isinstance(older, list) and isinstance(newer, list) and len(older) == len(newer):
        return [within(*pair) for pair in zip(older, newer, strict=True)]
    return newer


@pytest.mark.parametrize("name", MESSAGES)
def test_every_event_has_a_stored_sample_of_its_schema(name: str) -> None:
    wanted = FOLDER / f"{name}.v{MESSAGES[name].SCHEMA}.json"
    assert wanted.exists(), (
        f"{name} has no sample of schema {MESSAGES[name].SCHEMA}: build one {MESSAGES[name].__name__} with invented "
        f"contents, write its .body() to tests/contracts/samples/{wanted.name}, and keep the older samples"
    )


@EVERY_SAMPLE
def test_every_stored_sample_is_one_of_an_event_that_is_still_said(sample: Sample) -> None:
    assert sample.name in MESSAGES
    assert sample.json()["schema"] == sample.schema


@EVERY_SAMPLE
def test_a_stored_sample_is_read_and_all_it_says_is_written_again_as_it_was(sample: Sample) -> None:
    written = json.loads(read(MESSAGES[sample.name], sample.body()).body())
    assert within(sample.json(), written) == sample.json()


@EVERY_SAMPLE
def test_a_field_nobody_here_knows_is_ignored(sample: Sample) -> None:
    kind = MESSAGES[sample.name]
    newer = json.dumps(sample.json() | {"tomorrow": {"unknown": [1, 2]}}).encode()
    assert read(kind, newer) == read(kind, sample.body())


@EVERY_SAMPLE
def test_an_event_of_a_newer_schema_is_refused_and_not_guessed_at(sample: Sample) -> None:
    kind = MESSAGES[sample.name]
    newer = json.dumps(sample.json() | {"schema": kind.SCHEMA + 1}).encode()
    with pytest.raises(NewerSchemaError, match=kind.NAME):
        read(kind, newer)


@EVERY_SAMPLE
def test_a_cloudevents_type_names_the_class_to_read(sample: Sample) -> None:
    kind = MESSAGES[sample.name]
    family = kind.__bases__[0] if "NAME" in kind.__bases__[0].__dict__ else kind
    assert type(read(family, sample.body(), f"melayani.{kind.NAME}")) is kind


def test_a_ticket_event_nobody_here_knows_is_still_the_tickets_whole_state() -> None:
    body = sample_of("tickets.routed").body()
    unknown, known = read(TicketEvent, body, "melayani.tickets.lent"), read(TicketRouted, body)
    assert type(unknown) is TicketEvent
    assert unknown.model_dump() == known.model_dump()


def test_an_alarm_that_rings_still_bears_the_type_it_was_set_with_and_is_read_as_due() -> None:
    due = read(TimerDue, sample_of("timers.set").body(), f"melayani.{TimerSet.NAME}")
    assert due == read(TimerDue, sample_of("timers.due").body())
