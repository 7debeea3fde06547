"""`make sorting-report`: figures, never a text; and every look at the frozen part is written down."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sorting import report
from tests.sorting.split import is_frozen
from tests.unit.sorting.command import jsonl

TOPICS = {
    "infrastruktur": "Lampu jalan nomor {} mati.",
    "lingkungan": "Sampah menumpuk di gang {}.",
    "kependudukan": "Cetak KTP saya belum jadi, antrean {}.",
}
ROWS = [
    {"id": f"{sector}-{number}", "text": text.format(number), "sector": sector, "source": f"source-{number % 2}"}
    for sector, text in TOPICS.items()
    for number in range(40)
]
FROZEN = [row for row in ROWS if is_frozen(row["id"])]

Report = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path) -> Report:
    """The report with its files in a folder of their own."""

    def running(*arguments: str) -> int:
        return report.main([*arguments, "--out", str(tmp_path / "latest.json"), "--looks", str(tmp_path / "looks.csv")])

    return running


@pytest.fixture
def data(tmp_path: Path) -> str:
    file = tmp_path / "data.jsonl"
    file.write_bytes(jsonl(*ROWS))
    return str(file)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "missing.jsonl: cannot be read"),
        (b"", "there is nothing of the frozen part in"),
        (b"x\n", "1: not JSON"),
        (jsonl({"text": "a", "sector": "sosial"}), "has no id"),
    ],
)
def test_without_usable_data_it_says_so_and_ends_with_two(
    run: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "missing.jsonl"
    if content is not None:
        file.write_bytes(content)
    assert run(str(file), "--mode", "rules") == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert not (tmp_path / "looks.csv").exists()


def test_without_a_file_it_says_how_to_give_one(run: Report, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    assert "DATA=" in capsys.readouterr().err


def test_each_run_on_the_frozen_part_is_one_more_look(
    run: Report, data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [run(data, "--mode", "rules") for _ in range(2)] == [0, 0]
    assert "looked at 2 times" in capsys.readouterr().out
    assert len((tmp_path / "looks.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_tuning_measures_the_other_part_and_is_no_look(run: Report, data: str, tmp_path: Path) -> None:
    assert run(data, "--mode", "rules", "--part", "tune") == 0
    found = json.loads((tmp_path / "latest.json").read_text(encoding="utf-8"))
    assert found["rules"]["n"] == found["rows"] == len(ROWS) - len(FROZEN)
    assert not (tmp_path / "looks.csv").exists()


def test_no_text_is_printed_or_kept(run: Report, data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "--mode", "rules") == 0
    said = capsys.readouterr().out + "".join(
        (tmp_path / name).read_text(encoding="utf-8") for name in ("latest.json", "looks.csv")
    )
    assert [row["id"] for row in ROWS if row["text"] in said or row["id"] in said] == []


def test_every_mode_measures_what_it_names(run: Report, data: str, tmp_path: Path) -> None:
    assert run(data) == 0
    found = json.loads((tmp_path / "latest.json").read_text(encoding="utf-8"))
    assert found["rules"]["n"] == found["trained"]["n"] == len(FROZEN)
    assert found["trained"]["accuracy"] >= 0.9
    assert {row["sector"]: row["n"] for row in found["rules"]["sectors"]} == {
        sector: sum(row["sector"] == sector for row in FROZEN) for sector in TOPICS
    }
    sources = found["sources"]
    assert sources["all, whole"]["n"] == len(ROWS)
    assert sources["source-0, frozen"]["n"] + sources["source-1, frozen"]["n"] == sources["all, frozen"]["n"]
    assert sources["all, frozen"]["n"] == len(FROZEN)


def test_folds_judge_each_complaint_once(run: Report, data: str, tmp_path: Path) -> None:
    assert run(data, "--mode", "trained", "--part", "tune") == 0
    found = json.loads((tmp_path / "latest.json").read_text(encoding="utf-8"))
    assert found["trained"]["n"] == len(ROWS) - len(FROZEN)
