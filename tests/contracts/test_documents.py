"""What the documents say is what the code does."""

import ast
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

from shared.contracts import words
from shared.contracts.streams import HEARS
from shared.runtime.service import Service
from tests.contracts.conftest import NAMES

ROOT = Path(__file__).parents[2]
LEVELS = {"info", "warning", "error"}
QUOTED = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)#:]+)\)")
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
VOCABULARIES = (
    *("Kind", "Urgency", "Privacy", "State", "ClockName", "PauseKind", "OutcomeKind", "Chain", "Audience", "Reach"),
)


def table(document: str, heading: str) -> list[list[str]]:
    """The rows under the table heading whose first cell it is."""
    lines = (ROOT / document).read_text(encoding="utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = takewhile(lambda line: line.startswith("|"), lines[start + 2 :])
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def angled(subject: str) -> str:
    return subject.replace("{", "<").replace("}", ">")


def test_the_map_in_the_readme_names_every_service() -> None:
    assert [row[0] for row in table("README.md", "service")] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_map_in_the_readme_says_what_a_service_hears_and_says(name: str, services: dict[str, Service]) -> None:
    hears, _, says = next(row[1:] for row in table("README.md", "service") if row[0] == name)
    assert QUOTED.findall(hears) == [angled(entry.filter) for entry in HEARS if entry.service == name]
    assert QUOTED.findall(says) == [angled(kind.SUBJECT) for kind in services[name].says]


@pytest.mark.parametrize("name", NAMES)
def test_the_map_in_the_readme_names_files_that_decide(name: str) -> None:
    decides = next(row[2] for row in table("README.md", "service") if row[0] == name)
    files = QUOTED.findall(decides)
    assert files
    assert [file for file in files if not (ROOT / "services" / name / "domain" / f"{file}.py").exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_in_a_document_leads_to_a_file(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def code() -> Iterator[ast.Call]:
    """Every call in the services and what they share."""
    for folder in ("services", "shared"):
        for path in (ROOT / folder).rglob("*.py"):
            yield from (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call))


def first_text(call: ast.Call) -> str | None:
    given = call.args[0] if call.args else None
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None


def logged() -> set[str]:
    calls = (call for call in code() if isinstance(call.func, ast.Attribute) and call.func.attr in LEVELS)
    return {text for call in calls if ast.unparse(call.func).startswith("log.") and (text := first_text(call))}


def measured() -> set[str]:
    return {text for call in code() if (text := first_text(call)) and text.startswith("melayani_")}


def test_the_runbook_explains_every_log_line() -> None:
    assert logged() == {cell for row in table("docs/runbook.md", "line") for cell in QUOTED.findall(row[0])}


def test_the_runbook_explains_every_metric() -> None:
    assert measured() == {cell for row in table("docs/runbook.md", "metric") for cell in QUOTED.findall(row[0])}


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_the_glossary_explains_every_word_of_the_contracts(vocabulary: str) -> None:
    explained = QUOTED.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    assert set(get_args(getattr(words, vocabulary))) <= set(explained)


def test_no_vocabulary_is_forgotten() -> None:
    literals = {name for name, word in vars(words).items() if get_origin(word) is Literal}
    assert literals == set(VOCABULARIES)
