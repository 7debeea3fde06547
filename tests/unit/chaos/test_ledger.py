"""The ledger finds every kind of violation; a ledger that cannot accuse proves nothing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.event import Event
from shared.contracts.ticket import TicketEvent, TicketReminded
from shared.contracts.ticket_record import Holder
from shared.contracts.timer import TimerDue
from tests.builders import CHECK, LIAISON, NOW, TICKET, promise, started
from tests.chaos.book import Entry, complaint, reused
from tests.chaos.judgement import Posts, doubled, strange_letters, violations
from tests.chaos.ledger import Account, LedgerError
from tests.chaos.letters import letters
from tests.chaos.seen import Seen
from tests.unit.chaos.saying import accepted, dead_letter, hear, refused, routed, set_timer, told

OTHER = "BWI-0000-0000-0001"
POSTS = Posts(frozenset({LIAISON.post, "meja-pilah"}), triage="meja-pilah")


@pytest.fixture
def entry() -> Entry:
    taken = complaint("lapor", "1", "Jalan berlubang.")
    taken.cause = "COMPLAINTS:7"
    return taken


@pytest.fixture
def seen(entry: Entry) -> Seen:
    """All that is told of a complaint with which everything went well."""
    good = Seen()
    hear(good, accepted(), routed(entry), set_timer("acknowledge"), set_timer("resolution"))
    hear(good, told("liaison"), told("citizen"))
    good.letters.update([f"{TICKET}:1:liaison", f"{TICKET}:1:citizen"])
    return good


def found(entry: Entry, seen: Seen) -> list[str]:
    return [violation.what for violation in violations([entry], seen, POSTS)]


def test_a_complaint_with_which_everything_went_well_has_no_violation(entry: Entry, seen: Seen) -> None:
    assert found(entry, seen) == []


def test_hearing_everything_twice_is_no_violation(entry: Entry, seen: Seen) -> None:
    hear(seen, accepted(), routed(entry), set_timer("acknowledge"), told("liaison"), told("citizen"))
    assert found(entry, seen) == []


def test_a_spot_check_meanwhile_is_no_violation(entry: Entry, seen: Seen) -> None:
    hear(seen, told("liaison", ticket=CHECK, notice=f"{CHECK}:1:liaison"))
    assert found(entry, seen) == []
    assert strange_letters([entry], seen) == []


def test_a_clock_that_rang_was_stored(entry: Entry, seen: Seen) -> None:
    seen.clocks.clear()
    hear(seen, set_timer("resolution"))
    due = TimerDue.model_validate(set_timer("acknowledge").model_dump())
    hear(seen, due)
    assert found(entry, seen) == []


def without(seen: Seen, part: str) -> Seen:
    getattr(seen, part).clear()
    return seen


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("numbers", ["its source was told no number"]),
        ("latest", ["nothing was ever said of its ticket"]),
        ("clocks", ["its acknowledge clock is not stored", "its resolution clock is not stored"]),
        ("delivered", ["nobody who could act was told", "the citizen was not told"]),
    ],
)
def test_what_is_missing_is_found(entry: Entry, seen: Seen, part: str, what: list[str]) -> None:
    assert found(entry, without(seen, part)) == what


def test_a_complaint_of_which_nothing_was_heard_is_lost(entry: Entry) -> None:
    assert found(entry, Seen()) == ["its source was told no number", "it has no ticket"]


def test_without_a_puback_nothing_was_promised(entry: Entry) -> None:
    entry.cause = None
    assert found(entry, Seen()) == []


def test_without_a_puback_two_tickets_are_still_wrong(entry: Entry, seen: Seen) -> None:
    entry.cause = None
    hear(seen, accepted(OTHER))
    assert found(entry, seen) == ["its source was told 2 numbers", "it became 2 tickets"]


def test_the_citizen_of_an_imported_complaint_need_not_be_told(entry: Entry, seen: Seen) -> None:
    del seen.delivered[f"{TICKET}:1:citizen"]
    seen.latest[TICKET] = routed(entry, urgency="backlog")
    assert found(entry, seen) == []


def reminded(entry: Entry, **change: Any) -> TicketEvent:
    return routed(entry, TicketReminded, **{"revision": 2} | change)


NOBODY = Holder(post="tidak-ada", title="tidak ada", agency="tidak ada")

# One event too many, and what it is called.
WRONG: dict[str, Callable[[Entry], Event]] = {
    "its source was told 2 numbers": lambda _: accepted(OTHER),
    "it became 2 tickets": lambda entry: routed(entry, ticket=OTHER),
    "2 different events were said as revision 1": lambda entry: routed(entry, reason="decided anew"),
    "revision 2 was never said, though 3 was": lambda entry: reminded(entry, revision=3),
    "it was refused with not-json": lambda _: refused("COMPLAINTS:7"),
    "2 different things were said of notice 1:liaison": lambda _: told("liaison", at=NOW + timedelta(seconds=9)),
    "its holder is no post of the directory": lambda entry: reminded(entry, holder=NOBODY),
    "it waits for triage, and triage does not hold it": lambda entry: reminded(entry, queue="triage"),
    "of its clocks it has only resolution": lambda entry: reminded(entry, promises=(started(),)),
    "of its clocks it has only acknowledge": lambda entry: reminded(entry, promises=(promise(),)),
    "of its clocks it has only none": lambda entry: reminded(entry, promises=()),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_found(entry: Entry, seen: Seen, what: str) -> None:
    hear(seen, WRONG[what](entry))
    assert what in found(entry, seen)


def test_one_letter_too_many_is_found_though_its_notice_was_said_once(entry: Entry, seen: Seen) -> None:
    notice = f"{TICKET}:1:citizen"
    seen.letters[notice] = 2
    assert violations([entry], seen, POSTS, most=2) == []
    assert doubled(seen, [entry]) == 1
    assert found(entry, seen) == ["notice 1:citizen was sent 2 times, and at most 1 may be"]


def test_a_notice_without_a_letter_is_found(entry: Entry, seen: Seen) -> None:
    del seen.letters[f"{TICKET}:1:liaison"]
    assert found(entry, seen) == ["notice 1:liaison was delivered, and no letter of it is there"]


def test_on_another_channel_each_attempt_counts_as_a_letter(entry: Entry, seen: Seen) -> None:
    again = told("liaison", revision=2, notice=f"{TICKET}:2:liaison", channel="email", attempt=2)
    hear(seen, again)
    assert found(entry, seen) == ["notice 2:liaison was sent 2 times, and at most 1 may be"]


def test_an_accepted_complaint_in_dead_letters_is_found(entry: Entry, seen: Seen) -> None:
    seen.hear(dead_letter("intake", "lapor", "bug", "COMPLAINTS:7", entry.id))
    assert found(entry, seen) == ["it lies in dead letters"]


def test_a_dead_letter_nobody_foresaw_is_found(entry: Entry, seen: Seen) -> None:
    seen.hear(dead_letter("notifier", "perizinan", "bug", "TICKETS:9"))
    (strange,) = strange_letters([entry], seen)
    assert str(strange) == "perizinan TICKETS:9: notifier parked it as bug, which nobody foresaw"


def test_another_body_under_a_used_id_may_not_take_the_place_of_the_first(entry: Entry, seen: Seen) -> None:
    second = reused(entry)
    second.cause = "COMPLAINTS:9"
    hear(seen, refused("COMPLAINTS:9", "id-reused"))
    seen.hear(dead_letter("intake", "lapor", "id-reused", "COMPLAINTS:9", second.id))
    assert violations([entry, second], seen, POSTS) == []
    hear(seen, routed(second))
    assert "it should be refused and became a ticket" in found(second, seen)


def test_the_error_names_every_complaint_and_never_its_text(entry: Entry) -> None:
    account = Account(1, 0, 0, 1.0, tuple(violations([entry], Seen(), POSTS)))
    assert account.lost == 1
    words = str(LedgerError(account))
    assert words.splitlines()[1:] == ["lapor 1: its source was told no number", "lapor 1: it has no ticket"]
    assert "berlubang" not in words


def test_letters_are_counted_by_line_where_a_file_would_hide_a_double(tmp_path: Path) -> None:
    outbox, logs = tmp_path / "outbox", tmp_path / "logs"
    box = outbox / "petugas" / LIAISON.post
    box.mkdir(parents=True)
    logs.mkdir()
    for audience in ("liaison", "citizen"):
        (box / f"{TICKET}-1-{audience}.txt").write_text("isi", encoding="utf-8")
    (box / f".{TICKET}-1-leader.txt.99").write_text("half a letter", encoding="utf-8")
    line = f"{TICKET}:1:liaison -> narahubung-jalan-jembatan: Laporan\n"
    (logs / "notifier.log").write_text(f'{{"event": "ready"}}\n{line}{line}', encoding="utf-8")
    assert letters(outbox, logs) == {f"{TICKET}:1:liaison": 2, f"{TICKET}:1:citizen": 1}
