"""Labelled complaints as matrices of features; only training needs them."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from services.router.domain.features import GRAIN, pairs, parts, told, weigh
from services.router.domain.model_text import Kind
from services.router.training import Lesson

# What fewer complaints say tells little of others, and it may be somebody's name.
FEWEST_COMPLAINTS = 2
NEVER = np.inf
# A word has many parts, which say much the same; together they shall count about as much as the word.
PART_WEIGHT = 0.2
TEXT_WEIGHT = 2**0.5

Matrix = Any


@dataclass(frozen=True)
class Corpus:
    """A row for each complaint: words with their weights, pairs, what the rules say; `parts` has a row for each word.

    `names` are the columns' by kind, `fewest` how many complaints have to hold each before it may be learned; `texts`
    has a number for each complaint, the same for those of the same words.
    """

    words: Matrix
    pairs: Matrix
    rules: Matrix
    parts: Matrix
    names: Mapping[Kind, Sequence[str]]
    fewest: Mapping[Kind, Matrix]
    texts: Matrix
    weights: Matrix


@dataclass(frozen=True)
class Space:
    """Features as some complaints taught them: their lengths, 0 for those left out, and every complaint in them.

    Columns are words, pairs, parts, then rules; `newness` is the share of each text never seen.
    """

    lengths: Matrix
    matrix: Matrix
    newness: Matrix
    unseen: float


def corpus(lessons: Sequence[Lesson], own: Mapping[Kind, Container[str]]) -> Corpus:
    """`own` are the directory's: what it says itself may be learned from a single complaint."""
    words, word_names = _table(weigh(lesson.words).items() for lesson in lessons)
    rules, rule_names = _table(told(lesson.evidence).items() for lesson in lessons)
    pair_table, pair_names = _table(((pair, 1.0) for pair in pairs(lesson.words)) for lesson in lessons)
    part_table, part_names = _table(((part, 1.0) for part in parts(word)) for word in word_names)
    names: dict[Kind, Sequence[str]] = {
        "word": word_names,
        "pair": pair_names,
        "part": part_names,
        "rule": rule_names,
    }
    fewest = {kind: np.array([_fewest(name, own[kind]) for name in names[kind]]) for kind in own}
    numbers: dict[tuple[str, ...], int] = {}
    texts = np.array([numbers.setdefault(lesson.words, len(numbers)) for lesson in lessons])
    weights = np.array([lesson.weight for lesson in lessons])
    return Corpus(words / GRAIN, pair_table, rules / GRAIN, part_table, names, fewest, texts, weights)


def _fewest(name: str, own: Container[str]) -> float:
    """A number tells nothing of others either, however many say it."""
    if name in own:
        return 1
    return NEVER if any(sign.isdigit() for sign in name) else FEWEST_COMPLAINTS


def _table(rows: Iterable[Iterable[tuple[str, float]]]) -> tuple[Matrix, list[str]]:
    """A sparse matrix of named values, and the names of its columns."""
    columns: dict[str, int] = {}
    places: list[int] = []
    values: list[float] = []
    ends = [0]
    for row in rows:
        for name, value in row:
            places.append(columns.setdefault(name, len(columns)))
            values.append(value)
        ends.append(len(places))
    return sparse.csr_matrix((values, places, ends), shape=(len(ends) - 1, len(columns))), list(columns)


def space(found: Corpus, learned: Matrix, kept: Matrix | None = None) -> Space:
    """Features as the complaints at `learned` teach them; `kept` is true for those that may be used."""
    with_parts = found.words @ found.parts
    distinct = learned[np.unique(found.texts[learned], return_index=True)[1]]
    tables: dict[Kind, Matrix] = {"word": found.words, "pair": found.pairs, "part": with_parts}
    rarities = [_rarity(table[distinct], found.fewest[kind]) for kind, table in tables.items()]
    rarities[2] *= PART_WEIGHT
    lengths = np.concatenate(rarities)
    if kept is not None:
        lengths = lengths * kept[: len(lengths)]
    in_words, in_pairs, in_parts = np.split(lengths, np.cumsum([len(one) for one in rarities])[:2])
    squares = found.words.multiply(found.words) @ (in_words**2 + found.parts @ in_parts**2)
    squares += found.pairs @ in_pairs**2
    shrink = sparse.diags(TEXT_WEIGHT / np.sqrt(np.where(squares > 0, squares, 1.0)))
    text = sparse.hstack([found.words, found.pairs, with_parts]) @ sparse.diags(lengths)
    unseen = _most_rare(len(distinct))
    matrix = sparse.hstack([shrink @ text, found.rules]).tocsr()
    return Space(lengths, matrix, _newness(found.words, in_words, unseen * (found.fewest["word"] < NEVER)), unseen)


def _rarity(table: Matrix, fewest: Matrix) -> Matrix:
    """Large for what few complaints say, 0 for what too few say; each counts once, whatever its weight."""
    often = np.asarray((table > 0).sum(axis=0)).ravel()
    return np.where(often >= fewest, np.log((1 + table.shape[0]) / (1 + often)) + 1, 0.0)


def _most_rare(whole: int) -> float:
    return float(np.log(1 + whole) + 1)


def _newness(words: Matrix, rarity: Matrix, unseen: Matrix) -> Matrix:
    said = words > 0
    new = said @ (unseen * (rarity == 0))
    whole = new + said @ rarity
    return new / np.where(whole > 0, whole, 1.0)


def named(found: Corpus) -> Iterator[tuple[Kind, str]]:
    """The columns of a space, in order."""
    for kind, names in found.names.items():
        yield from ((kind, name) for name in names)
