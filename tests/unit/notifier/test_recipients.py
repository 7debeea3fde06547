"""Whom one change of a ticket concerns."""

import pytest

from services.notifier.domain.recipients import recipients
from shared.contracts.ticket import (
    Promise,
    TicketAcknowledged,
    TicketEscalated,
    TicketEvent,
    TicketHandedOver,
    TicketLinked,
    TicketReminded,
    TicketResolved,
    TicketRouted,
    TicketUnlinked,
    TicketUpdated,
)
from shared.contracts.words import State
from tests.builders import LATER, LIAISON, NOW, RUNGS, TICKET, complaint, promise, started, ticket

TOLD = (TicketRouted, TicketHandedOver, TicketAcknowledged, TicketUpdated, TicketReminded, TicketEscalated)
EVERY_KIND = (*TOLD, TicketResolved, TicketLinked, TicketUnlinked)
OLD = complaint(urgency="backlog")
WAITING = promise("acknowledge", starts="delivered")

LIAISON_IS_TOLD = ("liaison", LIAISON.post)
LEADER_IS_TOLD = ("leader", RUNGS[0].post)
CITIZEN_IS_TOLD = ("citizen", complaint().pseudonym)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (TicketRouted, [LIAISON_IS_TOLD, CITIZEN_IS_TOLD]),
        (TicketHandedOver, [LIAISON_IS_TOLD, CITIZEN_IS_TOLD]),
        (TicketLinked, []),
        (TicketUnlinked, []),
        (TicketAcknowledged, [CITIZEN_IS_TOLD]),
        (TicketUpdated, [CITIZEN_IS_TOLD]),
        (TicketReminded, [LIAISON_IS_TOLD]),
        (TicketEscalated, [LEADER_IS_TOLD]),
        (TicketResolved, [CITIZEN_IS_TOLD]),
        (TicketEvent, []),
    ],
)
def test_each_change_concerns_these_people(kind: type[TicketEvent], told: list[tuple[str, str]]) -> None:
    assert [(notice.audience, notice.to) for notice in recipients(ticket(kind)).notices] == told


def test_every_kind_of_ticket_event_is_decided_on() -> None:
    known = set(TicketEvent.named().values()) - {TicketEvent}
    assert known == set(EVERY_KIND)
    decided = [recipients(ticket(kind)) for kind in known]
    assert all(one.notices or one.silent for one in decided)


@pytest.mark.parametrize("kind", [TicketRouted, TicketHandedOver])
def test_an_imported_old_complaint_rings_no_bell_at_the_citizen_and_says_why(kind: type[TicketEvent]) -> None:
    decided = recipients(ticket(kind, complaint=OLD))
    assert [notice.audience for notice in decided.notices] == ["liaison"]
    assert decided.silent == ("citizen: an imported old complaint rings no bell",)


@pytest.mark.parametrize("kind", [TicketAcknowledged, TicketUpdated, TicketResolved])
def test_an_old_complaint_that_is_answered_is_told_to_its_citizen(kind: type[TicketEvent]) -> None:
    assert [notice.audience for notice in recipients(ticket(kind, complaint=OLD)).notices] == ["citizen"]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_notice_is_named_after_ticket_revision_and_audience_and_says_why(kind: type[TicketEvent]) -> None:
    for notice in recipients(ticket(kind, revision=7)).notices:
        assert notice.id == f"{TICKET}:7:{notice.audience}"
        assert notice.reason


def test_the_same_event_makes_the_same_notices() -> None:
    assert recipients(ticket(TicketRouted)) == recipients(ticket(TicketRouted))


def test_a_ticket_nobody_could_sort_is_told_to_triage() -> None:
    triage = LIAISON.model_copy(update={"post": "petugas-triase"})
    routed = ticket(TicketRouted, state="awaiting_triage", queue="triage", holder=triage)
    assert recipients(routed).notices[0].to == "petugas-triase"


def test_an_event_without_recipients_says_why() -> None:
    assert recipients(ticket(TicketEvent)).silent == ("tickets is told to nobody",)


@pytest.mark.parametrize(
    ("promises", "starts"),
    [
        ((), None),
        ((started("resolution"),), None),
        ((started("resolution"), WAITING), WAITING),
        ((promise("acknowledge", starts="delivered", started_at=NOW, due_at=LATER),), None),
        ((promise("acknowledge", starts="admitted"),), None),
    ],
)
@pytest.mark.parametrize("kind", [TicketRouted, TicketHandedOver])
def test_the_liaisons_notice_starts_the_promise_that_waits_for_it(
    kind: type[TicketEvent], promises: tuple[Promise, ...], starts: Promise | None
) -> None:
    liaison, citizen = recipients(ticket(kind, promises=promises)).notices
    assert liaison.starts == starts
    assert citizen.starts is None


@pytest.mark.parametrize("state", ["routed", "awaiting_triage"])
def test_who_is_told_in_the_holders_place_starts_the_promise_that_still_waits(state: State) -> None:
    (leader,) = recipients(ticket(TicketEscalated, state=state, promises=(WAITING,))).notices
    assert leader.starts == WAITING


@pytest.mark.parametrize("state", ["acknowledged", "resolved"])
def test_once_somebody_has_taken_it_no_promise_waits_any_more(state: State) -> None:
    (leader,) = recipients(ticket(TicketEscalated, state=state, promises=(WAITING,))).notices
    assert leader.starts is None


@pytest.mark.parametrize("kind", [TicketAcknowledged, TicketUpdated, TicketReminded, TicketResolved, TicketLinked])
def test_no_other_notice_starts_a_promise(kind: type[TicketEvent]) -> None:
    assert all(notice.starts is None for notice in recipients(ticket(kind, promises=(WAITING,))).notices)
