"""Every revision says when its segment began, whatever else it changes."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.assignment import assign
from services.router.domain.revision import revise
from shared.contracts.ticket import TicketNoted
from shared.directory.model import Directory
from tests.builders import NOW, sorted_to, ticket

AN_HOUR = timedelta(hours=1)


def test_the_first_segment_begins_when_somebody_holds_it(directory: Directory) -> None:
    event = assign(sorted_to("infrastruktur", topic="lampu-jalan"), directory, NOW + AN_HOUR, speed=1)
    assert event.segment_since == NOW + AN_HOUR


@given(st.lists(st.booleans(), max_size=8))
def test_a_later_segment_begins_with_the_revision_that_opens_it_and_every_other_keeps_that(opens: list[bool]) -> None:
    event, began = ticket(segment_since=NOW), NOW
    for hours, is_new in enumerate(opens, start=1):
        at = NOW + hours * AN_HOUR
        event = revise(event, TicketNoted, segment=event.segment + is_new, changed_at=at)
        began = at if is_new else began
        assert event.segment_since == began


def test_what_was_stored_before_there_was_such_a_moment_has_none_until_its_next_segment() -> None:
    noted = revise(ticket(), TicketNoted, changed_at=NOW + AN_HOUR)
    assert noted.segment_since is None
    assert revise(noted, TicketNoted, segment=2, changed_at=NOW + 2 * AN_HOUR).segment_since == NOW + 2 * AN_HOUR
