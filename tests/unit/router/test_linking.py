"""Who belongs to a case: joining one, linking two tickets by hand, and taking one out for good."""

from datetime import timedelta

import pytest

from services.router.domain.deed import Deed
from services.router.domain.linking import (
    Company,
    History,
    common_case,
    is_open_to,
    joined,
    leads,
    link,
    may_link,
    unlink,
)
from services.router.domain.revision import Refusal
from services.router.domain.together import follows
from shared.contracts.action import Action
from shared.contracts.ticket import (
    TicketEvent,
    TicketForwarded,
    TicketHandedOver,
    TicketLinked,
    TicketResolved,
    TicketRouted,
    TicketUnlinked,
)
from shared.contracts.words import CITIZEN, State
from shared.directory.model import Directory
from tests.builders import LATER, LIAISON, NOW, RUNGS, action, complaint, ticket
from tests.conftest import shipped

TOWN = shipped()
OLD, NEW, LAST = "BWI-0000-0000-0001", "BWI-0000-0000-0002", "BWI-0000-0000-0003"
AGE = {OLD: NOW, NEW: NOW + timedelta(minutes=1), LAST: NOW + timedelta(minutes=2)}


def first(number: str, kind: type[TicketEvent] = TicketRouted, **change: object) -> TicketEvent:
    return ticket(kind, ticket=number, complaint=complaint(ticket=number, admitted_at=AGE[number]), **change)


def deed(before: TicketEvent | History, wish: Action) -> Deed:
    history = [before] if isinstance(before, TicketEvent) else before
    return Deed.upon(history, wish, TOWN, LATER)


def linked(history: History, case: str) -> list[TicketEvent]:
    wish = action("link", ticket=history[0].ticket, other=LAST, id=f"link-{len(history)}")
    return [*history, *([after] if (after := link(deed(history, wish), case, 2)) else [])]


def unlinked(history: History) -> list[TicketEvent]:
    wish = action("unlink", ticket=history[0].ticket, id=f"unlink-{len(history)}")
    after = unlink(deed(history, wish))
    assert isinstance(after, TicketUnlinked)
    return [*history, after]


def test_a_ticket_without_company_is_opened_as_it_was_assigned(directory: Directory) -> None:
    routed = TicketRouted.model_validate(ticket().model_dump())
    assert joined(routed, None, directory, 1.0) == routed


def test_a_ticket_that_joins_a_case_says_which_how_many_and_why_and_is_otherwise_unchanged(
    directory: Directory,
) -> None:
    routed = TicketRouted.model_validate(first(NEW).model_dump())
    after = joined(routed, Company(OLD, 3, "sama-sama menyebut pasar"), directory, 1.0)
    assert (after.case, after.reporters) == (OLD, 3)
    assert after.reason == f"{routed.reason}; hal yang sama dengan {OLD}: sama-sama menyebut pasar"
    assert after.model_dump(exclude={"case", "reporters", "reason"}) == routed.model_dump(
        exclude={"case", "reporters", "reason"}
    )


def test_the_first_ticket_of_a_case_learns_of_it_once() -> None:
    after = leads([first(OLD)], [NEW], f"case:{NEW}:1", LATER)
    assert isinstance(after, TicketLinked)
    assert (after.case, after.reporters, after.revision, after.cause) == (OLD, 2, 2, f"case:{NEW}:1")
    assert leads([first(OLD), after], [NEW, LAST], f"case:{LAST}:1", LATER) is None


def test_the_first_ticket_of_a_case_that_left_it_never_learns_of_it_again() -> None:
    assert leads(unlinked(linked([first(OLD)], OLD)), [LAST], f"case:{LAST}:1", LATER) is None


@pytest.mark.parametrize(
    ("history", "is_open"),
    [
        ([first(OLD)], True),
        ([first(OLD, state="acknowledged")], True),
        (linked([first(OLD)], OLD), True),
        ([first(OLD, state="paused")], True),
        ([first(OLD), first(OLD, TicketResolved, state="resolved")], False),
        ([first(OLD, state="withdrawn")], False),
        (unlinked(linked([first(OLD)], OLD)), False),
    ],
    ids=["routed", "acknowledged", "in a case", "waits", "resolved", "taken back", "taken out"],
)
def test_what_is_done_or_was_taken_out_is_joined_by_nobody(history: History, is_open: bool) -> None:
    assert is_open_to(history) is is_open


