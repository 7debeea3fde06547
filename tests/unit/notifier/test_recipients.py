"""Whom one change of a ticket concerns."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.audiences import AUDIENCES
from services.notifier.domain.recipients import STARTING, asked, recipients
from services.router.domain.chart import ACTIONS, HAPPENINGS
from shared.contracts.spot_check import SpotCheckAsked
from shared.contracts.ticket import (
    ActionRefused,
    TicketAcknowledged,
    TicketAnswered,
    TicketAsked,
    TicketClosed,
    TicketConfirmed,
    TicketEscalated,
    TicketEvent,
    TicketForwarded,
    TicketHandedOver,
    TicketLapsed,
    TicketLinked,
    TicketNoted,
    TicketObjected,
    TicketOffered,
    TicketPaused,
    TicketRated,
    TicketReclassified,
    TicketReminded,
    TicketResolved,
    TicketResumed,
    TicketRouted,
    TicketUnheard,
    TicketUnlinked,
    TicketUpdated,
    TicketWithdrawn,
)
from shared.contracts.ticket_record import Promise
from shared.contracts.words import CITIZEN, UNSEEN, State
from tests.builders import CHECK, LATER, LIAISON, NOW, RUNGS, TICKET, TRIAGE_DESK, complaint, promise, started, ticket

OLD = complaint(urgency="backlog")
WAITING = promise("acknowledge", starts="delivered")
STAND_IN = LIAISON.model_copy(update={"post": "narahubung-jembatan", "stands_in_for": LIAISON.post})
LEADER = RUNGS[0].post

HOLDER_IS_TOLD = ("liaison", LIAISON.post)
LEADER_IS_TOLD = ("leader", LEADER)
CITIZEN_IS_TOLD = ("citizen", complaint().pseudonym)

# Every kind of event, and what of it makes a difference to who is told.
TOLD: list[tuple[type[TicketEvent], dict[str, Any], list[tuple[str, str]]]] = [
    (TicketRouted, {}, [HOLDER_IS_TOLD, CITIZEN_IS_TOLD]),
    (TicketHandedOver, {}, [HOLDER_IS_TOLD, CITIZEN_IS_TOLD]),
    (TicketHandedOver, {"former": STAND_IN, "actor": "roster"}, [HOLDER_IS_TOLD, CITIZEN_IS_TOLD]),
    (
        TicketHandedOver,
        {"former": STAND_IN, "actor": LIAISON.post},
        [("liaison", STAND_IN.post), CITIZEN_IS_TOLD],
    ),
    (TicketLinked, {}, []),
    (TicketUnlinked, {}, []),
    (TicketAcknowledged, {}, [CITIZEN_IS_TOLD]),
    (TicketLapsed, {}, [HOLDER_IS_TOLD, LEADER_IS_TOLD]),
    (TicketLapsed, {"told": LIAISON}, [HOLDER_IS_TOLD]),
    (TicketUpdated, {"actor": LIAISON.post}, [CITIZEN_IS_TOLD]),
    (TicketUpdated, {"actor": LEADER}, [HOLDER_IS_TOLD, CITIZEN_IS_TOLD]),
    (TicketReminded, {}, [HOLDER_IS_TOLD]),
    (TicketEscalated, {}, [LEADER_IS_TOLD]),
    (TicketAsked, {}, [CITIZEN_IS_TOLD]),
    (TicketAnswered, {"actor": CITIZEN}, [HOLDER_IS_TOLD]),
    (TicketPaused, {}, [CITIZEN_IS_TOLD]),
    (TicketForwarded, {"former": TRIAGE_DESK}, [HOLDER_IS_TOLD, CITIZEN_IS_TOLD]),
    (TicketForwarded, {"former": LIAISON}, [CITIZEN_IS_TOLD]),
    (TicketResumed, {"actor": "sla"}, [HOLDER_IS_TOLD, CITIZEN_IS_TOLD]),
    (TicketResumed, {"actor": LEADER}, [HOLDER_IS_TOLD, CITIZEN_IS_TOLD]),
    (TicketResumed, {"actor": LIAISON.post}, [CITIZEN_IS_TOLD]),
    (TicketReclassified, {}, [CITIZEN_IS_TOLD]),
    (TicketNoted, {}, []),
    (TicketOffered, {"holder": STAND_IN, "offered": LIAISON}, [HOLDER_IS_TOLD]),
    (TicketUnheard, {}, [HOLDER_IS_TOLD]),
    (TicketResolved, {}, [CITIZEN_IS_TOLD]),
    (TicketConfirmed, {}, [HOLDER_IS_TOLD]),
    (TicketObjected, {}, [HOLDER_IS_TOLD, LEADER_IS_TOLD, CITIZEN_IS_TOLD]),
    (TicketObjected, {"told": LIAISON}, [HOLDER_IS_TOLD, CITIZEN_IS_TOLD]),
    (TicketClosed, {}, [CITIZEN_IS_TOLD]),
    (TicketWithdrawn, {}, [HOLDER_IS_TOLD, CITIZEN_IS_TOLD]),
    (TicketRated, {"score": 1}, [HOLDER_IS_TOLD]),
    (TicketRated, {"score": 2}, [HOLDER_IS_TOLD]),
    (TicketRated, {"score": 3}, []),
    (ActionRefused, {"actor": LEADER}, [("liaison", LEADER)]),
    (ActionRefused, {"actor": CITIZEN}, [CITIZEN_IS_TOLD]),
    (TicketEvent, {}, []),
]
EVERY_KIND = sorted(TicketEvent.named().values(), key=lambda kind: kind.NAME)


def told(event: TicketEvent) -> list[tuple[str, str]]:
    return [(notice.audience, notice.to) for notice in recipients(event).notices]


@pytest.mark.parametrize(("kind", "change", "people"), TOLD)
def test_each_change_concerns_these_people(
    kind: type[TicketEvent], change: dict[str, Any], people: list[tuple[str, str]]
) -> None:
    assert told(ticket(kind, **change)) == people


def test_every_kind_of_ticket_event_is_decided_on() -> None:
    assert set(EVERY_KIND) - {TicketEvent} == set(AUDIENCES)
    assert set(EVERY_KIND) == {kind for kind, _, _ in TOLD}


@pytest.mark.parametrize(("kind", "change", "people"), TOLD)
def test_whoever_may_be_told_and_is_not_has_a_reason(
    kind: type[TicketEvent], change: dict[str, Any], people: list[tuple[str, str]]
) -> None:
    decided = recipients(ticket(kind, **change))
    assert len(people) + len(decided.silent) == (len(AUDIENCES.get(kind, ())) or 1)
    assert all(decided.silent)


@pytest.mark.parametrize("kind", [TicketRouted, TicketHandedOver, TicketReclassified])
def test_an_imported_old_complaint_rings_no_bell_at_the_citizen_and_says_why(kind: type[TicketEvent]) -> None:
    decided = recipients(ticket(kind, complaint=OLD))
    assert "citizen" not in {notice.audience for notice in decided.notices}
    assert decided.silent == ("citizen: an imported old complaint rings no bell",)


def test_an_imported_old_complaint_that_is_routed_writes_no_letter_at_all() -> None:
    decided = recipients(ticket(TicketRouted, complaint=OLD, promises=(started("acknowledge"),)))
    assert decided.notices == ()
    why = "an imported old complaint rings no bell"
    assert decided.silent == (f"liaison: {why}", f"citizen: {why}")


def test_an_imported_old_complaint_whose_clock_starts_with_the_letter_is_told_to_its_holder() -> None:
    (notice,) = recipients(ticket(TicketRouted, complaint=OLD, promises=(WAITING,))).notices
    assert (notice.audience, notice.starts) == ("liaison", WAITING)


@pytest.mark.parametrize("kind", [TicketHandedOver, TicketReminded, TicketLapsed, TicketAnswered])
def test_the_holder_of_an_imported_old_complaint_hears_of_all_that_follows(kind: type[TicketEvent]) -> None:
    assert HOLDER_IS_TOLD in told(ticket(kind, complaint=OLD, promises=(started("acknowledge"),)))


@pytest.mark.parametrize("kind", [TicketAcknowledged, TicketUpdated, TicketAsked, TicketPaused, TicketResolved])
def test_an_old_complaint_that_is_answered_is_told_to_its_citizen(kind: type[TicketEvent]) -> None:
    assert told(ticket(kind, complaint=OLD, actor=LIAISON.post)) == [CITIZEN_IS_TOLD]


@pytest.mark.parametrize("kind", [kind for kind in EVERY_KIND if kind is not ActionRefused])
def test_a_notice_is_named_after_ticket_revision_and_audience_and_says_why(kind: type[TicketEvent]) -> None:
    for notice in recipients(ticket(kind, revision=7)).notices:
        assert notice.id == f"{TICKET}:7:{notice.audience}"
        assert notice.reason


@given(first=st.from_regex(r"[!-~]{1,200}", fullmatch=True), second=st.from_regex(r"[!-~]{1,200}", fullmatch=True))
def test_refusals_of_one_revision_have_a_notice_each_whatever_their_actions_are_called(first: str, second: str) -> None:
    def named(action: str) -> str:
        return recipients(ticket(ActionRefused, revision=7, action=action, actor=CITIZEN)).notices[0].id

    assert (named(first) == named(second)) is (first == second)
    assert re.fullmatch(rf"{TICKET}:7\.[0-9a-f]+:citizen", named(first))


def test_the_same_event_makes_the_same_notices() -> None:
    assert recipients(ticket(TicketRouted)) == recipients(ticket(TicketRouted))


def test_a_ticket_nobody_could_sort_is_told_to_triage() -> None:
    triage = LIAISON.model_copy(update={"post": "petugas-triase"})
    routed = ticket(TicketRouted, state="awaiting_triage", queue="triage", holder=triage)
    assert recipients(routed).notices[0].to == "petugas-triase"


def test_an_event_without_recipients_says_why() -> None:
    assert recipients(ticket(TicketEvent)).silent == ("tickets is told to nobody",)


def test_a_spot_check_is_told_to_the_post_it_is_of() -> None:
    check = SpotCheckAsked(check=CHECK, queue="infrastruktur", holder=LIAISON, by="directory", asked_at=NOW)
    notice = asked(check)
    assert (notice.id, notice.audience, notice.to) == (f"{CHECK}:1:liaison", "liaison", LIAISON.post)
    assert notice.starts is None


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
@pytest.mark.parametrize("kind", [TicketRouted, TicketHandedOver, TicketLapsed, TicketObjected])
def test_the_holders_notice_starts_the_promise_that_waits_for_it_and_no_other_does(
    kind: type[TicketEvent], promises: tuple[Promise, ...], starts: Promise | None
) -> None:
    liaison, *others = recipients(ticket(kind, promises=promises)).notices
    assert liaison.starts == starts
    assert {other.starts for other in others} == {None}


def test_only_what_leaves_a_ticket_untaken_can_start_its_promise() -> None:
    ways = [way for way in (*ACTIONS, *HAPPENINGS) if {way.after} & UNSEEN or (not way.after and way.states & UNSEEN)]
    assert {*STARTING} <= {way.event for way in ways}


def test_who_stood_in_starts_nothing_by_reading_that_it_was_taken_back() -> None:
    back = ticket(TicketHandedOver, former=STAND_IN, actor=LIAISON.post, promises=(WAITING,))
    assert {notice.starts for notice in recipients(back).notices} == {None}


@pytest.mark.parametrize("state", ["routed", "awaiting_triage", "objected"])
def test_who_is_told_in_the_holders_place_starts_the_promise_that_still_waits(state: State) -> None:
    (leader,) = recipients(ticket(TicketEscalated, state=state, promises=(WAITING,))).notices
    assert leader.starts == WAITING


@pytest.mark.parametrize("state", ["acknowledged", "paused", "forwarded", "resolved"])
@pytest.mark.parametrize("kind", [TicketEscalated, TicketHandedOver, TicketForwarded, TicketResumed])
def test_once_somebody_has_taken_it_no_promise_waits_any_more(kind: type[TicketEvent], state: State) -> None:
    assert {notice.starts for notice in recipients(ticket(kind, state=state, promises=(WAITING,))).notices} == {None}


@pytest.mark.parametrize(
    "kind", [TicketAcknowledged, TicketUpdated, TicketReminded, TicketResolved, TicketLinked, TicketUnheard]
)
def test_no_other_notice_starts_a_promise(kind: type[TicketEvent]) -> None:
    assert all(notice.starts is None for notice in recipients(ticket(kind, promises=(WAITING,))).notices)
