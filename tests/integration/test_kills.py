"""kill -9 of each service in turn, of the database and of the broker, while complaints flow."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from shared.directory.model import Directory
from tests.chaos.book import Entry, bad_input, complaints, examples, reused
from tests.chaos.ledger import Ledger
from tests.chaos.letters import CONSOLE
from tests.chaos.strike import VICTIMS, deaths_of_notifier, forget_message_ids, strike
from tests.listening import connected, said
from tests.system import whole_system

SOURCES = ("lapor", "smartkampung", "web", "call112")
EACH = 120
SETTLED_WITHIN = 50.0

pytestmark = pytest.mark.timeout(120)  # the first test waits for all kills


@dataclass(frozen=True)
class Struck:
    """The ledger of a system in which every victim was killed once; by victim, the complaints of that time.

    `held` is how many messages were under way when it died.
    """

    ledger: Ledger
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="module")
async def struck(directory: Directory, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Struck]:
    """One after the other; what a victim held comes back after ack_wait, for all of them at about the same time."""
    async with whole_system(tmp_path_factory.mktemp("kills"), env=CONSOLE) as system:
        await forget_message_ids(system)
        struck = Struck(Ledger.of(system, directory))
        for victim in VICTIMS:
            struck.entries[victim] = await flood(struck.ledger, directory, victim)
            struck.held[victim] = await strike(system, struck.ledger, victim, struck.entries[victim])
        yield struck


async def flood(ledger: Ledger, directory: Directory, name: str) -> list[Entry]:
    """Good and bad complaints; one of them uses the id of a complaint that was accepted before."""
    first, *others = complaints(examples(directory), name, EACH, SOURCES)
    async with connected(ledger.url) as connection:
        accepted = await said(connection, f"replies.{first.source}", 1)
        await ledger.publish([first])
        await accepted.wait()
    return [*others, *bad_input(name, "loket"), reused(first), first]


@pytest.mark.parametrize("victim", VICTIMS)
async def test_every_complaint_survives_a_kill_of(struck: Struck, victim: str) -> None:
    entries = struck.entries[victim]
    account = await struck.ledger.settle(entries, SETTLED_WITHIN, deaths=deaths_of_notifier(victim))
    assert (account.accepted, account.refused) == (EACH, 8)
    assert struck.held[victim] > 0, "it died when nothing was under way, which proves nothing"
