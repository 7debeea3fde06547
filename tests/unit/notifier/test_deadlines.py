"""Until when a holder reads that they should answer, apart from the citizen's date."""

from datetime import datetime, timedelta
from typing import Any, get_args

import pytest

from services.notifier.domain.deadlines import due_at
from services.notifier.domain.wording import Wording
from services.router.domain.assignment import assign
from shared.contracts.ticket import (
    TicketAsked,
    TicketClosed,
    TicketConfirmed,
    TicketEscalated,
    TicketEvent,
    TicketForwarded,
    TicketHandedOver,
    TicketObjected,
    TicketPaused,
    TicketReclassified,
    TicketResolved,
    TicketResumed,
    TicketRouted,
    TicketUpdated,
    TicketWithdrawn,
)
from shared.contracts.words import Audience, State
from shared.directory.model import Directory
from shared.policy.promise import promises
from tests.builders import NOW, TICKET, holder_of, pause, promise, sorted_to, sorting, started, ticket
from tests.unit.notifier.letters import reading

TODAY = "Senin, 23 November 2026"


@pytest.fixture(scope="module")
def wording(directory: Directory) -> Wording:
    return Wording(directory, "https://melayani.banyuwangi.example")


@pytest.mark.parametrize(
    ("queue", "topic", "urgency", "asked"),
    [
        ("infrastruktur", "lampu-jalan", "normal", "Mohon disanggupi dalam 4 jam kerja. Bila lewat, atasan"),
        ("triage", None, "normal", "Mohon dipilah dalam 1 jam kerja. Bila lewat, atasan"),
        ("emergency", None, "emergency", f"Mohon diterima paling lambat {TODAY} pukul 10.05. Bila lewat, pimpinan"),
    ],
)
def test_a_holder_reads_how_long_they_have_before_those_above_hear_of_it(
    wording: Wording, directory: Directory, queue: str, topic: str | None, urgency: str, asked: str
) -> None:
    event = assign(sorted_to(queue, topic=topic, urgency=urgency), directory, NOW, 1.0)
    body = wording.render(event, "liaison").body
    assert asked in body
    assert "Warga dijanjikan kabar paling lambat: " in body


@pytest.mark.parametrize(
    ("queue", "topic", "urgency", "asked"),
    [
        ("infrastruktur", "lampu-jalan", "normal", "Mohon disanggupi dalam 4 jam kerja."),
        ("infrastruktur", "lampu-jalan", "emergency", f"Mohon disanggupi paling lambat {TODAY} pukul 10.15."),
        ("triage", None, "normal", "Mohon diputuskan dalam 1 jam kerja."),
        ("triage", None, "emergency", f"Mohon diputuskan paling lambat {TODAY} pukul 10.15."),
    ],
)
def test_a_new_holder_reads_how_long_they_have_themselves(
    wording: Wording, directory: Directory, queue: str, topic: str | None, urgency: Any, asked: str
) -> None:
    sorted_so = sorting(queue, queue if topic else None, topic)
    made = promises(directory, sorted_so, urgency, NOW, holder_of(directory, sorted_so))
    event = ticket(TicketHandedOver, queue=queue, sorting=sorted_so, promises=made)
    assert asked in wording.render(event, "liaison").body


@pytest.mark.parametrize("name", ["routed", "handed_over", "lapsed", "objected"])
def test_a_holder_whose_time_runs_already_reads_until_when_they_have_it(name: str) -> None:
    text = reading(name, "liaison", state="routed", promises=(started("acknowledge"),))
    assert "Mohon disanggupi paling lambat Senin, 23 November 2026 pukul 14.00. Bila lewat" in text


@pytest.mark.parametrize("kind", [TicketRouted, TicketHandedOver])
@pytest.mark.parametrize(("audience", "told"), [("citizen", False), ("liaison", False), ("leader", True)])
def test_a_date_that_has_passed_is_told_to_leaders_alone(
    kind: type[TicketEvent], audience: Audience, told: bool
) -> None:
    event = ticket(kind, promises=(started(),), changed_at=NOW + timedelta(days=9))
    assert (due_at(event, audience) is not None) is told


WAIT = pause("stage")
OPEN_WINDOW = started("objection", span=timedelta(days=10)).model_copy(update={"due_at": NOW + timedelta(days=10)})
ANEW = started("resolution", segment=2).model_copy(update={"due_at": NOW + timedelta(days=2)})


@pytest.mark.parametrize(
    ("kind", "state", "due"),
    [
        (TicketPaused, "paused", WAIT.review_at),
        (TicketAsked, "paused", WAIT.review_at),
        (TicketForwarded, "forwarded", WAIT.review_at),
        (TicketHandedOver, "paused", WAIT.review_at),
        (TicketUpdated, "forwarded", WAIT.review_at),
        (TicketResumed, "in_progress", ANEW.due_at),
        (TicketObjected, "objected", ANEW.due_at),
        (TicketReclassified, "acknowledged", ANEW.due_at),
        (TicketResolved, "resolved", OPEN_WINDOW.due_at),
        (TicketConfirmed, "confirmed", None),
        (TicketClosed, "closed_unconfirmed", None),
        (TicketWithdrawn, "withdrawn", None),
    ],
)
def test_what_people_wait_for_is_what_the_ticket_waits_for(
    kind: type[TicketEvent], state: State, due: datetime | None
) -> None:
    event = ticket(kind, state=state, pause=WAIT, promises=(promise(), ANEW, OPEN_WINDOW))
    assert due_at(event, "citizen") == due


@pytest.mark.parametrize("state", get_args(State))
@pytest.mark.parametrize("audience", ["citizen", "liaison"])
def test_of_a_ticket_without_promises_and_waits_nothing_is_promised(state: State, audience: Audience) -> None:
    assert due_at(ticket(TicketUpdated, state=state, promises=()), audience) is None


def test_a_leader_reads_of_the_broken_promise_though_the_ticket_waits() -> None:
    change = {"state": "paused", "pause": WAIT, "promises": (ANEW,), "cause": f"{TICKET}:resolution:2:rung-1"}
    assert due_at(ticket(TicketEscalated, **change), "leader") == ANEW.due_at


def test_an_action_is_about_no_promise_whatever_it_is_called() -> None:
    change = {"cause": f"action:{TICKET}:my:triage:1", "promises": (started("triage"), ANEW)}
    assert due_at(ticket(TicketUpdated, **change), "citizen") == ANEW.due_at
