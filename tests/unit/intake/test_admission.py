"""What is a complaint, and what becomes of it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.admission import Admission, Submission, admit, header_id, understand
from services.intake.domain.number import Secrets, ticket_number
from services.intake.domain.refusal import Refusal
from shared.contracts.complaint import TEXT_LIMIT
from shared.directory.model import Directory

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SECRETS = Secrets(b"ticket" * 6, b"pseudonym" * 4, b"body" * 8)
SUBJECT = "complaints.call112"
TEXT = "Lampu jalan mati."
VALUE = "rahasia-xyz"


def body(**fields: Any) -> bytes:
    return json.dumps({"text": TEXT} | fields).encode()


def taken(headers: dict[str, str], data: bytes, subject: str = SUBJECT) -> Submission:
    heard = understand(subject, headers, data)
    assert isinstance(heard, Submission), heard
    return heard


def refused(headers: dict[str, str], data: bytes) -> Refusal:
    heard = understand(SUBJECT, headers, data)
    assert isinstance(heard, Refusal), heard
    return heard


def admitted(directory: Directory, **fields: Any) -> Admission:
    return admit(taken({"ce-id": "1"}, body(**fields)), SECRETS, directory, "https://melayani.example/", NOW)


STRUCTURED = {"content-type": "application/cloudevents+json; charset=utf-8"}
ENVELOPE = {"specversion": "1.0", "id": "7", "type": "t", "source": "/s", "data": {"text": TEXT}}


@pytest.mark.parametrize(
    ("headers", "data", "id_"),
    [
        ({"ce-id": "7"}, body(), "7"),
        ({"Ce-Id": " 7 "}, body(id="8"), "7"),
        ({"ce-id": "a%20b%C3%A9"}, body(), "a bé"),
        ({"ce-id": ""}, body(id="8"), "8"),
        ({}, body(id="7"), "7"),
        ({}, body(id=7), "7"),
        ({"Nats-Msg-Id": "9"}, body(id="7"), "7"),
        ({"Nats-Msg-Id": "9"}, body(), "9"),
        (STRUCTURED, json.dumps(ENVELOPE).encode(), "7"),
        (STRUCTURED | {"ce-id": "8"}, json.dumps(ENVELOPE).encode(), "7"),
        ({"Content-Type": "application/CloudEvents+JSON"}, json.dumps(ENVELOPE).encode(), "7"),
        ({"X-Replayed": "now", "Nats-Msg-Id": "replay:1", "X-Origin-Message-Id": "9"}, body(), "9"),
    ],
)
def test_a_complaint_is_understood_in_every_mode(headers: dict[str, str], data: bytes, id_: str) -> None:
    heard = taken(headers, data)
    assert (heard.source, heard.id, heard.complaint.text) == ("call112", id_, TEXT)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"text",
        b"[]",
        b'"text"',
        b"null",
        b'{"text": NaN}',
        b"[" * 5_000 + b"]" * 5_000,
        b'{"text": "a", "deep": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b'{"n": ' + b"1" * 5_000 + b"}",
    ],
)
def test_what_is_no_json_object_is_told_so(data: bytes) -> None:
    refusal = refused({"ce-id": "1"}, data)
    assert (refusal.code, refusal.id) == ("not-json", "1")


@pytest.mark.parametrize("data", [{"data": [1]}, {"data": "text"}, {}])
def test_a_structured_event_without_an_object_inside_is_told_so_under_its_id(data: dict[str, Any]) -> None:
    refusal = refused(STRUCTURED, json.dumps({"id": "7"} | data).encode())
    assert (refusal.code, refusal.id) == ("not-json", "7")


@pytest.mark.parametrize(
    ("headers", "data"),
    [
        ({}, body()),
        ({"ce-id": "  "}, body(id="")),
        ({"ce-id": "x" * 201}, body()),
        ({"ce-id": "a%00b"}, body()),
        ({}, body(id="\ud800")),
        ({}, body(id=True)),
        ({}, body(id={"a": 1})),
        ({"X-Replayed": "now", "Nats-Msg-Id": "replay:1"}, body()),
    ],
)
def test_a_complaint_without_a_usable_id_is_told_so(headers: dict[str, str], data: bytes) -> None:
    refusal = refused(headers, data)
    assert (refusal.code, refusal.id) == ("no-id", None)


@pytest.mark.parametrize("fields", [{"schema": 2}, {"schema": 2, "text": 5}, {"schema": "2"}, {"schema": 9.0}])
def test_a_newer_schema_is_told_so_whatever_else_is_in_it(fields: dict[str, Any]) -> None:
    assert refused({"ce-id": "1"}, body(**fields)).code == "newer-schema"


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"text": None}, "text", "harus teks"),
        ({"text": " \n "}, "text", "tidak boleh kosong"),
        ({"text": "x" * (TEXT_LIMIT + 1)}, "text", "paling panjang 20000 huruf"),
        ({"text": VALUE + "\x00"}, "text", "karakter kendali"),
        ({"text": VALUE + "\ud800"}, "text", "UTF-8"),
        ({"kind": VALUE}, "kind", "salah satu dari 'complaint', 'information', 'aspiration' atau 'thanks'"),
        ({"reporter": VALUE}, "reporter", "objek JSON"),
        ({"reporter": {"phone": 81234567890}}, "reporter.phone", "harus teks"),
        ({"reporter": {"name": VALUE * 50}}, "reporter.name", "paling panjang 200"),
        ({"place": {"latitude": 91}}, "place.latitude", "paling besar 90"),
        ({"place": {"latitude": -91}}, "place.latitude", "paling kecil -90"),
        ({"place": {"longitude": VALUE}}, "place.longitude", "angka"),
        ({"reported_at": VALUE}, "reported_at", "zona waktu"),
        ({"reported_at": "2026-11-23T08:00:00"}, "reported_at", "zona waktu"),
        ({"backlog": VALUE}, "backlog", "true atau false"),
        ({"schema": VALUE}, "schema", "bilangan bulat"),
        ({"schema": 0}, "schema", "paling kecil 1"),
        ({"privacy": [VALUE]}, "privacy", "salah satu dari"),
    ],
)
def test_a_field_that_does_not_fit_is_named_and_its_value_is_not(
    fields: dict[str, Any], field: str, words: str
) -> None:
    refusal = refused({"ce-id": "1"}, body(**fields))
    assert (refusal.code, refusal.id, [fault.field for fault in refusal.faults]) == ("invalid", "1", [field])
    assert words in refusal.reason
    assert refusal.reason.startswith(field)
    assert VALUE not in refusal.reason


def test_every_field_that_does_not_fit_is_named() -> None:
    refusal = refused({"ce-id": "1"}, b'{"kind": 5, "place": {"latitude": "x"}}')
    assert {fault.field for fault in refusal.faults} == {"text", "kind", "place.latitude"}


def test_unknown_fields_are_ignored_and_20_000_letters_are_taken() -> None:
    assert len(taken({"ce-id": "1"}, body(text="x" * TEXT_LIMIT, more=[1, {"a": None}])).complaint.text) == TEXT_LIMIT


@given(st.binary(max_size=200), st.dictionaries(st.sampled_from(["ce-id", "content-type", "Nats-Msg-Id"]), st.text()))
def test_whatever_comes_is_a_submission_or_a_refusal(data: bytes, headers: dict[str, str]) -> None:
    assert isinstance(understand(SUBJECT, headers, data), Submission | Refusal)


json_values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v, max_size=3))


@given(st.dictionaries(st.text(), json_values, max_size=5))
def test_any_object_with_a_text_is_taken_or_its_fields_are_named(fields: dict[str, Any]) -> None:
    heard = understand(SUBJECT, {"ce-id": "1"}, json.dumps({"text": "x"} | fields).encode())
    assert isinstance(heard, Submission) or heard.faults or heard.code == "newer-schema"


def test_spaces_and_order_make_no_other_body_and_a_letter_does() -> None:
    one = taken({"ce-id": "1"}, b'{"text": "a", "kind": "thanks"}').canonical
    assert taken({"ce-id": "1"}, b'{ "kind":"thanks",\n"text":"a" }').canonical == one
    assert taken({"ce-id": "1"}, b'{"kind": "thanks", "text": "A"}').canonical != one


@given(st.text(min_size=1, max_size=50).filter(lambda text: text.strip().isprintable() and text.strip()))
def test_an_id_survives_its_header(id_: str) -> None:
    header = header_id(id_.strip())
    assert header.isascii()
    assert taken({"ce-id": header}, body()).id == id_.strip()


def test_an_admission_holds_the_number_the_urgency_and_its_reason(directory: Directory) -> None:
    admission = admitted(directory, reporter={"name": "Siti", "phone": "0811", "email": ""})
    complaint = admission.admitted.complaint
    assert admission.key == "call112:1"
    assert complaint.ticket == admission.accepted.ticket == ticket_number(SECRETS, "call112:1")
    assert (complaint.source, complaint.urgency, complaint.reachable) == ("call112", "normal", ("phone",))
    assert complaint.urgency_reason
    assert complaint.reported_at == complaint.admitted_at == admission.accepted.at == NOW
    assert admission.accepted.link == f"https://melayani.example/complaints/{complaint.ticket}"
    assert (admission.accepted.id, admission.accepted.source) == ("1", "call112")


def test_an_imported_complaint_is_backlog_whatever_it_says(directory: Directory) -> None:
    emergency = directory.emergency.words[0]
    assert admitted(directory, text=f"Ada {emergency} di sini").admitted.complaint.urgency == "emergency"
    assert admitted(directory, text=f"Ada {emergency} di sini", backlog=True).admitted.complaint.urgency == "backlog"


def test_what_is_said_holds_nothing_of_the_reporter(directory: Directory) -> None:
    admission = admitted(
        directory,
        text="Saya Siti Aminah, 0812-3456-7890, siti@contoh.example, NIK 3510011205900001, motor P 1234 AB.",
        reporter={
            "name": "Siti Aminah",
            "phone": "081234567890",
            "email": "siti@contoh.example",
            "nik": "3510011205900001",
            "address": "Jalan Melati 5",
        },
        place={"district": "Glagah", "village": "Kemiren", "note": "rumah Bu Siti 081234567890"},
    )
    said = (admission.admitted.body() + admission.accepted.body()).decode().lower()
    for secret in ("siti", "aminah", "3456", "contoh.example", "351001", "1234 ab", "melati"):
        assert secret not in said
    assert admission.admitted.complaint.text == "Saya [nama], [nomor telepon], [surel], NIK [NIK], motor [pelat]."
    assert admission.admitted.complaint.place is not None
    assert admission.admitted.complaint.place.village == "Kemiren"
