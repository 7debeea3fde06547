"""From scores to confidences that can be believed, and how good they are on complaints not learned from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax
from sklearn.metrics import f1_score, precision_recall_fscore_support

from services.router.domain.model import LEAST_TRUST
from services.router.domain.model_text import Metrics, SectorMetrics, Trust

# Of what is sent without a person this much shall be right; more than promised, because it is measured with complaints
# that rules were written with.
RIGHT = 0.965
PROMISED = 0.95
# Confidence that is enough when too few complaints are known to tell.
CAUTIOUS = 0.9
FEWEST_SENT = 50
# So few complaints tell what is usual no better than what is known of others.
FEWEST = 200
# A town that was never seen writes otherwise; how much that counts against complaints of the towns that were.
STRANGERS = 0.3
USUAL = (3.2, -1.0)
# The rules were written with labelled complaints in view, so that trust in them cannot be measured with those: they add
# nothing where training knows the words, and much where it does not.
IN_RULES = (0.0, 4.0)
# With few complaints to learn from, the rules know more than was learned.
IN_RULES_OF_FEW = (1.0, 4.0)
PULL = 0.002
PLACES = 4

NOTHING_TRIED = Metrics(n=0, accuracy=0, macro_f1=0, coverage=0, precision=0, coverage_at_95=0, sectors={}, left_out={})

Matrix = Any


@dataclass(frozen=True)
class OutOfFold:
    """Complaints scored by models that did not see them; `believed` are the rules' own confidences.

    `at` are their places, `actual` the columns of their sectors.
    """

    at: Matrix
    scores: Matrix
    newness: Matrix
    believed: Matrix
    actual: Matrix


def trust_in(near: OutOfFold, strange: OutOfFold | None) -> Trust:
    """How far to trust scores: what makes the right sectors likeliest; the usual, when few were tried."""
    if len(near.actual) < FEWEST:
        return _trust((*USUAL, *IN_RULES_OF_FEW))

    def loss(trust: Matrix) -> float:
        whole = np.concatenate([trust, IN_RULES])
        far = STRANGERS * _surprise(strange, whole) if strange else 0.0
        return float(_surprise(near, whole) + far + PULL * ((trust - USUAL) ** 2).sum())

    found = minimize(loss, np.array(USUAL), method="Nelder-Mead", options={"maxiter": 400}).x
    return _trust((*found, *IN_RULES))


def _trust(numbers: Iterable[float]) -> Trust:
    score, score_new, rules, rules_new = (round(float(number), PLACES) for number in numbers)
    return Trust(score=score, score_new=score_new, rules=rules, rules_new=rules_new)


def confidences(found: OutOfFold, trust: Trust) -> Matrix:
    return np.exp(_logs(found, np.array([trust.score, trust.score_new, trust.rules, trust.rules_new])))


def _logs(found: OutOfFold, trust: Matrix) -> Matrix:
    newness = found.newness[:, None]
    in_score = np.maximum(LEAST_TRUST, trust[0] + trust[1] * newness)
    in_rules = np.maximum(0.0, trust[2] + trust[3] * newness)
    return log_softmax(in_score * found.scores + in_rules * found.believed, axis=1)


def _surprise(found: OutOfFold, trust: Matrix) -> float:
    return float(-_logs(found, trust)[np.arange(len(found.actual)), found.actual].mean())


def route_from(found: OutOfFold, sure: Matrix) -> float:
    """The least confidence from which enough is right."""
    sent = _sent(found, sure, RIGHT)
    if len(found.actual) < FEWEST or sent < FEWEST_SENT:
        return CAUTIOUS
    return round(float(np.sort(sure.max(axis=1))[-sent]), PLACES)


def _sent(found: OutOfFold, sure: Matrix, right: float) -> int:
    """How many of the surest can be sent so that this share of them is right."""
    surest = np.argsort(-sure.max(axis=1), kind="stable")
    so_far = np.cumsum((sure.argmax(axis=1) == found.actual)[surest]) / np.arange(1, len(surest) + 1)
    enough = np.flatnonzero(so_far >= right)
    return int(enough[-1]) + 1 if len(enough) else 0


def metrics(
    found: OutOfFold, sure: Matrix, least: float, sectors: Sequence[str], left_out: dict[str, float]
) -> Metrics:
    if not len(found.actual):
        return NOTHING_TRIED
    guessed, n = sure.argmax(axis=1), len(found.actual)
    sent = sure.max(axis=1) >= least
    right = guessed == found.actual
    there = sorted(set(found.actual))
    each = zip(*precision_recall_fscore_support(found.actual, guessed, labels=there, zero_division=0), strict=True)
    by_sector = {
        sectors[column]: SectorMetrics(n=int(count), precision=_r(precision), recall=_r(recall), f1=_r(f1))
        for column, (precision, recall, f1, count) in zip(there, each, strict=True)
    }
    return Metrics(
        n=n,
        accuracy=_r(right.mean()),
        macro_f1=_r(f1_score(found.actual, guessed, labels=there, average="macro", zero_division=0)),
        coverage=_r(sent.mean()),
        precision=_r(right[sent].mean() if sent.any() else 0.0),
        coverage_at_95=_r(_sent(found, sure, PROMISED) / n),
        sectors=by_sector,
        left_out=left_out,
    )


def _r(share: float) -> float:
    return round(float(share), PLACES)
