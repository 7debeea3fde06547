"""How the modules of the command line add their commands."""

import argparse
from collections.abc import Callable, Coroutine

Run = Callable[[argparse.Namespace], Coroutine[object, object, None] | None]


class CommandError(Exception):
    """What went wrong, in one sentence for the person at the terminal."""


class Commands:
    """The commands under one name; a module adds its own, and to a group that is there already."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._parsers = parser.add_subparsers(required=True, metavar="COMMAND")
        self._groups: dict[str, Commands] = {}

    def command(self, name: str, run: Run, text: str) -> argparse.ArgumentParser:
        """The parser of a new command, which takes its arguments; `run` may be a coroutine function."""
        added = self._parsers.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    def group(self, name: str, text: str) -> "Commands":
        """The commands under `name`."""
        if name not in self._groups:
            self._groups[name] = Commands(self._parsers.add_parser(name, help=text, description=text))
        return self._groups[name]
