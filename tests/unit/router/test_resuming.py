"""How work goes on after a wait, and what is remembered of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.router.domain import pausing
from services.router.domain.revision import Refusal, revise
from services.sla.domain.clock import begins
from shared.contracts.ticket import (
    TicketAnswered,
    TicketEvent,
    TicketNoted,
    TicketResumed,
    TicketUpdated,
)
from shared.contracts.words import CITIZEN, PauseKind
from shared.policy.stretch import resumed
from tests.builders import NOW, pause
from tests.unit.router.waits import DAY, LOADED, after, deed, in_work, waiting


@pytest.mark.parametrize("kind", ["citizen", "stage", "authority", "safety", "forwarded"])
def test_resumed_it_is_in_progress_in_a_new_segment_with_the_time_that_was_left(kind: str) -> None:
    before, now = waiting(kind), NOW + 2 * DAY
    going = after(pausing.resume(deed("resume", before, now)))
    assert isinstance(going, TicketResumed)
    assert (going.state, going.segment, going.holder, going.pause) == ("in_progress", 2, before.holder, None)
    assert going.promises == resumed(before.promises, NOW, now, 2, LOADED)
    assert [made.clock for made in begins(going)] == ["resolution"]


def test_the_answer_that_was_waited_for_resumes_the_work() -> None:
    before = waiting("citizen")
    answered = after(pausing.answer(deed("reply", before, NOW + DAY, actor=CITIZEN, words="Tiang nomor 7.")))
    assert isinstance(answered, TicketAnswered)
    assert (answered.state, answered.segment, answered.words, answered.pause) == (
        "in_progress",
        2,
        "Tiang nomor 7.",
        None,
    )
    assert answered.promises == resumed(before.promises, NOW, NOW + DAY, 2, LOADED)


@pytest.mark.parametrize("before", [waiting("stage"), waiting("forwarded"), in_work(), in_work(state="routed")])
def test_whatever_else_a_citizen_writes_changes_nothing_but_is_told(before: TicketEvent) -> None:
    answered = after(pausing.answer(deed("reply", before, actor=CITIZEN)))
    assert isinstance(answered, TicketAnswered)
    changed = {"revision", "cause", "actor", "reason", "words", "changed_at"}
    kept = set(TicketEvent.model_fields) - changed
    assert answered.model_dump(include=kept) == before.model_dump(include=kept)


@pytest.mark.parametrize("kind", ["citizen", "stage", "authority", "safety"])
def test_whatever_ends_a_wait_its_time_is_remembered(kind: PauseKind) -> None:
    before = waiting(kind, waited={kind: DAY, "safety" if kind != "safety" else "stage": 5 * DAY})
    ended = revise(before, TicketUpdated, state="in_progress", changed_at=NOW + 2 * DAY)
    assert ended.pause is None
    assert ended.waited == {**before.waited, kind: 3 * DAY}


def test_while_it_waits_its_time_is_not_counted_yet() -> None:
    noted = revise(waiting(), TicketNoted, changed_at=NOW + 2 * DAY)
    assert (noted.pause, noted.waited) == (pause("citizen"), {})


def test_a_clock_that_was_set_back_takes_no_time_away() -> None:
    ended = revise(waiting(), TicketUpdated, state="in_progress", changed_at=NOW - DAY)
    assert ended.waited == {"citizen": timedelta(0)}


@given(
    starts=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    waits=st.lists(st.floats(0.1, 12), min_size=1, max_size=6),
)
@settings(deadline=None)
def test_however_often_it_is_asked_the_citizen_is_waited_for_no_longer_than_the_cap(
    starts: datetime, waits: list[float]
) -> None:
    now, standing = starts, in_work(changed_at=starts)
    for days in waits:
        asked = pausing.ask(deed("ask", standing, now))
        if isinstance(asked, Refusal):
            break
        assert asked.pause
        now = min(now + days * DAY, asked.pause.review_at)
        standing = after(pausing.resume(deed("resume", asked, now)))
    assert standing.waited.get("citizen", timedelta(0)) <= LOADED.pauses["citizen"].cap
