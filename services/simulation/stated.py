"""What a run rests on, in words: the trace, what was left out of it, and what people are supposed to do."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from services.simulation.people import People
from services.simulation.sorting import Places
from services.simulation.trace import NAMED, Trace
from shared.directory.model import Directory


def stated(trace: Trace, places: Places, people: People, until: datetime) -> list[str]:
    directory = places.directory
    said = _of_trace(trace, directory, until), _of_places(trace, places), _of_days(trace, directory)
    return [*(line for lines in said for line in lines), *_of_people(people)]


def _of_trace(trace: Trace, directory: Directory, until: datetime) -> Iterator[str]:
    left_out, first, last = trace.problems.counts.total(), trace.arrivals[0].created, trace.arrivals[-1].created
    yield f"{trace.rows} rows, {left_out} left out; {len(trace.arrivals)} arrivals"
    yield f"from {directory.day(first)} to {directory.day(last)}, followed until {directory.day(until)}"
    yield from (f"left out {count}: {kind}" for kind, count in trace.problems.counts.most_common())
    yield from (f"  {named}" for named in trace.problems.named)
    if left_out > NAMED:
        yield f"  and {left_out - NAMED} more"


def _of_places(trace: Trace, places: Places) -> Iterator[str]:
    """What no sector or topic is called, so that triage has it."""
    lines: dict[str, list[int]] = {}
    for arrival in trace.arrivals:
        if places.place(arrival.sector)[1] is None:
            lines.setdefault(arrival.sector, []).append(arrival.line)
    for sector, found in sorted(lines.items(), key=lambda item: -len(item[1]))[:NAMED]:
        named = f"sector {sector[:40]!r} is none of the directory's" if sector else "no sector is named"
        first = ", ".join(map(str, sorted(found)[:NAMED]))
        yield f"to triage {len(found)}: {named}; line {first}{' and others' if len(found) > NAMED else ''}"
    if len(lines) > NAMED:
        yield f"  and {len(lines) - NAMED} more sectors that are none of the directory's"
    yield "A row names no topic: its sector's topic for everything else takes it, so one liaison holds the whole sector"


def _of_days(trace: Trace, directory: Directory) -> Iterator[str]:
    first = directory.day(trace.arrivals[0].created)
    in_force = min((policy.valid_from for policy in directory.promises.values()), default=first)
    known = min(directory.office.holidays, default=None)
    if first < in_force:
        yield f"The regency's own promises, in force from {in_force} on, are applied to it all; others are not: --begin"
    if known and first.year < known.year:
        yield f"No holidays before {known.year} are known to the directory: those days count as working days"


def _of_people(people: People) -> Iterator[str]:
    """As the options are written."""
    yield f"Supposed: a notice arrives after {_said(people.delivery)} (--delivery)"
    before, after = people.acknowledge_before, people.resolve_after
    yield f"  a holder's first answer is the row's; it acknowledges {_said(before)} of working time before"
    yield f"  and resolves {_said(after)} after that (--acknowledge-before, --resolve-after); citizens say nothing"
    if people.target:
        where = f"{people.target.sector}/{people.target.topic} after {_said(people.triage_after)}"
        yield f"  triage sends what it gets to {where} of working time (--triage-to, --triage-after)"
    else:
        yield "  triage answers what it gets itself, when the row was answered (--triage-to sends it on instead)"


def _said(span: timedelta) -> str:
    """In hours, since a day of working time is none of twenty-four."""
    hours, minutes = divmod(span // timedelta(minutes=1), 60)
    return "".join(("PT", f"{hours}H" if hours else "", f"{minutes}M" if minutes or not hours else ""))
