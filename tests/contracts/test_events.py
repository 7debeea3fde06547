"""Every event has a name, one place on the wire, an id made of its cause, and CloudEvents headers."""

import re
from datetime import datetime, timedelta
from types import NoneType
from typing import Any, ClassVar, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.contracts.action import Action
from shared.contracts.event import HEADER_MESSAGE_ID, TYPE_PREFIX, Event, read, recall, remember
from shared.contracts.promise import PromiseEvent
from shared.contracts.receipt import Receipt
from tests.contracts.events import EVENT_SAMPLES, MESSAGES, Sample, sample_of

EVERY_EVENT = pytest.mark.parametrize("sample", EVENT_SAMPLES, ids=lambda sample: sample.path.stem)
HEADER = re.compile(r"[!-~]([ -~]*[!-~])?")
SUBJECT = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")
MUCH_LATER = timedelta(days=400)


def header_fits(text: str) -> bool:
    """Printable ASCII, nothing that could end a header."""
    return HEADER.fullmatch(text) is not None


def test_no_two_events_share_a_name() -> None:
    names = [kind.__dict__.get("NAME") for kind in MESSAGES.values()]
    assert None not in names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_name_begins_with_the_first_word_of_its_subject(name: str) -> None:
    assert MESSAGES[name].SUBJECT.startswith(name.partition(".")[0] + ".")


@EVERY_EVENT
def test_every_event_knows_its_subject(sample: Sample) -> None:
    assert SUBJECT.fullmatch(sample.event().subject())


@EVERY_EVENT
def test_its_headers_are_cloudevents_in_binary_mode(sample: Sample) -> None:
    headers = sample.event().headers("router")
    assert headers["ce-specversion"] == "1.0"
    assert headers["ce-type"] == TYPE_PREFIX + sample.name
    assert headers["ce-source"] == "/melayani/router"
    assert headers["ce-id"].startswith(f"{sample.name}:")
    assert headers["content-type"] == "application/json"
    assert all(header_fits(name) and header_fits(value) for name, value in headers.items())


@EVERY_EVENT
def test_its_broker_id_is_its_own_id_except_for_an_alarm_that_may_move(sample: Sample) -> None:
    headers = sample.event().headers("router")
    if sample.name == "timers.set":
        assert HEADER_MESSAGE_ID not in headers
    else:
        assert headers[HEADER_MESSAGE_ID] == headers["ce-id"]


@EVERY_EVENT
def test_its_key_follows_from_its_cause_and_not_from_the_moment(sample: Sample) -> None:
    event = sample.event()
    moments = {name: value + MUCH_LATER for name, value in event if isinstance(value, datetime)}
    assert event.model_copy(update=moments).key() == event.key()


@EVERY_EVENT
def test_what_is_remembered_is_said_again_word_for_word(sample: Sample) -> None:
    event = sample.event()
    again = recall(remember(event))
    assert type(again) is type(event)
    assert (again.subject(), again.body(), again.headers("sla")) == (
        event.subject(),
        event.body(),
        event.headers("sla"),
    )


@EVERY_EVENT
def test_what_may_be_missing_may_be_missing_on_the_wire(sample: Sample) -> None:
    event = sample.event()
    optional = [name for name, field in type(event).model_fields.items() if NoneType in get_args(field.annotation)]
    bare = event.model_copy(update=dict.fromkeys(optional))
    assert read(type(event), bare.body()) == bare


@EVERY_EVENT
def test_an_event_cannot_be_changed(sample: Sample) -> None:
    event = sample.event()
    with pytest.raises(ValidationError, match="frozen"):
        event.schema_number = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("kind", "name", "field"), [(Action, "actions", "id"), (Receipt, "receipts", "provider_id")], ids=["id", "receipt"]
)
@given(foreign=st.text(max_size=20) | st.text(st.characters(min_codepoint=30, max_codepoint=128), max_size=220))
def test_an_id_given_by_others_is_refused_or_fits_a_header(
    kind: type[Event], name: str, field: str, foreign: str
) -> None:
    try:
        event = kind.model_validate(sample_of(name).json() | {field: foreign})
    except ValidationError:
        return
    assert header_fits(event.headers("intake")["ce-id"])


class PromiseRenewed(PromiseEvent):
    """An event of tomorrow: one class, nothing else edited."""

    NAME: ClassVar[str] = "promises.renewed"

    until: datetime


def test_a_new_event_is_one_class() -> None:
    usual: dict[str, Any] = sample_of("promises.warned").json() | {"until": "2026-12-01T08:00:00+07:00"}
    event = PromiseRenewed.model_validate(usual)
    assert type(read(PromiseEvent, event.body(), "melayani.promises.renewed")) is PromiseRenewed
    assert recall(remember(event)) == event
    assert event.subject() == "promises.infrastruktur.renewed"
    assert event.headers("sla")["ce-type"] == "melayani.promises.renewed"
