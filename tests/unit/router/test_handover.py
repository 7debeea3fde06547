"""How a ticket comes to another holder, and when it does not."""

from typing import Any

import pytest

from shared.contracts.action import Action
from shared.contracts.sorted import Sorting
from shared.contracts.ticket import TicketEvent, TicketHandedOver
from shared.contracts.words import EMERGENCY, TRIAGE
from shared.directory.model import Directory
from tests.builders import LIAISON, RUNGS, action, complaint, sorting, with_parts
from tests.unit.router import deeds
from tests.unit.router.deeds import BRIDGE, LAMP, PERMIT, own, refused, routed

FINAL = "Keputusan itu tetap."
NO_TOPIC = "Sektor infrastruktur tidak punya pokok masalah"
NOT_MINE = "Ini bukan lampu jalan, ini jembatan."


def handed(before: TicketEvent, wish: Action, directory: Directory) -> TicketHandedOver:
    after = deeds.done(before, wish, directory)
    assert isinstance(after, TicketHandedOver), after
    return after


def in_triage(directory: Directory, **change: Any) -> TicketEvent:
    return routed(directory, sorting(TRIAGE), **change)


def one_liaison_for_both(directory: Directory) -> Directory:
    """The directory in which the liaison of street lights holds bridges too."""
    sector = directory.sectors[BRIDGE["sector"]]
    bridge = sector.topics[BRIDGE["topic"]].model_copy(update={"liaison": LIAISON.post})
    amended = sector.model_copy(update={"topics": {**sector.topics, bridge.slug: bridge}})
    return with_parts(directory, sectors={**directory.sectors, sector.slug: amended})


def not_mine(ticket: TicketEvent, **target: str) -> Action:
    return action("hand_over", id=f"not-mine-{ticket.segment}", actor=ticket.holder.post, words=NOT_MINE, **target)


def decided(ticket: TicketEvent, target: dict[str, str]) -> Action:
    return action("decide", id=f"decided-{ticket.segment}", actor=ticket.holder.post, words=None, **target)


def test_a_decision_brings_the_ticket_to_the_topics_liaison(directory: Directory) -> None:
    before = in_triage(directory, revision=4)
    after = handed(before, decided(before, BRIDGE), directory)
    assert (after.queue, after.state, after.segment, after.revision) == ("infrastruktur", "routed", 2, 5)
    assert after.holder.post == directory.topic("infrastruktur", "jembatan").liaison  # type: ignore[union-attr]
    assert (after.former, after.hand_overs) == (before.holder, 0)
    assert (after.sorting.queue, after.sorting.sector, after.sorting.topic) == ("infrastruktur", *BRIDGE.values())
    assert after.reason == after.sorting.reason == "petugas pemilah laporan menilai ini urusan jembatan"


def test_a_decision_keeps_what_the_sorter_thought_and_where_it_is(directory: Directory) -> None:
    doubtful = sorting(TRIAGE).model_copy(update={"district": "Glagah", "village": "Kemiren", "confidence": 0.4})
    before = in_triage(directory, sorting=doubtful)
    kept = {"district", "village", "confidence", "top3", "kind"}
    after = handed(before, decided(before, BRIDGE), directory)
    assert after.sorting.model_dump(include=kept) == doubtful.model_dump(include=kept)
    assert after.sorting.edition == directory.edition


def test_who_stands_above_triage_may_decide_too(directory: Directory) -> None:
    before = in_triage(directory)
    above = directory.agencies["diskominfo"].ladder[0]
    wish = action("decide", actor=above, **BRIDGE)
    assert handed(before, wish, directory).actor == above


@pytest.mark.parametrize("actor", [LIAISON.post, "narahubung-jembatan", RUNGS[0].post])
def test_nobody_else_decides(actor: str, directory: Directory) -> None:
    reason = refused(in_triage(directory), action("decide", actor=actor, **BRIDGE), directory)
    assert reason.startswith("Laporan ini dipegang petugas pemilah laporan")


