"""`melayani simulate`, as a person at a terminal runs it."""

import csv
import json
from pathlib import Path

import pytest

from tests.unit.simulation.traces import written
from tests.unit.sorting.command import Run, run

__all__ = ["run"]

ROWS = (
    "a,2026-11-23 08:00:00,2026-11-23 09:00:00,infrastruktur",
    "b,2026-11-23 08:30:00,2026-11-27 09:00:00,infrastruktur",
    "c,2026-11-24 10:00:00,,CATCHALL",
    "d,2026-11-24 10:00:00,2026-11-20 10:00:00,sosial",
)


@pytest.fixture
def trace(tmp_path: Path) -> str:
    return str(written(tmp_path, *ROWS))


def test_it_tells_what_it_supposes_and_what_came_of_it(run: Run, trace: str) -> None:
    ran = run("simulate", "--trace", trace)
    assert (ran.code, ran.err) == (0, "")
    assert "4 rows, 1 left out; 3 arrivals" in ran.out
    assert "line 5: answered before it came" in ran.out
    assert "to triage 1: sector 'CATCHALL' is none of the directory's; line 4" in ran.out
    assert "a notice arrives after PT1M" in ran.out
    assert "Promises by clock" in ran.out
    assert "3 arrivals run once in" in ran.out


def test_the_same_numbers_are_written_for_programs(run: Run, trace: str, tmp_path: Path) -> None:
    run("simulate", "--trace", trace, "--json", str(tmp_path / "out.json"), "--csv", str(tmp_path / "out.csv"))
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert found["as_is"]["arrivals"]["arrivals"]["count"] == 3
    assert found["as_is"]["promises"]["acknowledge"]["broken"] == 1
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        numbers = {(line["table"], line["row"], line["column"]): line["as_is"] for line in csv.DictReader(file)}
    assert numbers["promises", "acknowledge", "broken"] == "1"


def test_a_what_if_shows_both_runs_and_what_lies_between(run: Run, trace: str, tmp_path: Path) -> None:
    ran = run("simulate", "--trace", trace, "--span", "kenali=PT90H", "--csv", str(tmp_path / "out.csv"))
    assert "1 > 0 (-1)" in ran.out
    assert "run twice in" in ran.out
    assert "promises,acknowledge,broken,1,0,-1" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_who_is_only_there_in_the_other_run_is_shown_beside_who_is_not(run: Run, trace: str) -> None:
    shown = run("simulate", "--trace", trace, "--without", "narahubung-gedung").out
    assert "0 > 2 (+2)" in shown
    assert "2 > 0 (-2)" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--without", "narahubung-gedun"], "there is no post 'narahubung-gedun'; did you mean narahubung-gedung"),
        (["--span", "kenal=PT8H"], "there is no promise 'kenal'; did you mean kenali"),
        (["--span", "kenali=8"], "'8' is no span of time, written like PT8H or P30D"),
        (["--span", "kenali"], "'kenali' is not a promise and its span, written like kenali=PT8H"),
        (["--span", "kenali=PT0S"], "nobody can keep a promise of no time"),
        (["--tail", "-P3D"], "expected one argument"),
        (["--from", "2030-01-01"], "nothing came on those days; the trace goes from 2026-11-23 to 2026-11-24"),
        (["--from", "tomorrow"], "'tomorrow' is no day, written like 2022-06-30"),
        (["--triage-to", "jembatn"], "there is no topic 'jembatn'; did you mean jembatan"),
        (["--source", "lapo"], "there is no source 'lapo'; did you mean lapor"),
        (["--json", "/none/such.json"], "/none/such.json cannot be written: there is no such folder"),
        (["--directory", "/none"], "there is no directory at /none"),
    ],
)
def test_what_it_cannot_do_it_says_in_one_sentence(run: Run, trace: str, arguments: list[str], said: str) -> None:
    ran = run("simulate", "--trace", trace, *arguments)
    assert ran.code != 0
    assert said in ran.err


def test_a_trace_without_a_row_that_can_be_used_is_refused_with_the_reasons(run: Run, tmp_path: Path) -> None:
    ran = run("simulate", "--trace", str(written(tmp_path, ROWS[3])))
    assert ran.code == 1
    assert "none of its 1 rows can be used; line 2: answered before it came" in ran.err
