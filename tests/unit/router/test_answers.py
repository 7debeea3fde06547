"""What people and other services are told of a ticket when they ask."""

from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.answers import FOR_STAFF, WITHHELD, is_for_staff, open_ticket, page_of, past, status
from services.router.domain.chart import ACTIONS, Way
from shared.contracts.action import ActionKind
from shared.contracts.ticket import (
    ActionRefused,
    TicketEvent,
    TicketNoted,
    TicketResolved,
    TicketUpdated,
)
from shared.contracts.ticket_record import Outcome
from shared.contracts.words import CITIZEN, ENDED, TRIAGE
from shared.directory.model import Directory
from tests.builders import LIAISON, NOW, OTHER, TRIAGE_DESK, complaint, outcome, pause, promise, started, ticket

WORDS = "Pagarnya terkunci."
DUE = started().due_at
REVIEW = promise("review", starts="paused", started_at=NOW, due_at=NOW + timedelta(days=3), steps=())
RUNNING = promise(starts="admitted", started_at=NOW, due_at=NOW + timedelta(hours=1))


def refused(revision: int, number: int) -> TicketEvent:
    at = NOW + timedelta(minutes=number)
    return ticket(ActionRefused, revision=revision, action=f"wa-{number}", changed_at=at)


@given(refusals=st.lists(st.integers(0, 30), min_size=1, max_size=12), limit=st.integers(1, 20))
def test_every_revision_is_on_one_page_and_no_page_is_longer_than_asked(refusals: list[int], limit: int) -> None:
    events = [
        event
        for revision, count in enumerate(refusals, start=1)
        for event in (ticket(revision=revision), *(refused(revision, number) for number in range(count)))
    ]
    found, after = list[TicketEvent](), 0
    while True:
        page, following = page_of(events, after, limit)
        assert 0 < len(page) <= limit
        found += page
        if following is None:
            break
        after = following
    assert [event.revision for event in found if not isinstance(event, ActionRefused)] == [*range(1, len(refusals) + 1)]
    for revision, count in enumerate(refusals, start=1):
        shown = [event for event in found if isinstance(event, ActionRefused) and event.revision == revision]
        assert shown == [refused(revision, number) for number in range(count)][max(0, count - limit + 1) :]


# What somebody may write with a wish, and whether it was for the citizen.
SAID: dict[ActionKind, bool] = {
    **dict.fromkeys(("reply", "ask", "pause", "forward", "resolve", "resume"), True),
    **dict.fromkeys(("confirm", "object", "rate", "withdraw"), True),
    **dict.fromkeys(("acknowledge", "decide", "hand_over", "reclassify", "note", "link", "unlink"), False),
}


def actor_of(way: Way) -> str:
    return CITIZEN if way.who == ("citizen",) else LIAISON.post


def test_every_kind_of_wish_says_whom_its_words_are_for() -> None:
    assert set(SAID) == {way.kind for way in ACTIONS}


@pytest.mark.parametrize("way", ACTIONS, ids=lambda way: f"{way.kind}-{way.event.NAME}-{way.who[0]}")
@pytest.mark.parametrize("for_staff", [True, False])
def test_what_staff_write_for_each_other_is_told_to_staff_alone(way: Way, *, for_staff: bool) -> None:
    event = ticket(way.event, words=WORDS, actor=actor_of(way))
    is_told = for_staff or SAID[way.kind]
    assert past(event, for_staff=for_staff).words == (WORDS if is_told else FOR_STAFF)


@pytest.mark.parametrize("kind", get_args(ActionKind))
@pytest.mark.parametrize(("actor", "words"), [(LIAISON.post, FOR_STAFF), (CITIZEN, WORDS)])
def test_what_was_refused_was_said_to_nobody(kind: ActionKind, actor: str, words: str) -> None:
    wish = ticket(ActionRefused, words=WORDS, kind=kind, actor=actor)
    assert (past(wish, for_staff=False).words, past(wish, for_staff=True).words) == (words, WORDS)


def test_who_wrote_nothing_keeps_nothing_back() -> None:
    assert past(ticket(TicketNoted), for_staff=False).words is None


ENDINGS = [
    outcome("duplicate", other=OTHER),
    outcome("not_ours", agency="bbpjn", reference="B/12/2026"),
    outcome("done"),
]