def test_triage_may_ask_the_citizen_first_and_decide_then(directory: Directory) -> None:
    question = action("reply", actor="meja-pilah", words="Di mana tempatnya?")
    asked = deeds.done(in_triage(directory), question, directory)
    assert handed(asked, decided(asked, BRIDGE), directory).state == "routed"


def test_not_mine_with_a_target_goes_straight_to_its_liaison(directory: Directory) -> None:
    before = routed(directory, state="acknowledged", rung=2)
    after = handed(before, not_mine(before, **PERMIT), directory)
    assert (after.queue, after.state, after.holder.post) == ("perizinan", "routed", "narahubung-izin-bangunan")
    assert (after.hand_overs, after.segment, after.rung, after.former) == (1, 2, 0, before.holder)
    assert after.words == NOT_MINE
    topic = directory.sectors["perizinan"].topics["izin-bangunan"]
    assert after.reason == f"menurut narahubung lampu jalan, ini urusan {topic.name}"


def test_not_mine_without_a_target_goes_to_triage(directory: Directory) -> None:
    before = routed(directory)
    after = handed(before, not_mine(before), directory)
    assert (after.queue, after.state, after.holder.post) == (TRIAGE, "awaiting_triage", directory.triage_post)
    assert (after.sorting.queue, after.sorting.sector, after.sorting.topic) == (TRIAGE, None, None)
    assert after.reason == "menurut narahubung lampu jalan, ini bukan urusannya"


@pytest.mark.parametrize("target", [BRIDGE, PERMIT, {}])
def test_after_two_hand_overs_the_arbiter_decides_whatever_was_named(
    target: dict[str, str], directory: Directory
) -> None:
    before = routed(directory, hand_overs=2, segment=3)
    after = handed(before, not_mine(before, **target), directory)
    assert (after.queue, after.state, after.holder.post) == (TRIAGE, "awaiting_triage", directory.arbiter_post)
    assert (after.hand_overs, after.segment, after.sorting.topic) == (3, 4, None)
    assert "yang memutuskan" in after.reason


def test_what_the_arbiter_decided_is_final(directory: Directory) -> None:
    arbiter = directory.holder(directory.arbiter_post)
    before = in_triage(directory, hand_overs=3, segment=4, holder=arbiter)
    after = handed(before, decided(before, BRIDGE), directory)
    assert after.hand_overs == 3
    reason = refused(after, not_mine(after, **PERMIT), directory)
    assert reason == f"Penengah sudah memutuskan bahwa {after.holder.title} yang mengurus laporan ini. {FINAL}"


def test_triage_does_not_decide_for_the_arbiter(directory: Directory) -> None:
    arbiter = directory.holder(directory.arbiter_post)
    before = in_triage(directory, hand_overs=3, segment=4, holder=arbiter, promises=())
    reason = refused(before, action("decide", actor=directory.triage_post, **BRIDGE), directory)
    assert reason.startswith(f"Laporan ini dipegang {arbiter.title}")


def test_a_ticket_is_not_handed_over_to_where_it_is(directory: Directory) -> None:
    before = routed(directory)
    reason = refused(before, not_mine(before, sector="infrastruktur", topic="lampu-jalan"), directory)
    assert reason == "Laporan ini sudah di tangan narahubung lampu jalan, untuk urusan lampu jalan."


def test_another_topic_of_the_same_holder_is_no_hand_over(directory: Directory) -> None:
    both = one_liaison_for_both(directory)
    for hand_overs in (0, 2):
        before = routed(both, hand_overs=hand_overs)
        reason = refused(before, not_mine(before, **BRIDGE), both)
        assert reason == "Urusan jembatan juga dipegang narahubung lampu jalan. Ubah saja pokok masalahnya."


