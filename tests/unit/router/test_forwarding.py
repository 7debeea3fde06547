"""What people do to a ticket that belongs outside the regency, or turns out to."""

from services.router.domain.revision import Refusal
from shared.contracts.ticket import TicketEvent, TicketHandedOver
from shared.contracts.words import TRIAGE
from shared.directory.model import Directory
from tests.builders import action, complaint, holder_of, sorting, ticket
from tests.unit.router.deeds import act

HOLE = {"sector": "infrastruktur", "topic": "jalan-berlubang"}


def passed_on(directory: Directory, kind: str, owner: str | None, text: str) -> TicketEvent | Refusal:
    """A ticket about a hole in a road, in triage or with whoever holds it, after somebody said where it belongs."""
    in_triage = kind == "decide"
    sorted_so = sorting(TRIAGE) if in_triage else sorting("infrastruktur", HOLE["sector"], HOLE["topic"], owner)
    before = ticket(
        complaint=complaint(text=text),
        sorting=sorted_so,
        queue=sorted_so.queue,
        holder=holder_of(directory, sorted_so),
        state="awaiting_triage" if in_triage else "acknowledged",
    )
    wish = action(kind, actor=before.holder.post, words="Ini lubang di jalan.", **HOLE)
    return act(before, wish, directory)


def test_a_part_that_another_agency_owns_is_theirs_when_triage_decides_on_its_topic_too(directory: Directory) -> None:
    after = passed_on(directory, "decide", None, "Lubang besar di jln nasional")
    assert isinstance(after, TicketHandedOver)
    assert (after.holder.post, after.sorting.owner) == ("pengawal-jalan", "bbpjn")
    assert {promise.policy for promise in after.promises if promise.clock == "acknowledge"} == {"kenali"}


def test_a_tracker_can_hand_back_what_is_the_regencys_after_all(directory: Directory) -> None:
    after = passed_on(directory, "hand_over", "bbpjn", "Lubang di dekat jalan nasional")
    assert isinstance(after, TicketHandedOver)
    assert (after.holder.post, after.sorting.owner) == ("narahubung-jalan", None)


def test_a_liaison_cannot_hand_a_ticket_to_themselves(directory: Directory) -> None:
    assert isinstance(passed_on(directory, "hand_over", None, "Lubang di jalan nasional"), Refusal)
