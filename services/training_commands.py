"""The command that trains the learned model."""

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from services.commands import CommandError, Commands
from services.router.labelled import Labelled, LabelledError, examples, read
from services.router.settings import RouterSettings
from services.router.training import TrainingError
from services.router.training import train as learn
from services.triage_commands import fetch_decisions
from shared.directory.load import load
from shared.runtime.settings import read_settings


def add(commands: Commands) -> None:
    training = commands.command("train", train, "learn from labelled complaints what the directory's words do not say")
    training.add_argument("labelled", type=Path, nargs="+", help='lines of JSON: "text", "sector", perhaps "topic"')
    training.add_argument("--out", type=Path, required=True, help="the model file to write")
    training.add_argument("--directory", type=Path, help="its folder; MELAYANI_DIRECTORY when left out")
    training.add_argument("--no-decisions", action="store_true", help="leave out what people decided in triage")
    training.add_argument("--no-examples", action="store_true", help="leave out the directory's own examples")


async def train(given: argparse.Namespace) -> None:
    if given.out.is_dir():
        raise CommandError(f"{given.out} is a folder; --out names a file")
    settings = read_settings(RouterSettings)
    directory = load(given.directory or settings.directory)
    try:
        rows = read(given.labelled, directory)
    except LabelledError as error:
        raise CommandError(f"rows that cannot be used:\n{error}") from None
    decided = [] if given.no_decisions else await _decided(settings)
    shown = [] if given.no_examples else examples(directory)
    print(f"learning from {len(rows)} labelled complaints, {len(decided)} decisions, {len(shown)} examples")
    try:
        model = learn([*rows, *decided, *shown], directory, lambda step: print(step, file=sys.stderr))
    except TrainingError as error:
        raise CommandError(str(error)) from None
    _write(given.out, model.lines())
    print("\n".join(model.table()))
    print(f"the model is in {given.out}")


async def _decided(settings: RouterSettings) -> list[Labelled]:
    """What people decided in triage; nothing when broker or router do not answer."""
    try:
        decisions = await fetch_decisions(settings)
    except CommandError as error:
        print(f"{error}; trained without decisions", file=sys.stderr)
        return []
    return [Labelled(one.text, one.sector, one.topic, id=one.ticket, source="decision") for one in decisions]


def _write(file: Path, lines: Iterable[str]) -> None:
    """All of it or nothing: whoever reads it meanwhile has the old one."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as opened:
            opened.writelines(f"{line}\n" for line in lines)
        beside.replace(file)
    except OSError as error:
        raise CommandError(f"cannot write {file}: {error.strerror}") from None
    finally:
        beside.unlink(missing_ok=True)
