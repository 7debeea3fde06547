"""Which tickets wait for a decision, and what a decision teaches."""

import pytest

from services.router.domain.triage import TEXT_SHOWN, WITHHELD, decision, stay, waiting
from shared.contracts.sorted import Suggestion
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketAnswered,
    TicketEvent,
    TicketForwarded,
    TicketHandedOver,
    TicketReclassified,
    TicketReminded,
    TicketResolved,
    TicketUpdated,
    TicketWithdrawn,
)
from shared.contracts.words import CITIZEN, TRIAGE
from tests.builders import NOW, OTHER, complaint, outcome, sorting, ticket

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


WAITED = revision(ENTERS, 1)


@pytest.mark.parametrize(
    ("happened", "entry", "over"),
    [
        ([ENTERS], 1, False),
        ([ENTERS, STAYS, STAYS], 1, False),
        ([ENTERS, STAYS, LEAVES], 1, True),
        ([ENTERS, RESOLVED], 1, True),
        ([ENTERS, RESOLVED, STAYS], 3, False),
        ([ELSEWHERE, ENTERS, STAYS], 2, False),
        ([ENTERS, LEAVES, ENTERS], 3, False),
        ([ENTERS, LEAVES, ELSEWHERE, ENTERS, STAYS, LEAVES], 4, True),
        ([ELSEWHERE], None, None),
        ([ENTERS, LEAVES, ELSEWHERE], None, None),
    ],
)
def test_a_stay_in_triage_is_the_one_that_a_revision_belongs_to_or_ends(
    happened: list[str], entry: int | None, over: bool | None
) -> None:
    found = stay([revision(what, number) for number, what in enumerate(happened, start=1)])
    assert (found and found.entry.revision, found and found.over) == (entry, over)


def test_what_waits_tells_a_triage_officer_all_they_need() -> None:
    thought = (Suggestion(sector="perhubungan", topic="rambu", confidence=0.4),)
    doubtful = sorting(TRIAGE).model_copy(update={"top3": thought, "place_question": "Tamansari yang mana?"})
    shown = waiting(ticket(queue=TRIAGE, sorting=doubtful, complaint=complaint(text="Tolong " * 3_000)))
    assert (shown.since, shown.suggestions, shown.place_question) == (NOW, thought, "Tamansari yang mana?")
    assert len(shown.text) == TEXT_SHOWN


def test_of_a_secret_complaint_the_desk_shows_what_the_sorter_thought_of_and_nothing_that_was_said() -> None:
    thought = (Suggestion(sector="perhubungan", topic="rambu", confidence=0.4),)
    found = {"top3": thought, "village": "Kemiren", "district": "Glagah", "place_question": "Kemiren yang mana?"}
    doubtful = sorting(TRIAGE).model_copy(update=found)
    secret = ticket(queue=TRIAGE, sorting=doubtful, complaint=complaint(privacy="secret"))
    shown = waiting(secret)
    assert (shown.ticket, shown.suggestions) == (secret.ticket, thought)
    assert (shown.text, shown.reason) == (WITHHELD, WITHHELD)
    assert (shown.village, shown.district, shown.place_question) == (None, None, None)


def test_what_triage_decided_is_an_example_to_learn_from() -> None:
    decided = decision([WAITED, revision(LEAVES, 2)])
    assert decided is not None
    assert (decided.sector, decided.topic, decided.text) == ("infrastruktur", "jembatan", complaint().text)


SENT_ON = [revision(ELSEWHERE, 1), ticket(TicketHandedOver, revision=2, sorting=BRIDGE, hand_overs=1)]


def after(kind: type[TicketEvent], **change: object) -> TicketEvent:
    """What its new holder, or somebody else, does then."""
    return ticket(kind, **{"revision": 3, "sorting": BRIDGE, "hand_overs": 1, **change})


@pytest.mark.parametrize(
    ("kind", "state"),
    [(TicketAcknowledged, "acknowledged"), (TicketUpdated, "in_progress"), (TicketResolved, "resolved")],
)
def test_where_a_liaison_sent_it_is_one_once_it_is_taken_there(kind: type[TicketEvent], state: str) -> None:
    taken = after(kind, state=state)
    assert decision(SENT_ON) is None
    assert decision([*SENT_ON, taken]) is not None
    assert decision([*SENT_ON, taken, after(TicketResolved, revision=4, state="resolved")]) is None


@pytest.mark.parametrize(
    "said",
    [
        after(TicketWithdrawn, state="withdrawn", actor=CITIZEN),
        after(TicketAnswered, state="routed", actor=CITIZEN),
        after(TicketResolved, state="resolved", outcome=outcome("not_ours", agency="bbpjn")),
        after(TicketForwarded, state="forwarded"),
        after(TicketHandedOver, actor="roster", hand_overs=1),
    ],
    ids=["taken back", "its reporter wrote", "not ours", "forwarded", "its holder is away"],
)
def test_it_is_not_taken_there_by_what_others_do_or_by_saying_that_it_is_not_theirs(said: TicketEvent) -> None:
    assert decision([*SENT_ON, said]) is None


@pytest.mark.parametrize("kind", [TicketReclassified, TicketHandedOver])
def test_that_it_is_about_another_topic_is_one_whoever_holds_it_then(kind: type[TicketEvent]) -> None:
    decided = decision([revision(ELSEWHERE, 1), ticket(kind, revision=2, sorting=BRIDGE, actor="meja-pilah")])
    assert decided is not None
    assert (decided.topic, decided.actor) == ("jembatan", "meja-pilah")


def test_what_was_decided_is_one_though_nobody_is_there_to_take_it() -> None:
    nowhere = ticket(TicketHandedOver, revision=2, queue=TRIAGE, state="awaiting_triage", sorting=BRIDGE)
    assert decision([WAITED, nowhere]) is not None


SECRET = complaint(privacy="secret")


@pytest.mark.parametrize(
    "history",
    [
        [ticket(sorting=BRIDGE)],
        [ticket(sorting=BRIDGE), ticket(TicketAcknowledged, revision=2, sorting=BRIDGE, state="acknowledged")],
        [revision(ELSEWHERE, 1), revision(ENTERS, 2)],
        [WAITED, revision(LEAVES, 2), ticket(TicketAcknowledged, revision=3, sorting=BRIDGE, state="acknowledged")],
        [WAITED, ticket(TicketHandedOver, revision=2, sorting=BRIDGE, complaint=SECRET)],
        [WAITED, ticket(TicketHandedOver, revision=2, sorting=BRIDGE, case=OTHER)],
    ],
    ids=["sorted", "taken as sorted", "no target", "taken as decided", "secret", "another one of the case"],
)
def test_nothing_else_is_one(history: list[TicketEvent]) -> None:
    assert decision(history) is None


def test_of_a_case_the_ticket_it_is_named_after_is_one() -> None:
    assert decision([WAITED, ticket(TicketHandedOver, revision=2, sorting=BRIDGE, case=WAITED.ticket)]) is not None
