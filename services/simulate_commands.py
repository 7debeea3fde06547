"""The command that runs a trace of arrivals through the directory and the ladder, in virtual time."""

import argparse
import gc
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from time import perf_counter
from zoneinfo import ZoneInfo

from services.commands import CommandError, Commands
from services.simulate_arguments import ask
from services.simulation.page import as_json, as_text, write_csv
from services.simulation.people import People, Target
from services.simulation.report import Table
from services.simulation.run import Ran, ran
from services.simulation.sorting import TRACED, Places
from services.simulation.stated import stated
from services.simulation.trace import Trace, TraceError, read_trace
from services.simulation.what_if import WhatIf, WhatIfError, topic_named
from shared.directory.load import load
from shared.directory.model import Directory
from shared.policy.target import nearest
from shared.runtime.settings import RuntimeSettings, read_settings

# From so many arrivals on it pays to start a second process.
LONG = 2_000
# A run makes and drops many small things that never point back: looking for circles takes a quarter of the time.
LOOKED_AFTER = 500_000


def add(commands: Commands) -> None:
    text = "run a trace of arrivals through directory and ladder, in virtual time"
    ask(commands.command("simulate", simulate, text))


def simulate(given: argparse.Namespace) -> None:
    settings = read_settings(RuntimeSettings)
    directory = load(settings.directory, settings.contacts)
    _expect_folders(given)
    try:
        trace = _trace(given, ZoneInfo(directory.zone))
        other = _other(given, directory, settings)
        target = _target(given.triage_to, directory)
    except (TraceError, WhatIfError) as error:
        raise CommandError(str(error)) from None
    if given.source and given.source not in directory.sources:
        raise CommandError(f"there is no source {given.source!r}; {nearest(given.source, directory.sources)}")
    people = People(given.delivery, given.acknowledge_before, given.resolve_after, target, given.triage_after)
    _run(given, trace, directory, other, people)


def _run(
    given: argparse.Namespace, trace: Trace, directory: Directory, other: Directory | None, people: People
) -> None:
    until, began = trace.last + given.tail, perf_counter()
    places = [Places(known, given.source or TRACED) for known in (directory, other) if known]
    base, *more = _side_by_side(trace, places, people, until)
    lines = [
        *_wishes(given, directory),
        *stated(trace, places[0], people, until),
        *base.refused,
        *(f"what if: {one}" for two in more for one in two.refused),
    ]
    beside = more[0].tables if more else None
    print("\n".join((*lines, "", as_text(base.tables, beside), "")))
    print(f"{len(trace.arrivals)} arrivals run {'twice' if more else 'once'} in {perf_counter() - began:.1f} s")
    _write(given, lines, base.tables, beside)


def _side_by_side(trace: Trace, places: Sequence[Places], people: People, until: datetime) -> list[Ran]:
    """A run for each; of two long ones the second goes beside the first, in a process of its own."""
    runs = [partial(ran, trace.arrivals, place, people, until) for place in places]
    if len(runs) == 1 or len(trace.arrivals) < LONG:
        _look_away()
        return [run(_tell) for run in runs]
    with ProcessPoolExecutor(1, get_context("spawn"), _look_away) as apart:
        second = apart.submit(runs[1])
        _look_away()
        return [runs[0](_tell), second.result()]


def _tell(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {total} arrivals", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _trace(given: argparse.Namespace, zone: ZoneInfo) -> Trace:
    """Raises TraceError for a file, CommandError for days, with nothing in them."""
    whole = read_trace(given.trace, zone)
    cut = whole.cut(zone, given.first, given.last)
    if not whole.arrivals:
        none = f"{given.trace}: none of its {whole.rows} rows can be used"
        raise TraceError("; ".join((none, *whole.problems.named)))
    if not cut.arrivals:
        days = [arrival.created.astimezone(zone).date() for arrival in (whole.arrivals[0], whole.arrivals[-1])]
        raise CommandError(f"nothing came on those days; the trace goes from {days[0]} to {days[1]}")
    return cut.moved(zone, given.begin) if given.begin else cut


def _other(given: argparse.Namespace, directory: Directory, settings: RuntimeSettings) -> Directory | None:
    """The directory as it might be; None when nothing else was wished."""
    wished = _wished(given)
    if not (wished or given.directory):
        return None
    return wished.applied(load(given.directory, settings.contacts) if given.directory else directory)


def _wished(given: argparse.Namespace) -> WhatIf:
    return WhatIf(given.span, given.without, given.with_colleague)


def _wishes(given: argparse.Namespace, directory: Directory) -> list[str]:
    """What the second run has otherwise than the first, at the head of the report."""
    another = [f"what if: the directory in {given.directory}"] if given.directory else []
    return [*another, *_wished(given).named(directory)]


def _target(named: str | None, directory: Directory) -> Target | None:
    if named is None:
        return None
    sector, topic = topic_named(directory, named)
    return Target(sector.slug, topic.slug)


def _expect_folders(given: argparse.Namespace) -> None:
    """Before a run, not after it."""
    for file in filter(None, (given.json, given.csv)):
        if file.is_dir() or not file.parent.is_dir():
            raise CommandError(f"{file} cannot be written: {'it is' if file.is_dir() else 'there is no such'} folder")


def _write(
    given: argparse.Namespace, lines: list[str], base: tuple[Table, ...], beside: tuple[Table, ...] | None
) -> None:
    try:
        if given.json:
            what_if = {"what_if": as_json(beside)} if beside else {}
            found = {"stated": lines, "as_is": as_json(base), **what_if}
            given.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        if given.csv:
            with given.csv.open("w", encoding="utf-8", newline="") as file:
                write_csv(file, base, beside)
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from None


def _look_away() -> None:
    gc.set_threshold(LOOKED_AFTER)
