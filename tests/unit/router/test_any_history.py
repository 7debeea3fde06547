"""Whatever happens to a ticket, in whatever order."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.lifecycle import Refusal, act, on_promise, on_undelivered
from shared.contracts.action import Action
from shared.contracts.event import Event
from shared.contracts.notice import NoticeFailed
from shared.contracts.promise import PromiseEvent
from shared.contracts.ticket import TicketEvent
from tests.builders import LATER, LIAISON, RUNGS, action, breached, ticket, undelivered, warned

CLOCKS = st.sampled_from(["triage", "acknowledge", "resolution"])
KINDS = st.sampled_from(["acknowledge", "reply", "resolve"])
ACTORS = st.sampled_from([LIAISON.post, *(rung.post for rung in RUNGS), "narahubung-jalan"])
WORDS = st.sampled_from([None, "", "Besok kami cek."])

HAPPENINGS = st.lists(
    st.builds(lambda kind, actor, words: action(kind, actor=actor, words=words), KINDS, ACTORS, WORDS)
    | st.builds(warned, CLOCKS)
    | st.builds(breached, CLOCKS, st.integers(1, 3))
    | st.builds(undelivered, audience=st.sampled_from(["liaison", "leader", "citizen"])),
    max_size=25,
)


def decide(before: TicketEvent, happening: Event) -> TicketEvent | Refusal | None:
    match happening:
        case Action():
            return act(before, happening, LATER)
        case PromiseEvent():
            told = next((rung for rung in RUNGS if rung.post == happening.post), None)
            return on_promise(before, happening, LATER, told)
        case NoticeFailed():
            return on_undelivered(before, happening, LATER, RUNGS[0])
    raise TypeError(type(happening))


def history(happenings: list[Event]) -> list[TicketEvent]:
    """Every revision that came of it, the first one included."""
    revisions = [ticket()]
    for happening in happenings:
        after = decide(revisions[-1], happening)
        if isinstance(after, TicketEvent):
            revisions.append(after)
    return revisions


@given(happenings=HAPPENINGS)
def test_revisions_grow_one_by_one(happenings: list[Event]) -> None:
    revisions = history(happenings)
    assert [revision.revision for revision in revisions] == list(range(1, len(revisions) + 1))


@given(happenings=HAPPENINGS)
def test_the_ticket_keeps_its_number_its_holder_its_promises_and_what_was_complained_of(
    happenings: list[Event],
) -> None:
    first = ticket()
    for revision in history(happenings):
        assert (revision.ticket, revision.holder, revision.promises) == (first.ticket, first.holder, first.promises)
        assert (revision.complaint, revision.sorting, revision.queue) == (first.complaint, first.sorting, first.queue)


@given(happenings=HAPPENINGS)
def test_nothing_goes_back(happenings: list[Event]) -> None:
    order = ["routed", "acknowledged", "resolved"]
    revisions = history(happenings)
    for before, after in pairwise(revisions):
        assert order.index(after.state) >= order.index(before.state)
        assert after.rung >= before.rung


@given(happenings=HAPPENINGS)
def test_nothing_happens_to_a_resolved_ticket(happenings: list[Event]) -> None:
    resolved = [revision for revision in history(happenings) if revision.state == "resolved"]
    assert len(resolved) <= 1


@given(happenings=HAPPENINGS)
def test_the_same_happenings_make_the_same_history(happenings: list[Event]) -> None:
    assert history(happenings) == history(happenings)


@given(happenings=HAPPENINGS)
def test_every_change_says_who_and_why(happenings: list[Event]) -> None:
    assert all(revision.actor and revision.reason and revision.cause for revision in history(happenings))
