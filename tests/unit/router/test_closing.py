"""How a ticket ends: every outcome, the citizen's word, and what their silence means."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.router.domain.closing import closed, no_original
from shared.contracts.promise import PromiseLapsed
from shared.contracts.ticket import (
    TicketClosed,
    TicketConfirmed,
    TicketEvent,
    TicketRated,
    TicketResolved,
    TicketWithdrawn,
)
from shared.contracts.ticket_record import Promise
from shared.contracts.words import State
from shared.directory.model import Directory
from tests.builders import LATER, OTHER, TICKET, action, complaint, outcome, ticket
from tests.unit.router.deeds import act, done, refused, routed, standing_at

TODAY = date(2026, 11, 23)
OUTCOMES: dict[str, dict[str, Any]] = {
    "done": {},
    "scheduled": {"on": date(2028, 3, 1)},
    "not_ours": {"agency": "bbpjn", "reference": "B/12/2026"},
    "not_feasible": {},
    "answered": {},
    "duplicate": {"other": OTHER},
}


def window(event: TicketEvent) -> Promise:
    (found,) = (promise for promise in event.promises if promise.clock == "objection")
    return found


def ended(kind: str, **given: Any) -> Any:
    return action("resolve", outcome=kind, words="Begini hasilnya.", **given)


@pytest.mark.parametrize("kind", OUTCOMES)
def test_every_outcome_keeps_the_words_and_what_belongs_to_it_and_nothing_else(kind: str, directory: Directory) -> None:
    everything = {"on": date(2028, 3, 1), "agency": "bbpjn", "reference": "B/12/2026", "other": OTHER}
    after = done(routed(directory), ended(kind, **everything), directory)
    assert isinstance(after, TicketResolved)
    assert after.outcome
    assert after.state == "resolved"
    said = {"kind": kind, "words": "Begini hasilnya.", "since": LATER, **OUTCOMES[kind]}
    assert after.outcome.model_dump(exclude_none=True) == said


@pytest.mark.parametrize("state", ["routed", "in_progress", "paused", "forwarded", "objected"])
def test_from_then_on_the_citizen_has_ten_days_to_object(state: State, directory: Directory) -> None:
    before = standing_at(directory, state, offered=directory.holder("narahubung-jalan"))
    after = done(before, ended("done"), directory)
    assert (window(after).started_at, window(after).due_at) == (LATER, LATER + timedelta(days=10))
    assert window(after).segment == after.segment == before.segment
    assert "review" not in {promise.clock for promise in after.promises}
    assert (after.pause, after.offered, after.holder) == (None, None, before.holder)


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1)])
def test_what_is_scheduled_lies_ahead(day: date, directory: Directory) -> None:
    assert refused(routed(directory), ended("scheduled", on=day), directory).startswith(
        "Harinya harus sesudah hari ini."
    )


@pytest.mark.parametrize(
    ("agency", "reason"),
    [("dinkes", "Dinas Kesehatan milik kabupaten sendiri."), ("kantor-pos", "Kantor kantor-pos tidak ada di daftar.")],
)
def test_what_is_not_ours_is_an_office_s_outside(agency: str, reason: str, directory: Directory) -> None:
    assert refused(routed(directory), ended("not_ours", agency=agency), directory).startswith(reason)


def test_a_ticket_is_no_duplicate_of_itself(directory: Directory) -> None:
    assert refused(routed(directory), ended("duplicate", other=TICKET), directory).startswith("Itu nomor laporan ini")


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (None, f"Laporan {OTHER} tidak ada. Periksa lagi nomornya."),
        (
            ticket(ticket=OTHER, state="resolved", outcome=outcome("duplicate", other=TICKET)),
            f"karena laporan {TICKET}.",
        ),
        (ticket(ticket=OTHER, state="withdrawn"), f"Laporan {OTHER} sudah ditarik pelapornya."),
        (ticket(ticket=OTHER, complaint=complaint(privacy="secret")), f"Laporan {OTHER} tidak ada."),
        (
            ticket(ticket=OTHER, outcome=outcome("duplicate", other=TICKET), complaint=complaint(privacy="secret")),
            f"Laporan {OTHER} tidak ada.",
        ),
    ],
    ids=["nobody knows it", "it is one itself", "taken back", "secret", "secret, and one itself"],
)
def test_nothing_is_the_duplicate_of_what_nobody_works_on(other: TicketEvent | None, reason: str) -> None:
    refusal = no_original(OTHER, other)
    assert refusal
    assert reason in refusal.reason


@pytest.mark.parametrize("state", ["routed", "resolved", "confirmed"])
def test_it_is_the_duplicate_of_any_other(state: State) -> None:
    assert no_original(OTHER, ticket(ticket=OTHER, state=state)) is None


def test_only_the_citizens_word_confirms(directory: Directory) -> None:
    after = done(standing_at(directory, "resolved"), action("confirm"), directory)
    assert (type(after), after.state, after.reason) == (TicketConfirmed, "confirmed", "pelapor menyatakan beres")


@pytest.mark.parametrize("state", ["resolved", "confirmed", "closed_unconfirmed"])
def test_a_rating_is_the_citizens_and_changes_nothing_else(state: State, directory: Directory) -> None:
    before = standing_at(directory, state)
    after = done(before, action("rate", score=2), directory)
    assert (type(after), after.state, after.score) == (TicketRated, state, 2)
    assert (after.promises, after.outcome) == (before.promises, before.outcome)
    assert done(after, action("rate", score=5, id="again"), directory).score == 5


@pytest.mark.parametrize("state", ["awaiting_triage", "routed", "paused", "forwarded", "resolved"])
def test_the_citizen_may_take_it_back_while_it_is_not_closed(state: State, directory: Directory) -> None:
    after = done(standing_at(directory, state), action("withdraw"), directory)
    assert (type(after), after.state, after.pause) == (TicketWithdrawn, "withdrawn", None)


def test_silence_closes_it_and_confirms_nothing(directory: Directory) -> None:
    before = standing_at(directory, "resolved")
    given = {"ticket": TICKET, "queue": before.queue, "clock": "objection", "step": "lapsed", "rung": 0}
    lapse = PromiseLapsed.model_validate({**given, "due_at": LATER, "at": LATER, "reason": "waktunya habis"})
    after = closed(before, lapse, LATER)
    assert (type(after), after.state, after.outcome) == (TicketClosed, "closed_unconfirmed", before.outcome)
    assert (after.cause, after.actor) == (lapse.key(), "sla")


def test_what_is_over_is_over_for_those_who_hold_it(directory: Directory) -> None:
    for state in ("resolved", "confirmed", "closed_unconfirmed", "withdrawn"):
        before = standing_at(directory, state)
        assert not isinstance(act(before, ended("done"), directory), TicketEvent)
