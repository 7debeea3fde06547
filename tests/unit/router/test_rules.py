from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.confidence import ROUTE_FROM, shares
from services.router.domain.rules import REACH, Evidence, Rules, TopicKey
from shared.directory.likeness import Likeness
from shared.directory.model import Directory, Sector, Topic
from shared.policy.words import Speller
from tests.conftest import shipped

TODAY = date(2026, 11, 23)
LAMP = TopicKey("roads", "lamp")
HOLE = TopicKey("roads", "hole")
TREE = TopicKey("green", "tree")
SPELLINGS = {"jalan": ("jln", "dalan"), "lampu": ("lmpu",), "mati": (), "pohon": ("wit",)}
TOPICS: dict[TopicKey, dict[str, Any]] = {
    LAMP: {
        "words": ("pju", "gelap", "kabel"),
        "phrases": ("lampu dalan",),
        "hints": ("mati",),
        "together": (("lampu", "mati"),),
        "look_alikes": {"gelap mata": "marah"},
        "anti_words": {"merah": "lampu lalu lintas"},
    },
    HOLE: {"words": ("lubang", "lama"), "valid_to": date(2026, 12, 31)},
    TREE: {"words": ("pohon", "kabel", "gelap")},
}
SHIPPED = shipped()
SHIPPED_RULES, SAME_RULES, SHIPPED_SPELLER = Rules(SHIPPED), Rules(SHIPPED), Speller(SHIPPED.spellings)


def directory(**changes: Any) -> Directory:
    """A directory of two sectors; `changes` are fields of the lamp topic."""
    sectors: dict[str, Sector] = {}
    for key, fields in TOPICS.items():
        given_fields = {**fields, **changes} if key == LAMP else fields
        sector = sectors.setdefault(key.sector, Sector.model_construct(slug=key.sector, topics={}))
        topics = {**sector.topics, key.topic: Topic.model_construct(slug=key.topic, **given_fields)}
        sectors[key.sector] = sector.model_copy(update={"topics": topics})
    likeness = Likeness.model_construct(beside=("depan", "dekat"))
    return Directory.model_construct(sectors=sectors, spellings=SPELLINGS, likeness=likeness)


def weighed(text: str, day: date = TODAY, **changes: Any) -> Evidence:
    return Rules(directory(**changes)).weigh(Speller(SPELLINGS).words(text), day)


def weight(text: str, key: TopicKey = LAMP) -> float:
    return weighed(text).weights.get(key, 0.0)


# What says more stands before what says less.
@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("pju", "mati"),
        ("di sana pju", "di depan pju"),
        ("lampu jalan", "pju"),
        ("lampu yang mati", "pju"),
        ("pju pju", "pju"),
        ("pju mati", "pju"),
        ("pju di sini", "di sini ada pju"),
        ("pju", "pju merah"),
        ("pju", "kabel"),
        ("mati", "halo"),
    ],
)
def test_what_leaves_less_doubt_says_more(more: str, less: str) -> None:
    assert weight(more) > weight(less)


def test_a_word_of_several_topics_is_split_between_them() -> None:
    assert weight("kabel") == weight("kabel", TREE) == weight("pju") / 2


def test_the_second_time_a_word_adds_less_than_the_first() -> None:
    once, twice, thrice = (weight(" ".join(["pju"] * times)) for times in (1, 2, 3))
    assert once > twice - once > thrice - twice > 0


def test_a_second_word_adds_less_than_it_says_alone() -> None:
    assert weight("pju mati") < weight("pju") + weight("mati")


@pytest.mark.parametrize(("between", "found"), [(0, True), (REACH - 1, True), (REACH, False)])
def test_words_that_belong_together_must_stand_near_each_other(between: int, found: bool) -> None:
    said = weighed(f"lampu {'x ' * between} mati").said[LAMP]
    assert ("lampu … mati" in said) is found


def test_words_that_belong_together_may_stand_in_any_order() -> None:
    assert weighed("mati terus lampu").said[LAMP] == ("mati", "lampu … mati")


