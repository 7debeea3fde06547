"""A procedure's outlook as people read it in a terminal, and as other programs do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any

from shared.directory.hours import Calendar
from shared.directory.model import Directory
from shared.directory.procedures import Alternative, Odds, Stage
from shared.policy.moments import day_in_words
from shared.policy.periods import as_heading, date_in_words, listed, period_in_words, spans_in_words
from shared.policy.procedure import Missed, Outlook, StageDays, outlook, paragraph

LABEL = 18
WIDTH = 102
USUALLY = " (hanya kebiasaan)"


@dataclass(frozen=True)
class Page:
    """What a procedure means for somebody who sets out on `day`; `topics` are those that go its way."""

    ahead: Outlook
    day: date
    calendar: Calendar
    topics: tuple[str, ...]


def page(directory: Directory, name: str, day: date) -> Page:
    """Raises KeyError when the directory has no such procedure."""
    topics = tuple(
        f"{sector.slug} / {topic.slug}"
        for sector in directory.sectors.values()
        for topic in sector.topics.values()
        if topic.procedure == name
    )
    return Page(outlook(directory.procedures[name], day, directory.office), day, directory.office, topics)


def as_json(shown: Page) -> dict[str, Any]:
    """Days as in 2026-11-23; null for what nobody knows, or what there is not."""
    ahead, procedure = shown.ahead, shown.ahead.procedure
    missed = ahead.missed
    return {
        **procedure.model_dump(mode="json", include={"slug", "title", "brief", "result", "odds", "sooner"}),
        "on": shown.day.isoformat(),
        "entry": _stage_json(ahead.entry, shown.calendar),
        "is_open": ahead.is_open,
        "year": ahead.year,
        "missed": _missed_json(missed) if missed else None,
        "stages": [_stage_json(days, shown.calendar) for days in ahead.stages],
        "topics": list(shown.topics),
        "letter": paragraph(ahead, shown.calendar),
    }


def in_a_line(shown: Page) -> str:
    """For a list of them."""
    procedure = shown.ahead.procedure
    year = f"; paling cepat tahun {shown.ahead.year}" if procedure.is_seasonal else ""
    return f"{procedure.slug:<26}{as_heading(procedure.title)}: {_when(shown)}{year}"


def as_text(shown: Page) -> str:
    """One fact a line, its name before it; a fact of several lines names itself once."""
    procedure = shown.ahead.procedure
    lines = [f"{as_heading(procedure.title)} ({procedure.slug})", ""]
    for name, facts in _facts(shown):
        cut = [line for fact in facts for line in _cut(fact)]
        lines += [f"{'' if position else name:<{LABEL}}{line}" for position, line in enumerate(cut)]
    return "\n".join(lines)


def _facts(shown: Page) -> Iterator[tuple[str, tuple[str, ...]]]:
    ahead, procedure, first = shown.ahead, shown.ahead.procedure, shown.ahead.entry.stage
    yield "Pada hari", (day_in_words(shown.day),)
    yield "Caranya", (procedure.brief,)
    yield "Mulai dengan", (f"{first.name}, di {first.where}" if first.where else first.name,)
    yield "Kapan", (_when(shown),)
    yield "Bawa", first.bring or ("belum diketahui; tanyakan dulu di sana",)
    yield "Hasil", (_result(ahead),)
    if ahead.missed:
        period = period_in_words(ahead.missed.opened, ahead.missed.closed)
        yield "Mengapa", (f"untuk tahun {ahead.missed.year} sudah terlambat: {first.name} {period} sudah lewat",)
    yield "Peluang", tuple(_with_basis(procedure.odds)) if procedure.odds else ("belum diketahui",)
    yield "Lebih cepat", tuple(line for one in procedure.sooner for line in _with_basis(one)) or ("belum diketahui",)
    yield "Tahap", tuple(line for number, days in enumerate(ahead.stages, 1) for line in _stage(number, days, shown))
    yield "Pokok masalah", shown.topics or ("tidak ada yang selalu lewat sini",)
    yield "Untuk warga", (paragraph(ahead, shown.calendar),)


def _when(shown: Page) -> str:
    ahead, entry = shown.ahead, shown.ahead.entry
    if not ahead.procedure.is_seasonal:
        return "sepanjang tahun, pada hari kerja"
    usually = "" if entry.stage.sure else USUALLY
    now = "sekarang dibuka" if ahead.is_open else "belum dibuka"
    return f"{_period(entry)}{usually}, {now}"


def _result(ahead: Outlook) -> str:
    """A year where it goes with the seasons; else the day on which it is there if nothing is missing."""
    result, last = ahead.procedure.result, ahead.stages[-1].closes
    if ahead.procedure.is_seasonal:
        return f"{result} paling cepat tahun {ahead.year}"
    usually = "paling lambat" if all(days.stage.sure for days in ahead.stages) else "biasanya sekitar"
    return f"{result} {usually} {date_in_words(last)}, bila berkasnya lengkap" if last else "belum tentu kapan"


def _with_basis(said: Odds | Alternative) -> Iterator[str]:
    unsure = isinstance(said, Alternative) and not said.sure
    yield f"{said.text} (belum dipastikan)" if unsure else said.text
    yield f"   Dasar: {said.basis}"


def _stage(number: int, days: StageDays, shown: Page) -> Iterator[str]:
    stage = days.stage
    yield f"{number}. {as_heading(stage.name)}"
    takes = _takes(stage, shown.calendar)
    known = ": ".join(part for part in (takes, _period(days)) if part)
    yield f"   {known}{'' if stage.sure else USUALLY}" if known else "   Belum diketahui kapan dan berapa lama"
    if stage.where:
        yield f"   Di {stage.where}"
    if stage.bring:
        yield f"   Bawa {listed(stage.bring)}"
    if stage.note:
        yield f"   {stage.note}"
    yield f"   Dasar: {stage.basis}"


def _takes(stage: Stage, calendar: Calendar) -> str | None:
    return spans_in_words(stage.takes.least, stage.takes.most, calendar) if stage.takes else None


def _period(days: StageDays) -> str | None:
    return period_in_words(days.opens, days.closes) if days.opens and days.closes else None


def _cut(fact: str) -> list[str]:
    """In lines that fit beside the label; what a fact is indented by, all of them are."""
    indent = " " * (len(fact) - len(fact.lstrip()))
    return wrap(fact.strip(), WIDTH - LABEL, initial_indent=indent, subsequent_indent=indent)


def _missed_json(missed: Missed) -> dict[str, Any]:
    return {"year": missed.year, "opened": missed.opened.isoformat(), "closed": missed.closed.isoformat()}


def _stage_json(days: StageDays, calendar: Calendar) -> dict[str, Any]:
    """`takes` in words, for it is working time."""
    kept = days.stage.model_dump(mode="json", exclude={"window", "takes"})
    when = {"opens": days.opens, "closes": days.closes}
    return {
        **kept,
        **{name: day.isoformat() if day else None for name, day in when.items()},
        "takes": _takes(days.stage, calendar),
    }
