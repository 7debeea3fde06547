"""The ledger: publishes known complaints and proves, one by one, what became of them.

Every fault test uses it: publish, do harm, settle. It knows the system only from outside: the streams and the outbox.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Self

from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from shared.directory.model import Directory
from tests.chaos.book import Entry
from tests.chaos.judgement import MOST_NOTICES, Posts, Violation, doubled, missing, strange_letters, violations
from tests.chaos.letters import CONSOLE, letters
from tests.chaos.seen import STREAMS, Seen
from tests.listening import backlog, connected, listening
from tests.system import System

IN_FLIGHT = 50
PUBACK_WITHIN = 2.0
TRY_AGAIN_AFTER = 0.1


@dataclass(frozen=True)
class Account:
    """What the ledger found; `doubled` counts notices with more letters than one, `seconds` is how long it took."""

    accepted: int
    refused: int
    doubled: int
    seconds: float
    violations: tuple[Violation, ...] = ()

    @property
    def lost(self) -> int:
        """Complaints for which anything does not hold."""
        return len({(violation.source, violation.id) for violation in self.violations})


class LedgerError(AssertionError):
    """Something does not hold; the message names every complaint and what is wrong with it."""

    def __init__(self, account: Account) -> None:
        found = [str(violation) for violation in account.violations]
        super().__init__("\n".join([f"{len(found)} violations", *found]))
        self.account = account


@dataclass
class Ledger:
    """One system's ledger; its book holds every complaint it has published there."""

    url: str
    posts: Posts
    outbox: Path
    logs: Path
    book: list[Entry] = field(default_factory=list)

    @classmethod
    def of(cls, system: System, directory: Directory) -> Self:
        """Raises ValueError for a system whose outbox does not tell of every letter."""
        if not system.env.items() >= CONSOLE.items():
            raise ValueError(f"start the system with env={CONSOLE}, or doubled letters cannot be seen")
        posts = Posts(frozenset(directory.posts), directory.triage_post)
        return cls(system.nats.url, posts, system.outbox, system.folder / "logs")

    async def publish(self, entries: Iterable[Entry]) -> None:
        """Returns when every complaint has its PubAck, however often the broker goes away."""
        turn = asyncio.Semaphore(IN_FLIGHT)
        async with connected(self.url) as connection:
            jetstream = connection.jetstream(timeout=PUBACK_WITHIN)
            await asyncio.gather(*(self._publish(jetstream, entry, turn) for entry in entries))

    async def _publish(self, jetstream: JetStreamContext, entry: Entry, turn: asyncio.Semaphore) -> None:
        """Tried again under the same id until the broker says it is stored: then it may be stored twice."""
        if entry not in self.book:
            self.book.append(entry)
        async with turn:
            while True:
                try:
                    ack = await jetstream.publish(entry.subject, entry.body, headers=entry.headers())
                except (NatsError, TimeoutError, OSError):
                    await asyncio.sleep(TRY_AGAIN_AFTER)
                else:
                    entry.cause = entry.cause or f"{ack.stream}:{ack.seq}"
                    return

    async def settle(
        self, entries: Sequence[Entry], within: float, *, deaths: int = 0, left: Mapping[str, int] | None = None
    ) -> Account:
        """Waits until all is told and no durable holds a message any more, then judges; raises LedgerError.

        What is not there when the time is over is a violation like any other. `deaths` is how often notifier died
        while these complaints were in flight, `left` what other complaints leave in which durables.
        """
        seen, began = Seen(), monotonic()
        unsettled: list[Violation] = []
        async with listening(self.url, STREAMS, seen.hear) as listener:
            try:
                async with asyncio.timeout(within):
                    await listener.until(_completeness(entries, seen))
                    await listener.drained(left or {})
                    await listener.caught_up(STREAMS)
            except TimeoutError:
                held = await backlog(listener.jetstream)
                unsettled = [Violation("-", name, f"{count} messages are not acked") for name, count in held.items()]
        seen.letters = letters(self.outbox, self.logs)
        found = violations(entries, seen, self.posts, MOST_NOTICES + deaths)
        found += [*strange_letters(self.book, seen), *unsettled]
        return _account(entries, seen, found, monotonic() - began)


def _completeness(entries: Sequence[Entry], seen: Seen) -> Callable[[], bool]:
    """Whether nothing is missing any more; what was complete once is not looked at again."""
    waiting = list(entries)

    def is_complete() -> bool:
        waiting[:] = [entry for entry in waiting if entry.cause and any(missing(entry, seen))]
        return not waiting

    return is_complete


def _account(entries: Sequence[Entry], seen: Seen, found: Sequence[Violation], seconds: float) -> Account:
    promised = [entry for entry in entries if entry.cause]
    refused = sum(entry.expected is not None for entry in promised)
    account = Account(len(promised) - refused, refused, doubled(seen, entries), round(seconds, 1), tuple(found))
    if found:
        raise LedgerError(account)
    return account