@pytest.mark.parametrize("ending", ENDINGS)
def test_of_how_a_secret_complaint_ended_nobody_learns_more_than_the_kind(ending: Outcome) -> None:
    ended = ticket(TicketResolved, state="resolved", outcome=ending, complaint=complaint(privacy="secret"))
    found = status(ended).outcome
    assert found
    known = {"kind": ending.kind, "words": WITHHELD, "since": NOW}
    assert found.model_dump(exclude_none=True) == known


@pytest.mark.parametrize("ending", [*ENDINGS, None])
def test_of_any_other_everybody_learns_how_it_ended(ending: Outcome | None) -> None:
    assert status(ticket(state="resolved", outcome=ending)).outcome == ending


@pytest.mark.parametrize(
    ("event", "for_staff", "words"),
    [
        (ticket(TicketUpdated, words=WORDS, complaint=complaint(privacy="secret")), True, WORDS),
        (ticket(TicketUpdated, words=WORDS, complaint=complaint(privacy="secret")), False, WITHHELD),
        (ticket(complaint=complaint(privacy="secret")), False, None),
    ],
)
def test_what_is_secret_is_told_to_staff_alone(event: TicketEvent, *, for_staff: bool, words: str | None) -> None:
    told = past(event, for_staff=for_staff)
    assert told.words == words
    assert (told.reason == WITHHELD) == (event.complaint.privacy == "secret" and not for_staff)


@pytest.mark.parametrize("privacy", ["open", "anonymous", "secret"])
def test_a_secret_complaint_is_read_by_who_works_on_it_and_by_no_desk(privacy: str, directory: Directory) -> None:
    held = ticket(helpers=("bupati",), complaint=complaint(privacy=privacy))
    desks = {directory.triage_post, directory.arbiter_post}
    asking = {*desks, LIAISON.post, "bupati", "narahubung-ktp", None}
    readers = {post for post in asking if is_for_staff(held, post, directory)}
    assert readers == {LIAISON.post, "bupati"} | (set() if privacy == "secret" else desks)


def test_what_waits_in_triage_triage_reads_whatever_it_is(directory: Directory) -> None:
    waiting = ticket(queue=TRIAGE, holder=TRIAGE_DESK, complaint=complaint(privacy="secret"))
    assert is_for_staff(waiting, directory.triage_post, directory)


@pytest.mark.parametrize(
    ("state", "due_at", "review_at"),
    [("in_progress", DUE, None), ("paused", None, REVIEW.due_at), ("forwarded", None, REVIEW.due_at)],
)
def test_what_waits_has_a_day_to_be_looked_at_again_instead_of_a_date(
    state: str, due_at: object, review_at: object
) -> None:
    found = status(ticket(state=state, pause=pause(), promises=(started(), REVIEW)))
    assert (found.due_at, found.review_at) == (due_at, review_at)


def test_what_waits_says_for_what_and_for_whom_unless_it_is_secret() -> None:
    waits = pause(agency="pln", reference="PLN-123")
    assert status(ticket(state="forwarded", pause=waits)).pause == waits
    hidden = status(ticket(state="forwarded", pause=waits, complaint=complaint(privacy="secret"))).pause
    assert hidden == waits.model_copy(update={"agency": None, "reference": None})
    assert status(ticket(state="in_progress", pause=waits)).pause is None


@pytest.mark.parametrize("state", ["resolved", *sorted(ENDED)])
def test_what_is_over_promises_nothing_and_may_be_objected_to_while_it_is_only_resolved(state: str) -> None:
    window = started("objection")
    found = status(ticket(state=state, promises=(started(), window)))
    assert (found.due_at, found.object_by) == (None, window.due_at if state == "resolved" else None)


@pytest.mark.parametrize(
    ("state", "due_at"),
    [("routed", RUNNING.due_at), ("acknowledged", DUE), ("paused", REVIEW.due_at), ("objected", RUNNING.due_at)],
)
def test_an_open_ticket_shows_the_next_date_that_counts(state: str, due_at: object) -> None:
    assert open_ticket(ticket(state=state, promises=(RUNNING, started(), REVIEW))).due_at == due_at
