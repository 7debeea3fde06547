"""What people and other services are told of a ticket when they ask."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.answers import FOR_STAFF, WITHHELD, open_ticket, page_of, past, status
from shared.contracts.ticket import ActionRefused, TicketEvent, TicketNoted, TicketUpdated
from tests.builders import NOW, complaint, pause, promise, started, ticket

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


@pytest.mark.parametrize(
    ("event", "for_staff", "words"),
    [
        (ticket(TicketUpdated, words=WORDS), False, WORDS),
        (ticket(TicketNoted, words=WORDS), True, WORDS),
        (ticket(TicketNoted, words=WORDS), False, FOR_STAFF),
        (ticket(ActionRefused, words=WORDS, kind="note"), False, FOR_STAFF),
        (ticket(TicketUpdated, words=WORDS, complaint=complaint(privacy="secret")), True, WORDS),
        (ticket(TicketUpdated, words=WORDS, complaint=complaint(privacy="secret")), False, WITHHELD),
        (ticket(complaint=complaint(privacy="secret")), False, None),
    ],
)
def test_what_staff_note_and_what_is_secret_is_told_to_staff_alone(
    event: TicketEvent, *, for_staff: bool, words: str | None
) -> None:
    told = past(event, for_staff=for_staff)
    assert told.words == words
    assert (told.reason == WITHHELD) == (event.complaint.privacy == "secret" and not for_staff)


@pytest.mark.parametrize(
    ("state", "due_at", "review_at"),
    [("in_progress", DUE, None), ("paused", None, REVIEW.due_at), ("forwarded", None, REVIEW.due_at)],
)
def test_what_waits_has_a_day_to_be_looked_at_again_instead_of_a_date(
    state: str, due_at: object, review_at: object
) -> None:
    found = status(ticket(state=state, pause=pause(), promises=(started(), REVIEW)))
    assert (found.due_at, found.review_at) == (due_at, review_at)


@pytest.mark.parametrize(
    ("state", "due_at"),
    [("routed", RUNNING.due_at), ("acknowledged", DUE), ("paused", REVIEW.due_at), ("objected", RUNNING.due_at)],
)
def test_an_open_ticket_shows_the_next_date_that_counts(state: str, due_at: object) -> None:
    assert open_ticket(ticket(state=state, promises=(RUNNING, started(), REVIEW))).due_at == due_at
