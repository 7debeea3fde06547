"""`melayani directory test`: the directory's own examples sort to their topics."""

import re
from pathlib import Path
from shutil import copytree

from tests.conftest import DIRECTORY
from tests.unit.sorting.command import Run


def test_every_shipped_example_sorts_to_its_topic(run: Run) -> None:
    ran = run("directory", "test")
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"\d+ example sentences tested\n", ran.out)


def test_an_example_that_sorts_elsewhere_is_named_and_fails_it(run: Run, tmp_path: Path) -> None:
    folder = copytree(DIRECTORY, tmp_path / "directory")
    file = folder / "sectors" / "infrastruktur.yaml"
    lost = "Sampah menumpuk di depan pasar, sudah bau."
    kept = file.read_text(encoding="utf-8")
    first = kept.index("    examples:\n") + len("    examples:\n")
    file.write_text(f"{kept[:first]}      - {lost}\n{kept[first:]}", encoding="utf-8")
    ran = run("directory", "test", str(folder))
    assert ran.code == 1
    assert lost in ran.out
    assert ran.err == "melayani: 1 of them do not sort to their topic\n"
