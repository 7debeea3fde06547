"""Numbers, pseudonyms and fingerprints follow from what they name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from services.intake.domain.number import Secrets, fingerprint, pseudonym, read_ticket_number, ticket_number
from shared.contracts.complaint import Reporter
from shared.contracts.words import TicketNumber

SECRETS = Secrets(b"ticket" * 6, b"pseudonym" * 4, b"body" * 8)
OTHERS = Secrets(b"other" * 7, b"others" * 6, b"third" * 7)
NUMBER = TypeAdapter(TicketNumber)
KEY = "call112:1"


@given(st.text())
def test_a_number_is_a_ticket_number_and_always_the_same(key: str) -> None:
    number = ticket_number(SECRETS, key)
    assert NUMBER.validate_python(number) == number == ticket_number(SECRETS, key)


def test_ten_thousand_complaints_have_ten_thousand_numbers() -> None:
    assert len({ticket_number(SECRETS, f"call112:{count}") for count in range(10_000)}) == 10_000


def test_the_same_id_from_two_sources_has_two_numbers() -> None:
    assert ticket_number(SECRETS, "call112:1") != ticket_number(SECRETS, "lapor:1")


def test_without_the_secret_nothing_can_be_told_from_a_key() -> None:
    reporter = Reporter(phone="081234567890")
    assert ticket_number(SECRETS, KEY) != ticket_number(OTHERS, KEY)
    assert pseudonym(SECRETS, reporter, KEY) != pseudonym(OTHERS, reporter, KEY)
    assert fingerprint(SECRETS, b"{}") != fingerprint(OTHERS, b"{}")


@given(st.text())
def test_a_number_is_read_as_people_write_it(key: str) -> None:
    number = ticket_number(SECRETS, key)
    for written in (number.lower(), number.replace("-", ""), number.replace("-", " "), f" {number}\n"):
        assert read_ticket_number(written) == number
    misread = number[:3] + number[3:].replace("0", "O").replace("1", "l")
    assert read_ticket_number(misread) == number


@pytest.mark.parametrize("text", ["", "BWI", "BWI-1234-5678", "BWI-UUUU-1111-1111", "XXX-1234-5678-9ABC", "BWI1" * 4])
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    assert read_ticket_number(text) is None


@pytest.mark.parametrize(
    "reporter",
    [
        Reporter(phone="0812 3456 7890"),
        Reporter(phone="+62 812-3456-7890", name="Siti"),
        Reporter(phone="6281234567890", email="siti@contoh.example"),
        Reporter(phone="+62 (0)812 3456 7890"),
        Reporter(phone="006281234567890"),
    ],
)
def test_one_phone_is_one_person_however_it_is_written(reporter: Reporter) -> None:
    known = pseudonym(SECRETS, Reporter(phone="081234567890"), "lapor:7")
    assert pseudonym(SECRETS, reporter, KEY) == known
    assert known.startswith("warga-")
    assert len(known) == len("warga-") + 10
    assert known == known.lower()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Reporter(nik="3510 0112 0590 0001"), Reporter(nik="3510011205900001", phone="tidak ada")),
        (Reporter(email="Siti@Contoh.example"), Reporter(email=" siti@contoh.example", nik="-")),
    ],
)
def test_without_a_phone_a_person_is_known_by_nik_and_then_by_email(one: Reporter, other: Reporter) -> None:
    assert pseudonym(SECRETS, one, "lapor:1") == pseudonym(SECRETS, other, "lapor:2")


@pytest.mark.parametrize("reporter", [None, Reporter(), Reporter(name="Siti"), Reporter(phone="-", email="tidak ada")])
def test_who_gives_no_address_has_a_pseudonym_for_each_complaint(reporter: Reporter | None) -> None:
    assert pseudonym(SECRETS, reporter, "lapor:1") == pseudonym(SECRETS, reporter, "lapor:1")
    assert pseudonym(SECRETS, reporter, "lapor:1") != pseudonym(SECRETS, reporter, "lapor:2")


def test_secrets_do_not_show_themselves() -> None:
    assert "b'" not in repr(SECRETS)
