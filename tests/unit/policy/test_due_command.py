"""`melayani due`, as a person at a terminal runs it."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.unit.sorting.command import Run, run

__all__ = ["run"]

NYEPI = ("due", "--span", "PT8H", "--calendar", "kantor", "--at", "2026-03-17T15:00")
LAMP = ("due", "--topic", "lampu-jalan", "--at", "2026-03-17T15:00")

INDEPENDENCE = """\
8 h of kantor (jam kantor) from Fri 2025-08-15 15:00 WIB
is due Tue 2025-08-19 15:00 WIB

Fri 2025-08-15  15:00-16:30                 + 1 h 30 min  = 1 h 30 min
Sat 2025-08-16  closed
Sun 2025-08-17  holiday: Hari Kemerdekaan Republik Indonesia
Mon 2025-08-18  holiday: Cuti Bersama Hari Kemerdekaan Republik Indonesia
Tue 2025-08-19  07:30-12:00, 13:00-15:00    + 6 h 30 min  = 8 h
"""


def found(run: Run, *arguments: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(run(*arguments, "--json").out)
    return said


def test_a_span_is_told_with_its_sum_day_by_day(run: Run) -> None:
    ran = run("due", "--span", "PT8H", "--calendar", "kantor", "--at", "2025-08-15T15:00")
    assert (ran.out, ran.err, ran.code) == (INDEPENDENCE, "", 0)


def test_each_day_passed_over_is_named(run: Run) -> None:
    lines = run(*NYEPI).out.splitlines()
    assert lines[1] == "is due Thu 2026-03-26 08:00 WIB"
    assert lines[3].startswith("Tue 2026-03-17  closed by 15:00")
    assert "Thu 2026-03-19  holiday: Hari Suci Nyepi" in lines


def test_without_a_calendar_it_is_the_offices(run: Run) -> None:
    assert run("due", "--span", "PT8H", "--at", "2026-03-17T15:00") == run(*NYEPI)


@pytest.mark.parametrize("at", ["2026-03-17T15:00+07:00", "2026-03-17T08:00Z", "2026-03-17 15:00"])
def test_a_moment_without_a_zone_is_the_regencys(run: Run, at: str) -> None:
    assert run(*NYEPI[:-1], at) == run(*NYEPI)


def test_without_a_moment_it_is_now(run: Run) -> None:
    start = datetime.fromisoformat(found(run, "due", "--span", "PT4H")["start"])
    assert abs(datetime.now(start.tzinfo) - start) < timedelta(minutes=1)  # noqa: TID251 -- what it should tell


def test_for_machines_the_sum_is_the_same(run: Run) -> None:
    said = found(run, *NYEPI)
    assert (said["span"], said["due"]) == ("PT8H", "2026-03-26T08:00:00+07:00")
    assert [day["counted"] for day in said["days"] if day["stretches"]] == ["PT7H30M", "PT30M"]
    assert said["days"][2]["holiday"] == "Hari Suci Nyepi"


def test_a_topic_is_told_with_every_promise_its_policy_and_its_basis(run: Run) -> None:
    out = run(*LAMP).out
    assert "held by narahubung lampu jalan (narahubung-lampu-jalan)" in out
    assert "acknowledge: 4 h of kantor since delivered, policy kenali" in out
    assert "SOP pengaduan OPD" in out
    assert "Wed 2026-03-25 11:30 WIB, if the notice reaches the holder at once" in out
    assert "Wed 2026-03-25 11:30 WIB  sekretaris dinas (sekretaris-dpu-ckpp) is told" in out


def test_one_clock_alone_is_told_with_its_sum(run: Run) -> None:
    out = run(*LAMP, "--clock", "acknowledge").out
    assert "resolution" not in out
    assert out.splitlines()[-1] == "Wed 2026-03-25  07:30-11:30                 + 4 h         = 4 h"


def test_for_machines_a_topic_has_its_promises_with_steps(run: Run) -> None:
    said = found(run, *LAMP, "--clock", "acknowledge")
    (promise,) = said["promises"]
    assert (said["holder"], promise["due"]) == ("narahubung-lampu-jalan", "2026-03-25T11:30:00+07:00")
    assert promise["at_once"] is False
    assert promise["sum"]["due"] == promise["due"]
    assert {step["post"] for step in promise["steps"]} >= {None, "sekretaris-dpu-ckpp", "kepala-dpu-ckpp"}


UNCHECKED = "The holidays of 2027 are not checked against the decree yet: this may change"


def test_a_topic_is_told_with_the_same_doubts_about_holidays_as_a_span(run: Run) -> None:
    later = ("--at", "2027-12-20T10:00")
    assert run("due", "--topic", "jembatan", "--at", "2026-11-24T11:57").out.splitlines()[-1] == UNCHECKED
    assert f"{UNCHECKED}\nNo holidays are known after 2027-12-31" in run("due", "--topic", "jembatan", *later).out
    assert UNCHECKED in found(run, "due", "--topic", "jembatan", *later)["notes"]


@pytest.mark.parametrize("asked", [("--span", "PT4H"), ("--topic", "lampu-jalan")])
def test_of_days_before_the_first_known_holiday_it_says_so(run: Run, asked: tuple[str, str]) -> None:
    said = "No holidays before 2025 are known: counted as if there were none"
    assert said in run("due", *asked, "--at", "2020-03-17T15:00").out


def test_a_policy_that_was_not_in_force_that_day_is_named_so(run: Run) -> None:
    early = ("due", "--topic", "lampu-jalan", "--at", "2025-06-01T10:00")
    assert "not yet   in force from 2025-06-19 on" in run(*early).out
    assert "not yet" not in run(*LAMP).out
    assert {promise["in_force"] for promise in found(run, *early)["promises"]} == {False}


def test_of_what_lapses_it_says_who_hears_and_what_is_asked_anew(run: Run) -> None:
    again = "one rung up is told, and narahubung lampu jalan has to take it again"
    assert again in run(*LAMP, "--clock", "act").out
    assert "it is over by itself" in run(*LAMP, "--clock", "objection").out


def policies(run: Run, *more: str) -> set[str]:
    return {promise["policy"] for promise in found(run, *LAMP, *more)["promises"]}


def test_an_emergency_has_clocks_of_its_own(run: Run) -> None:
    assert "kenali-darurat-pindah" in policies(run, "--urgency", "emergency")


def test_a_source_may_bring_promises_beside_the_regencys_own(run: Run) -> None:
    assert policies(run, "--source", "lapor") - policies(run) == {"jawab-lapor"}


def test_where_it_lies_decides_who_holds_what_came_through_lapor_camat(run: Run) -> None:
    where = ("--source", "lapor-camat", "--district", "glagah", "--village", "Kemiren")
    said = found(run, *LAMP, *where)
    assert (said["chain"], said["holder"]) == ("district", "camat-glagah")
    assert "kenali-camat" in {promise["policy"] for promise in said["promises"]}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--span", "PT4H", "--calendar", "kantin"), "there is no calendar kantin; did you mean kantor"),
        (("--span=-PT4H",), "--span: -PT4H is negative; nothing is due before it is promised"),
        (("--span", "4 jam"), "--span: '4 jam' is no span of time, written like PT4H or P3D"),
        (("--span", "P99999D"), "--span: P99999D is more than 3660 days of working time"),
        (("--span", "PT4H", "--at", "besok"), "--at: 'besok' is no moment, written like 2026-03-17T15:00"),
        (("--span", "PT4H", "--at", "9999-12-31"), "--at: '9999-12-31' is too far away"),
        (("--span", "PT4H", "--source", "lapor"), "--source goes with --topic"),
        (("--topic", "ktp", "--calendar", "kantor"), "--calendar goes with --span"),
        (("--topic", "lampu-jaln"), "there is no topic lampu-jaln; did you mean lampu-jalan"),
        (("--topic", "ktp", "--sector", "kesehatn"), "there is no sector kesehatn; did you mean kesehatan"),
        (("--topic", "ktp", "--sector", "kesehatan"), "there is no topic ktp; there are "),
        (("--topic", "ktp", "--clock", "answr"), "there is no clock answr; did you mean answer"),
        (("--topic", "ktp", "--source", "lapur"), "there is no source lapur; did you mean lapor"),
        (("--topic", "ktp", "--district", "Glaga"), "there is no district Glaga; did you mean Glagah"),
        (("--topic", "ktp", "--village", "Kemiren"), "--village goes with --district"),
        (
            ("--topic", "ktp", "--district", "Glagah", "--village", "Kemirn"),
            "there is no village Kemirn in Glagah; did you mean Kemiren",
        ),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(run: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = run("due", *arguments)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"melayani: {said}")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [(), ("--span", "PT4H", "--topic", "ktp"), ("--span", "-PT4H")])
def test_what_asks_nothing_or_two_things_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run("due", *arguments)
    assert (ran.code, ran.out) == (2, "")
