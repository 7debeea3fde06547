"""The page of every clock: what is promised to whom, in how much time, and on what basis."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from services.due_page import in_days, length
from shared.contracts.words import ClockName
from shared.directory.hours import WEEKDAYS, Day, Week
from shared.directory.model import SECTORS, Directory
from shared.directory.promises import LAPSING, PromisePolicy
from shared.policy.promise import CITIZENS

HEAD = """\
# Every clock and its basis

Written by `make docs` from [promises.yaml](../deploy/directory/banyuwangi/promises.yaml); change it there.

Of the promises of one clock and track a ticket has the one that speaks most exactly of it. Spans are working time of
the calendar named. *Told* are the shares of the span at which the holder is reminded, then when each rung of the ladder
hears of it: the first when the span ends, each next one so much working time later, the last one again so many times.
*Since* is what a clock starts with: `admitted` the ticket came, `delivered` its letter reached the holder,
`acknowledged` they took it, `told` the citizen was told something, `resolved` they were told how it ended. A wait stops
the clock of the resolution and no other. A policy applies from the day *from* on; before that day one of the track own
applies all the same if there is no other.
`melayani due --topic T --at TIME` tells when all of that is for one ticket, `--clock C` with the sum that says why.
"""
MEANS: dict[ClockName, str] = {
    "triage": "until a person has said where it belongs",
    "acknowledge": "until its holder has taken it",
    "answer": "until the citizen is first told something of substance",
    "update": "until the citizen is told something again",
    "act": "until something is done about what was taken; else its holder has to take it again, and one rung up is "
    "told: the first above all who heard of this ticket before, whichever of its clocks told them",
    "resolution": "until it is said how it ended",
    "objection": "the citizen's time to say that it is not so",
}
REVIEW = """\
## review

When what a ticket waits for is looked at again: on the day that was said, or a usual one, and whatever happened. It is
the wait's own clock and no policy's; nobody breaks it. All waits of one kind together last at most so many calendar
days ([pauses.yaml](../deploy/directory/banyuwangi/pauses.yaml)).
"""
HOURS = """\
Holidays are listed in [holidays](../deploy/directory/banyuwangi/holidays); on them, and on a day without hours, nothing
is counted. A span is hours of that, so in Ramadan a working day's span takes more than one day.
"""
HEADS = ("promise", "track", "applies to", "span", "runs on", "since", "told", "from", "basis")


def page(directory: Directory) -> str:
    """The whole page, in Markdown."""
    return "\n".join((HEAD, *_clocks(directory), *_review(directory), *_calendars(directory)))


def _clocks(directory: Directory) -> Iterator[str]:
    for clock, means in MEANS.items():
        policies = [policy for policy in directory.promises.values() if policy.clock == clock]
        if policies:
            yield f"## {clock}\n"
            kept = "; it keeps its date whoever holds the ticket" if clock in CITIZENS else ""
            yield f"{means[:1].upper()}{means[1:]}{kept}.\n"
            yield from _table(HEADS, [_row(policy, directory) for policy in policies])


def _row(policy: PromisePolicy, directory: Directory) -> list[str]:
    return [
        f"`{policy.slug}`",
        policy.track,
        "; ".join(_applies_to(policy)),
        _span(policy, directory),
        policy.calendar,
        policy.starts,
        "; ".join((*_told(policy), *_lapse(policy))),
        str(policy.valid_from),
        policy.basis,
    ]


def _applies_to(policy: PromisePolicy) -> Iterator[str]:
    yield ", ".join("every sector" if queue == SECTORS else queue for queue in policy.queues)
    named = (
        ("held by the head of a", policy.chains),
        ("class", policy.classes),
        ("urgency", policy.urgencies),
        ("from", policy.sources),
        ("while it waits for", policy.waits),
    )
    yield from (f"{what} {' or '.join(names)}" for what, names in named if names)


def _span(policy: PromisePolicy, directory: Directory) -> str:
    calendar = directory.calendars[policy.calendar]
    spread = f", spread over {in_days(policy.spread, calendar)} more" if policy.spread else ""
    return f"{in_days(policy.span, calendar)}{spread}"


def _told(policy: PromisePolicy) -> Iterator[str]:
    if policy.warn:
        yield f"reminded at {' and '.join(f'{share:.0%}' for share in sorted(policy.warn))}"
    if policy.rungs:
        yield f"rungs at the end{''.join(f', + {length(after)}' for after in policy.rungs)}"
    if policy.again:
        yield f"again every {length(policy.again.every)}, {policy.again.times} times"


def _lapse(policy: PromisePolicy) -> Iterator[str]:
    if policy.clock == "act":
        yield "one rung up at the end, and it has to be taken again"
    elif policy.starts in LAPSING:
        yield "nobody at the end: it is over by itself"


def _review(directory: Directory) -> Iterator[str]:
    yield REVIEW
    rows = [[kind.slug, kind.title, f"{kind.cap.days} days", kind.basis] for kind in directory.pauses.values()]
    yield from _table(("waits for", "people read", "at most", "basis"), rows)


def _calendars(directory: Directory) -> Iterator[str]:
    yield "## Calendars\n"
    rows = [
        [f"`{calendar.slug}`", calendar.title, calendar.zone, str(calendar.horizon or "it has none")]
        for calendar in directory.calendars.values()
    ]
    yield from _table(("calendar", "people read", "zone", "holidays are known until"), rows)
    yield HOURS
    for calendar in directory.calendars.values():
        hours = [[calendar.slug, "else", _week(calendar.week)]]
        other = [
            [calendar.slug, f"{one.title}: {one.first} to {one.last}", _week(one.week)] for one in calendar.overrides
        ]
        yield from _table(("calendar", "when", "hours"), [*other, *hours])


def _week(week: Week) -> str:
    """For example: mon-thu 07:30-12:00, 13:00-16:00; fri 07:30-11:30, 13:00-16:30."""
    alike = groupby((day for day in WEEKDAYS if week.get(day)), key=lambda day: week[day])
    found = [(list(days), spans) for spans, days in alike]
    return "; ".join(f"{'-'.join(dict.fromkeys((days[0], days[-1])))} {_times(spans)}" for days, spans in found)


def _times(spans: Day) -> str:
    return ", ".join(f"{_clock(span.opens)}-{_clock(span.closes)}" for span in spans)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield from (f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))
    yield ""
