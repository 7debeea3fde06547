"""What a day's roster means for a ticket: who is away passes it on, who is back is offered it."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.rostering import Rostering, is_unheld
from services.router.domain.triage import decision
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEvent,
    TicketHandedOver,
    TicketOffered,
)
from shared.contracts.ticket_record import Holder
from shared.contracts.words import OPEN, TRIAGE, WAITING
from shared.directory.model import Directory
from tests.builders import LIAISON, NOW, pause, promise, rostered, sorting, started, ticket

NOBODY_AWAY = "{}"
AWAY = "narahubung-lampu-jalan: {leaves: [{first: 2026-11-20, last: 2026-11-27}]}\n"
WITH_BRIDGE = AWAY.replace("27}", "27, substitute: narahubung-jembatan}")
DEPUTY_AWAY = "narahubung-gedung: {leaves: [{first: 2026-11-23, last: 2026-11-23}]}\n"
BOTH_AWAY = AWAY + DEPUTY_AWAY
VACANT = "narahubung-lampu-jalan: {sittings: [{kind: vacant, valid_from: 2026-11-01}]}\n"
NEWLY_SEATED = "narahubung-lampu-jalan: {sittings: [{kind: acting, valid_from: 2026-11-01}]}\n"
DESKS_AWAY = "".join(
    f"{post}: {{leaves: [{{first: 2026-11-20, last: 2026-11-27}}]}}\n"
    for post in ("meja-pilah", "sekretaris-diskominfo", "regu-siaga-112", "sekretaris-daerah")
)
LAMP, DEPUTY, BRIDGE, DESK = LIAISON.post, "narahubung-gedung", "narahubung-jembatan", "meja-pilah"
REVIEW = promise("review", starts="paused", started_at=NOW, due_at=NOW + timedelta(days=3), steps=())


def changed(directory: Directory, roster: str, before: TicketEvent) -> TicketHandedOver | TicketOffered | None:
    return Rostering(rostered(directory, roster), NOW).changed(before)


def moved(directory: Directory, roster: str, before: TicketEvent) -> TicketHandedOver:
    after = changed(directory, roster, before)
    assert isinstance(after, TicketHandedOver)
    return after


def held_by(directory: Directory, post: str, instead_of: str | None = None, **change: Any) -> TicketEvent:
    return ticket(holder=directory.holder(post).model_copy(update={"stands_in_for": instead_of}), **change)


@pytest.mark.parametrize(
    ("roster", "post", "instead_of", "goes_to", "then_instead_of"),
    [
        pytest.param(NOBODY_AWAY, LAMP, None, None, None, id="who is there keeps it"),
        pytest.param(AWAY, LAMP, None, DEPUTY, LAMP, id="on leave: the deputy"),
        pytest.param(WITH_BRIDGE, LAMP, None, BRIDGE, LAMP, id="on leave: whom the roster names"),
        pytest.param(VACANT, LAMP, None, DEPUTY, LAMP, id="vacant: the deputy"),
        pytest.param(NEWLY_SEATED, LAMP, None, None, None, id="acting in that very chair keeps it"),
        pytest.param(AWAY, DEPUTY, LAMP, None, None, id="who stands in keeps it"),
        pytest.param(WITH_BRIDGE + DEPUTY_AWAY, DEPUTY, LAMP, BRIDGE, LAMP, id="who stood in is away too"),
        pytest.param(DEPUTY_AWAY, DEPUTY, LAMP, LAMP, None, id="who stood in is away, and the other is back"),
        pytest.param(DEPUTY_AWAY, LAMP, None, None, None, id="a deputy's leave moves nothing of others"),
        pytest.param(BOTH_AWAY, LAMP, None, DESK, None, id="nobody at all: triage"),
        pytest.param(BOTH_AWAY, DEPUTY, LAMP, DESK, None, id="nobody at all, and who stood in is gone: triage"),
        pytest.param(DESKS_AWAY, DESK, None, None, None, id="triage is never empty"),
    ],
)
def test_open_tickets_go_where_somebody_sits_today(
    directory: Directory, roster: str, post: str, instead_of: str | None, goes_to: str | None, then_instead_of: str
) -> None:
    after = changed(directory, roster, held_by(directory, post, instead_of))
    assert (after and after.holder.post, after and after.holder.stands_in_for) == (goes_to, then_instead_of)


def test_a_move_is_no_hand_over_of_anybodys_and_takes_no_time_from_the_citizen(directory: Directory) -> None:
    before = ticket(hand_overs=1, state="in_progress", helpers=("bupati",), rung=2)
    after = moved(directory, AWAY, before)
    assert (after.queue, after.state, after.hand_overs, after.segment) == ("infrastruktur", "routed", 1, 2)
    assert (after.former, after.helpers, after.rung, after.actor) == (LIAISON, (), 0, "roster")
    assert "cuti" in after.reason
    due = {made.clock: made.due_at for made in after.promises}
    assert due["resolution"] == started().due_at
    assert {made.segment for made in after.promises} == {2}


@pytest.mark.parametrize("state", sorted(WAITING))
def test_what_waits_for_something_outside_goes_on_waiting(directory: Directory, state: str) -> None:
    waiting = {"state": state, "pause": pause(), "promises": (promise(), started(), REVIEW)}
    after = moved(directory, AWAY, ticket(**waiting))
    assert (after.state, after.pause, after.holder.post) == (state, pause(), DEPUTY)
    reviews = [made for made in after.promises if made.clock == "review"]
    assert [(made.segment, made.due_at) for made in reviews] == [(2, REVIEW.due_at)]


@pytest.mark.parametrize("state", ["resolved", "confirmed", "closed_unconfirmed", "withdrawn"])
def test_what_is_not_open_stays_where_it_is(directory: Directory, state: str) -> None:
    assert changed(directory, AWAY, ticket(state=state)) is None


def test_whoever_is_back_is_offered_it_once_and_nothing_else_changes(directory: Directory) -> None:
    before = held_by(directory, DEPUTY, LAMP, state="in_progress", segment=2)
    after = changed(directory, NOBODY_AWAY, before)
    assert isinstance(after, TicketOffered)
    assert after.offered == directory.holder(LAMP)
    assert (after.holder, after.state, after.segment) == (before.holder, "in_progress", 2)
    assert changed(directory, NOBODY_AWAY, after) is None


def test_the_cause_tells_one_move_from_the_next_of_the_same_day(directory: Directory) -> None:
    first = moved(directory, AWAY, ticket())
    again = moved(directory, AWAY, held_by(directory, LAMP, segment=3))
    assert first.cause == "roster:narahubung-lampu-jalan:2026-11-23:1"
    assert again.cause != first.cause


def test_what_nobody_could_hold_waits_in_triage_with_its_topic_until_somebody_can(directory: Directory) -> None:
    waiting = moved(directory, BOTH_AWAY, ticket())
    assert is_unheld(waiting)
    assert (waiting.queue, waiting.state, waiting.sorting.topic) == (TRIAGE, "awaiting_triage", "lampu-jalan")
    assert changed(directory, BOTH_AWAY, waiting) is None
    back = moved(directory, AWAY, waiting)
    assert (back.queue, back.state, back.holder.post) == ("infrastruktur", "routed", DEPUTY)
    assert not is_unheld(back)


@pytest.mark.parametrize("queue", [TRIAGE, "infrastruktur"])
def test_what_a_person_has_to_decide_is_not_taken_up(directory: Directory, queue: str) -> None:
    unsorted = held_by(directory, DESK, queue=queue, sorting=sorting(queue), state="awaiting_triage")
    assert changed(directory, NOBODY_AWAY, unsorted) is None


def test_triage_stands_in_for_what_waits_where_it_is_until_somebody_is_there(directory: Directory) -> None:
    before = ticket(state="paused", pause=pause(), promises=(started(), REVIEW))
    standing_in = moved(directory, BOTH_AWAY, before)
    assert (standing_in.holder.post, standing_in.holder.stands_in_for) == (DESK, LAMP)
    assert (standing_in.queue, standing_in.state) == ("infrastruktur", "paused")
    assert changed(directory, BOTH_AWAY, standing_in) is None
    assert moved(directory, AWAY, standing_in).holder.post == DEPUTY
    assert moved(directory, NOBODY_AWAY, standing_in).holder.post == LAMP


@pytest.mark.parametrize(
    ("before", "missing"),
    [
        pytest.param({"queue": TRIAGE, "state": "awaiting_triage"}, LAMP, id="nobody to hold its topic"),
        pytest.param({"queue": TRIAGE, "sorting": sorting(TRIAGE)}, None, id="nobody knows its topic"),
        pytest.param({}, None, id="somebody holds it"),
    ],
)
def test_who_is_missing_is_named(directory: Directory, before: dict[str, Any], missing: str | None) -> None:
    assert Rostering(rostered(directory, BOTH_AWAY), NOW).missing(ticket(**before)) == missing


def test_what_the_roster_moves_is_no_example_of_its_text(directory: Directory) -> None:
    first = ticket()
    waiting = moved(directory, BOTH_AWAY, first)
    there = moved(directory, AWAY, waiting)
    taken = ticket(TicketAcknowledged, revision=4, state="acknowledged", holder=there.holder)
    assert [decision(history) for history in ([first, waiting], [first, waiting, there])] == [None, None]
    assert decision([first, waiting, there, taken]) is None


NEVER_EMPTY = (DESK, "regu-siaga-112")
POSTS = (LAMP, DEPUTY, BRIDGE, "narahubung-jalan", *NEVER_EMPTY)
LEAVES = st.dictionaries(st.sampled_from(POSTS), st.sampled_from([None, *POSTS]))


def leaves(away: dict[str, str | None]) -> str:
    """A roster in which these are on leave, some of them with a substitute."""
    written = [
        f"{post}: {{leaves: [{{first: 2026-11-20, last: 2026-11-27{f', substitute: {other}' if other else ''}}}]}}"
        for post, other in away.items()
    ]
    return "\n".join(written) or NOBODY_AWAY


@given(days=st.lists(LEAVES, min_size=1, max_size=5), state=st.sampled_from(sorted(OPEN - {"awaiting_triage"})))
def test_whatever_the_roster_says_day_after_day_somebody_who_is_there_holds_it(
    directory: Directory, days: list[dict[str, str | None]], state: str
) -> None:
    waits = {"pause": pause(), "promises": (started(), REVIEW)} if state in WAITING else {}
    latest = ticket(state=state, **waits)
    for away in days:
        rostering = Rostering(rostered(directory, leaves(away)), NOW)
        looks = 0
        while (after := rostering.changed(latest)) is not None:
            assert after.revision == latest.revision + 1
            assert (after.segment > latest.segment) == isinstance(after, TicketHandedOver)
            latest, looks = after, looks + 1
            assert looks <= 2
        assert not rostering.is_away(latest.holder.post) or latest.holder.post in NEVER_EMPTY
        assert (latest.hand_overs, latest.sorting.topic) == (0, "lampu-jalan")
        assert (latest.state in WAITING) == (state in WAITING)


def test_a_post_that_the_directory_has_no_more_is_nobody(directory: Directory) -> None:
    gone = ticket(holder=Holder(post="narahubung-lama", title="narahubung lama", agency="Dinas PU CKPP"))
    assert moved(directory, NOBODY_AWAY, gone).holder.post == LAMP
