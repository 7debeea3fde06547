"""What the terminal says of a wish that is not complete or not well formed, before anybody is asked."""

import io
import os
import sys
from datetime import UTC, datetime
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from services import cli
from services.commands import CommandError
from services.forms import KINDS, OUTCOMES, PAUSES, checked, complete
from shared.contracts.action import Action, ActionKind
from shared.contracts.question import AskTicket
from shared.contracts.words import OutcomeKind, PauseKind
from shared.policy.moments import stamp
from tests.builders import NOW, TICKET

CHECK = "UJI-7K3M-9QXA-2F4T"


def wished(kind: str, *words: str, ticket: str = TICKET) -> dict[str, object]:
    given = vars(cli.parser().parse_args(("act", ticket, kind, "--as", "narahubung-jembatan", *words)))
    return {name: value for name, value in given.items() if name in Action.model_fields and value is not None}


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (("pause", "--on", "2026-12-01"), "pause needs --pause: citizen, stage, authority or safety"),
        (("forward",), "forward needs --agency: an office outside"),
        (("resolve",), "resolve needs --outcome: done, scheduled, "),
        (("resolve", "--outcome", "scheduled"), "resolve as scheduled needs --on: a day, written like 2026-11-23"),
        (("rate",), "rate needs --score: a number from 1"),
        (("hand_over", "--sector", "kesehatan"), "--sector needs --topic: "),
        (("hand_over", "--topic", "jembatan"), "--topic needs --sector: "),
        (("pause", "--pause", "stage", "--procedure", "road-damage"), "--procedure needs --stage: "),
        (("decide", "--sector", "kesehatan"), "decide needs --topic: "),
    ],
)
def test_what_is_missing_is_named_with_its_form(wish: tuple[str, ...], problem: str) -> None:
    with pytest.raises(CommandError) as told:
        complete(wished(*wish))
    assert str(told.value).startswith(problem)
    assert ";" not in str(told.value)


@pytest.mark.parametrize(
    ("wish", "problem"), [(("pause",), "pause needs --pause"), (("reply", "--revision", "0"), "--revision: ")]
)
def test_it_is_named_before_a_broker_is_looked_for(
    wish: tuple[str, ...], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["act", TICKET, *wish, "--as", "bupati"])
    assert capsys.readouterr().err.startswith(f"melayani: {problem}")


def test_a_spot_check_is_only_answered() -> None:
    complete(wished("acknowledge", ticket=CHECK))
    with pytest.raises(CommandError, match="resolve is not done to a spot check; acknowledge and reply are"):
        complete(wished("resolve", "--outcome", "done", ticket=CHECK))


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("--agency", "PLN", "--agency: an office outside .* such as pln; 'PLN' is not"),
        ("--on", "kapan", "--on: a day, written like 2026-11-23; 'kapan' is not"),
        ("--score", "7", r"--score: a number from 1 \(bad\) to 5; '7' is not"),
        ("--other", "9", "--other: a ticket's number, written like BWI-7K3M-9QXA-2F4T; '9' is not"),
        ("--as", "Pak Lurah", "--as: a post, .*; 'Pak Lurah' is not"),
        ("--words", "a" * 4_001, "^--words: at most 4,000 characters$"),
    ],
)
def test_what_is_ill_formed_is_named_with_its_form(option: str, value: str, problem: str) -> None:
    wish = wished("note", option, value) | {"id": "1", "queue": "triage", "at": NOW}
    with pytest.raises(CommandError, match=problem):
        checked(Action, wish)


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("abc", "^ticket: a ticket's number, written like BWI-7K3M-9QXA-2F4T; 'abc' is not$"),
        (CHECK, f"{CHECK} is a spot check, no ticket; see melayani spot-check list"),
    ],
)
def test_what_is_no_tickets_number_is_said_so(number: str, problem: str) -> None:
    with pytest.raises(CommandError, match=problem):
        checked(AskTicket, {"ticket": number})


@pytest.mark.parametrize(
    "words", [("act", "X", "note", "--as", "bupati"), ("ticket", "show", "X"), ("case", "show", "X")]
)
def test_a_number_may_be_written_in_small_letters(words: tuple[str, ...]) -> None:
    given = cli.parser().parse_args([TICKET.lower() if word == "X" else word for word in words])
    assert given.ticket == TICKET


def test_the_help_has_a_line_for_every_choice(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["act", "--help"])
    lines = capsys.readouterr().out.splitlines()
    choices = (*get_args(ActionKind), *get_args(OutcomeKind), *get_args(PauseKind))
    assert set(choices) == {*KINDS, *OUTCOMES, *PAUSES}
    for choice in choices:
        assert any(line.startswith(f"  {choice} ") for line in lines), choice


def test_a_reader_who_has_seen_enough_is_no_failure_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with io.TextIOWrapper(io.FileIO(theirs, "w"), write_through=False) as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        with pytest.raises(SystemExit) as ended:
            cli.main(["procedure"])
    assert ended.value.code == cli.FAILED
    assert capsys.readouterr().err == ""


def test_a_moment_in_a_list_bears_its_zone() -> None:
    moment = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)
    assert stamp(moment, ZoneInfo("Asia/Jakarta")) == "24 November 2026 08.41 WIB"
