"""A ticket goes on under an edition that knows neither its topic nor the posts and calendars it was promised by."""

from datetime import timedelta
from typing import get_args

import pytest

from services.router.domain import lifecycle
from services.router.domain.consequences import on_promise
from services.router.domain.deed import Deed
from services.router.domain.revision import Refusal
from services.router.domain.rostering import Rostering
from services.router.domain.undelivered import on_undelivered
from shared.contracts.action import ActionKind
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import CITIZEN, OPEN, ClockName, State
from shared.directory.model import Directory
from shared.policy.promise import step_times
from tests.builders import GIVEN, LATER, OF_CITIZENS, action, breached, lapsed, undelivered, warned
from tests.unit.later import GONE, without_anybody, without_topic
from tests.unit.router.deeds import standing_at

LINKS = {"link", "unlink"}
KINDS = [kind for kind in get_args(ActionKind) if kind not in LINKS]
EVERY_STATE = pytest.mark.parametrize("state", get_args(State))


@pytest.fixture(scope="module")
def topicless(directory: Directory) -> Directory:
    return without_topic(directory)


@pytest.fixture(scope="module")
def bare(directory: Directory) -> Directory:
    return without_anybody(directory)


@EVERY_STATE
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_done_it_is_done_or_refused_in_words(
    directory: Directory, topicless: Directory, bare: Directory, state: State, kind: ActionKind
) -> None:
    before = standing_at(directory, state)
    actor = CITIZEN if kind in OF_CITIZENS else before.holder.post
    wish = action(kind, actor=actor, words="Nggih, kami cek.", **GIVEN.get(kind, {}))
    editions = (directory, topicless, bare)
    under = [lifecycle.act(Deed.upon([before], wish, edition, LATER)) for edition in editions]
    assert isinstance(under[0], Refusal) == isinstance(under[1], Refusal)
    for edition, after in zip(editions, under, strict=True):
        assert after.reason
        if isinstance(after, TicketEvent):
            assert after.sorting == before.sorting or after.sorting.edition == edition.edition
            assert all(step_times(promise, edition) for promise in after.promises if promise.started_at)


@EVERY_STATE
def test_its_clocks_and_lost_letters_still_change_it(directory: Directory, bare: Directory, state: State) -> None:
    before = standing_at(directory, state)
    for clock in get_args(ClockName):
        for said in (warned(clock), breached(clock), lapsed(clock)):
            after = on_promise(before, said, bare, LATER, 1.0)
            assert after is None or after.holder.title
    lost = on_undelivered(before, undelivered(before.holder.post), bare, LATER)
    assert lost is None or lost.reason


@EVERY_STATE
def test_nobody_who_is_gone_keeps_what_is_open_once_the_roster_is_looked_at(
    directory: Directory, bare: Directory, state: State
) -> None:
    before = standing_at(directory, state)
    moved = Rostering(bare, LATER + timedelta(days=1)).changed(before)
    assert (moved.holder.post not in GONE) if moved else (state not in OPEN or before.holder.post not in GONE)
