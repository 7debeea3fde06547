"""Whatever happens to a ticket, in whatever order."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.router.domain.assignment import assign, next_told
from services.router.domain.lifecycle import UNKEPT, act, on_promise, on_undelivered
from services.router.domain.revision import Refusal
from shared.contracts.event import Event
from shared.contracts.ticket import TicketEvent, TicketHandedOver, TicketRouted
from shared.contracts.words import EMERGENCY, TRIAGE
from shared.directory.load import load
from shared.directory.model import Directory
from tests.builders import LATER, NOW, TICKET, action, breached, sorted_to, undelivered, warned
from tests.conftest import DIRECTORY

WORDS = st.sampled_from([None, "", "Besok kami cek."])
TARGETS = st.sampled_from(
    [
        {},
        {"sector": "infrastruktur", "topic": "lampu-jalan"},
        {"sector": "infrastruktur", "topic": "jembatan"},
        {"sector": "perizinan", "topic": "izin-bangunan"},
        {"sector": "infrastruktur", "topic": "telepon-umum"},
        {"sector": "kantor-pos", "topic": "surat"},
    ]
)
# Who does it, as seen from the ticket at that moment.
ACTORS = st.sampled_from(["holder", "holder", "holder", "above", "former", "bupati"])
SEGMENTS = st.sampled_from([0, 0, 0, -1, 1])
CLOCKS = st.sampled_from(["triage", "acknowledge", "resolution"])


@dataclass(frozen=True)
class Happening:
    """Something that happens to a ticket, whatever the ticket then is; `segment` counts from its own."""

    what: str
    actor: str = "holder"
    segment: int = 0
    given: tuple[tuple[str, Any], ...] = ()

    def event(self, ticket: TicketEvent) -> Event:
        fields = dict(self.given)
        segment = max(1, ticket.segment + self.segment)
        match self.what:
            case "warned":
                return warned(fields["clock"], segment=segment)
            case "breached":
                return breached(fields["clock"], fields["rung"], segment=segment)
            case "undelivered":
                return undelivered(ticket.holder.post, fields["audience"], segment=segment)
            case _:
                return action(self.what, actor=self._actor(ticket), **fields)

    def _actor(self, ticket: TicketEvent) -> str:
        above = [step.post for promise in ticket.promises for step in promise.steps if step.post]
        former = ticket.former.post if isinstance(ticket, TicketHandedOver) else "narahubung-pkl"
        return {"holder": ticket.holder.post, "above": above[0], "former": former}.get(self.actor, self.actor)


def happening(what: str, actor: str, words: str | None, target: dict[str, str]) -> Happening:
    target = target or {"sector": "perizinan", "topic": "izin-bangunan"} if what == "decide" else target
    given = {"words": words, **(target if what in {"decide", "hand_over"} else {})}
    return Happening(what, actor, given=tuple(given.items()))


ACTIONS = st.sampled_from(["acknowledge", "reply", "resolve", "decide", "decide", "hand_over", "hand_over"])
HAPPENINGS = st.lists(
    st.builds(happening, ACTIONS, ACTORS, WORDS, TARGETS)
    | st.builds(happening, st.just("hand_over"), st.just("holder"), st.just("Bukan urusan kami."), TARGETS)
    | st.builds(lambda clock, segment: Happening("warned", "", segment, (("clock", clock),)), CLOCKS, SEGMENTS)
    | st.builds(
        lambda clock, rung, segment: Happening("breached", "", segment, (("clock", clock), ("rung", rung))),
        CLOCKS,
        st.integers(1, 3),
        SEGMENTS,
    )
    | st.builds(
        lambda audience, segment: Happening("undelivered", "", segment, (("audience", audience),)),
        st.sampled_from(["liaison", "leader", "citizen"]),
        SEGMENTS,
    ),
    max_size=25,
)
BEGINNINGS = st.sampled_from([("infrastruktur", "lampu-jalan"), (TRIAGE, None), (EMERGENCY, None)])


class Town:
    """What a directory makes of happenings."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def first(self, queue: str, topic: str | None) -> TicketRouted:
        return assign(sorted_to(queue, topic=topic), self.directory, NOW, 1.0)

    def next(self, before: TicketEvent, happened: Happening) -> TicketEvent | Refusal | None:
        event: Any = happened.event(before)
        match happened.what:
            case "warned" | "breached":
                return on_promise(before, event, self.directory, LATER)
            case "undelivered":
                told = next_told(self.directory, before.holder.post, event.to)
                return on_undelivered(before, event, LATER, told)
            case _:
                return act(before, event, self.directory, LATER, 1.0)

    def history(self, beginning: tuple[str, str | None], happenings: list[Happening]) -> list[TicketEvent]:
        """Every revision that came of it, the first one included."""
        revisions: list[TicketEvent] = [self.first(*beginning)]
        for happened in happenings:
            after = self.next(revisions[-1], happened)
            if isinstance(after, TicketEvent):
                revisions.append(after)
        return revisions


TOWN = Town(load(DIRECTORY))
HISTORIES = st.builds(TOWN.history, BEGINNINGS, HAPPENINGS)


