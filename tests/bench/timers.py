"""Timers measured at rest, for single events, and when many are due at once: `make bench BENCH=timers`.

Clocks and schedules are stored before sla starts. Then: how long it takes to be ready, what it costs while nothing
happens, what a ticket event costs with few and with many clocks stored, how late a single deadline is acted on, and
how long it takes to say all of many that are due in one second. Results go to var/bench/timers.json.
"""

import argparse
import asyncio
import gc
import json
import platform
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from deploy.local.services import DIRECTORY
from shared.contracts.event import Event
from shared.directory.load import load
from shared.directory.model import Directory
from shared.runtime.clock import now
from tests.bench.processes import costs, memory_mb
from tests.bench.timers_seed import clocks, due, lives, publish, set_timers, store, talking
from tests.bench.timers_watch import Rung
from tests.bench.watch import milliseconds
from tests.listening import backlog
from tests.system import System, whole_system

RESULTS = Path("var/bench/timers.json")
A_SECOND = timedelta(seconds=1)
APART = timedelta(seconds=0.3)
AHEAD = timedelta(seconds=2)
PATIENCE = 600.0
LOOK_AGAIN_AFTER = 0.05
ROUNDS = 5
# Where the numbers of each part's tickets begin.
UNKEPT, LIVES, ALONE, AT_ONCE = 1_000_000, 2_000_000, 3_000_000, 4_000_000


async def idle(system: System, seconds: float) -> dict[str, Any]:
    """What it costs while nothing is due."""
    async with costs(system) as spent:
        await asyncio.sleep(seconds)
    share = {f"{name}_cpu_percent": round(used / seconds * 100, 2) for name, used in spent.cpu.items()}
    return {**share, "sla_mb": memory_mb(system)["sla"]}


async def events(systems: Mapping[str, System], directory: Directory, tickets: int) -> dict[str, Any]:
    """What one ticket event costs, over whole lives of tickets, in turn with few and with many clocks stored."""
    rounds: dict[str, list[Cost]] = {name: [] for name in systems}
    for number in range(ROUNDS):
        first = LIVES + number * tickets
        for name, system in systems.items():
            rounds[name].append(await _cost(system, list(lives(directory, range(first, first + tickets)))))
    middle = {name: Cost(*(median(figures) for figures in zip(*costs, strict=True))) for name, costs in rounds.items()}
    ratio = Cost(*(many / few for few, many in zip(*middle.values(), strict=True)))
    each = {name: {field: round(took, 3) for field, took in cost._asdict().items()} for name, cost in middle.items()}
    return {**each, "ratio": {field: round(times, 2) for field, times in ratio._asdict().items()}}


class Cost(NamedTuple):
    """Of one event."""

    wall_ms: float
    sla_cpu_ms: float
    mongo_cpu_ms: float


async def _cost(system: System, said: Sequence[Event]) -> Cost:
    async with talking(system) as connection, costs(system) as spent:
        began = perf_counter()
        await publish(connection, said)
        while any(name.startswith("sla-") for name in await backlog(connection.jetstream())):  # noqa: ASYNC110 -- polls
            await asyncio.sleep(LOOK_AGAIN_AFTER)
        took = perf_counter() - began
    return Cost(*(seconds / len(said) * 1000 for seconds in (took, spent.cpu["sla"], spent.cpu["mongo"])))


async def alone(system: System, directory: Directory, count: int) -> dict[str, Any]:
    """How late each of some deadlines is acted on, one after the other."""
    running = due(directory, range(ALONE, ALONE + count), now() + AHEAD, APART * count)
    async with talking(system) as connection:
        rung = await Rung.listen(connection, running)
        await store(system, running)
        await set_timers(system, running)
        await rung.all(PATIENCE)
    return milliseconds([late.total_seconds() for late in rung.late()])


async def at_once(system: System, directory: Directory, count: int) -> dict[str, Any]:
    """How long it takes until all that is due within one second is said."""
    at = now() + timedelta(seconds=10 + count / 500)
    running = due(directory, range(AT_ONCE, AT_ONCE + count), at, A_SECOND)
    async with talking(system) as connection:
        await store(system, running)
        await set_timers(system, running)
        rung = await Rung.listen(connection, running)
        if now() > at:
            raise RuntimeError("it was due before all of it was stored")
        await asyncio.sleep((at - now()).total_seconds())
        async with costs(system) as spent:
            await rung.all(PATIENCE)
        return {"due": count, **rung.account(at), "cpu_s": spent.cpu, "peak_mb": spent.peak_mb}


async def measure(given: argparse.Namespace) -> dict[str, Any]:
    directory = load(DIRECTORY)
    results: dict[str, Any] = {"machine": platform.platform(), "python": platform.python_version(), **vars(given)}
    async with AsyncExitStack() as stack:
        few = await _stored(stack, directory, given.few, given.few, sync_always=given.sync_always)
        many = await _stored(stack, directory, given.clocks, given.schedules, sync_always=given.sync_always)
        gc.freeze()
        await few.services["sla"].start()
        began = perf_counter()
        await many.services["sla"].start()
        results["ready_s"] = round(perf_counter() - began, 2)
        print(f"ready after {results['ready_s']} s", flush=True)
        for name, measured in (
            ("idle", idle(many, given.idle)),
            ("event", events({"few": few, "many": many}, directory, given.tickets)),
            ("alone", alone(many, directory, given.alone)),
            ("at_once", at_once(many, directory, given.n)),
        ):
            results[name] = await measured
            print(json.dumps({name: results[name]}), flush=True)
        results["sla_mb_at_last"] = memory_mb(many)["sla"]
    return results


async def _stored(
    stack: AsyncExitStack, directory: Directory, count: int, schedules: int, *, sync_always: bool
) -> System:
    """A system in which so many clocks run and so many alarms are set; its sla is not started."""
    folder = Path(stack.enter_context(TemporaryDirectory()))
    system = await stack.enter_async_context(whole_system(folder, services=(), sync_always=sync_always))
    sla = system.add("sla")
    await sla.start()  # its collections and indexes are there before they fill
    await sla.stop()
    began = perf_counter()
    await store(system, clocks(directory, range(count)))
    await set_timers(system, clocks(directory, range(count)))
    await set_timers(system, clocks(directory, range(UNKEPT, UNKEPT + max(0, schedules - count))))
    print(f"{count} clocks stored and {max(count, schedules)} timers set in {perf_counter() - began:.0f} s", flush=True)
    return system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clocks", type=int, default=100_000, help="open clocks stored")
    parser.add_argument("--schedules", type=int, default=200_000, help="schedules pending")
    parser.add_argument("--few", type=int, default=1_000, help="open clocks stored beside which an event is measured")
    parser.add_argument("--n", type=int, default=20_000, help="how many are due in one second")
    parser.add_argument("--tickets", type=int, default=100, help="lives of tickets a round, five events each")
    parser.add_argument("--alone", type=int, default=200, help="deadlines that are due alone")
    parser.add_argument("--idle", type=float, default=30.0, help="seconds to watch while nothing happens")
    parser.add_argument("--sync-always", action="store_true", help="have the broker write each message to disk at once")
    given = parser.parse_args()
    results = asyncio.run(measure(given))
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()
