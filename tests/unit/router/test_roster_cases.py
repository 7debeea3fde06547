"""The roster and the tickets of one case: they stay together, and with somebody who is there."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.assignment import assign
from services.router.domain.deed import Deed
from services.router.domain.handover import move
from services.router.domain.linking import Company, joined
from services.router.domain.pausing import resume
from services.router.domain.rostering import Rostering, is_unheld
from services.router.domain.sharing import shared_out
from shared.contracts.ticket import TicketEvent, TicketHandedOver
from shared.contracts.words import TRIAGE
from shared.directory.model import Directory
from tests.builders import LATER, NOW, TODAY, action, rostered, sorted_to, with_parts
from tests.conftest import shipped
from tests.unit.router.deeds import LAMP, VACANT, routed, standing_at, vacated

LIAISON, ROADS, BRIDGES, DESK = "narahubung-lampu-jalan", "narahubung-jalan", "narahubung-jembatan", "meja-pilah"
COLLEAGUES = (ROADS, BRIDGES)
CASES = tuple(f"BWI-7K3M-9QXA-000{digit}" for digit in range(6))
TOWN = shipped()


def with_colleagues(directory: Directory) -> Directory:
    """The directory in which three posts share the street lights."""
    sector = directory.sectors["infrastruktur"]
    topic = sector.topics["lampu-jalan"].model_copy(update={"colleagues": COLLEAGUES})
    sectors = {
        **directory.sectors,
        sector.slug: sector.model_copy(update={"topics": {**sector.topics, topic.slug: topic}}),
    }
    return with_parts(directory, sectors=sectors)


SHARED = with_colleagues(TOWN)
LEFT_ALONE = vacated(SHARED, LIAISON)


def swept(tickets: Iterable[TicketEvent], directory: Directory) -> list[TicketEvent]:
    """After one turn of the sweep: each that was moved counts for whom it came to, so that the next goes to another."""
    load = dict.fromkeys((LIAISON, *COLLEAGUES), 0)
    after: list[TicketEvent] = []
    for ticket in tickets:
        changed = Rostering(directory, NOW, load=load).changed(ticket) or ticket
        load[changed.holder.post] = load.get(changed.holder.post, 0) + 1
        after.append(changed)
    return after


def company(case: str | None, size: int, directory: Directory = SHARED) -> list[TicketEvent]:
    return [routed(directory, case=case, reporters=size) for _ in range(size)]


def held_by(tickets: Sequence[TicketEvent]) -> set[str]:
    return {ticket.holder.post for ticket in tickets}


@given(case=st.sampled_from(CASES), size=st.integers(2, 6))
def test_what_is_shared_out_among_colleagues_stays_together_in_its_case(case: str, size: int) -> None:
    there = held_by(swept(company(case, size), LEFT_ALONE))
    assert len(there) == 1
    assert there <= {*COLLEAGUES}


def test_what_is_in_no_case_goes_to_whoever_holds_fewest() -> None:
    assert [ticket.holder.post for ticket in swept(company(None, 4), LEFT_ALONE)] == [ROADS, BRIDGES] * 2


def test_cases_are_shared_out_too() -> None:
    assert held_by([swept(company(case, 2), LEFT_ALONE)[0] for case in CASES]) == {*COLLEAGUES}


@given(case=st.sampled_from(CASES), size=st.integers(2, 6))
def test_a_case_that_waited_in_triage_is_taken_up_by_one_of_them(case: str, size: int) -> None:
    nobody = rostered(SHARED, "\n".join(f"{post}: {VACANT}" for post in (*LEFT_ALONE.roster, *COLLEAGUES)))
    waiting = swept(company(case, size), nobody)
    assert all(map(is_unheld, waiting))
    assert len(held_by(swept(waiting, LEFT_ALONE))) == 1


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_handed_over_to_one_of_them(case: str) -> None:
    wish = action("hand_over", sector="infrastruktur", topic="lampu-jalan")
    loads = ({}, {LIAISON: 5}, {LIAISON: 5, ROADS: 3}, {LIAISON: 5, BRIDGES: 3})
    deeds = [Deed.upon([routed(SHARED, case=case)], wish, SHARED, LATER, load=load) for load in loads]
    assert len({move(deed, LAMP, 1).holder.post for deed in deeds}) == 1


@given(case=st.sampled_from(CASES), away=st.sampled_from((LIAISON, *COLLEAGUES)))
def test_whom_a_case_fell_to_changes_only_when_they_are_away(case: str, away: str) -> None:
    before = shared_out(SHARED, LAMP, case, TODAY)
    after = shared_out(rostered(SHARED, f"{away}: {VACANT}"), LAMP, case, TODAY)
    assert before
    assert after
    assert (before.holder.post == after.holder.post) == (before.holder.post != away)


def paused_with_triage(directory: Directory) -> TicketEvent:
    """Triage stands in for it, since it waits for something outside and nobody else is there."""
    after = Rostering(vacated(directory, LIAISON), NOW).changed(standing_at(directory, "paused"))
    assert isinstance(after, TicketHandedOver)
    assert (after.holder.post, after.holder.stands_in_for, after.queue) == (DESK, LIAISON, "infrastruktur")
    return after


def test_what_triage_stands_in_for_waits_in_triage_once_there_is_work_to_do(directory: Directory) -> None:
    before = paused_with_triage(directory)
    resumed = resume(Deed.upon([before], action("resume", actor=DESK), vacated(directory, LIAISON), LATER))
    assert isinstance(resumed, TicketEvent)
    rostering = Rostering(vacated(directory, LIAISON), LATER)
    after = rostering.changed(resumed)
    assert after
    assert (after.queue, after.state, after.holder.post, after.holder.stands_in_for) == (
        TRIAGE,
        "awaiting_triage",
        DESK,
        None,
    )
    assert "triage" in {promise.clock for promise in after.promises if promise.segment == after.segment}
    assert rostering.changed(after) is None
    assert is_unheld(after)


@pytest.mark.parametrize("by", ["moved", "alike"])
def test_a_new_ticket_beside_what_triage_stands_in_for_waits_in_triage(directory: Directory, by: str) -> None:
    beside, vacant = paused_with_triage(directory), vacated(directory, LIAISON)
    number = "BWI-9999-9999-9999"
    first = assign(sorted_to("infrastruktur", topic="lampu-jalan", ticket=number), vacant, LATER, 1.0)
    assert first.queue == TRIAGE
    found = Company(beside.ticket, 2, "sama-sama menyebut pasar", **{by: beside})  # type: ignore[arg-type]
    after = joined(first, found, vacant, 1.0)
    assert (after.queue, after.state, after.holder) == (TRIAGE, "awaiting_triage", first.holder)
    assert is_unheld(after)
    assert [promise.clock for promise in after.promises] == [promise.clock for promise in first.promises]
