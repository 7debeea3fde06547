"""What a new holder begins with, who that is when somebody is away, and how whoever is back takes a ticket again."""

from datetime import timedelta

import pytest

from services.router.domain import lifecycle
from services.router.domain.deed import Deed
from services.router.domain.rostering import is_unheld
from services.router.domain.undelivered import on_undelivered
from shared.contracts.action import Action
from shared.contracts.ticket import TicketEvent, TicketHandedOver, TicketUnheard
from shared.contracts.words import TRIAGE, ClockName, State
from shared.directory.model import Directory
from shared.policy.promise import CITIZENS
from tests.builders import LATER, NOW, action, rostered, undelivered, with_parts
from tests.unit.router import deeds
from tests.unit.router.deeds import BRIDGE, PERMIT, clocks, own, refused, routed, standing_at, vacated

JEMBATAN = "narahubung-jembatan"
AWAY = f"{JEMBATAN}: {{leaves: [{{first: 2026-11-20, last: 2026-11-30, substitute: narahubung-jalan}}]}}"


def handed(before: TicketEvent, wish: Action, directory: Directory) -> TicketHandedOver:
    after = deeds.done(before, wish, directory)
    assert isinstance(after, TicketHandedOver), after
    return after


def sent(before: TicketEvent, target: dict[str, str]) -> Action:
    """To that topic: out of triage, or from its holder."""
    kind = "decide" if before.queue == TRIAGE else "hand_over"
    return action(kind, id=f"sent-{before.revision}", actor=before.holder.post, words="Ini jembatan.", **target)


@pytest.mark.parametrize("state", ["acknowledged", "in_progress", "paused", "forwarded", "objected"])
def test_another_holder_begins_with_nothing_of_the_formers(state: State, directory: Directory) -> None:
    offered, helpers = directory.holder("narahubung-pkl"), ("kepala-dpu-ckpp",)
    before = standing_at(directory, state, offered=offered, helpers=helpers, rung=2)
    after = handed(before, sent(before, PERMIT), directory)
    assert (after.pause, after.offered, after.helpers, after.rung) == (None, None, (), 0)
    assert after.state == "routed"
    assert clocks(after) == {"acknowledge", "answer", "resolution"} | (clocks(before) & {"update"})


def test_a_wait_that_a_hand_over_ends_leaves_the_citizen_the_time_there_was(directory: Directory) -> None:
    before = standing_at(directory, "paused")
    after = deeds.done(before, sent(before, PERMIT), directory, NOW + timedelta(days=2))
    was, now = (own(event, "resolution") for event in (before, after))
    assert was.due_at
    assert now.due_at
    assert was.due_at < now.due_at <= was.due_at + timedelta(days=2)


def test_where_nobody_is_there_the_ticket_waits_in_triage_for_somebody_and_says_why(directory: Directory) -> None:
    empty = vacated(directory, JEMBATAN)
    for before in (routed(empty), standing_at(empty, "awaiting_triage")):
        after = handed(before, sent(before, BRIDGE), empty)
        assert (after.queue, after.state, after.holder.post) == (TRIAGE, "awaiting_triage", directory.triage_post)
        assert "ini urusan jembatan; jabatan narahubung jembatan kosong" in after.reason
        # It is not for triage to find out what it is about: the roster takes it on when somebody comes.
        assert is_unheld(after)


def test_what_waits_for_somebody_is_not_decided_the_same_way_again(directory: Directory) -> None:
    empty = vacated(directory, JEMBATAN)
    before = standing_at(empty, "awaiting_triage")
    waiting = handed(before, sent(before, BRIDGE), empty)
    assert refused(waiting, sent(waiting, BRIDGE), empty).endswith("Begitu ada, laporan ini pindah sendiri.")
    assert handed(waiting, sent(waiting, PERMIT), empty).state == "routed"
    assert handed(waiting, sent(waiting, BRIDGE), directory).state == "routed"


def test_who_stands_in_takes_what_is_handed_over_and_the_ticket_says_for_whom(directory: Directory) -> None:
    away = rostered(directory, AWAY)
    before = routed(away)
    after = handed(before, sent(before, BRIDGE), away)
    assert (after.holder.post, after.holder.stands_in_for) == ("narahubung-jalan", "narahubung-jembatan")
    assert "cuti" in after.reason


