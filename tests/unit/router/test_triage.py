"""Which tickets wait for a decision, and what a decision teaches."""

import pytest

from services.router.domain.triage import TEXT_SHOWN, decision, wait, waiting
from shared.contracts.sorted import Suggestion
from shared.contracts.ticket import TicketAcknowledged, TicketEvent, TicketHandedOver, TicketReminded, TicketResolved
from shared.contracts.words import TRIAGE
from tests.builders import NOW, complaint, sorting, ticket

BRIDGE = sorting("infrastruktur", "infrastruktur", "jembatan")
ENTERS, STAYS, LEAVES, ELSEWHERE, RESOLVED = "enters", "stays", "leaves", "elsewhere", "resolved"


def revision(what: str, number: int) -> TicketEvent:
    here = {"revision": number, "queue": TRIAGE, "state": "awaiting_triage", "sorting": sorting(TRIAGE)}
    match what:
        case "enters":
            return ticket(TicketHandedOver if number > 1 else TicketEvent, **here)
        case "stays":
            return ticket(TicketReminded, **here)
        case "leaves":
            return ticket(TicketHandedOver, revision=number, sorting=BRIDGE)
        case "resolved":
            return ticket(TicketResolved, **here | {"state": "resolved"})
    return ticket(TicketAcknowledged, revision=number)


@pytest.mark.parametrize(
    ("happened", "entry", "over"),
    [
        ([ENTERS], 1, False),
        ([ENTERS, STAYS, STAYS], 1, False),
        ([ENTERS, STAYS, LEAVES], 1, True),
        ([ENTERS, RESOLVED], 1, True),
        ([ELSEWHERE, ENTERS, STAYS], 2, False),
        ([ENTERS, LEAVES, ENTERS], 3, False),
        ([ENTERS, LEAVES, ELSEWHERE, ENTERS, STAYS, LEAVES], 4, True),
        ([ELSEWHERE], None, None),
        ([ENTERS, LEAVES, ELSEWHERE], None, None),
    ],
)
def test_a_wait_is_the_stay_in_triage_that_a_revision_belongs_to_or_ends(
    happened: list[str], entry: int | None, over: bool | None
) -> None:
    found = wait([revision(what, number) for number, what in enumerate(happened, start=1)])
    assert (found and found.entry.revision, found and found.over) == (entry, over)


def test_what_waits_tells_a_triage_officer_all_they_need() -> None:
    thought = (Suggestion(sector="perhubungan", topic="rambu", confidence=0.4),)
    doubtful = sorting(TRIAGE).model_copy(update={"top3": thought, "place_question": "Tamansari yang mana?"})
    shown = waiting(ticket(queue=TRIAGE, sorting=doubtful, complaint=complaint(text="Tolong " * 3_000)))
    assert (shown.since, shown.suggestions, shown.place_question) == (NOW, thought, "Tamansari yang mana?")
    assert len(shown.text) == TEXT_SHOWN


def test_a_hand_over_to_a_topic_is_a_decision_to_learn_from() -> None:
    decided = decision(ticket(TicketHandedOver, sorting=BRIDGE, actor="meja-pilah"))
    assert decided is not None
    assert (decided.sector, decided.topic, decided.actor) == ("infrastruktur", "jembatan", "meja-pilah")
    assert decided.text == complaint().text


@pytest.mark.parametrize(
    "event", [ticket(TicketHandedOver, sorting=sorting(TRIAGE)), ticket(TicketAcknowledged, sorting=BRIDGE)]
)
def test_nothing_else_is_one(event: TicketEvent) -> None:
    assert decision(event) is None
