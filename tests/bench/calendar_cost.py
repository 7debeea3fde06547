"""What an answer about working time costs, beside its floor: `make bench BENCH=calendar_cost` (N=100000 answers).

The floor is what no arithmetic over a year's opening times goes without: one bisection in a list as long as these, for
the same moments. Starts lie anywhere in three years, spans up to 60 working days. Cold is a calendar's first answer,
which lays out a year. Results go to var/bench/calendar_cost.json.
"""

import argparse
import gc
import json
import platform
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

from shared.directory.hours import Calendar
from shared.directory.load import load
from shared.policy.calendar import WorkingTime, working_time

DIRECTORY = Path("deploy/directory/banyuwangi")
RESULTS = Path("var/bench/calendar_cost.json")
WANTED = 10.0
ROUNDS = 5
COLD_ROUNDS = 20
FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
LONGEST = timedelta(hours=450)

Question = tuple[datetime, timedelta, datetime]


def questions(n: int, office: WorkingTime) -> list[Question]:
    """A start, a span, and where that ends."""
    chance = Random(5)  # noqa: S311 -- any questions will do, but the same ones each time
    drawn = ((FIRST + (LAST - FIRST) * chance.random(), LONGEST * chance.random()) for _ in range(n))
    return [(start, span, office.add(start, span)) for start, span in drawn]


def microseconds(answer: Callable[[Question], object], asked: Sequence[Question]) -> list[float]:
    """CPU for one answer, round by round."""
    rounds = []
    for _ in range(ROUNDS):
        gc.collect()
        began = process_time()
        for question in asked:
            answer(question)
        rounds.append((process_time() - began) / len(asked) * 1e6)
    return rounds


def slowest(answer: Callable[[Question], object], asked: Sequence[Question]) -> float:
    """What 99 of 100 answers take at most by the clock on the wall, each timed alone; the watch's own time is in it."""
    times = []
    for question in asked:
        began = perf_counter()
        answer(question)
        times.append(perf_counter() - began)
    return sorted(times)[len(times) * 99 // 100] * 1e6


def cold(calendar: Calendar) -> float:
    """Milliseconds."""
    began = process_time()
    for _ in range(COLD_ROUNDS):
        WorkingTime(calendar).add(FIRST, timedelta(hours=4))
    return (process_time() - began) / COLD_ROUNDS * 1e3


def measure(n: int) -> dict[str, Any]:
    calendar = load(DIRECTORY).calendars["kantor"]
    office = working_time(calendar)
    asked = questions(n, office)
    edges = [
        opens for opens, _ in office.stretches(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
    ]
    answers: dict[str, Callable[[Question], object]] = {
        "add": lambda question: working_time(calendar).add(question[0], question[1]),
        "elapsed": lambda question: working_time(calendar).elapsed(question[0], question[2]),
        "floor": lambda question: bisect_right(edges, question[0]),
    }
    rounds = {name: microseconds(answer, asked) for name, answer in answers.items()}
    return {
        "machine": platform.platform(),
        "python": platform.python_version(),
        "n": n,
        "wanted_microseconds": WANTED,
        "microseconds": {name: [round(one, 2) for one in sorted(found)] for name, found in rounds.items()},
        "p99_wall_microseconds": {name: round(slowest(answer, asked), 2) for name, answer in answers.items()},
        "times_the_floor": {name: round(min(rounds[name]) / min(rounds["floor"]), 1) for name in ("add", "elapsed")},
        "cold_milliseconds": round(cold(calendar), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=100_000)
    results = json.dumps(measure(parser.parse_args().n), indent=2)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(results + "\n", encoding="utf-8")
    print(results)


if __name__ == "__main__":
    main()
