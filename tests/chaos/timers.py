"""`python -m tests.chaos.timers`: kills sla, the broker and the database while alarms ring, and accounts for each.

An alarm is lost when it is never said, and doubled when it is said as two different things. What is said again word
for word is only repeated: router knows it by its key.
"""

import argparse
import asyncio
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from nats.js import JetStreamContext

from services.sla.domain.clock import Clock
from services.sla.store import EPOCH
from shared.contracts.event import HEADER_ID
from shared.directory.load import load
from shared.directory.model import Directory
from shared.runtime.clock import now
from shared.runtime.mongo import Database
from tests.bench.timers_seed import due, set_timers, store
from tests.chaos.strike import MOMENT, forget_message_ids, server_of
from tests.conftest import DIRECTORY
from tests.listening import Heard, backlog, listening
from tests.system import System, whole_system

VICTIMS = ("sla", "nats", "mongo")
SETTLED_WITHIN = 600.0
STORED_A_SECOND = 500
LOOK_AGAIN_AFTER = 0.2
STREAMS = ("PROMISES",)
LEFT = 0.75
# What a dead sla had not moved on is found soon after; sooner than usual, so that nobody waits.
SWEEPING = {"MELAYANI_SWEEP_EVERY": "1", "MELAYANI_SWEEP_AFTER": "5"}


@dataclass(frozen=True)
class Account:
    """What became of the alarms around one kill; `waiting` is how many were unsaid when the victim died."""

    victim: str
    alarms: int
    waiting: int
    lost: int
    doubled: int
    repeated: int
    seconds: float

    @property
    def holds(self) -> bool:
        return not self.lost and not self.doubled

    def __str__(self) -> str:
        return (
            f"{self.victim} killed with {self.waiting} of {self.alarms} alarms unsaid: {self.lost} lost, "
            f"{self.doubled} doubled, {self.repeated} said again word for word, all said after {self.seconds} s"
        )


class Said:
    """What was said of the alarms of these clocks, whatever else is heard."""

    def __init__(self, clocks: Sequence[Clock]) -> None:
        self._wanted = {f"{clock.key}:{clock.upcoming.step.name}" for clock in clocks if clock.upcoming}
        self._bodies: defaultdict[str, Counter[bytes]] = defaultdict(Counter)

    def hear(self, heard: Heard) -> None:
        _, _, key = heard.headers[HEADER_ID].partition(":")
        if key in self._wanted:
            self._bodies[key][heard.data] += 1

    @property
    def unsaid(self) -> int:
        return len(self._wanted) - len(self._bodies)

    def account(self, victim: str, waiting: int, seconds: float) -> Account:
        doubled = sum(len(bodies) > 1 for bodies in self._bodies.values())
        repeated = sum(bodies.total() - 1 for bodies in self._bodies.values())
        return Account(victim, len(self._wanted), waiting, self.unsaid, doubled, repeated, round(seconds, 1))


async def kill(system: System, directory: Directory, victim: str, places: range) -> Account:
    """All are due within a second; the victim dies when some of them are said."""
    at = now() + timedelta(seconds=1 + len(places) / STORED_A_SECOND)
    clocks = due(directory, places, at, timedelta(seconds=1))
    before, heard, server = Said(clocks), Said(clocks), server_of(system, victim)
    await store(system, clocks)
    await set_timers(system, clocks)
    async with listening(system.nats.url, STREAMS, before.hear) as listener:
        await listener.until(lambda: before.unsaid < len(places) * LEFT)
        await asyncio.sleep(random.uniform(0, MOMENT))  # noqa: S311 -- any moment will do
        await server.kill()
        waiting, began = before.unsaid, monotonic()
        await server.start()
    with suppress(TimeoutError):
        async with asyncio.timeout(SETTLED_WITHIN):
            await _settle(system, heard)
    return heard.account(victim, waiting, monotonic() - began)


async def _settle(system: System, heard: Said) -> None:
    """Returns when all is said, nothing waits to be rung, and every clock was moved on."""
    database = Database(system.mongo.url, "melayani_sla")
    try:
        async with listening(system.nats.url, STREAMS, heard.hear) as listener:
            await listener.until(lambda: not heard.unsaid)
            while await _is_under_way(listener.jetstream, database):  # noqa: ASYNC110 -- neither tells by itself
                await asyncio.sleep(LOOK_AGAIN_AFTER)
            await listener.caught_up(STREAMS)
    finally:
        database.close()


async def _is_under_way(jetstream: JetStreamContext, database: Database) -> bool:
    waits = any(name.startswith("sla-") for name in await backlog(jetstream))
    return waits or bool(await database.collection("clocks").between("next_at", EPOCH, now(), 1))


async def campaign(count: int, victims: Sequence[str]) -> bool:
    """True when nothing was lost or doubled."""
    directory, accounts = load(DIRECTORY), list[Account]()
    with TemporaryDirectory() as folder:
        async with whole_system(Path(folder), services=("sla",), env=SWEEPING) as system:
            await forget_message_ids(system)
            for number, victim in enumerate(victims):
                accounts.append(await kill(system, directory, victim, range(number * count, (number + 1) * count)))
                print(accounts[-1], flush=True)
    return all(account.holds for account in accounts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2_000, help="alarms due within one second around each kill")
    parser.add_argument("--victims", nargs="+", choices=VICTIMS, default=VICTIMS)
    given = parser.parse_args()
    sys.exit(0 if asyncio.run(campaign(given.count, given.victims)) else 1)


if __name__ == "__main__":
    main()
