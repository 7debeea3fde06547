"""Whoever joins a case that people moved or took on: where they go, and when an action is meant for them alone."""

from datetime import timedelta

import pytest

from services.router.domain.chart import is_shared
from services.router.domain.linking import Company, History, joined, moved
from services.router.domain.together import is_there
from shared.contracts.action import Action
from shared.contracts.sorted import Sorting
from shared.contracts.ticket import (
    TicketEvent,
    TicketForwarded,
    TicketHandedOver,
    TicketReclassified,
    TicketResumed,
    TicketRouted,
)
from shared.contracts.words import CITIZEN
from shared.directory.model import Directory
from shared.policy.promise import promises
from tests.builders import NOW, RUNGS, TRIAGE_DESK, action, complaint, sorting, ticket

OLD, NEW = "BWI-0000-0000-0001", "BWI-0000-0000-0002"
AGE = {OLD: NOW, NEW: NOW + timedelta(minutes=1)}


def first(number: str, kind: type[TicketEvent] = TicketRouted, **change: object) -> TicketEvent:
    return ticket(kind, ticket=number, complaint=complaint(ticket=number, admitted_at=AGE[number]), **change)


@pytest.mark.parametrize(
    ("target", "state"),
    [(sorting("lingkungan", "lingkungan", "sampah-menumpuk"), "routed"), (sorting("triage"), "awaiting_triage")],
    ids=["another topic", "triage"],
)
def test_who_joins_a_case_that_people_moved_goes_where_it_went(
    directory: Directory, target: Sorting, state: str
) -> None:
    decided = target.model_copy(update={"reason": "menurut narahubung, ini urusan lain"})
    lead = first(OLD, TicketHandedOver, queue=target.queue, sorting=decided, holder=RUNGS[0], segment=2)
    routed = TicketRouted.model_validate(first(NEW).model_dump())
    after = joined(routed, Company(OLD, 2, "sama-sama menyebut pasar", lead), directory, 1.0)
    assert (after.queue, after.state, after.holder, after.segment) == (target.queue, state, lead.holder, 1)
    assert after.subject() == f"tickets.{target.queue}.routed"
    whose = {"source": after.complaint.source, "number": NEW}
    assert after.promises == promises(directory, after.sorting, "normal", AGE[NEW], after.holder, **whose)
    assert after.reason == f"{decided.reason}; hal yang sama dengan {OLD}: sama-sama menyebut pasar"
    assert after.sorting.model_dump(include={"confidence", "top3", "edition"}) == routed.sorting.model_dump(
        include={"confidence", "top3", "edition"}
    )


def elsewhere(number: str, kind: type[TicketEvent] = TicketHandedOver) -> History:
    """Its history after somebody moved it: people, or the roster."""
    return [first(number), first(number, kind, holder=TRIAGE_DESK, segment=2)]


@pytest.mark.parametrize(
    ("alike", "lead", "where"),
    [
        ([first(NEW)], [first(OLD)], None),
        ([first(NEW)], [], None),
        (elsewhere(OLD), elsewhere(OLD), OLD),
        (elsewhere(NEW), [first(OLD)], NEW),
        ([first(NEW, holder=TRIAGE_DESK)], elsewhere(OLD), OLD),
        ([first(NEW)], elsewhere(OLD), None),
        (elsewhere(OLD, TicketForwarded), [first(NEW)], OLD),
        ([first(OLD), first(OLD, TicketReclassified)], [], OLD),
        ([first(OLD, segment=1), first(OLD, TicketResumed, segment=2)], [], None),
    ],
    ids=[
        "nobody moved it",
        "the first is not there yet",
        "it leads",
        "it moved",
        "joined after",
        "linked by hand",
        "an office outside has it",
        "it is about another topic",
        "it waited and goes on",
    ],
)
def test_it_is_where_the_ticket_was_moved_that_it_is_like_or_the_lead_whose_holder_that_one_joined(
    alike: History, lead: History, where: str | None
) -> None:
    found = moved(alike, lead)
    assert (found.ticket if found else None) == where


@pytest.mark.parametrize(
    ("kind", "state", "there"),
    [
        ("acknowledge", "routed", False),
        ("acknowledge", "objected", False),
        ("acknowledge", "acknowledged", True),
        ("acknowledge", "in_progress", True),
        ("acknowledge", "paused", True),
        ("acknowledge", "resolved", True),
        ("acknowledge", "withdrawn", True),
        ("pause", "in_progress", False),
        ("resolve", "acknowledged", False),
        ("resolve", "resolved", True),
        ("resolve", "closed_unconfirmed", True),
        ("reply", "acknowledged", False),
        ("hand_over", "acknowledged", False),
        ("ask", "paused", False),
    ],
)
def test_a_ticket_is_there_when_the_action_would_take_it_no_further(kind: str, state: str, there: bool) -> None:
    assert is_there(first(OLD, state=state), action(kind)) is there


def test_that_it_tells_of_the_same_as_another_is_said_of_each_ticket_by_itself() -> None:
    wish = action("resolve", outcome="duplicate", other=NEW)
    assert not is_there(first(OLD, state="resolved"), wish)


def test_a_ticket_is_there_for_nobody_who_may_not_act_on_it() -> None:
    assert not is_there(first(OLD, state="acknowledged"), action(actor="bupati"))


@pytest.mark.parametrize(
    ("wish", "shared"),
    [
        *((action(kind), True) for kind in ("acknowledge", "reply", "decide", "hand_over", "reclassify")),
        *((action(kind), True) for kind in ("pause", "resume", "forward", "resolve")),
        *((action(kind), False) for kind in ("ask", "note", "confirm", "object", "rate", "withdraw", "link", "unlink")),
        (action("reply", actor=CITIZEN), False),
        (action("resolve", outcome="duplicate", other=NEW), False),
    ],
    ids=lambda given: f"{given.kind} by {given.actor}" if isinstance(given, Action) else "",
)
def test_what_its_holder_does_is_meant_for_the_whole_case_but_for_what_is_said_of_one(
    wish: Action, shared: bool
) -> None:
    assert is_shared(wish) is shared
