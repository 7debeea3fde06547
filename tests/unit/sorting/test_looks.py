from datetime import date
from pathlib import Path

from shared.directory.model import Directory
from tests.builders import with_parts
from tests.sorting.looks import HEADER, content_hash, record

DAY = date(2026, 11, 23)


def test_each_look_is_one_more_line_under_a_header(tmp_path: Path, directory: Directory) -> None:
    file = tmp_path / "docs" / "looks.csv"
    assert [record(file, DAY, mode, directory, 40, "rules: accuracy 0.800") for mode in ("rules", "all")] == [1, 2]
    header, first, second = file.read_text(encoding="utf-8").splitlines()
    assert header == ",".join(HEADER)
    start = f"2026-11-23,{{}},{directory.edition},{content_hash(directory)},40,rules: accuracy 0.800"
    assert (first, second) == (start.format("rules"), start.format("all"))


def test_a_directory_with_other_words_has_another_hash(directory: Directory) -> None:
    assert content_hash(with_parts(directory, sources={})) != content_hash(directory)
    assert content_hash(directory.model_copy()) == content_hash(directory)
