"""The learned model: what it says, and every way its file can be broken."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.router.app import build
from services.router.domain.lanes import Lanes
from services.router.domain.model import ModelError, parse
from services.router.domain.model_text import Row, write
from services.router.domain.rules import Evidence, TopicKey
from services.router.model_file import load_model
from services.router.settings import RouterSettings
from shared.directory.model import Directory
from shared.runtime.settings import SettingsError
from tests.unit.router.models import METRICS, header, model, rows

SECTORS = ("infrastruktur", "lingkungan", "perhubungan")
WORDS = {"penerang": "infrastruktur", "remang": "infrastruktur", "busuk": "lingkungan", "karcis": "perhubungan"}
NOTHING = Evidence({}, {})
LAMP = Evidence({TopicKey("infrastruktur", "lampu-jalan"): 2.0}, {TopicKey("infrastruktur", "lampu-jalan"): ("pju",)})
LINES = list(write(header(SECTORS), rows(SECTORS, WORDS)))
TRUST = header(SECTORS).trust.model_dump()


def broken(at: int, change: Callable[[Any], Any]) -> list[str]:
    """The lines with one of them changed."""
    return [json.dumps(change(json.loads(line))) if place == at else line for place, line in enumerate(LINES)]


def without(field: str) -> list[str]:
    return broken(0, lambda head: {name: part for name, part in head.items() if name != field})


def having(**fields: Any) -> list[str]:
    return broken(0, lambda head: {**head, **fields})


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([], "m.jsonl:1: line: not JSON"),
        (["{"], "m.jsonl:1: line: not JSON"),
        (["[" * 100_000], "m.jsonl:1: line: not JSON"),
        (["[]"], "m.jsonl:1: header:"),
        (without("sectors"), "m.jsonl:1: sectors:"),
        (without("edition"), "m.jsonl:1: edition:"),
        (having(format="another"), "m.jsonl:1: format:"),
        (having(schema=2), "m.jsonl:1: schema:"),
        (having(sectors=["infrastruktur"]), "m.jsonl:1: sectors:"),
        (having(sectors=["A B", "c d"]), "m.jsonl:1: sectors.0:"),
        (having(sectors=["infrastruktur"] * 3), "m.jsonl:1: bias:"),
        (having(bias=[0.0]), "m.jsonl:1: bias:"),
        (having(bias=["1", 0.0, 0.0]), "m.jsonl:1: bias.0:"),
        (having(route_from=1.5), "m.jsonl:1: route_from:"),
        (having(route_from=float("nan")), "m.jsonl:1: line: not JSON"),
        (having(step=0), "m.jsonl:1: step:"),
        (having(step=1e308), "m.jsonl:1: step:"),
        (having(unseen=0), "m.jsonl:1: unseen:"),
        (having(unseen=1e9), "m.jsonl:1: unseen:"),
        (having(bias=[1e9, 0.0, 0.0]), "m.jsonl:1: bias.0:"),
        (having(bias=[10**400, 0.0, 0.0]), "m.jsonl:1: bias.0:"),
        (having(bias=[True, 0.0, 0.0]), "m.jsonl:1: bias.0:"),
        (having(schema=True), "m.jsonl:1: schema:"),
        (having(features=10**400), "m.jsonl:1: features:"),
        (having(trust=TRUST | {"score": 1e9}), "m.jsonl:1: trust.score:"),
        (having(metrics=METRICS.model_dump() | {"left_out": {"\ud800": 0.5}}), "m.jsonl:1: edition:"),
        (having(trust={"score": 1.0}), "m.jsonl:1: trust."),
        (having(more=1), "m.jsonl:1: more:"),
        (having(features=3), "m.jsonl:1: features: 3 announced, 4 there"),
        (having(route_from=0.5), "m.jsonl:1: edition:"),
        (LINES[:-1], "m.jsonl:1: features: 4 announced, 3 there"),
        ([*LINES, LINES[-1]], "m.jsonl:6: name: missing, no text, or there twice"),
        ([*LINES[:-1], LINES[-1][:-9]], "m.jsonl:5: line: not JSON"),
        ([*LINES[:2], "", *LINES[2:]], "m.jsonl:3: line: not JSON"),
        (broken(2, lambda row: row[:3]), "m.jsonl:3: feature:"),
        (broken(2, lambda row: {"word": row}), "m.jsonl:3: feature:"),
        (broken(2, lambda row: ["verb", *row[1:]]), "m.jsonl:3: kind:"),
        (broken(2, lambda row: [["word"], *row[1:]]), "m.jsonl:3: kind:"),
        (broken(2, lambda row: ["word", "", *row[2:]]), "m.jsonl:3: name:"),
        (broken(2, lambda row: ["word", 7, *row[2:]]), "m.jsonl:3: name:"),
        (broken(2, lambda row: [*row[:2], -1, row[3]]), "m.jsonl:3: length:"),
        (broken(2, lambda row: [*row[:2], "5", row[3]]), "m.jsonl:3: length:"),
        (broken(2, lambda row: [*row[:2], True, row[3]]), "m.jsonl:3: length:"),
        (broken(2, lambda row: [*row[:2], 0, row[3]]), "m.jsonl:3: length:"),
        (broken(2, lambda row: [*row[:2], 1e30, row[3]]), "m.jsonl:3: length:"),
        (broken(2, lambda row: [*row[:2], 10**400, row[3]]), "m.jsonl:3: length:"),
        (broken(2, lambda row: [*row[:2], float("inf"), row[3]]), "m.jsonl:3: line: not JSON"),
        (broken(2, lambda row: [*row[:3], row[3][:2]]), "m.jsonl:3: weights:"),
        (broken(2, lambda row: [*row[:3], [0.5, 0, 0]]), "m.jsonl:3: weights:"),
        (broken(2, lambda row: [*row[:3], [40_000, 0, 0]]), "m.jsonl:3: weights:"),
        (broken(2, lambda row: [*row[:3], ["1", 0, 0]]), "m.jsonl:3: weights:"),
        (broken(2, lambda row: [*row[:3], [True, 0, 0]]), "m.jsonl:3: weights:"),
        (broken(2, lambda row: [*row[:3], [10**400, 0, 0]]), "m.jsonl:3: weights:"),
        (broken(2, lambda row: [*row[:3], [1, 2, 3]]), "m.jsonl:1: edition:"),
    ],
)
def test_a_broken_model_is_refused_by_file_line_and_field(lines: list[str], says: str) -> None:
    with pytest.raises(ModelError) as refused:
        parse(lines, "m.jsonl")
    assert str(refused.value).startswith(says)


def test_a_whole_model_is_read_as_it_was_written() -> None:
    read = parse((f"{line}\n" for line in LINES), "m.jsonl")
    assert (read.sectors, read.route_from, read.metrics.accuracy) == (SECTORS, 0.8, 0.9)
    assert read.edition == json.loads(LINES[0])["edition"]


def test_models_that_differ_in_one_weight_have_different_editions() -> None:
    other = list(write(header(SECTORS), [*rows(SECTORS, WORDS)[:-1], Row("word", "karcis", 5.0, [1, 2, 3])]))
    assert parse(other, "m").edition != parse(LINES, "m").edition


def test_a_model_that_names_a_sector_the_directory_has_not_is_refused(directory: Directory, tmp_path: Path) -> None:
    file = tmp_path / "m.jsonl"
    file.write_text("\n".join(write(header(["infrastruktur", "angkasa"]), [])), encoding="utf-8")
    with pytest.raises(ModelError, match=r"m\.jsonl:1: sectors: the directory has no angkasa"):
        load_model(file, directory)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_refused(directory: Directory, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "m.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ModelError, match=r"m\.jsonl:1: file: cannot be read"):
        load_model(file, directory)


def test_a_word_moves_the_sector_it_was_learned_with() -> None:
    known = model(SECTORS, WORDS).confidences(["busuk", "sekali"], NOTHING)
    assert max(known, key=lambda sector: known[sector]) == "lingkungan"
    assert known["lingkungan"] > 0.9


def test_what_the_rules_say_moves_it_too() -> None:
    tiny = model(SECTORS, WORDS)
    assert tiny.confidences(["remang"], LAMP)["infrastruktur"] > tiny.confidences(["remang"], NOTHING)["infrastruktur"]


def test_parts_of_a_word_that_was_never_seen_say_something() -> None:
    part = Row("part", "usuk", 5.0, [-300, 1500, -300])
    known = parse(write(header(SECTORS), [part]), "small").confidences(["busukan"], NOTHING)
    assert known["lingkungan"] > 0.9


def test_neighbouring_words_say_something_together() -> None:
    pair = Row("pair", "air mati", 5.0, [1500, -300, -300])
    known = parse(write(header(SECTORS), [pair]), "small")
    assert known.confidences(["air", "mati"], NOTHING)["infrastruktur"] > 0.9
    assert known.confidences(["mati", "air"], NOTHING)["infrastruktur"] < 0.5


def test_the_words_that_weighed_most_are_the_sectors_own() -> None:
    said = ["karcis", "busuk", "remang", "asing", "penerang"]
    assert model(SECTORS, WORDS).heaviest(said, "infrastruktur", 5) == (4, 2)


ROWS = st.lists(st.tuples(*[st.integers(-32_768, 32_767)] * 3), min_size=1, max_size=20)


@given(rows=ROWS, times=st.integers(0, 20_000))
def test_packed_rows_add_up_like_the_rows_themselves(rows: list[tuple[int, ...]], times: int) -> None:
    lanes = Lanes(3)
    packed = sum(lanes.pack(row) * times for row in rows)
    assert lanes.unpack(packed) == [times * sum(column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize("content", [None, "{}"])
def test_router_refuses_to_start_with_a_broken_model(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "m.jsonl"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^MELAYANI_MODEL: .*m\.jsonl:1: "):
        build(RouterSettings(model=file))


TEXTS = st.lists(st.sampled_from([*WORDS, "asing", "7", "di", "jalan", "x" * 300]), max_size=60)
SHARED = model(SECTORS, WORDS)


@given(words=TEXTS)
def test_confidences_are_of_every_sector_and_sum_to_one(words: list[str]) -> None:
    known = SHARED.confidences(words, NOTHING)
    assert tuple(known) == SECTORS
    assert sum(known.values()) == pytest.approx(1)
    assert all(0 <= one <= 1 for one in known.values())


@given(words=TEXTS)
def test_what_was_sorted_before_changes_no_answer(words: list[str]) -> None:
    assert SHARED.confidences(words, LAMP) == model(SECTORS, WORDS).confidences(words, LAMP)
