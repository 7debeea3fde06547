"""Identities never reach a log; ids always do."""

import sys

import pytest
from pydantic import ValidationError

from shared.contracts.complaint import Complaint
from shared.runtime.logging import place_exception, redact, where

MASK = "[disamarkan]"


@pytest.mark.parametrize(
    ("text", "logged"),
    [
        ("tulis ke warga@contoh.example ya", f"tulis ke {MASK} ya"),
        ("nama.panjang+1@mail.contoh.example", MASK),
        ("081234567890", MASK),
        ("telp +62 812-3456-7890.", f"telp {MASK}."),
        ("0812.3456.7890", MASK),
        ("(0333) 424242", f"({MASK}"),
        ("0333/424242", MASK),
        ("NIK 3510012345678901", f"NIK {MASK}"),
        ("3510.0123.4567.8901", MASK),
        ("phone=081234567890;", f"phone={MASK};"),
    ],
)
def test_addresses_and_long_numbers_are_masked(text: str, logged: str) -> None:
    assert redact(None, "info", {"event": text})["event"] == logged
    assert redact(None, "info", {"event": "x", "detail": {"inner": [text]}})["detail"] == {"inner": [logged]}


@pytest.mark.parametrize(
    "text",
    [
        "BWI-1234-5678-9012",
        "ticket BWI-0A1B-2C3D-4E5F of router-sorted-perizinan",
        "tickets.routed:BWI-1234-5678-9012:12",
        "failed 8 times, last: KeyError in assign, line 120 of handlers.py",
        "[Errno 111] Connect call failed ('127.0.0.1', 4222)",
        "dead:intake:COMPLAINTS:1234567",
    ],
)
def test_ids_places_and_reasons_are_not(text: str) -> None:
    assert redact(None, "info", {"event": text})["event"] == text


def test_what_is_no_text_stays_as_it_is() -> None:
    assert redact(None, "info", {"count": 8, "timestamp": "2026-11-23 08:00:00", "none": None}) == {
        "count": 8,
        "timestamp": "2026-11-23 08:00:00",
        "none": None,
    }


def test_an_exception_is_logged_as_its_name_and_place_however_it_is_given() -> None:
    try:
        Complaint.model_validate({"text": {"nama": "Rahasia"}})
    except ValidationError as error:
        for given in (True, error, sys.exc_info()):
            logged = place_exception(None, "error", {"event": "x", "exc_info": given})
            assert set(logged) == {"event", "exception"}
            assert logged["exception"].startswith("ValidationError in model_validate, line ")


def test_an_error_that_was_never_raised_has_a_name_and_no_place() -> None:
    assert where(ValueError("Rahasia")) == "ValueError"
