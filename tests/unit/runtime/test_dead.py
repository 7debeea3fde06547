"""A dead letter says why, whence and when, and nothing in it can break a header."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shared.contracts import dead as contract
from shared.contracts.event import HEADER_ID, HEADER_MESSAGE_ID
from shared.runtime.dead import HEADER_LIMIT, letter
from shared.runtime.message import Message

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HEADERS = {HEADER_ID: "c-1", HEADER_MESSAGE_ID: "their-own", "Nats-Expected-Stream": "COMPLAINTS", "X-Custom": "kept"}
MESSAGE = Message("complaints.lapor", HEADERS, b"\xff", "COMPLAINTS", 41, 3, NOW)


def test_it_holds_the_payload_as_it_came_and_where_it_came_from() -> None:
    written = letter(MESSAGE, "intake", "lapor", "invalid", "text: too long", NOW)

    assert (written.subject, written.body) == ("dead.intake.lapor", b"\xff")
    assert {
        HEADER_ID: "c-1",
        "X-Custom": "kept",
        contract.REASON: "text: too long",
        contract.CODE: "invalid",
        contract.SERVICE: "intake",
        contract.ORIGIN_SUBJECT: "complaints.lapor",
        contract.ORIGIN_STREAM: "COMPLAINTS",
        contract.ORIGIN_SEQUENCE: "41",
        contract.DELIVERIES: "3",
        contract.PARKED_AT: "2026-11-23T08:00:00+00:00",
    }.items() <= written.headers.items()


def test_orders_to_the_broker_do_not_come_along_and_parking_twice_is_parking_once() -> None:
    once, again = (letter(MESSAGE, "intake", "lapor", "invalid", "r", NOW).headers for _ in range(2))

    assert "Nats-Expected-Stream" not in once
    assert once[HEADER_MESSAGE_ID] == again[HEADER_MESSAGE_ID] == "dead:intake:COMPLAINTS:41"


def test_the_publishers_id_survives_being_parked_again_after_a_replay() -> None:
    first = letter(MESSAGE, "intake", "lapor", "bug", "r", NOW).headers
    replayed = {
        contract.REPLAYED: "now",
        contract.ORIGIN_MESSAGE_ID: first[contract.ORIGIN_MESSAGE_ID],
        HEADER_MESSAGE_ID: "replay:1:2",
    }
    second = letter(replace(MESSAGE, headers=replayed), "intake", "lapor", "bug", "r", NOW).headers

    assert first[contract.ORIGIN_MESSAGE_ID] == second[contract.ORIGIN_MESSAGE_ID] == "their-own"


@given(st.text())
def test_any_reason_becomes_one_short_line_of_ascii(reason: str) -> None:
    line = letter(MESSAGE, "intake", "lapor", "bug", reason, NOW).headers[contract.REASON]

    assert line.isascii()
    assert line.isprintable()
    assert len(line) <= HEADER_LIMIT
