"""What the audit objects to: a clock of an open ticket without a deadline to come that is not late either."""

from datetime import datetime, timedelta

import pytest

from services.sla.domain.audit import Stand, unchanged, violations
from shared.contracts.question import OpenTicket, Tickets
from tests.builders import LIAISON, NOW, TICKET

SETTLED = timedelta(minutes=10)
LONG_AGO = NOW - timedelta(days=1)
SOON, JUST_NOW = NOW + timedelta(hours=1), NOW - timedelta(minutes=1)
KEY = f"{TICKET}:resolution"


def opened(*, changed_at: datetime = LONG_AGO, clocks: tuple[str, ...] = (KEY,), revision: int = 1) -> OpenTicket:
    known = {"ticket": TICKET, "revision": revision, "queue": "infrastruktur", "state": "routed", "holder": LIAISON}
    times = {"urgency": "normal", "admitted_at": LONG_AGO, "changed_at": changed_at}
    return OpenTicket.model_validate({**known, **times, "clocks": clocks})


def wrong(stands: dict[str, Stand], ticket: OpenTicket) -> list[str]:
    return [violation.kind for violation in violations(ticket, stands, NOW, SETTLED)]


@pytest.mark.parametrize(
    ("stand", "expected"),
    [
        (Stand(due_at=SOON, next_at=SOON), []),
        (Stand(due_at=LONG_AGO, next_at=SOON, is_late=True), []),
        (Stand(due_at=LONG_AGO, is_late=True), []),
        (Stand(due_at=JUST_NOW, next_at=JUST_NOW), []),
        (Stand(due_at=JUST_NOW), []),
        (None, ["no_clock"]),
        (Stand(stopped=True, due_at=SOON), ["stopped"]),
        (Stand(stopped=True), ["stopped"]),
        (Stand(due_at=LONG_AGO), ["no_deadline"]),
        (Stand(due_at=LONG_AGO, next_at=LONG_AGO), ["missed"]),
        (Stand(due_at=LONG_AGO, next_at=LONG_AGO, is_late=True), ["missed"]),
    ],
    ids=[
        *("runs", "climbs", "is late at the end of its ladder", "is ringing", "has just lapsed"),
        *("is gone", "was stopped", "was stopped before it began", "ended and nothing came of it"),
        *("should have rung", "should have rung again"),
    ],
)
def test_a_clock_that(stand: Stand | None, expected: list[str]) -> None:
    assert wrong({KEY: stand} if stand else {}, opened()) == expected


def test_an_open_ticket_with_no_clock_at_all_is_found() -> None:
    assert wrong({}, opened(clocks=())) == ["no_clock"]


def test_each_clock_of_a_ticket_is_looked_at() -> None:
    (found,) = violations(opened(clocks=(KEY, f"{TICKET}:answer")), {KEY: Stand(next_at=SOON)}, NOW, SETTLED)
    assert (found.ticket, found.queue, found.clock) == (TICKET, "infrastruktur", f"{TICKET}:answer")


@pytest.mark.parametrize(("since", "expected"), [(SETTLED, ["no_clock"]), (SETTLED - timedelta(seconds=1), [])])
def test_a_ticket_that_changed_a_moment_ago_is_left_to_the_next_round(since: timedelta, expected: list[str]) -> None:
    assert wrong({}, opened(changed_at=NOW - since)) == expected


@pytest.mark.parametrize(("after", "expected"), [((opened(),), {TICKET}), ((opened(revision=2),), set()), ((), set())])
def test_what_changed_while_it_was_looked_at_does_not_count(after: tuple[OpenTicket, ...], expected: set[str]) -> None:
    assert unchanged(Tickets(tickets=(opened(),)), Tickets(tickets=after)) == expected
