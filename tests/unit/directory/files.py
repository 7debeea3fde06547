"""The shipped directory as texts, for a test to change."""

from collections.abc import Mapping

from tests.conftest import DIRECTORY

SHIPPED: Mapping[str, str] = {
    path.relative_to(DIRECTORY).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(DIRECTORY.rglob("*"))
    if path.suffix in {".yaml", ".txt"}
}


def changed(file: str, old: str, new: str) -> dict[str, str]:
    """The shipped texts with the first `old` in one file replaced."""
    assert old in SHIPPED[file], f"{file} holds no {old!r} any more"
    return {**SHIPPED, file: SHIPPED[file].replace(old, new, 1)}


def line_of(text: str, snippet: str) -> int:
    return text[: text.index(snippet)].count("\n") + 1
