"""That a ticket is about another topic than was thought: who may say so, and what becomes of its promises."""

from datetime import timedelta
from typing import Any

import pytest

from services.router.domain.rostering import Rostering
from shared.contracts.action import Action
from shared.contracts.sorted import Sorting
from shared.contracts.ticket import TicketEvent, TicketHandedOver, TicketReclassified
from shared.contracts.ticket_record import Promise
from shared.contracts.words import EMERGENCY, State
from shared.directory.model import Directory, Topic
from shared.policy.roster import ladder
from tests.builders import LATER, NOW, action, complaint, rostered, sorting, with_parts
from tests.unit.router.deeds import BRIDGE, LAMP, PERMIT, done, own, refused, routed, standing_at

SLOW, QUICK = "tanpa-pengawasan", "ringan"


def amended(directory: Directory, topic: dict[str, str], **change: Any) -> Directory:
    """The directory with another say on that topic."""
    sector = directory.sectors[topic["sector"]]
    known: Topic = sector.topics[topic["topic"]].model_copy(update=change)
    topics = {**sector.topics, known.slug: known}
    return with_parts(
        directory, sectors={**directory.sectors, sector.slug: sector.model_copy(update={"topics": topics})}
    )


@pytest.fixture
def both(directory: Directory) -> Directory:
    """The liaison of street lights holds bridges too, which are promised sooner."""
    lamps = amended(directory, {"sector": "infrastruktur", "topic": "lampu-jalan"}, resolution=SLOW)
    return amended(lamps, BRIDGE, liaison="narahubung-lampu-jalan", resolution=QUICK)


def about(target: dict[str, str], actor: str = "narahubung-lampu-jalan") -> Action:
    return action("reclassify", actor=actor, words=None, **target)


def resolution(event: TicketEvent) -> Promise:
    found = own(event, "resolution")
    assert found.due_at
    return found


@pytest.mark.parametrize("state", ["routed", "in_progress", "paused", "forwarded"])
def test_another_topic_of_its_holders_changes_what_it_is_about_and_nothing_else(state: State, both: Directory) -> None:
    before = standing_at(both, state)
    after = done(before, about(BRIDGE), both)
    assert isinstance(after, TicketReclassified)
    assert (after.sorting.sector, after.sorting.topic) == tuple(BRIDGE.values())
    kept = {"state", "holder", "segment", "hand_overs", "pause", "rung", "queue"}
    assert after.model_dump(include=kept) == before.model_dump(include=kept)
    assert after.reason == "narahubung lampu jalan menilai ini urusan jembatan"


def test_the_citizen_keeps_the_earlier_of_two_dates(both: Directory) -> None:
    before = routed(both)
    sooner = done(before, about(BRIDGE), both)
    assert (resolution(sooner).policy, resolution(sooner).started_at) == ("selesai-ringan", LATER)
    assert resolution(sooner).segment == before.segment
    later = amended(both, BRIDGE, resolution="pengawasan")
    assert resolution(done(before, about(BRIDGE), later)) == resolution(before)


@pytest.mark.parametrize("state", ["paused", "forwarded"])
def test_while_it_waits_the_new_class_has_its_time_from_when_the_wait_began(state: State, both: Directory) -> None:
    before = standing_at(both, state)
    now = NOW + timedelta(days=10)
    sooner = done(before, about(BRIDGE), both, now)
    assert resolution(sooner).started_at == NOW
    gone_on = done(sooner, action("resume", id="on", words=None), both, now)
    span = resolution(done(routed(both), about(BRIDGE), both, NOW)).span
    assert resolution(gone_on).span == span


def test_of_the_holders_own_promises_none_begins_anew(both: Directory) -> None:
    before = routed(both)
    after = done(before, about(BRIDGE), both)
    assert own(after, "acknowledge") == own(before, "acknowledge")
    assert after.segment == before.segment


def test_who_holds_it_hands_over_what_is_anothers(directory: Directory) -> None:
    reason = refused(routed(directory), about(PERMIT), directory)
    assert reason.endswith("dipegang orang lain. Pindahkan laporan ini ke sana.")