def test_what_is_no_emergency_is_handed_over_by_its_crew(directory: Directory) -> None:
    crew = directory.holder(directory.emergency_post)
    urgent = complaint(urgency="emergency")
    sorted_so = sorting(EMERGENCY, "infrastruktur", "lampu-jalan")
    before = routed(directory, queue=EMERGENCY, holder=crew, complaint=urgent, sorting=sorted_so)
    after = handed(before, not_mine(before, sector="infrastruktur", topic="lampu-jalan"), directory)
    assert (after.queue, after.holder.post) == ("infrastruktur", LIAISON.post)


NATIONAL = complaint(text="Jembatan di jalan nasional dekat Ketapang berlubang.")


def test_a_part_of_a_topic_that_another_agency_decides_goes_to_who_watches_it(directory: Directory) -> None:
    before = in_triage(directory, complaint=NATIONAL)
    after = handed(before, decided(before, BRIDGE), directory)
    agency = directory.agencies[str(after.sorting.owner)]
    assert agency.is_outside
    assert after.holder.post == agency.tracker


def test_who_watches_another_agency_may_say_that_it_is_ours_after_all(directory: Directory) -> None:
    before = in_triage(directory, complaint=NATIONAL)
    watched = handed(before, decided(before, BRIDGE), directory)
    after = handed(watched, not_mine(watched, **BRIDGE), directory)
    assert (after.sorting.owner, after.holder.post) == (None, "narahubung-jembatan")


@pytest.mark.parametrize(
    ("sector", "topic", "reason"),
    [
        ("infrastruktr", "jembatan", "Sektor infrastruktr tidak ada. Mungkin maksud Anda infrastruktur."),
        ("infrastruktur", "jembatn", f"{NO_TOPIC} jembatn. Mungkin maksud Anda jembatan."),
        ("infrastruktur", "izin-bangunan", f"{NO_TOPIC} izin-bangunan. Itu ada di sektor perizinan."),
    ],
)
@pytest.mark.parametrize("kind", ["decide", "hand_over"])
def test_a_target_there_is_not_is_refused_with_what_is_nearest(
    kind: str, sector: str, topic: str, reason: str, directory: Directory
) -> None:
    before = in_triage(directory) if kind == "decide" else routed(directory)
    wish = action(kind, actor=before.holder.post, sector=sector, topic=topic)
    assert refused(before, wish, directory) == reason


def test_a_new_holder_is_promised_anew_and_the_citizen_keeps_their_date(directory: Directory) -> None:
    before = routed(directory)
    after = handed(before, not_mine(before, **PERMIT), directory)
    for clock in ("answer", "resolution"):
        kept, again = own(before, clock), own(after, clock)
        assert (again.started_at, again.due_at) == (kept.started_at, kept.due_at)
    assert (own(after, "acknowledge").starts, own(after, "acknowledge").due_at) == ("delivered", None)
    assert {made.segment for made in after.promises} == {2}
    posts = {step.post for made in after.promises for step in made.steps if step.post}
    assert posts == set(directory.agencies["dpmptsp"].ladder)


def test_of_the_former_holder_nobody_may_act_any_more(directory: Directory) -> None:
    before = routed(directory)
    after = handed(before, not_mine(before, **PERMIT), directory)
    above = directory.agencies["dpu-ckpp"].ladder[0]
    for former in (LIAISON.post, above):
        reason = refused(after, action(actor=former), directory)
        assert reason.startswith(f"Laporan ini dipegang {after.holder.title}")


@pytest.mark.parametrize("beginning", [LAMP, sorting(TRIAGE), sorting(EMERGENCY)])
def test_the_longest_way_ends_with_the_arbiters_decision(beginning: Sorting, directory: Directory) -> None:
    after = routed(directory, beginning)
    for _ in range(12):
        wish = decided(after, PERMIT) if after.queue == TRIAGE else not_mine(after)
        tried = deeds.act(after, wish, directory)
        after = tried if isinstance(tried, TicketEvent) else after
    assert (after.hand_overs, after.state, after.queue) == (3, "routed", "perizinan")
