"""Where a procedure is entered next, until when its stages last, and what a citizen's letter says of it."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.directory.hours import Calendar
from shared.directory.model import Directory, Topic
from shared.directory.procedures import Procedure, Stage, Window
from shared.policy.calendar import working_time
from shared.policy.periods import as_heading, listed, month_in_words, period_in_words, spans_in_words, until_in_words

A_DAY = timedelta(days=1)
NOTHING = timedelta(0)


@dataclass(frozen=True)
class StageDays:
    """A stage with its first and its last day; None for a day that nobody knows."""

    stage: Stage
    opens: date | None
    closes: date | None


@dataclass(frozen=True)
class Missed:
    """The nearer year that cannot be had any more, and the days from and to which its way in was open."""

    year: int
    opened: date
    closed: date


@dataclass(frozen=True)
class Outlook:
    """What somebody can expect who sets out on a day: the stage to enter, and when each stage of that round is.

    `year` is that in which it comes about, None where nobody knows. `missed` is None where no nearer year is missed.
    """

    procedure: Procedure
    entry: StageDays
    is_open: bool
    stages: tuple[StageDays, ...]
    year: int | None
    missed: Missed | None = None


def outlook(procedure: Procedure, day: date, calendar: Calendar) -> Outlook:
    """The earliest round that can still be entered on `day`; the calendar says when the offices are open."""
    return _in_season(procedure, day) if procedure.is_seasonal else _at_any_time(procedure, day, calendar)


def stage_ends(procedure: Procedure, stage: str, day: date, calendar: Calendar) -> date | None:
    """The last day of the stage that runs on `day` or comes next; of one that takes its time, the usual most from then.

    None when nobody knows. Raises KeyError when the procedure has no such stage.
    """
    found = procedure.stages[stage]
    if found.window:
        return _days(found.window, _round(found.window, day))[1]
    return _done(found.takes.most, day, calendar) if found.takes else None


def in_letter(directory: Directory, topic: Topic | None, day: date) -> str | None:
    """A paragraph for a citizen whose trouble has a way to go by law; None when the topic has none.

    It speaks of the regency's own way: what another office owns has its way there.
    """
    procedure = directory.procedures.get(topic.procedure or "") if topic else None
    return paragraph(outlook(procedure, day, directory.office), directory.office) if procedure else None


def paragraph(ahead: Outlook, calendar: Calendar) -> str:
    """The way, the next time and place, the year and why not sooner, how sure it is, and what can come first."""
    return " ".join(_sentences(ahead, calendar))


def _in_season(procedure: Procedure, day: date) -> Outlook:
    window = procedure.stages[procedure.entry].window
    if window is None:
        raise ValueError(f"nobody knows when {procedure.slug} can be entered")
    year = _round(window, day)
    stages = tuple(_of_round(stage, year) for stage in procedure.stages.values())
    opens, closes = _days(window, year)
    missed = Missed(year - 1, *_days(window, year - 1)) if year > day.year else None
    entry = StageDays(procedure.stages[procedure.entry], opens, closes)
    return Outlook(procedure, entry, opens <= day, stages, year, missed)


def _of_round(stage: Stage, year: int) -> StageDays:
    return StageDays(stage, *(_days(stage.window, year) if stage.window else (None, None)))


def _at_any_time(procedure: Procedure, day: date, calendar: Calendar) -> Outlook:
    """One stage after the other from the next day on which the offices are open."""
    start = _moment(day, NOTHING, calendar).date()
    stages: list[StageDays] = []
    opens: date | None = start
    for stage in procedure.stages.values():
        closes = _done(stage.takes.most, opens, calendar) if opens and stage.takes else None
        stages.append(StageDays(stage, opens, closes))
        opens = closes
    return Outlook(procedure, stages[0], start == day, tuple(stages), opens.year if opens else None)


def _round(window: Window, day: date) -> int:
    """The earliest year of the works whose window has not closed before that day."""
    year = day.year - window.closes_year
    return year if _days(window, year)[1] >= day else year + 1


def _days(window: Window, year: int) -> tuple[date, date]:
    """Its first and last day in the round of that year."""
    return _on(year + window.opens_year, window.opens), _on(year + window.closes_year, window.closes)


def _on(year: int, day: str) -> date:
    """In a year without a 29 February that is the 28th."""
    month, number = map(int, day.split("-"))
    return date(year, month, min(number, monthrange(year, month)[1]))


def _done(span: timedelta, day: date, calendar: Calendar) -> date:
    """The day on which that much working time has passed; the day it begins on does not count."""
    # A span that is used up at midnight ended on the day before.
    return (_moment(day + A_DAY, span, calendar) - timedelta.resolution).date()


def _moment(day: date, span: timedelta, calendar: Calendar) -> datetime:
    """When that much working time has passed since the day began, in the calendar's own time."""
    zone = ZoneInfo(calendar.zone)
    return working_time(calendar).add(datetime.combine(day, time(), zone), span).astimezone(zone)


def _sentences(ahead: Outlook, calendar: Calendar) -> Iterator[str]:
    procedure, first = ahead.procedure, ahead.entry.stage
    yield procedure.brief
    yield from _next_window(ahead) if procedure.is_seasonal else _how_long(ahead, calendar)
    if first.bring:
        yield f"Bawa {listed(first.bring)}."
    if ahead.missed:
        yield f"Untuk tahun {ahead.missed.year} sudah terlambat, ditutup {_closed(ahead.missed, first)}."
    if procedure.is_seasonal:
        yield f"{procedure.result} paling cepat tahun {ahead.year}."
    if procedure.odds:
        yield procedure.odds.text
    yield from [other.text for other in procedure.sooner if other.sure][:1]


def _next_window(ahead: Outlook) -> Iterator[str]:
    stage, opens, closes = ahead.entry.stage, ahead.entry.opens, ahead.entry.closes
    if opens and closes:
        place = f", di {stage.where}" if stage.where else ""
        usually = " " if stage.sure else " biasanya "
        next_one = f"berikutnya{usually}{period_in_words(opens, closes)}"
        now = f"sekarang dibuka,{usually}sampai {until_in_words(closes)}"
        yield f"{as_heading(stage.name)} {now if ahead.is_open else next_one}{place}."


def _how_long(ahead: Outlook, calendar: Calendar) -> Iterator[str]:
    first, stages = ahead.entry.stage, ahead.procedure.stages.values()
    if first.where:
        yield f"Mulai dengan {first.name} di {first.where}." if len(stages) > 1 else f"Datang ke {first.where}."
    known = [stage.takes for stage in stages if stage.takes]
    unknown = tuple(stage.name for stage in stages if not stage.takes)
    if known:
        usually = "paling lama" if all(stage.sure for stage in stages if stage.takes) else "biasanya"
        least, most = (sum(spans, NOTHING) for spans in ((one.least for one in known), (one.most for one in known)))
        beside = f", belum termasuk {listed(unknown)}" if unknown else ""
        time_taken = spans_in_words(least, most, calendar)
        yield f"{ahead.procedure.result} {usually} {time_taken} sejak berkas lengkap{beside}."
    else:
        yield "Berapa lama, belum bisa kami pastikan."


def _closed(missed: Missed, stage: Stage) -> str:
    """Of a day that is only usual, no more than its month."""
    return until_in_words(missed.closed) if stage.sure else month_in_words(missed.closed)
