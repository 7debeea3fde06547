"""Whoever joins a case that people moved or took on: where they go, and when an action is meant for them alone."""

from datetime import timedelta

import pytest

from services.router.domain.linking import Company, History, is_there, joined, moved_by_people
from shared.contracts.sorted import Sorting
from shared.contracts.ticket import TicketEvent, TicketHandedOver, TicketRouted
from shared.directory.model import Directory
from shared.policy.promise import promises
from tests.builders import NOW, RUNGS, TRIAGE_DESK, action, complaint, sorting, ticket

OLD, NEW = "BWI-0000-0000-0001", "BWI-0000-0000-0002"
AGE = {OLD: NOW, NEW: NOW + timedelta(minutes=1)}


def first(number: str, kind: type[TicketEvent] = TicketRouted, **change: object) -> TicketEvent:
    return ticket(kind, ticket=number, complaint=complaint(ticket=number, admitted_at=AGE[number]), **change)


@pytest.mark.parametrize(
    ("moved", "state"),
    [(sorting("lingkungan", "lingkungan", "sampah-menumpuk"), "routed"), (sorting("triage"), "awaiting_triage")],
    ids=["another topic", "triage"],
)
def test_who_joins_a_case_that_people_moved_goes_where_it_went(
    directory: Directory, moved: Sorting, state: str
) -> None:
    decided = moved.model_copy(update={"reason": "menurut narahubung, ini urusan lain"})
    lead = first(OLD, TicketHandedOver, queue=moved.queue, sorting=decided, holder=RUNGS[0], segment=2)
    routed = TicketRouted.model_validate(first(NEW).model_dump())
    after = joined(routed, Company(OLD, 2, "sama-sama menyebut pasar", lead), directory, 1.0)
    assert (after.queue, after.state, after.holder, after.segment) == (moved.queue, state, lead.holder, 1)
    assert after.subject() == f"tickets.{moved.queue}.routed"
    assert after.promises == promises(directory, after.sorting, "normal", AGE[NEW])
    assert after.reason == f"{decided.reason}; hal yang sama dengan {OLD}: sama-sama menyebut pasar"
    assert after.sorting.model_dump(include={"confidence", "top3", "edition"}) == routed.sorting.model_dump(
        include={"confidence", "top3", "edition"}
    )


ELSEWHERE = {"holder": TRIAGE_DESK, "segment": 2}


@pytest.mark.parametrize(
    ("alike", "lead", "moved"),
    [
        ([first(NEW)], [first(OLD)], None),
        ([first(NEW)], [], None),
        ([first(OLD, **ELSEWHERE)], [first(OLD, **ELSEWHERE)], OLD),
        ([first(NEW, **ELSEWHERE)], [first(OLD)], NEW),
        ([first(NEW, holder=TRIAGE_DESK)], [first(OLD, **ELSEWHERE)], OLD),
        ([first(NEW)], [first(OLD, **ELSEWHERE)], None),
    ],
    ids=["nobody moved it", "the first is not there yet", "it leads", "it moved", "joined after", "linked by hand"],
)
def test_people_moved_the_ticket_it_is_like_or_the_lead_whose_holder_that_one_joined(
    alike: History, lead: History, moved: str | None
) -> None:
    found = moved_by_people(alike, lead)
    assert (found.ticket if found else None) == moved


@pytest.mark.parametrize(
    ("kind", "state", "there"),
    [
        ("acknowledge", "routed", False),
        ("acknowledge", "acknowledged", True),
        ("acknowledge", "resolved", True),
        ("resolve", "acknowledged", False),
        ("resolve", "resolved", True),
        ("reply", "acknowledged", False),
        ("hand_over", "acknowledged", False),
    ],
)
def test_a_ticket_is_there_when_the_action_would_take_it_no_further(kind: str, state: str, there: bool) -> None:
    assert is_there(first(OLD, state=state), action(kind)) is there


def test_a_ticket_is_there_for_nobody_who_may_not_act_on_it() -> None:
    assert not is_there(first(OLD, state="acknowledged"), action(actor="bupati"))
