"""Commands about sorting: sort lines, explain one complaint, train the model, try the directory's examples."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from services.commands import CommandError, Commands
from services.router.domain.examples import failures
from services.router.domain.model import ModelError
from services.router.domain.sorting import Sorter
from services.router.explanation import Explainer
from services.router.explanation_page import as_json, as_text
from services.router.labelled import examples
from services.router.lines import LineError, LineSorter
from services.router.model_file import load_model
from services.router.settings import RouterSettings
from shared.directory.load import load
from shared.directory.model import Directory
from shared.runtime import clock
from shared.runtime.settings import read_settings

TOLD_EVERY = 1_000


def add(commands: Commands) -> None:
    sorting = commands.command("sort", sort, 'sort lines of JSON ({"id", "text"}) from standard input')
    explaining = commands.command("explain", explain, "tell people where a complaint would go, and why")
    explaining.add_argument("text")
    explaining.add_argument("--json", action="store_true", help="for programs")
    for parser in (sorting, explaining):
        parser.add_argument("--directory", type=Path, help="its folder; MELAYANI_DIRECTORY when left out")
        model = parser.add_mutually_exclusive_group()
        model.add_argument("--model", type=Path, help="what `train` wrote; MELAYANI_MODEL when left out")
        model.add_argument("--rules-only", action="store_true", help="the directory's words alone, no model")

    testing = commands.group("directory", "the directory").command("test", test, "sort each topic's example sentences")
    testing.add_argument("folder", nargs="?", type=Path, help="its folder; MELAYANI_DIRECTORY when left out")


def test(given: argparse.Namespace) -> None:
    directory = load(given.folder or read_settings(RouterSettings).directory)
    failed = failures(directory)
    print("\n".join((*failed, f"{len(examples(directory))} example sentences tested")))
    if failed:
        raise CommandError(f"{len(failed)} of them do not sort to their topic")


def explain(given: argparse.Namespace) -> None:
    sorter, directory = _sorter(given)
    explanation = Explainer(sorter, directory).explain(given.text, clock.now())
    print(json.dumps(as_json(explanation), ensure_ascii=False, indent=2) if given.json else as_text(explanation))


def sort(given: argparse.Namespace) -> None:
    """One line out for each line in, at once and in order; it fails at the end when a line was no complaint."""
    lines = LineSorter(_sorter(given)[0], clock.now())
    done = bad = 0
    try:
        for said in _answers(lines, sys.stdin.buffer):
            _write(said)
            done += 1
            bad += "error" in said
            _tell_progress(done)
    except BrokenPipeError:
        # Whoever read has enough; nothing is left to flush when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    if bad:
        raise CommandError(f"{bad} of {done} lines could not be sorted")


def _answers(lines: LineSorter, given: BinaryIO) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(given, start=1):
        try:
            yield lines.sort(line)
        except LineError as error:
            yield {"id": error.given_id, "error": f"line {number}: {error}"}


def _write(said: dict[str, Any]) -> None:
    # Half a surrogate pair in an id cannot be UTF-8; its escape is JSON again.
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def _tell_progress(done: int) -> None:
    if done % TOLD_EVERY == 0 and sys.stderr.isatty():
        print(f"{done} lines sorted", file=sys.stderr)


def _sorter(given: argparse.Namespace) -> tuple[Sorter, Directory]:
    settings = read_settings(RouterSettings)
    directory = load(given.directory or settings.directory)
    file = None if given.rules_only else given.model or settings.model
    try:
        model = load_model(file, directory) if file else None
    except ModelError as error:
        raise CommandError(str(error)) from None
    return Sorter(directory, model), directory
