"""What the terminal shows: aligned columns, colours only where they help."""

import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TextIO
from zoneinfo import ZoneInfo

from deploy.local.lines import BOLD, DIM, LEGEND, Line

ZONE = ZoneInfo("Asia/Jakarta")
NARROW, WIDE = 80, 140


class Screen:
    """Prints for people; colours only on a terminal whose user did not decline them."""

    def __init__(self, out: TextIO = sys.stdout, *, colours: bool = True) -> None:
        self._out = out
        self._colours = colours and out.isatty()
        self._width = min(max(shutil.get_terminal_size((WIDE, 0)).columns, NARROW), WIDE)

    def say(self, text: str = "") -> None:
        # Whoever read the output may have left; that is no reason to stop a service.
        with suppress(BrokenPipeError):
            print(text, file=self._out, flush=True)

    def title(self, text: str) -> None:
        self.say()
        self.say(self._paint(text, BOLD))

    def header(self) -> None:
        self.say()
        self.say(self._paint("  ".join(f"{word} = {meaning}" for word, meaning in LEGEND[:5]), DIM))
        self.say(self._paint("  ".join(f"{word} = {meaning}" for word, meaning in LEGEND[5:]), DIM))
        self.say(self._paint(_columns("pukul", "nomor", "kejadian", "keterangan"), BOLD))

    def show(self, shown: Iterable[Line]) -> None:
        for line in shown:
            text = _columns(f"{line.at.astimezone(ZONE):%H:%M:%S}", line.ticket, line.word, line.detail)
            text = text if len(text) <= self._width else text[: self._width - 1] + "…"
            self.say(text.replace(line.word, self._paint(line.word, line.colour), 1))

    def table(self, rows: Iterable[tuple[str, object]]) -> None:
        pairs = [(name, str(value)) for name, value in rows]
        width = max(len(name) for name, _ in pairs)
        for name, value in pairs:
            self.say(f"  {name:<{width}}  {value}")

    def _paint(self, text: str, colour: str) -> str:
        return f"\033[{colour}m{text}\033[0m" if self._colours else text


def _columns(time: str, ticket: str, word: str, detail: str) -> str:
    return f"{time:<8}  {ticket:<18}  {word:<10}  {detail}".rstrip()