def test_of_several_liaisons_the_one_with_the_fewest_tickets_takes_it(directory: Directory) -> None:
    sector = directory.sectors["infrastruktur"]
    bridge = sector.topics["jembatan"].model_copy(update={"colleagues": ("narahubung-jalan",)})
    amended = sector.model_copy(update={"topics": {**sector.topics, "jembatan": bridge}})
    shared = with_parts(directory, sectors={**directory.sectors, sector.slug: amended})
    before = routed(shared)
    after = lifecycle.act(Deed(before, sent(before, BRIDGE), shared, LATER, load={JEMBATAN: 3}))
    assert isinstance(after, TicketHandedOver)
    assert after.holder.post == "narahubung-jalan"


def offered(directory: Directory, state: State) -> TicketEvent:
    """Somebody stands in for whom the directory names, who is back."""
    before = standing_at(directory, state, rung=1, segment=2, helpers=("kepala-dpu-ckpp",))
    back = before.holder
    stands_in = directory.holder("narahubung-jalan").model_copy(update={"stands_in_for": back.post})
    return before.model_copy(update={"holder": stands_in, "offered": back})


def taken_back(directory: Directory, state: State) -> tuple[TicketEvent, TicketHandedOver]:
    before = offered(directory, state)
    assert before.offered
    return before, handed(before, action(actor=before.offered.post), directory)


@pytest.mark.parametrize(
    ("state", "after"),
    [
        ("routed", "acknowledged"),
        ("objected", "acknowledged"),
        ("acknowledged", "acknowledged"),
        ("in_progress", "in_progress"),
        ("paused", "paused"),
        ("forwarded", "forwarded"),
        ("awaiting_triage", "awaiting_triage"),
    ],
)
def test_whoever_is_back_takes_it_as_it_stands(state: State, after: State, directory: Directory) -> None:
    before, taken = taken_back(directory, state)
    assert (taken.state, taken.holder, taken.former) == (after, before.offered, before.holder)
    assert (taken.segment, taken.hand_overs, taken.offered, taken.helpers) == (3, before.hand_overs, None, ())
    assert (taken.queue, taken.pause) == (before.queue, before.pause)
    assert {promise.segment for promise in taken.promises} == {3}


@pytest.mark.parametrize(
    ("state", "running"),
    [
        ("routed", {"act", "answer", "resolution"}),
        ("acknowledged", {"act", "answer", "resolution"}),
        ("in_progress", {"answer", "update", "resolution"}),
        ("paused", {"answer", "update", "resolution", "review"}),
        ("awaiting_triage", {"triage", "answer", "resolution"}),
    ],
)
def test_who_takes_it_back_is_promised_by_what_is_still_to_be_done(
    state: State, running: set[ClockName], directory: Directory
) -> None:
    before, taken = taken_back(directory, state)
    assert clocks(taken) == running
    for clock in CITIZENS & clocks(before):
        assert own(before, clock).due_at == own(taken, clock).due_at


def test_who_takes_it_back_in_triage_knows_of_it_and_has_their_time_from_then_on(directory: Directory) -> None:
    _, taken = taken_back(directory, "awaiting_triage")
    triage = own(taken, "triage")
    assert triage.started_at == LATER
    assert triage.due_at
    assert triage.due_at > LATER


def test_each_new_holder_is_told_once_that_letters_do_not_reach_the_citizen(directory: Directory) -> None:
    before = offered(directory, "paused").model_copy(update={"unheard": True})
    assert before.offered
    back = handed(before, action(actor=before.offered.post), directory)
    another = handed(before, sent(before, PERMIT), directory)
    tracked = deeds.done(before, action("forward", actor=before.holder.post), directory)
    for after in (back, another, tracked):
        failed = undelivered("warga-4t9k2m7qxa", "citizen", revision=1)
        told = on_undelivered(after, failed, directory, LATER)
        assert isinstance(told, TicketUnheard)
        assert on_undelivered(told, failed, directory, LATER) is None


def test_while_it_is_offered_whoever_stands_in_goes_on(directory: Directory) -> None:
    before = offered(directory, "routed")
    after = deeds.done(before, action(actor=before.holder.post), directory)
    assert (after.state, after.holder, after.offered) == ("acknowledged", before.holder, before.offered)


def test_whoever_is_away_again_takes_nothing_back_until_they_return(directory: Directory) -> None:
    back = directory.holder(JEMBATAN)
    holder = directory.holder("narahubung-jalan").model_copy(update={"stands_in_for": JEMBATAN})
    before = routed(directory, holder=holder, offered=back)
    wish = action("acknowledge", actor=JEMBATAN)
    assert "cuti" in refused(before, wish, rostered(directory, AWAY))
    assert handed(before, wish, directory).holder == back