@given(revisions=HISTORIES)
def test_revisions_grow_one_by_one(revisions: list[TicketEvent]) -> None:
    assert [revision.revision for revision in revisions] == list(range(1, len(revisions) + 1))


@given(revisions=HISTORIES)
def test_the_ticket_keeps_its_one_number_and_what_was_complained_of(revisions: list[TicketEvent]) -> None:
    assert {revision.ticket for revision in revisions} == {TICKET}
    assert all(revision.complaint == revisions[0].complaint for revision in revisions)


@given(revisions=HISTORIES)
def test_only_a_hand_over_changes_holder_queue_sorting_and_promises(revisions: list[TicketEvent]) -> None:
    for before, after in pairwise(revisions):
        kept = {"holder", "queue", "sorting", "promises", "segment", "hand_overs"}
        if isinstance(after, TicketHandedOver):
            assert (after.segment, after.former) == (before.segment + 1, before.holder)
        else:
            assert after.model_dump(include=kept) == before.model_dump(include=kept)


@settings(max_examples=300)
@given(revisions=HISTORIES)
def test_there_is_always_one_holder_whom_the_directory_knows(revisions: list[TicketEvent]) -> None:
    for revision in revisions:
        assert revision.holder == TOWN.directory.holder(revision.holder.post)
        assert (revision.queue == TRIAGE) <= (
            revision.holder.post in {TOWN.directory.triage_post, TOWN.directory.arbiter_post}
        )


@settings(max_examples=300)
@given(revisions=HISTORIES)
def test_who_handed_it_over_holds_it_no_more(revisions: list[TicketEvent]) -> None:
    for revision in revisions:
        if isinstance(revision, TicketHandedOver) and revision.former.post != revision.holder.post:
            posts = {step.post for promise in revision.promises for step in promise.steps}
            refused = act(revision, action(actor=revision.former.post), TOWN.directory, LATER, 1.0)
            assert isinstance(refused, Refusal) or revision.former.post in posts


@settings(max_examples=300)
@given(revisions=HISTORIES)
def test_it_is_handed_over_three_times_at_most_and_the_third_time_to_the_arbiter(revisions: list[TicketEvent]) -> None:
    assert revisions[-1].hand_overs <= 3
    for before, after in pairwise(revisions):
        assert after.hand_overs - before.hand_overs in {0, 1}
        if (before.hand_overs, after.hand_overs) == (2, 3):
            assert after.holder.post == TOWN.directory.arbiter_post


@settings(max_examples=300)
@given(revisions=HISTORIES)
def test_no_open_ticket_is_without_a_clock_that_runs_or_waits_for_its_notice(revisions: list[TicketEvent]) -> None:
    for revision in revisions:
        unkept = [promise for promise in revision.promises if revision.state in UNKEPT[promise.clock]]
        assert revision.state == "resolved" or unkept


@given(revisions=HISTORIES)
def test_every_promise_is_the_present_holders(revisions: list[TicketEvent]) -> None:
    for revision in revisions:
        assert {promise.segment for promise in revision.promises} == {revision.segment}


@given(revisions=HISTORIES)
def test_what_the_citizen_was_promised_is_never_put_off(revisions: list[TicketEvent]) -> None:
    for before, after in pairwise(revisions):
        was, now = ({made.clock: made for made in revision.promises} for revision in (before, after))
        assert now["resolution"].due_at <= was["resolution"].due_at


@given(revisions=HISTORIES)
def test_under_one_holder_nothing_goes_back(revisions: list[TicketEvent]) -> None:
    order = ["awaiting_triage", "routed", "acknowledged", "resolved"]
    for before, after in pairwise(revisions):
        if not isinstance(after, TicketHandedOver):
            assert order.index(after.state) >= order.index(before.state)
            assert after.rung >= before.rung


@given(revisions=HISTORIES)
def test_nothing_happens_to_a_resolved_ticket(revisions: list[TicketEvent]) -> None:
    resolved = [revision for revision in revisions if revision.state == "resolved"]
    assert len(resolved) <= 1


@given(beginning=BEGINNINGS, happenings=HAPPENINGS)
def test_the_same_happenings_make_the_same_history(
    beginning: tuple[str, str | None], happenings: list[Happening]
) -> None:
    assert TOWN.history(beginning, happenings) == TOWN.history(beginning, happenings)


@given(revisions=HISTORIES)
def test_every_change_says_who_and_why(revisions: list[TicketEvent]) -> None:
    assert all(revision.actor and revision.reason and revision.cause for revision in revisions)


@pytest.mark.parametrize("beginning", [("infrastruktur", "lampu-jalan"), (TRIAGE, None), (EMERGENCY, None)])
def test_the_longest_way_ends_with_the_arbiters_decision(beginning: tuple[str, str | None]) -> None:
    decide = happening("decide", "holder", None, {"sector": "perizinan", "topic": "izin-bangunan"})
    not_mine = happening("hand_over", "holder", "Bukan urusan kami.", {})
    revisions = TOWN.history(beginning, [decide, not_mine] * 6)
    assert (revisions[-1].hand_overs, revisions[-1].state, revisions[-1].queue) == (3, "routed", "perizinan")
