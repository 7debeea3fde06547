"""Runs the `melayani` command as a person at a terminal would, in this process."""

import io
import json
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from services.cli import main

Lines = list[dict[str, Any]]


class Ran(NamedTuple):
    """What a command printed, and the code it ended with."""

    out: str
    err: str
    code: int

    @property
    def lines(self) -> Lines:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("sort", given=b"…")`: the command with its arguments, `given` on its standard input."""

    def running(*arguments: str, given: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        code = 0
        try:
            main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Ran(said.out, said.err, code)

    return running


def jsonl(*rows: object) -> bytes:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()
