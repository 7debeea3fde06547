"""`make chaos`: kills each service, the database and the broker while complaints flow, and accounts for each."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.directory.load import load
from shared.directory.model import Directory
from tests.chaos.book import bad_input, complaints, examples
from tests.chaos.ledger import Account, Ledger, LedgerError
from tests.chaos.letters import CONSOLE
from tests.chaos.strike import VICTIMS, deaths_of_notifier, forget_message_ids, strike
from tests.conftest import DIRECTORY
from tests.system import System, whole_system

SETTLED_WITHIN = 180.0
HEADER = f"{'victim':<10}{'rounds':>8}{'accepted':>10}{'refused':>9}{'lost':>6}{'doubled':>9}{'settled after':>15}"


@dataclass(frozen=True)
class Round:
    """One kill; `held` is how many messages were under way at that moment."""

    victim: str
    held: int
    account: Account


async def campaign(
    system: System, directory: Directory, rounds: int, count: int, victims: Sequence[str]
) -> list[Round]:
    """Every victim in turn, `rounds` times; says each as it is settled."""
    ledger = Ledger.of(system, directory)
    fought = []
    for number in range(1, rounds + 1):
        for victim in victims:
            one = await fight(system, ledger, directory, victim, f"{victim}-{number}", count)
            fought.append(one)
            account = one.account
            print(
                f"round {number}, {victim} killed with {one.held} messages under way: {account.accepted} accepted, "
                f"{account.lost} lost, {account.doubled} letters doubled, settled after {account.seconds} s",
                flush=True,
            )
            for violation in account.violations:
                print(f"  {violation}", flush=True)
    return fought


async def fight(system: System, ledger: Ledger, directory: Directory, victim: str, name: str, count: int) -> Round:
    entries = [*complaints(examples(directory), name, count, tuple(directory.sources)), *bad_input(name, "loket")]
    held = await strike(system, ledger, victim, entries)
    try:
        account = await ledger.settle(entries, SETTLED_WITHIN, deaths=deaths_of_notifier(victim))
    except LedgerError as error:
        account = error.account
    return Round(victim, held, account)


def table(fought: Sequence[Round]) -> str:
    rows = [HEADER]
    for victim in dict.fromkeys(one.victim for one in fought):
        accounts = [one.account for one in fought if one.victim == victim]
        slowest = max(account.seconds for account in accounts)
        counts = [sum(getattr(each, name) for each in accounts) for name in ("accepted", "refused", "lost", "doubled")]
        accepted, refused, lost, doubled = counts
        rows.append(f"{victim:<10}{len(accounts):>8}{accepted:>10}{refused:>9}{lost:>6}{doubled:>9}{slowest:>13} s")
    return "\n".join(rows)


async def run(rounds: int, count: int, victims: Sequence[str]) -> bool:
    """True when nothing was violated."""
    directory = load(DIRECTORY)
    with TemporaryDirectory() as folder:
        async with whole_system(Path(folder), env=CONSOLE) as system:
            await forget_message_ids(system)
            fought = await campaign(system, directory, rounds, count, victims)
    print(table(fought))
    return not any(one.account.violations for one in fought)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--count", type=int, default=300, help="complaints published around each kill")
    parser.add_argument("--victims", nargs="+", choices=VICTIMS, default=VICTIMS)
    given = parser.parse_args()
    sys.exit(0 if asyncio.run(run(given.rounds, given.count, given.victims)) else 1)


if __name__ == "__main__":
    main()
