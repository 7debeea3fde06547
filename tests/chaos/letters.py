"""How many letters of each notice the outbox channel really sent."""

import re
from collections import Counter
from pathlib import Path

# The outbox says each letter it wrote on its console; its files alone would hide a double, which overwrites the first.
CONSOLE = {"MELAYANI_OUTBOX_CONSOLE": "true"}

_LINE = re.compile(r"^(BWI[-0-9A-Z]+:\d+(?:\.[0-9a-f]+)?:[a-z]+) -> ")


def letters(outbox: Path, logs: Path) -> Counter[str]:
    """By notice: the files, and the lines in all logs where there are more of them."""
    files = Counter(_notice(file.stem) for file in outbox.glob("*/*/BWI-*.txt"))
    lines: Counter[str] = Counter()
    for log in logs.glob("*.log"):
        with log.open(encoding="utf-8", errors="replace") as text:
            lines.update(found[1] for line in text if (found := _LINE.match(line)))
    return files | lines


def _notice(stem: str) -> str:
    return ":".join(stem.rsplit("-", 2))
