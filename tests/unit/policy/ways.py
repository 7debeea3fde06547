"""Procedures for tests, and any procedure there may be."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from shared.directory.procedures import LONGEST, Procedure, Stage, Takes, Window

A_WORKING_DAY = timedelta(hours=7, minutes=30)


def stage(slug: str, **known: Any) -> Stage:
    return Stage.model_validate(
        {
            "slug": slug,
            "name": slug,
            "basis": "percobaan",
            "sure": not known.keys().isdisjoint({"window", "takes"}),
            **known,
        }
    )


def procedure(*stages: Stage, **known: Any) -> Procedure:
    """One that is entered at its first stage."""
    usual = {"slug": "percobaan", "title": "percobaan", "brief": "Lewat rapat.", "result": "Hasilnya ada"}
    by_slug = {one.slug: one for one in stages}
    return Procedure.model_validate({**usual, "entry": stages[0].slug, "stages": by_slug, **known})


def window(opens: str, closes: str, years: tuple[int, int] = (0, 0)) -> Window:
    return Window(opens=opens, opens_year=years[0], closes=closes, closes_year=years[1])


def takes(days: int) -> Takes:
    return Takes(least=days * A_WORKING_DAY, most=days * A_WORKING_DAY)


days_of_year = st.integers(1, 12).flatmap(
    lambda month: st.integers(1, LONGEST[month]).map(lambda number: f"{month:02}-{number:02}")
)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    first, last = sorted((draw(st.integers(-3, 1)), draw(days_of_year)) for _ in range(2))
    return window(first[1], last[1], (first[0], last[0]))


@st.composite
def seasonal(draw: st.DrawFn) -> Procedure:
    """Up to five stages with windows, in the order they open, and perhaps one whose time nobody knows."""
    found = draw(st.lists(windows(), min_size=1, max_size=5))
    ordered = sorted(found, key=lambda one: (one.opens_year, one.opens))
    stages = [stage(f"tahap-{number}", window=one) for number, one in enumerate(ordered)]
    entry = draw(st.sampled_from(stages)).slug
    return procedure(*stages, *([stage("entah")] if draw(st.booleans()) else []), entry=entry)


@st.composite
def without_season(draw: st.DrawFn) -> Procedure:
    """Up to five stages, each of which takes some days or nobody knows how long."""
    spans = draw(st.lists(st.none() | st.integers(0, 30), min_size=1, max_size=5))
    known = [{"takes": takes(days)} if days is not None else {} for days in spans]
    return procedure(*(stage(f"tahap-{number}", **one) for number, one in enumerate(known)))


procedures = seasonal() | without_season()
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
