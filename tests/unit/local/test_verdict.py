"""From the events alone: did every complaint's story come to its end?"""

from collections.abc import Iterable
from typing import Any

import pytest

from deploy.local.book import Book
from deploy.local.example_day import Decision, Example, Liaison
from deploy.local.verdict import problems, summarise
from shared.contracts.event import Event
from shared.contracts.reply import Accepted, Refused
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEscalated,
    TicketHandedOver,
    TicketResolved,
)
from tests.builders import CHECK, NOW, TICKET, delivered, ticket, undelivered
from tests.builders import RUNGS as LADDER

TAKES = Liaison(acknowledge=1)
CLOSES = Liaison(acknowledge=1, reply="Nggih.", resolve="Sampun.")
ACCEPTED = Accepted(source="lapor", id="a", at=NOW, ticket=TICKET, link="http://127.0.0.1/x")
REFUSED = Refused(source="lapor", id="a", at=NOW, code="invalid", reason="text is empty", cause="COMPLAINTS:1")
ROUTED = ticket()
ACKNOWLEDGED = ticket(TicketAcknowledged, revision=2, state="acknowledged")
RESOLVED = ticket(TicketResolved, revision=3, state="resolved")
RUNGS = [
    ticket(TicketEscalated, revision=rung + 1, rung=rung, told=holder) for rung, holder in enumerate(LADDER, start=1)
]
TOLD = delivered()
IN_TRIAGE = ticket(queue="triage", state="awaiting_triage")
DECIDED = ticket(TicketHandedOver, revision=2, segment=2)
TOLD_TOO = TOLD.model_copy(update={"segment": 2, "notice": f"{TICKET}:2:liaison"})


def example(liaison: Liaison | None = None, **how: Any) -> Example:
    return Example(id="a", source="lapor", text="x", queue=("infrastruktur",), liaison=liaison, **how)


def vague() -> Example:
    return example(TAKES, decision=Decision(after=1, sector="infrastruktur", topic="jembatan"))


def book(events: Iterable[Event]) -> Book:
    written = Book()
    for event in events:
        written.hear(event)
    return written


@pytest.mark.parametrize(
    ("told", "events", "problem"),
    [
        (example(TAKES), [], "has no ticket"),
        (example(TAKES), [REFUSED], "was refused: text is empty"),
        (example(TAKES), [ACCEPTED], "has no holder"),
        (example(TAKES), [ACCEPTED, ROUTED], "has no notice to anybody who could act"),
        (example(TAKES), [ACCEPTED, ROUTED, undelivered()], "has no notice to anybody who could act"),
        (example(TAKES), [ACCEPTED, ROUTED, TOLD], "was not acknowledged"),
        (example(CLOSES), [ACCEPTED, ROUTED, TOLD, ACKNOWLEDGED], "was not resolved"),
        (example(), [ACCEPTED, ROUTED, TOLD, RUNGS[0]], "nobody answered, and rungs [2, 3] never heard of it"),
        (vague(), [ACCEPTED, IN_TRIAGE, TOLD, ACKNOWLEDGED], "was not decided"),
        (vague(), [ACCEPTED, IN_TRIAGE, TOLD, DECIDED], "has no notice to anybody who could act"),
        (vague(), [ACCEPTED, IN_TRIAGE, TOLD, DECIDED, TOLD_TOO], "was not acknowledged"),
        (example(refused=True), [ACCEPTED], "was not refused"),
    ],
)
def test_a_story_that_is_not_at_its_end_is_named(told: Example, events: list[Event], problem: str) -> None:
    assert problems([told], book(events)) == [f"lapor a: {problem}"]


@pytest.mark.parametrize(
    ("told", "events"),
    [
        (example(TAKES), [ACCEPTED, ROUTED, TOLD, ACKNOWLEDGED]),
        (example(CLOSES), [ACCEPTED, ROUTED, TOLD, ACKNOWLEDGED, RESOLVED]),
        (example(), [ACCEPTED, ROUTED, TOLD, *RUNGS]),
        (example(refused=True), [REFUSED]),
        (example(CLOSES), [RESOLVED, TOLD, ACKNOWLEDGED, ACCEPTED, ROUTED]),
    ],
)
def test_a_story_at_its_end_has_no_problem_in_whatever_order_it_is_heard(told: Example, events: list[Event]) -> None:
    assert problems([told], book(events)) == []


def test_two_tickets_for_one_complaint_are_a_problem() -> None:
    other = ACCEPTED.model_copy(update={"ticket": "BWI-0000-0000-0000"})

    assert problems([example(TAKES)], book([ACCEPTED, other])) == ["lapor a: has 2 tickets"]


def test_hearing_everything_twice_changes_nothing() -> None:
    events = [ACCEPTED, ROUTED, TOLD, ACKNOWLEDGED, *RUNGS, RESOLVED]

    assert book(events * 2) == book(events)


def test_a_spot_check_is_in_no_story() -> None:
    events = [ACCEPTED, ROUTED, TOLD, ACKNOWLEDGED]

    assert book([*events, delivered(number=CHECK), undelivered(number=CHECK)]) == book(events)


def test_the_summary_counts_tickets_not_events() -> None:
    events = [ACCEPTED, ACCEPTED, ROUTED, TOLD, *RUNGS, ACKNOWLEDGED, RESOLVED]
    summary = summarise([example(CLOSES, sent=2)], book(events))

    assert (summary.sent, summary.accepted, summary.accepted_once, summary.notices) == (2, 1, 1, 1)
    assert (summary.routed, summary.acknowledged, summary.resolved) == (1, 1, 1)
    assert summary.escalated == {1: 1, 2: 1, 3: 1}


def test_a_later_clock_starts_at_the_first_rung_again() -> None:
    again = ticket(TicketEscalated, revision=5, rung=3, told=LADDER[0])

    assert book([again]).stories[TICKET].rungs == {1}
