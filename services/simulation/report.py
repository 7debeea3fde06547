"""What a run came to, as tables."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from services.simulation.sorting import WAYS
from services.simulation.tally import Kind, Tally
from shared.contracts.words import OWN, Slug

Cell = int | float | str | None
Rows = Mapping[str, tuple[Cell, ...]]

BUSIEST = 5
PERCENTILES = (0.5, 0.75, 0.9, 0.99, 1.0)
AN_HOUR = timedelta(hours=1)
CLOCKS = ("triage", "acknowledge", "act", "answer", "update", "resolution")
# After the rungs.
LAST = ("again", "nobody higher", "lapsed")


@dataclass(frozen=True)
class Table:
    """Rows by their label, a cell for each column; a terminal shows the first `shown` of them.

    `absent` is what a row says that another run came to and this one did not.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Rows
    shown: int | None = None
    absent: Cell = 0


def tables(tally: Tally) -> tuple[Table, ...]:
    return (
        _arrivals(tally),
        _promises(tally),
        _steps(tally),
        _rungs(tally),
        _posts(tally),
        _busiest(tally),
        _times(tally),
    )


def _arrivals(tally: Tally) -> Table:
    arrivals, answered = tally.ways.total(), tally.answers.total()
    rows: dict[str, tuple[Cell, ...]] = {
        "arrivals": (arrivals,),
        **{f"  placed by {way}": (tally.ways[way],) for way in WAYS[:2]},
        **{f"  to triage, {way}": (tally.ways[way],) for way in WAYS[2:]},
        "answered": (answered,),
        "never answered": (arrivals - answered,),
        "still open at the end": (tally.left_open,),
        "passed to another holder": (tally.handed_over,),
        "deeds refused": (tally.refusals.total(),),
    }
    return Table("arrivals", "Arrivals", ("count",), rows)


def _promises(tally: Tally) -> Table:
    """The share is of those whose end is known."""
    rows: dict[str, tuple[Cell, ...]] = {}
    for kind in _kinds(kind for kind, _ in tally.fates):
        made, kept, broken, running = (tally.fates[kind, fate] for fate in ("made", "kept", "broken", "running"))
        rows[_named(kind)] = (made, kept, broken, running, _share(kept, kept + broken))
    return Table("promises", "Promises by clock", ("made", "kept", "broken", "running", "kept %"), rows)


def _steps(tally: Tally) -> Table:
    reached = {step for _, step in tally.steps}
    columns = tuple(step for step in ("warned", *_rung_names(reached), *LAST) if step in reached)
    kinds = _kinds(kind for kind, _ in tally.steps)
    rows = {_named(kind): tuple(tally.steps[kind, step] for step in columns) for kind in kinds}
    return Table("steps", "Warnings and breaches by rung", columns, rows)


def _rung_names(steps: Iterable[str]) -> list[str]:
    return sorted((step for step in steps if step.startswith("rung ")), key=lambda step: int(step.split()[1]))


def _rungs(tally: Tally) -> Table:
    """By the ladder of the ticket's holder; `none` are those who stand on no rung of it."""
    reached = sorted({rung for _, rung in tally.rungs}, key=lambda rung: (not rung, rung))
    posts = Counter[Slug]()
    for (post, _), count in tally.rungs.items():
        posts[post] += count
    rows = {post: (*(tally.rungs[post, rung] for rung in reached), count) for post, count in _most(posts)}
    columns = (*(f"rung {rung}" if rung else "none" for rung in reached), "all")
    return Table("told", "Told that a promise broke", columns, rows, shown=15)


def _posts(tally: Tally) -> Table:
    most = Counter[Slug]()
    notices = Counter[Slug]()
    for (post, _), count in tally.notices.items():
        most[post] = max(most[post], count)
        notices[post] += count
    held = dict.fromkeys((*(post for post, _ in _most(tally.held)), *(post for post, _ in _most(notices))))
    rows: dict[str, tuple[Cell, ...]] = {}
    for post in held:
        answers = tally.answers[post]
        in_time = _share(tally.answers_in_time[post], answers)
        rows[post] = (tally.held[post], tally.most_open[post], answers, in_time, notices[post], most[post])
    columns = ("held", "most open at once", "answered", "in time %", "notices", "most a day")
    return Table("posts", "Load of the posts", columns, rows, shown=20)


def _busiest(tally: Tally) -> Table:
    days = sorted(tally.notices.items(), key=lambda item: (-item[1], item[0][1], item[0][0]))[:BUSIEST]
    rows: dict[str, tuple[Cell, ...]] = {f"{day} {post}": (count,) for (post, day), count in days}
    return Table("busiest", "Most notices to one post on one day", ("notices",), rows, absent=None)


def _times(tally: Tally) -> Table:
    """In hours of the offices' working time."""
    rows = {
        "until acknowledged": _percentiles(tally.taken_after),
        "until answered": _percentiles(tally.answered_after),
    }
    columns = tuple("longest" if share == 1 else f"{share:.0%}" for share in PERCENTILES)
    return Table("times", "Working hours from arrival, so many of them within", columns, rows)


def _percentiles(spans: Sequence[timedelta]) -> tuple[Cell, ...]:
    found = sorted(spans)
    if not found:
        return (None,) * len(PERCENTILES)
    return tuple(round(found[ceil(share * len(found)) - 1] / AN_HOUR, 1) for share in PERCENTILES)


def _kinds(kinds: Iterable[Kind]) -> list[Kind]:
    return sorted(set(kinds), key=lambda kind: (CLOCKS.index(kind[0]), kind[1] != OWN, kind[1]))


def _named(kind: Kind) -> str:
    clock, track = kind
    return clock if track == OWN else f"{clock}, {track}"


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _most(counts: Counter[Slug]) -> list[tuple[Slug, int]]:
    """The highest first, equals by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