@pytest.mark.parametrize(
    ("one", "other", "case"),
    [
        ([first(OLD)], [first(NEW)], OLD),
        ([first(NEW)], [first(OLD)], OLD),
        ([first(OLD, case=LAST)], [first(NEW)], LAST),
        ([first(OLD)], [first(NEW, case=LAST)], OLD),
        (unlinked(linked([first(OLD)], OLD)), [first(NEW)], NEW),
        (unlinked(linked([first(OLD)], OLD)), [first(NEW, case=OLD)], OLD),
        (linked(unlinked(linked([first(OLD)], OLD)), LAST), [first(NEW)], LAST),
    ],
)
def test_two_tickets_share_the_case_of_the_older_or_one_nobody_was_taken_out_of(
    one: History, other: History, case: str
) -> None:
    assert common_case(one, other) == case
    assert common_case(other, one) == case


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ([first(OLD)], [first(OLD)], "Itu nomor laporan ini sendiri. Sebutkan nomor laporan yang lain."),
        (
            unlinked(linked([first(OLD)], OLD)),
            unlinked(linked([first(NEW)], NEW)),
            "Kedua laporan ini pernah dilepas. Hubungkan salah satunya dengan laporan lain.",
        ),
    ],
)
def test_some_tickets_cannot_be_linked(one: History, other: History, reason: str) -> None:
    assert common_case(one, other) == Refusal(reason)


def test_linking_what_is_linked_changes_nothing() -> None:
    history = linked([first(NEW)], OLD)
    assert linked(history, OLD) == history


def test_a_ticket_that_is_in_no_case_cannot_be_taken_out_of_one() -> None:
    refusal = unlink(deed(first(OLD), action("unlink", ticket=OLD)))
    assert refusal == Refusal("Laporan ini tidak terhubung dengan laporan lain.")


def together(wish: Action, *tickets: TicketEvent) -> Refusal | None:
    return may_link(*(deed(before, wish) for before in tickets))


@pytest.mark.parametrize("actor", [LIAISON.post, RUNGS[1].post, TOWN.triage_post])
def test_the_holder_of_either_its_ladder_and_triage_may_link_and_unlink(actor: str) -> None:
    elsewhere = first(NEW, holder=LIAISON.model_copy(update={"post": "narahubung-jalan"}), promises=())
    assert together(action("link", other=NEW, actor=actor), elsewhere, first(OLD)) is None


@pytest.mark.parametrize("actor", ["narahubung-jalan", CITIZEN])
def test_nobody_else_may(actor: str) -> None:
    wish = action("unlink", actor=actor)
    refused = may_link(deed(first(OLD), wish))
    assert refused
    assert unlink(deed(first(OLD, case=OLD), wish)) == refused


@pytest.mark.parametrize("state", ["confirmed", "closed_unconfirmed", "withdrawn"])
def test_what_is_closed_is_linked_no_more(state: State) -> None:
    refused = together(action("link", other=NEW), first(OLD), first(NEW, state=state))
    assert refused
    assert refused.reason.startswith(f"{NEW}: Laporan ini sudah di")


def secret(number: str, **change: object) -> TicketEvent:
    kept_back = complaint(ticket=number, admitted_at=AGE[number], privacy="secret")
    return first(number, **change).model_copy(update={"complaint": kept_back})


@pytest.mark.parametrize("tickets", [(secret(OLD), first(NEW)), (first(OLD), secret(NEW))])
def test_a_secret_ticket_is_linked_to_none_but_may_be_taken_out(tickets: tuple[TicketEvent, ...]) -> None:
    refused = Refusal("Laporan rahasia tidak dihubungkan dengan laporan lain.")
    assert together(action("link", other=NEW), *tickets) == refused
    assert together(action("unlink"), *tickets) is None


CHANGED = first(OLD, TicketResolved, case=OLD, changed_at=AGE[NEW])
ELSEWHERE = {"case": OLD, "changed_at": AGE[NEW], "holder": RUNGS[0], "former": LIAISON}
MOVED, FORWARDED = (first(OLD, kind, **ELSEWHERE) for kind in (TicketHandedOver, TicketForwarded))


@pytest.mark.parametrize(
    ("changed", "other", "meant"),
    [
        (CHANGED, first(NEW, case=OLD), True),
        (CHANGED, first(NEW, case=OLD, holder=RUNGS[0]), False),
        (CHANGED, first(NEW, case=LAST), False),
        (CHANGED, first(NEW), False),
        (CHANGED, first(LAST, case=OLD), False),
        (MOVED, first(NEW, case=OLD), True),
        (MOVED, first(NEW, case=OLD, holder=RUNGS[0]), False),
        (FORWARDED, first(NEW, case=OLD), True),
        (CHANGED, secret(NEW, case=OLD), False),
        (CHANGED.model_copy(update={"complaint": secret(OLD).complaint}), first(NEW, case=OLD), False),
    ],
    ids=[
        "same holder",
        "another holder",
        "another case",
        "no case",
        "came later",
        "handed over",
        "was there already",
        "forwarded",
        "the other is secret",
        "what is done is to a secret one",
    ],
)
def test_an_action_is_meant_for_those_of_the_case_that_the_same_post_held_then(
    changed: TicketEvent, other: TicketEvent, meant: bool
) -> None:
    before = changed.model_copy(update={"holder": LIAISON})
    assert follows(other, changed, before) is meant
