"""What becomes of a ticket when a letter reached nobody."""

from typing import get_args

import pytest

from services.router.domain.revision import Refusal
from services.router.domain.undelivered import QUIET, on_undelivered
from shared.contracts.notice import NoticeFailed
from shared.contracts.ticket import TicketEscalated, TicketEvent, TicketUnheard
from shared.contracts.words import OPEN, TRIAGE, State
from shared.directory.model import Directory
from tests.builders import LATER, LIAISON, RUNGS, TRIAGE_DESK, rostered, ticket, undelivered

SECRETARY, HEAD, ASSISTANT = (rung.post for rung in RUNGS)
STATES: tuple[State, ...] = get_args(State)


def after(before: TicketEvent, notice: NoticeFailed, directory: Directory) -> TicketEvent | Refusal | None:
    return on_undelivered(before, notice, directory, LATER)


def told(before: TicketEvent, notice: NoticeFailed, directory: Directory) -> TicketEscalated:
    escalated = after(before, notice, directory)
    assert isinstance(escalated, TicketEscalated)
    return escalated


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("audience", ["liaison", "leader"])
def test_while_it_is_open_the_next_person_is_told_at_once(state: State, audience: str, directory: Directory) -> None:
    changed = after(ticket(state=state, rung=1), undelivered(audience=audience), directory)
    if state not in OPEN:
        assert changed is None
    else:
        assert isinstance(changed, TicketEscalated)
        assert (changed.told.post, changed.holder, changed.revision) == (SECRETARY, LIAISON, 2)
        assert (changed.cause, changed.actor) == (undelivered(audience=audience).key(), "notifier")
        assert changed.reason == f"kabar untuk {LIAISON.post} tidak sampai: no such mailbox"


def test_it_is_nobodys_breach(directory: Directory) -> None:
    assert told(ticket(rung=1), undelivered(), directory).rung == 1


def test_whoever_is_told_in_the_holders_place_may_act(directory: Directory) -> None:
    assert told(ticket(helpers=("bupati",)), undelivered(), directory).helpers == ("bupati", SECRETARY)


@pytest.mark.parametrize(
    ("missed", "then"),
    [(LIAISON.post, SECRETARY), (SECRETARY, HEAD), (HEAD, ASSISTANT), (ASSISTANT, TRIAGE_DESK.post)],
)
def test_the_next_one_is_the_one_above_whom_it_did_not_reach(missed: str, then: str, directory: Directory) -> None:
    assert told(ticket(), undelivered(missed, audience="leader"), directory).told.post == then


def test_an_empty_chair_is_passed_over_and_the_ticket_says_so(directory: Directory) -> None:
    without = rostered(directory, f"{SECRETARY}: {{sittings: [{{kind: vacant}}]}}")
    escalated = told(ticket(), undelivered(), without)
    assert (escalated.told.post, escalated.skipped) == (HEAD, ("sekretaris dinas",))
    assert escalated.reason.endswith("no such mailbox; dilewati karena kosong: sekretaris dinas")


def test_when_nobody_is_left_to_tell_it_is_refused_so_that_somebody_looks(directory: Directory) -> None:
    held = ticket(holder=TRIAGE_DESK, queue=TRIAGE, state="awaiting_triage")
    ladder = [*directory.agencies[directory.posts[TRIAGE_DESK.post].agency].ladder]
    refused = after(held, undelivered(ladder[-1], audience="leader"), directory)
    assert refused == Refusal(f"nobody is left to tell; the notice to {ladder[-1]} failed: no such mailbox")


@pytest.mark.parametrize("segment", [1, 3])
def test_a_letter_to_a_former_holder_is_nobodys_any_more(segment: int, directory: Directory) -> None:
    assert after(ticket(segment=2), undelivered(segment=segment), directory) is None
    assert after(ticket(segment=2), undelivered(segment=2), directory) is not None


@pytest.mark.parametrize("about", sorted(QUIET))
@pytest.mark.parametrize("audience", ["liaison", "leader", "citizen"])
def test_what_concerns_its_reader_alone_is_told_to_nobody_else(about: str, audience: str, directory: Directory) -> None:
    assert after(ticket(), undelivered(audience=audience, about=about), directory) is None


def test_only_these_concern_their_reader_alone() -> None:
    assert {"tickets.noted", "tickets.offered", "tickets.rated", "tickets.refused"} == QUIET


def test_who_stood_in_and_could_not_be_told_that_it_was_taken_back_is_not_missed(directory: Directory) -> None:
    notice = undelivered("narahubung-gedung", about="tickets.handed_over")
    assert after(ticket(), notice, directory) is None


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("segment", [1, 2])
def test_that_a_citizen_could_not_be_reached_is_said_while_it_matters_to_anybody(
    state: State, segment: int, directory: Directory
) -> None:
    changed = after(ticket(state=state, segment=2), undelivered(audience="citizen", segment=segment), directory)
    if state not in OPEN | {"resolved"}:
        assert changed is None
    else:
        assert isinstance(changed, TicketUnheard)
        assert (changed.unheard, changed.state, changed.segment, changed.holder) == (True, state, 2, LIAISON)
        assert changed.reason == "kabar untuk pelapor tidak sampai: no such mailbox"


def test_that_is_said_once(directory: Directory) -> None:
    assert after(ticket(unheard=True), undelivered(audience="citizen", revision=4), directory) is None
