"""Labelled complaints: every bad row is named, none is passed over in silence."""

import json
from pathlib import Path

import pytest

from services.router.labelled import SHOWN, Labelled, LabelledError, examples, read
from shared.directory.model import Directory
from tests.unit.sorting.command import jsonl

GOOD = {"id": "1", "text": "Lampu jalan mati.", "sector": "infrastruktur"}


def written(folder: Path, content: bytes) -> Path:
    file = folder / "labelled.jsonl"
    file.write_bytes(content)
    return file


def test_rows_are_read_with_what_is_known_of_them(tmp_path: Path, directory: Directory) -> None:
    exported = {**GOOD, "topic": "lampu-jalan", "source": "decision"}
    file = written(tmp_path, jsonl(GOOD, exported) + b"\n")
    assert read([file, file], directory) == 2 * [
        Labelled("Lampu jalan mati.", "infrastruktur", None, id="1"),
        Labelled("Lampu jalan mati.", "infrastruktur", "lampu-jalan", id="1", source="decision"),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"not json", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[1]", "not a JSON object"),
        (json.dumps({"sector": "infrastruktur"}).encode(), "text: is missing or no text"),
        (json.dumps({**GOOD, "text": "  "}).encode(), "text: is missing or no text"),
        (json.dumps({**GOOD, "text": 4}).encode(), "text: is missing or no text"),
        (json.dumps({"text": "Lampu."}).encode(), "sector: is missing or no text"),
        (json.dumps({**GOOD, "sector": "roads"}).encode(), "sector: the directory has no 'roads'"),
        (json.dumps({**GOOD, "topic": "sampah"}).encode(), "topic: infrastruktur has no 'sampah'"),
        (json.dumps({**GOOD, "topic": ["lampu-jalan"]}).encode(), "topic: infrastruktur has no ['lampu-jalan']"),
    ],
)
def test_a_bad_row_is_named_by_file_line_and_field(
    tmp_path: Path, directory: Directory, line: bytes, problem: str
) -> None:
    file = written(tmp_path, jsonl(GOOD) + line + b"\n" + jsonl(GOOD))
    with pytest.raises(LabelledError) as refused:
        read([file], directory)
    assert str(refused.value) == f"{file}:2: {problem}"


def test_many_bad_rows_are_named_as_far_as_a_person_would_read(tmp_path: Path, directory: Directory) -> None:
    file = written(tmp_path, b"x\n" * (SHOWN + 5))
    with pytest.raises(LabelledError) as refused:
        read([file], directory)
    said = str(refused.value).splitlines()
    assert said == [*(f"{file}:{number}: not JSON" for number in range(1, SHOWN + 1)), "and 5 more"]


def test_a_file_that_cannot_be_read_is_named_beside_the_rows_of_others(tmp_path: Path, directory: Directory) -> None:
    file, missing = written(tmp_path, b"x\n"), tmp_path / "missing.jsonl"
    with pytest.raises(LabelledError, match=r"labelled\.jsonl:1: not JSON\n.*missing\.jsonl: cannot be read"):
        read([file, missing], directory)


def test_the_directorys_examples_are_labelled_with_their_topics(directory: Directory) -> None:
    for one in examples(directory):
        topic = directory.topic(one.sector, one.topic)
        assert topic
        assert one.text in topic.examples
