"""The ledger holds a refusal to what it promises: told to its source, and parked where a person may mend it."""

import pytest

from tests.chaos.book import Entry, bad_input
from tests.chaos.judgement import Posts, missing, strange_letters, violations
from tests.chaos.seen import Seen
from tests.unit.chaos.saying import accepted, dead_letter, hear, refused

POSTS = Posts(frozenset(), triage="meja-pilah")


def found(entry: Entry, seen: Seen) -> list[str]:
    return [violation.what for violation in violations([entry], seen, POSTS)]


@pytest.fixture
def refusal() -> Entry:
    binary = bad_input("bad", "lapor")[0]
    binary.cause = "COMPLAINTS:8"
    return binary


def test_a_refusal_that_is_told_and_parked_has_no_violation(refusal: Entry) -> None:
    seen = Seen()
    assert found(refusal, seen) == [
        "its source was not told of the refusal",
        "it was refused and does not lie in dead letters",
    ]
    hear(seen, refused("COMPLAINTS:8"))
    seen.hear(dead_letter("intake", "lapor", "not-json", "COMPLAINTS:8", refusal.id))
    assert found(refusal, seen) == []
    assert strange_letters([refusal], seen) == []


def test_a_refusal_that_a_lost_puback_doubled_is_foreseen(refusal: Entry) -> None:
    seen = Seen()
    seen.hear(dead_letter("intake", "lapor", "not-json", "COMPLAINTS:6", refusal.id))
    assert strange_letters([refusal], seen) == []


def test_a_refusal_with_another_code_is_found(refusal: Entry) -> None:
    seen = Seen()
    hear(seen, refused("COMPLAINTS:8", "invalid"))
    seen.hear(dead_letter("intake", "lapor", "not-json", "COMPLAINTS:8", refusal.id))
    assert found(refusal, seen) == ["it was refused with invalid instead of not-json"]


def test_what_does_not_fit_is_told_and_need_not_be_parked() -> None:
    empty = next(entry for entry in bad_input("bad", "lapor") if entry.expected == "invalid")
    empty.cause, seen = "COMPLAINTS:8", Seen()
    hear(seen, refused("COMPLAINTS:8", "invalid"))
    assert list(missing(empty, seen)) == []


def test_a_bad_complaint_that_became_a_ticket_is_found(refusal: Entry) -> None:
    seen = Seen()
    hear(seen, accepted(id=refusal.id))
    assert "it should be refused and became a ticket" in found(refusal, seen)
