"""How often the frozen complaints were looked at: one line a look, kept with the project."""

import csv
from datetime import date
from hashlib import sha256
from pathlib import Path

from shared.directory.model import Directory

HEADER = ("date", "mode", "edition", "directory", "rows", "figures")


def content_hash(directory: Directory) -> str:
    """Tells one state of a directory from another, whatever its edition says."""
    return sha256(directory.model_dump_json().encode()).hexdigest()[:12]


def record(file: Path, day: date, mode: str, directory: Directory, rows: int, figures: str) -> int:
    """Adds this look and says how many there are now."""
    known = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        if not known:
            writer.writerow(HEADER)
        writer.writerow((day.isoformat(), mode, directory.edition, content_hash(directory), rows, figures))
    return max(len(known), 1)
