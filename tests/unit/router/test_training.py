"""Learning from labelled complaints; the directory's own example sentences are enough to try it."""

import subprocess
import sys
from collections.abc import Sequence

import pytest

from services.router.calibrating import CAUTIOUS
from services.router.domain.model import LinearModel, parse
from services.router.domain.sorting import Sorter
from services.router.labelled import Labelled, examples
from services.router.training import TrainedModel, TrainingError, train
from shared.contracts.words import TRIAGE
from shared.directory.model import Directory
from tests.builders import complaint

DECIDED = "Mohon ditengok, kotak biru dekat warung itu berdengung terus tiap malam."


def learn(labelled: Sequence[Labelled], directory: Directory) -> LinearModel:
    return parse(train(labelled, directory).lines(), "trained")


@pytest.fixture(scope="module")
def trained(directory: Directory) -> TrainedModel:
    return train(examples(directory), directory)


def as_complaints(directory: Directory) -> list[Labelled]:
    """The examples as if they had come in from two towns."""
    return [
        Labelled(row.text, row.sector, row.topic, id=str(place), source=("kota-a", "kota-b")[place % 2])
        for place, row in enumerate(examples(directory))
    ]


def test_it_says_how_good_it_is_on_what_it_did_not_learn_from(directory: Directory) -> None:
    found = train(as_complaints(directory), directory)
    assert found.metrics.n == len(examples(directory))
    assert found.metrics.accuracy > 0.5
    assert set(found.metrics.sectors) == set(directory.sectors)
    assert f"accuracy {found.metrics.accuracy:.3f}" in next(found.table())


def test_examples_the_rules_were_written_with_make_nobody_bold(trained: TrainedModel) -> None:
    assert (trained.metrics.n, trained.metrics.accuracy, trained.header.route_from) == (0, 0.0, CAUTIOUS)


def test_what_is_written_can_be_read(trained: TrainedModel, directory: Directory) -> None:
    read = parse(trained.lines(), "trained")
    assert set(read.sectors) == set(directory.sectors)
    assert read.metrics == trained.metrics


def test_the_same_complaints_give_the_same_model_byte_for_byte_whatever_their_order(
    trained: TrainedModel, directory: Directory
) -> None:
    turned = train(list(reversed(examples(directory))), directory)
    assert list(turned.lines()) == list(trained.lines())


def test_what_a_person_decided_once_is_learned(trained: TrainedModel, directory: Directory) -> None:
    before = Sorter(directory, parse(trained.lines(), "before")).sort(complaint(text=DECIDED))
    decision = Labelled(DECIDED, "perizinan", "reklame", id="BWI-0000-0000-0001", source="decision")
    after = Sorter(directory, learn([*examples(directory), decision], directory)).sort(complaint(text=DECIDED))
    assert before.queue == TRIAGE
    assert after.queue == "perizinan"


def test_a_source_is_left_out_to_see_how_strangers_would_fare(directory: Directory) -> None:
    assert set(train(as_complaints(directory), directory).metrics.left_out) == {"kota-a", "kota-b"}


def test_it_says_what_it_is_doing(directory: Directory) -> None:
    said: list[str] = []
    train(examples(directory), directory, said.append)
    assert said[0].startswith(f"reading {len(examples(directory))} complaints of 16 sectors")
    assert said[-1] == "learning from all of them"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([Labelled("Lampu mati", "angkasa", id="7")], "complaint '7': sector: the directory has no 'angkasa'"),
        (
            [Labelled("Lampu mati", "infrastruktur", id="7"), Labelled("Lampu padam", "lingkungan", id="7")],
            "complaint '7': sector: it is labelled twice, with two sectors",
        ),
        ([], "0 complaints are too few to learn from"),
        ([Labelled(f"Lampu mati {n}", "infrastruktur") for n in range(50)], "or all of one sector"),
        (
            [Labelled("!!", ("infrastruktur", "sosial")[n % 2], id=str(n)) for n in range(50)],
            "0 complaints are too few",
        ),
    ],
)
def test_what_teaches_nothing_is_refused(directory: Directory, rows: list[Labelled], says: str) -> None:
    with pytest.raises(TrainingError, match=says):
        train(rows, directory)


def test_without_scikit_learn_it_says_what_to_install(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "services.router.fitting", raising=False)
    monkeypatch.setitem(sys.modules, "sklearn.svm", None)
    with pytest.raises(TrainingError, match=r"pip install banyuwangi-melayani\[train\]"):
        train(examples(directory), directory)


def test_a_worker_carries_nothing_that_only_training_needs() -> None:
    code = "import services.router.app, sys; print(sorted({'numpy', 'scipy', 'sklearn'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
