"""The citizen says that it is not so: who has it then, who hears of it, what is promised, and until when they may."""

from datetime import datetime, timedelta

import pytest

from services.router.domain.closing import closed
from shared.contracts.action import Action
from shared.contracts.ticket import TicketEvent, TicketObjected
from shared.contracts.ticket_record import Holder
from shared.contracts.words import State
from shared.directory.model import Directory
from tests.builders import LATER, NOW, TICKET, action, lapsed, rostered
from tests.unit.router.deeds import clocks, done, refused, standing_at

LADDER = ("sekretaris-dpu-ckpp", "kepala-dpu-ckpp", "asisten-ekbang")


def resolved() -> Action:
    return action("resolve", id="resolved")


def objected(before: TicketEvent, directory: Directory, at: datetime = LATER) -> TicketObjected:
    wish = action("object", at=at, words="Lampunya masih mati.")
    after = done(before, wish, directory, at)
    assert isinstance(after, TicketObjected)
    return after


@pytest.mark.parametrize("state", ["resolved", "confirmed"])
def test_an_objection_opens_it_again_for_the_same_holder_with_fresh_promises(
    state: State, directory: Directory
) -> None:
    before = standing_at(directory, state, segment=2, revision=5)
    after = objected(before, directory)
    assert (after.state, after.holder, after.outcome) == ("objected", before.holder, None)
    assert (after.revision, after.segment, after.objections) == (6, 3, 1)
    assert clocks(after) == {"acknowledge", "answer", "resolution"}
    assert {promise.segment for promise in after.promises} == {3}
    assert {promise.started_at for promise in after.promises} == {None, LATER}
    assert after.words == "Lampunya masih mati."


@pytest.mark.parametrize(("reached", "told"), [(0, 0), (1, 1), (2, 2), (3, 2)])
def test_it_tells_one_rung_more_and_at_the_end_the_last_one_again(
    reached: int, told: int, directory: Directory
) -> None:
    after = objected(standing_at(directory, "resolved", rung=reached), directory)
    assert (after.told.post, after.rung) == (LADDER[told], told + 1)
    assert after.reason.startswith("pelapor menyatakan belum beres; ")


def test_each_objection_tells_a_higher_one(directory: Directory) -> None:
    told, after = [], standing_at(directory, "resolved")
    for _ in range(4):
        again = objected(after, directory)
        told.append(again.told.post)
        after = done(again, resolved(), directory)
    assert told == [*LADDER, LADDER[-1]]
    assert after.objections == 4


def test_a_rung_nobody_sits_on_is_passed_over_and_named(directory: Directory) -> None:
    empty = rostered(directory, f"{LADDER[0]}: {{sittings: [{{kind: vacant, valid_from: 2026-01-05}}]}}")
    after = objected(standing_at(empty, "resolved"), empty)
    assert (after.told.post, after.rung) == (LADDER[1], 2)
    assert after.reason.endswith(", sebab sekretaris dinas tidak ada")


def test_who_stands_in_for_a_rung_may_act_though_they_are_on_no_ladder(directory: Directory) -> None:
    away = rostered(
        directory, f"{LADDER[0]}: {{leaves: [{{first: 2026-11-20, last: 2026-12-01, substitute: narahubung-pkl}}]}}"
    )
    after = objected(standing_at(away, "resolved", helpers=("narahubung-ktp",)), away)
    assert (after.told.post, after.rung, after.helpers) == ("narahubung-pkl", 1, ("narahubung-ktp", "narahubung-pkl"))
    assert done(after, action("note", actor="narahubung-pkl"), away)


def test_it_comes_to_whoever_does_the_same_work_that_day(directory: Directory) -> None:
    away = rostered(
        directory,
        "narahubung-lampu-jalan: {leaves: [{first: 2026-11-20, last: 2026-12-01, substitute: narahubung-jalan}]}",
    )
    before = standing_at(directory, "resolved", helpers=("narahubung-ktp",))
    after = objected(before, away)
    assert (after.holder.post, after.holder.stands_in_for) == ("narahubung-jalan", before.holder.post)
    assert after.helpers == ()
    back = done(after, resolved(), away)
    assert objected(back, directory).holder == before.holder


@pytest.mark.parametrize("state", ["resolved", "confirmed"])
def test_until_the_window_closes_the_citizen_may_object(state: State, directory: Directory) -> None:
    assert objected(standing_at(directory, state), directory, NOW + timedelta(days=10)).objections == 1


@pytest.mark.parametrize("state", ["resolved", "confirmed", "closed_unconfirmed"])
def test_afterwards_they_are_told_to_report_anew(state: State, directory: Directory) -> None:
    at = NOW + timedelta(days=10, minutes=1)
    reason = refused(standing_at(directory, state), action("object", at=at), directory, at)
    assert reason == (
        "Waktu untuk keberatan habis pada Kamis, 3 Desember 2026 pukul 10.00. "
        f"Bila masih belum beres, buat laporan baru dan sebutkan nomor {TICKET}."
    )


def test_an_objection_that_waited_to_be_heard_came_in_time(directory: Directory) -> None:
    wish = action("object", at=NOW + timedelta(days=9))
    assert done(standing_at(directory, "resolved"), wish, directory, NOW + timedelta(days=11)).state == "objected"


def test_it_came_in_time_also_when_the_lapse_was_heard_first(directory: Directory) -> None:
    now = NOW + timedelta(days=10, minutes=1)
    late = closed(standing_at(directory, "resolved", segment=2), lapsed("objection", segment=2), now)
    wish = action("object", at=NOW + timedelta(days=10), words="Lampunya masih mati.")
    after = done(late, wish, directory, now + timedelta(seconds=5))
    assert (type(after), after.state, after.segment, after.outcome) == (TicketObjected, "objected", 3, None)
    assert clocks(after) == {"acknowledge", "answer", "resolution"}


def test_where_its_holders_post_is_no_more_it_comes_to_who_holds_its_topic(directory: Directory) -> None:
    gone = Holder(post="narahubung-lama", title="narahubung lama", agency="Dinas PU CKPP")
    before = standing_at(directory, "resolved", holder=gone)
    assert objected(before, directory).holder == directory.holder("narahubung-lampu-jalan")
