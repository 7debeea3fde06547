"""The ledger's judgement: the book beside what was seen; a difference is told by a complaint's id, not its text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shared.contracts.reply import RefusalCode
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import TRIAGE
from tests.chaos.book import PARKED, Entry
from tests.chaos.seen import Parked, Seen

# Letters of each notice; and one more for each time notifier died while it was in flight, for it may have died between
# sending it and recording that (ADR 5: a claim lapses). Nobody else's death sends a letter again.
MOST_NOTICES = 1

OUTBOX = "outbox"
ANSWER_CLOCKS = frozenset({"acknowledge", "triage"})


@dataclass(frozen=True)
class Violation:
    """What does not hold, and for which complaint."""

    source: str
    id: str
    what: str

    def __str__(self) -> str:
        return f"{self.source} {self.id}: {self.what}"


@dataclass(frozen=True)
class Posts:
    """The posts that may hold a ticket."""

    known: frozenset[str]
    triage: str


def violations(book: Iterable[Entry], seen: Seen, posts: Posts, most: int = MOST_NOTICES) -> list[Violation]:
    """Everything that does not hold, complaint by complaint; where no PubAck came, nothing need have happened.

    `most` is how many letters of a notice are allowed.
    """
    found = []
    for entry in book:
        faults = [*wrong(entry, seen, posts, most), *(missing(entry, seen) if entry.cause else ())]
        found += [Violation(entry.source, entry.id, what) for what in faults]
    return found


def missing(entry: Entry, seen: Seen) -> Iterator[str]:
    """What was promised and has not come; it may still come."""
    if entry.expected:
        if not seen.refusals.get(entry.cause or ""):
            yield "its source was not told of the refusal"
        if entry.expected in PARKED and not any(letter.cause == entry.cause for letter in seen.parked):
            yield "it was refused and does not lie in dead letters"
        return
    if not seen.numbers.get(entry.key):
        yield "its source was told no number"
    tickets = _tickets(entry, seen)
    if not tickets:
        yield "it has no ticket"
    for ticket in tickets:
        yield from _missing_of(ticket, seen)


def _missing_of(ticket: str, seen: Seen) -> Iterator[str]:
    if ticket not in seen.latest:
        yield "nothing was ever said of its ticket"
        return
    latest = seen.latest[ticket]
    for revision in range(1, latest.revision):
        if revision not in seen.revisions[ticket]:
            yield f"revision {revision} was never said, though {latest.revision} was"
    for clock in sorted(_promised(latest) - seen.clocks.get(ticket, set())):
        yield f"its {clock} clock is not stored"
    told = {seen.delivered[notice].audience for notice in _notices(ticket, seen) if notice in seen.delivered}
    if not told & {"liaison", "leader"}:
        yield "nobody who could act was told"
    if "citizen" not in told and latest.complaint.urgency != "backlog":
        yield "the citizen was not told"


def wrong(entry: Entry, seen: Seen, posts: Posts, most: int) -> Iterator[str]:
    """What no time heals."""
    numbers, tickets = seen.numbers.get(entry.key, set()), _tickets(entry, seen)
    codes = seen.refusals.get(entry.cause or "", set())
    if entry.expected:
        if seen.tickets.get(entry.marker) or (entry.expected != "id-reused" and numbers):
            yield "it should be refused and became a ticket"
        if codes - {entry.expected}:
            yield f"it was refused with {_list(codes)} instead of {entry.expected}"
        return
    if codes:
        yield f"it was refused with {_list(codes)}"
    if any(letter.cause == entry.cause for letter in seen.parked):
        yield "it lies in dead letters"
    if len(numbers) > 1:
        yield f"its source was told {len(numbers)} numbers"
    if len(tickets) > 1:
        yield f"it became {len(tickets)} tickets"
    for ticket in tickets:
        yield from _wrong_with(ticket, seen, posts, most)


def _wrong_with(ticket: str, seen: Seen, posts: Posts, most: int) -> Iterator[str]:
    for revision, contents in seen.revisions.get(ticket, {}).items():
        if len(contents) > 1:
            yield f"{len(contents)} different events were said as revision {revision}"
    if ticket in seen.latest:
        yield from _badly_held(seen.latest[ticket], posts)
    for notice in _notices(ticket, seen):
        yield from _badly_told(notice, seen, most)


def _badly_held(latest: TicketEvent, posts: Posts) -> Iterator[str]:
    if latest.holder.post not in posts.known:
        yield "its holder is no post of the directory"
    if latest.queue == TRIAGE and latest.holder.post != posts.triage:
        yield "it waits for triage, and triage does not hold it"
    promised = _promised(latest)
    if "resolution" not in promised or not promised & ANSWER_CLOCKS:
        yield f"of its clocks it has only {_list(promised) or 'none'}"


def _badly_told(notice: str, seen: Seen, most: int) -> Iterator[str]:
    name = notice.partition(":")[2]
    if len(seen.fates[notice]) > 1:
        yield f"{len(seen.fates[notice])} different things were said of notice {name}"
    event = seen.delivered.get(notice)
    if event is None:
        return
    in_outbox = event.channel == OUTBOX
    if in_outbox and not seen.letters[notice]:
        yield f"notice {name} was delivered, and no letter of it is there"
    sent = seen.letters[notice] if in_outbox else event.attempt  # each attempt may have sent one
    if sent > most:
        yield f"notice {name} was sent {sent} times, and at most {most} may be"


def strange_letters(book: Iterable[Entry], seen: Seen) -> list[Violation]:
    """Dead letters that no complaint of the book accounts for."""
    foreseen = {(entry.source, entry.expected, None if entry.nameless else entry.id) for entry in book}
    return [_strange(letter) for letter in sorted(seen.parked, key=str) if not _is_foreseen(letter, foreseen)]


def _is_foreseen(letter: Parked, foreseen: set[tuple[str, RefusalCode | None, str | None]]) -> bool:
    return letter.service == "intake" and (letter.queue, letter.code, letter.id) in foreseen


def _strange(letter: Parked) -> Violation:
    return Violation(letter.queue, letter.cause, f"{letter.service} parked it as {letter.code}, which nobody foresaw")


def doubled(seen: Seen, book: Iterable[Entry]) -> int:
    """How many letters of these complaints were sent more than once."""
    notices = (notice for entry in book for ticket in _tickets(entry, seen) for notice in _notices(ticket, seen))
    return sum(seen.letters[notice] > 1 for notice in notices)


def _tickets(entry: Entry, seen: Seen) -> set[str]:
    """Those its source was told of, and those that bear its marker."""
    return seen.numbers.get(entry.key, set()) | seen.tickets.get(entry.marker, set())


def _notices(ticket: str, seen: Seen) -> Iterable[str]:
    return sorted(seen.notices.get(ticket, ()))


def _promised(latest: TicketEvent) -> set[str]:
    return {promise.clock for promise in latest.promises}


def _list(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