def test_three_words_that_belong_together_are_all_needed() -> None:
    groups = (("lampu", "gang", "mati"),)
    assert "lampu … gang … mati" in weighed("lampu di gang mati", together=groups).said[LAMP]
    assert "lampu … gang … mati" not in weighed("lampu mati", together=groups).said[LAMP]


def test_a_word_inside_a_look_alike_counts_for_the_other_topics_alone() -> None:
    assert weighed("gelap").weights.keys() == {LAMP, TREE}
    assert weighed("gelap mata").weights.keys() == {TREE}
    assert weighed("gelap mata gelap").weights.keys() == {LAMP, TREE}


def test_each_word_that_speaks_against_a_topic_halves_it_however_often_it_is_said() -> None:
    against = {"merah": "lampu lalu lintas", "hijau": "lampu lalu lintas"}
    once, often, twice = (
        weighed(text, anti_words=against) for text in ("pju merah", "pju merah merah", "pju merah hijau")
    )
    assert once.weights[LAMP] == often.weights[LAMP] == weight("pju") / 2
    assert twice.weights[LAMP] == weight("pju") / 4


def test_a_word_inside_a_longer_phrase_is_not_counted_again() -> None:
    assert weighed("lampu jalan", words=("jalan",)).said[LAMP] == ("lampu dalan",)


def test_it_is_said_in_the_words_that_are_listed() -> None:
    assert weighed("lmpu jln nya lubangnya").said == {LAMP: ("lampu dalan",), HOLE: ("lubang",)}


@pytest.mark.parametrize(("day", "known"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_a_topic_not_in_force_that_day_is_left_out(day: date, known: bool) -> None:
    assert (HOLE in weighed("lubang", day).weights) is known


def test_nothing_listed_says_nothing() -> None:
    assert weighed("selamat pagi") == Evidence({}, {})
    assert shares(weighed("selamat pagi")) == {}


def test_a_sector_is_as_likely_as_all_its_topics_together() -> None:
    evidence = Evidence({LAMP: 0.6, HOLE: 0.7, TREE: 1.0}, {})
    assert shares(evidence)["roads"] > shares(evidence)["green"]


def test_more_words_for_one_sector_make_it_surer_and_a_rival_less_sure() -> None:
    hint, word, words, rivals = (shares(weighed(text))["roads"] for text in ("mati", "pju", "pju mati", "pju pohon"))
    assert hint < word < words
    assert rivals < word


def test_one_plain_word_without_a_rival_is_routed_and_one_with_a_rival_is_not() -> None:
    assert shares(weighed("pju"))["roads"] >= ROUTE_FROM
    assert shares(weighed("pju pohon"))["roads"] < ROUTE_FROM


@given(st.dictionaries(st.sampled_from([LAMP, HOLE, TREE]), st.floats(0, 100)))
def test_confidences_never_sum_to_more_than_one(weights: dict[TopicKey, float]) -> None:
    confidences = shares(Evidence(weights, {}))
    assert all(confidence >= 0 for confidence in confidences.values())
    assert sum(confidences.values()) <= 1


ANY_WORDS = st.sampled_from(
    ["lampu", "mati", "gelap mata", "pju", "kabel", "merah", "pohon", "jalan", "<b>", "😀", "路"]
)


@given(st.one_of(st.text(), st.lists(ANY_WORDS).map(" ".join)))
def test_any_text_is_weighed_and_always_the_same_way(text: str) -> None:
    words = SHIPPED_SPELLER.words(text)
    evidence = SHIPPED_RULES.weigh(words, TODAY)
    assert evidence == SAME_RULES.weigh(words, TODAY)
    assert all(value > 0 for value in evidence.weights.values())
    assert evidence.weights.keys() == evidence.said.keys()


@pytest.mark.parametrize("piece", ["lampu jalan mati ", "jalan ", "😀", "<p>pohon</p>", "a", "gelap mata "])
def test_the_longest_text_is_weighed_too(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert shares(SHIPPED_RULES.weigh(SHIPPED_SPELLER.words(text), TODAY)).keys() <= SHIPPED.sectors.keys()
