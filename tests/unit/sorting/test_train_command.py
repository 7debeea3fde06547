"""`melayani train`: what people labelled, and what the directory's words do not say, is in the model afterwards."""

import sys
from pathlib import Path
from time import monotonic

import pytest

from tests.unit.sorting.command import Run, jsonl

LABELLED = Path(__file__).with_name("labelled.jsonl")
# Names only people of the place know; no word of the directory speaks of them.
UNHEARD = {
    "lingkungan": "Tolong, Si Kuning tidak lewat lagi di tempat kami.",
    "sosial": "Kartu Melati saya kok tidak keluar?",
    "pendidikan": "Di dusun kami Balai Pintar belum juga dibuka.",
    "perhubungan": "Saya menunggu Bis Ijo sampai sore.",
}
GIVEN = jsonl(*({"id": sector, "text": text} for sector, text in UNHEARD.items()))


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker answers here."""
    monkeypatch.setenv("MELAYANI_NATS_URL", "nats://127.0.0.1:9")


def test_what_it_learned_is_what_sort_then_knows(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "models" / "model"
    trained = run("train", str(LABELLED), "--out", str(file))
    assert trained.code == 0, trained.err
    assert "48 labelled complaints, 0 decisions" in trained.out
    assert trained.err.startswith("no broker at nats://127.0.0.1:9")
    assert "; trained without decisions\n" in trained.err
    assert [path.name for path in file.parent.iterdir()] == ["model"]

    by_words = run("sort", "--rules-only", given=GIVEN).lines
    learned = run("sort", "--model", str(file), given=GIVEN).lines
    assert [said["sector"] for said in by_words] == ["triage"] * 4
    assert [said["top3"][0]["sector"] for said in learned] == list(UNHEARD)

    monkeypatch.setenv("MELAYANI_MODEL", str(file))
    assert run("sort", given=GIVEN).lines == learned
    assert run("sort", "--rules-only", given=GIVEN).lines == by_words


def test_a_broker_that_is_away_is_not_waited_for(run: Run, tmp_path: Path) -> None:
    began = monotonic()
    assert run("train", str(LABELLED), "--out", str(tmp_path / "model")).code == 0
    with_broker_away = monotonic() - began
    assert run("train", str(LABELLED), "--out", str(tmp_path / "model"), "--no-decisions").code == 0
    assert with_broker_away - (monotonic() - began - with_broker_away) < 3


def test_the_same_rows_give_the_same_model(run: Run, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for file in (one, other):
        assert run("train", str(LABELLED), "--out", str(file), "--no-decisions", "--no-examples").code == 0
    assert one.read_bytes() == other.read_bytes()


def test_bad_rows_are_named_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    bad, file = tmp_path / "bad.jsonl", tmp_path / "model"
    bad.write_bytes(jsonl({"text": "Lampu mati.", "sector": "roads"}, {"sector": "sosial"}))
    ran = run("train", str(LABELLED), str(bad), "--out", str(file), "--no-decisions")
    assert ran.code == 1
    assert f"{bad}:1: sector: the directory has no 'roads'" in ran.err
    assert f"{bad}:2: text: is missing or no text" in ran.err
    assert not file.exists()


def test_a_folder_is_not_written_over(run: Run, tmp_path: Path) -> None:
    ran = run("train", str(LABELLED), "--out", str(tmp_path), "--no-decisions")
    assert (ran.code, ran.err) == (1, f"melayani: {tmp_path} is a folder; --out names a file\n")


def test_without_scikit_learn_it_says_how_to_get_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("sklearn", "sklearn.svm"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "services.router.fitting", raising=False)
    ran = run("train", str(LABELLED), "--out", str(tmp_path / "model"), "--no-decisions")
    assert ran.code == 1
    assert "pip install" in ran.err
    assert not (tmp_path / "model").exists()
