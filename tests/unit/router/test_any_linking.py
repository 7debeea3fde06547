"""Whatever persons link and unlink, in whatever order."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.deed import Deed
from services.router.domain.linking import common_case, link, unlink
from services.router.domain.revision import Refusal
from shared.contracts.action import Action
from shared.contracts.ticket import TicketEvent
from tests.builders import LATER, NOW, action, complaint, ticket
from tests.conftest import shipped

TOWN = shipped()
OLD, NEW, LAST = "BWI-0000-0000-0001", "BWI-0000-0000-0002", "BWI-0000-0000-0003"
AGE = {OLD: NOW, NEW: NOW + timedelta(minutes=1), LAST: NOW + timedelta(minutes=2)}


def first(number: str) -> TicketEvent:
    return ticket(ticket=number, complaint=complaint(ticket=number, admitted_at=AGE[number]))


WISHES = st.lists(
    st.tuples(
        st.sampled_from(["link", "unlink"]), st.sampled_from([OLD, NEW, LAST]), st.sampled_from([OLD, NEW, LAST])
    ),
    max_size=12,
)


def after(wishes: Sequence[tuple[str, str, str]]) -> dict[str, list[TicketEvent]]:
    """Three tickets after persons linked and unlinked them, each wish taken to its end."""
    histories = {number: [first(number)] for number in (OLD, NEW, LAST)}
    for place, (kind, number, other) in enumerate(wishes):
        wish = action(kind, id=f"w-{place}", ticket=number, other=other)
        for changed in _changes(histories, wish):
            histories[changed.ticket].append(changed)
    return histories


def _changes(histories: dict[str, list[TicketEvent]], wish: Action) -> list[TicketEvent]:
    deeds = {number: Deed.upon(history, wish, TOWN, LATER) for number, history in histories.items()}
    if wish.kind == "unlink":
        gone = unlink(deeds[wish.ticket])
        return [] if isinstance(gone, Refusal) else [gone]
    case = common_case(histories[wish.ticket], histories[str(wish.other)])
    if isinstance(case, Refusal):
        return []
    both = (link(deeds[number], case, 2) for number in (wish.ticket, str(wish.other)))
    return [changed for changed in both if changed]


@given(wishes=WISHES)
def test_whatever_is_linked_and_unlinked_no_ticket_loses_its_number_its_reporter_or_its_promises(
    wishes: list[tuple[str, str, str]],
) -> None:
    for number, history in after(wishes).items():
        assert [revision.revision for revision in history] == list(range(1, len(history) + 1))
        for revision in history:
            assert revision.ticket == number
            assert revision.complaint == history[0].complaint
            assert (revision.holder, revision.promises, revision.state) == (
                history[0].holder,
                history[0].promises,
                history[0].state,
            )


@given(wishes=WISHES)
def test_after_a_link_both_share_a_case_and_after_an_unlink_the_ticket_is_in_none(
    wishes: list[tuple[str, str, str]],
) -> None:
    for end in range(1, len(wishes) + 1):
        kind, number, other = wishes[end - 1]
        before, now = after(wishes[: end - 1]), after(wishes[:end])
        if kind == "unlink":
            assert now[number][-1].case is None
        elif not isinstance(common_case(before[number], before[other]), Refusal):
            assert now[number][-1].case == now[other][-1].case is not None
