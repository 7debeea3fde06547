"""`melayani procedure`, as a person at a terminal runs it."""

import json
from datetime import date

import pytest

from tests.unit.sorting.command import Run, run

__all__ = ["run"]


def test_it_shows_one_for_a_day(run: Run) -> None:
    ran = run("procedure", "road-damage", "--on", "2026-11-23")
    assert "Jalannya diperbaiki paling cepat tahun 2028" in ran.out
    assert (ran.code, ran.err) == (0, "")


def test_without_a_day_it_is_today(run: Run) -> None:
    on = json.loads(run("procedure", "road-damage", "--json").out)["on"]
    assert abs(date.fromisoformat(on) - date.today()).days <= 1  # noqa: DTZ011 -- the regency may be a day ahead


def test_a_topic_leads_to_its_procedure(run: Run) -> None:
    assert run("procedure", "--topic", "kartu-anak").out.startswith("KTP, kartu keluarga dan kartu anak")


def test_without_a_name_there_is_a_line_for_each(run: Run) -> None:
    said = run("procedure", "--json").lines
    listed = [line.split()[0] for line in run("procedure").out.splitlines()]
    assert [one["slug"] for one in said] == listed
    assert "road-damage" in listed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("road-damge",), "there is no procedure road-damge; did you mean road-damage"),
        (("--topic", "ktpp"), "there is no topic ktpp; did you mean ktp"),
        (("--topic", "jembatan"), "topic jembatan has no procedure; those that have one are bansos, "),
        (("road-damage", "--topic", "ktp"), "name a procedure or a topic, not both"),
        (("--on", "2026-11-31"), "'2026-11-31' is no day, written like 2026-11-23"),
        (("--on", "9999-12-31"), "'9999-12-31' is too far away"),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(run: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = run("procedure", *arguments)
    assert said in ran.err
    assert ran.code
    assert ran.out == ""
