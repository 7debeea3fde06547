"""Fitting the learned model; with its two siblings all that needs scikit-learn, and no running service imports them."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
from sklearn.svm import LinearSVC

from services.router.calibrating import OutOfFold, confidences, metrics, route_from, trust_in
from services.router.domain.confidence import shares
from services.router.domain.model_text import Header, Kind, Row
from services.router.feature_matrix import TEXT_WEIGHT, Corpus, Space, corpus, named, space
from services.router.training import Lesson

FOLDS = 5
# How closely the weights follow the labels; measured by cross-validation.
CLOSENESS = 0.4
# Pairs and parts of words kept; more make the file larger and nothing better.
MOST_FEATURES = 40_000
STEP = 0.005
NOT_LEARNED = -1.0

Matrix = Any
Say = Callable[[str], None]


def fit(lessons: Sequence[Lesson], own: Mapping[Kind, Container[str]], say: Say) -> tuple[Header, list[Row]]:
    """The model's header and rows; `own` is what the directory says itself."""
    sectors = sorted({lesson.sector for lesson in lessons})
    actual = np.array([sectors.index(lesson.sector) for lesson in lessons])
    say(f"reading {len(lessons)} complaints of {len(sectors)} sectors")
    found = corpus(lessons, own)
    tried = _tried(lessons)
    near = _scored(found, actual, tried, _folds(lessons), lessons, sectors, say)
    strangers = {source: np.array([lesson.source == source for lesson in lessons]) for source in _sources(lessons)}
    strange = _scored(found, actual, tried, strangers, lessons, sectors, say) if len(strangers) > 1 else None
    trust = trust_in(near, strange)
    sure = confidences(near, trust)
    least = route_from(near, sure)
    left_out = _left_out(strange, confidences(strange, trust), lessons) if strange else {}
    say("learning from all of them")
    rows, bias, unseen = _final(found, actual, len(sectors))
    header = Header(
        edition="0" * 12,
        sectors=sectors,
        bias=bias,
        step=STEP,
        unseen=unseen,
        trust=trust,
        route_from=least,
        features=len(rows),
        metrics=metrics(near, sure, least, sectors, left_out),
    )
    return header, rows


def _folds(lessons: Sequence[Lesson]) -> Mapping[str, Matrix]:
    """The lessons in equal parts, those with the same words in the same one."""
    at = np.array([sha256(" ".join(lesson.words).encode()).digest()[0] % FOLDS for lesson in lessons])
    return {f"part {fold + 1} of {FOLDS}": at == fold for fold in range(FOLDS)}


def _sources(lessons: Sequence[Lesson]) -> list[str]:
    return sorted({lesson.source for lesson in lessons} - {""})


def _tried(lessons: Sequence[Lesson]) -> Matrix:
    """True for the complaints that tell how good it is."""
    return np.array([not lesson.is_example for lesson in lessons])


def _scored(
    found: Corpus,
    actual: Matrix,
    wanted: Matrix,
    parts: Mapping[str, Matrix],
    lessons: Sequence[Lesson],
    sectors: list[str],
    say: Say,
) -> OutOfFold:
    """What is wanted of each part, scored by what the others teach."""
    scores = np.full((len(actual), len(sectors)), NOT_LEARNED)
    newness = np.zeros(len(actual))
    tried = np.zeros(len(actual), dtype=bool)
    for name, held in parts.items():
        learned = np.flatnonzero(~held)
        if not (held & wanted).any() or len(set(actual[learned])) < 2:  # noqa: PLR2004
            continue
        say(f"trying what is learned without {name}")
        taught = space(found, learned)
        scores[held] = _scores(_svm(taught, learned, actual, found.weights), taught.matrix[held], len(sectors))
        newness[held] = taught.newness[held]
        tried |= held & wanted
    believed = np.array([[shares(lesson.evidence).get(sector, 0.0) for sector in sectors] for lesson in lessons])
    return OutOfFold(np.flatnonzero(tried), scores[tried], newness[tried], believed[tried], actual[tried])


def _svm(taught: Space, learned: Matrix, actual: Matrix, weights: Matrix) -> LinearSVC:
    """Rare sectors count more, but not as much more as they are rarer."""
    often = np.bincount(actual[learned])
    more = np.sqrt(often.max() / np.maximum(often, 1))
    weight = weights[learned] * more[actual[learned]]
    return LinearSVC(C=CLOSENESS, random_state=0).fit(taught.matrix[learned], actual[learned], sample_weight=weight)


def _scores(svm: LinearSVC, matrix: Matrix, sectors: int) -> Matrix:
    scores = np.full((matrix.shape[0], sectors), NOT_LEARNED)
    decided = svm.decision_function(matrix)
    scores[:, svm.classes_] = decided if decided.ndim > 1 else np.column_stack([-decided, decided])
    return scores


def _left_out(strange: OutOfFold, sure: Matrix, lessons: Sequence[Lesson]) -> dict[str, float]:
    source = np.array([lessons[at].source for at in strange.at])
    right = sure.argmax(axis=1) == strange.actual
    return {name: round(float(right[source == name].mean()), 4) for name in _sources(lessons)}


def _final(found: Corpus, actual: Matrix, sectors: int) -> tuple[list[Row], list[float], float]:
    """Fitted twice: once with everything, then with what had most weight."""
    everyone = np.arange(len(actual))
    whole = space(found, everyone)
    svm = _svm(whole, everyone, actual, found.weights)
    kept = _weightiest(whole, svm, found)
    less = space(found, everyone, kept)
    svm = _svm(less, everyone, actual, found.weights)
    return list(_rows(found, less, svm, sectors)), [round(float(one), 6) for one in svm.intercept_], less.unseen


def _weightiest(whole: Space, svm: LinearSVC, found: Corpus) -> Matrix:
    """True for every word, and for the pairs and parts that move most scores most."""
    count = len(whole.lengths)
    often = np.sqrt(np.asarray(whole.matrix[:, :count].power(2).sum(axis=0)).ravel())
    moves = np.abs(svm.coef_[:, :count]).max(axis=0) * often
    words = len(found.names["word"])
    least = np.sort(moves[words:])[-min(count - words, MOST_FEATURES)]
    moves[:words] = np.inf
    return moves >= least


def _rows(found: Corpus, taught: Space, svm: LinearSVC, sectors: int) -> Iterator[Row]:
    weights = svm.coef_ if len(svm.coef_) == sectors else np.vstack([-svm.coef_, svm.coef_])
    for column, (kind, name) in enumerate(named(found)):
        length = taught.lengths[column] if kind != "rule" else 0.0
        if length or kind == "rule":
            scale = (length * TEXT_WEIGHT if length else 1.0) / STEP
            whole = np.rint(weights[:, column] * scale).astype(int)
            yield Row(kind, name, round(float(length), 3), whole.tolist())
