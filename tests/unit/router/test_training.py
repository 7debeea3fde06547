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


def test_a_model_of_few_complaints_sends_nothing_to_triage_that_words_alone_are_sure_of(directory: Directory) -> None:
    sorter = Sorter(directory, learn([*examples(directory), *as_complaints(directory)[::5]], directory))
    unsure = [row.text for row in examples(directory) if sorter.sort(complaint(text=row.text)).queue == TRIAGE]
    assert unsure == []


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
    after = Sorter(directory, learn([*examples(directory), decided(DECIDED)], directory)).sort(complaint(text=DECIDED))
    assert before.queue == TRIAGE
    assert after.queue == "perizinan"


NAMED = "Mohon ditengok Pak Wiryoprono, warung 55443322 itu terus ramai tiap malam."


def decided(text: str, sector: str = "perizinan", topic: str = "reklame", number: int = 1) -> Labelled:
    return Labelled(text, sector, topic, id=f"BWI-0000-0000-{number:04}", source="decision")


def test_a_name_and_a_number_in_a_decision_stand_neither_in_the_model_nor_in_a_reason(directory: Directory) -> None:
    lines = list(train([*examples(directory), decided(NAMED)], directory).lines())
    assert not [line for line in lines if "wiryo" in line or "554" in line]
    reason = Sorter(directory, parse(lines, "trained")).sort(complaint(text=NAMED)).reason
    assert "iryoprono" not in reason
    assert "554" not in reason


@pytest.mark.parametrize(
    ("texts", "is_learned"),
    [
        (["Kotak gripis."], False),
        (["Kotak gripis."] * 3, False),
        (["Kotak gripis.", "Sungai gripis."], True),
    ],
)
def test_a_word_the_directory_does_not_know_is_learned_from_two_different_complaints(
    directory: Directory, texts: list[str], is_learned: bool
) -> None:
    decisions = [decided(text, number=number) for number, text in enumerate(texts)]
    lines = train([*examples(directory), *decisions], directory).lines()
    assert any(line.startswith('["word","gripis"') for line in lines) is is_learned


def test_a_number_is_not_learned_however_many_write_it(directory: Directory) -> None:
    decisions = [decided(f"Pohon {word} roboh 55443322.", number=number) for number, word in enumerate("abcdef")]
    assert not [line for line in train([*examples(directory), *decisions], directory).lines() if "554" in line]


def test_of_two_decisions_on_one_complaint_the_later_counts(directory: Directory) -> None:
    earlier, later = decided(DECIDED, "sosial", "bansos"), decided(DECIDED)
    both = train([*examples(directory), earlier, later], directory)
    assert list(both.lines()) == list(train([*examples(directory), later], directory).lines())


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
