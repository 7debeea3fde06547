"""PITFALLS 21 and 22: the embedded store is a process of its own; the database's driver is imported by one file."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DRIVERS = {"motor", "pymongo", "bson"}


def imports() -> Iterator[tuple[str, str]]:
    """Each file of the project outside the tests, and each top package it imports."""
    for folder in ("services", "shared", "deploy"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                yield from ((str(file.relative_to(ROOT)), name.partition(".")[0]) for name in names)


def test_nothing_imports_the_embedded_store() -> None:
    assert not [file for file, package in imports() if package.startswith("secantus")]


def test_one_file_imports_the_databases_driver() -> None:
    assert {file for file, package in imports() if package in DRIVERS} == {"shared/runtime/mongo.py"}