def stands_in(directory: Directory, state: State) -> tuple[Directory, TicketEvent]:
    """The liaison of bridges does the work of an absent one, whose leader and helpers heard of it."""
    leave = "narahubung-lampu-jalan: {leaves: [{first: 2026-11-20, last: 2026-12-01, substitute: narahubung-jembatan}]}"
    away = rostered(directory, leave)
    return away, standing_at(away, state, rung=1, segment=2, helpers=("narahubung-ktp",))


@pytest.mark.parametrize("state", ["routed", "in_progress", "paused"])
def test_who_stood_in_and_finds_it_to_be_their_own_holds_it_in_their_own_chair(
    state: State, directory: Directory
) -> None:
    away, before = stands_in(directory, state)
    assert before.holder.stands_in_for == "narahubung-lampu-jalan"
    after = done(before, about(BRIDGE, "narahubung-jembatan"), away)
    assert isinstance(after, TicketReclassified)
    assert after.holder == away.holder("narahubung-jembatan")
    assert (after.state, after.segment, after.pause, after.queue) == (state, 2, before.pause, before.queue)
    assert (after.rung, after.helpers, after.offered) == (0, (), None)
    rungs = [rung.post for rung in ladder(away, after.holder)]
    for promise in after.promises:
        climbed = [step.post for step in promise.steps if step.rung and not step.again]
        assert climbed == ([] if promise.clock == "review" else rungs)


def test_once_the_absent_one_is_back_nobody_offers_them_what_was_never_theirs(directory: Directory) -> None:
    away, before = stands_in(directory, "in_progress")
    after = done(before, about(BRIDGE, "narahubung-jembatan"), away)
    assert Rostering(directory, LATER, 1.0).changed(after) is None


@pytest.mark.parametrize("desk", ["triage_post", "arbiter_post"])
def test_triage_and_the_arbiter_move_what_is_anothers(desk: str, directory: Directory) -> None:
    after = done(routed(directory, hand_overs=1), about(PERMIT, getattr(directory, desk)), directory)
    assert isinstance(after, TicketHandedOver)
    assert (after.queue, after.state, after.holder.post) == ("perizinan", "routed", "narahubung-izin-bangunan")
    assert (after.segment, after.hand_overs) == (2, 1)


def test_what_the_arbiter_decided_only_the_arbiter_moves_again(directory: Directory) -> None:
    before = routed(directory, hand_overs=3)
    assert refused(before, about(PERMIT, directory.triage_post), directory).endswith("Keputusan itu tetap.")
    assert done(before, about(PERMIT, directory.arbiter_post), directory).state == "routed"


def test_a_topic_it_has_already_and_one_there_is_not_are_refused(directory: Directory) -> None:
    lamp = {"sector": "infrastruktur", "topic": "lampu-jalan"}
    assert refused(routed(directory), about(lamp), directory).startswith("Pokok masalah laporan ini sudah lampu jalan.")
    nowhere = {"sector": "infrastruktur", "topic": "telepon-umum"}
    assert "tidak punya pokok masalah telepon-umum" in refused(routed(directory), about(nowhere), directory)


def test_an_emergency_stays_with_its_crew_whatever_it_is_about(directory: Directory) -> None:
    urgent: Sorting = sorting(EMERGENCY, LAMP.sector, LAMP.topic)
    before = routed(directory, urgent, complaint=complaint(urgency="emergency"))
    after = done(before, about(BRIDGE, directory.emergency_post), directory)
    assert (after.queue, after.sorting.queue, after.holder) == (EMERGENCY, EMERGENCY, before.holder)
    assert after.sorting.topic == "jembatan"


def test_the_reporters_words_say_which_agency_is_in_charge_of_that_topic(directory: Directory) -> None:
    national = complaint(text="Jembatan di jalan nasional dekat Ketapang berlubang.")
    after = done(routed(directory, complaint=national), about(BRIDGE, directory.triage_post), directory)
    assert directory.agencies[str(after.sorting.owner)].tracker == after.holder.post
