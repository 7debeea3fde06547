from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.policy.words import Match, Speller, WordFinder, tokens

LAMP = Match("lampu", "lampu jalan", 0, 2)
FINDER = WordFinder(
    [
        ("lampu jalan", "lampu"),
        ("jalan rusak", "jalan"),
        ("jalan", "jalan"),
        ("lampu", "lampu"),
        ("maaf", "maaf"),
        ("dalan", "jalan"),
        ("Smart-Kampung", "aplikasi"),
        ("bpjs", "sehat"),
        ("bpjs", "sosial"),
    ]
)

# text, what of it is found
FOUND = [
    ("Jalan", ["jalan"]),
    ("JALAN!!", ["jalan"]),
    ("jalán", ["jalan"]),
    ("jalaaaan", ["jalan"]),
    ("maaaaf", ["maaf"]),
    ("lampunya", ["lampu"]),
    ("dalane", ["dalan"]),
    ("lampune", ["lampu"]),
    ("dijalan", ["jalan"]),
    ("lampuku", ["lampu"]),
    ("lampu2", ["lampu"]),
    ("jalan-jalan", ["jalan", "jalan"]),
    ("jalan, rusak", ["jalan rusak"]),
    ("smart kampung", ["Smart-Kampung"]),
    ("smartkampung", []),
    ("jalanan", []),
    ("perjalanan", []),
    ("maf", []),
    ("", []),
    ("!?", []),
]


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_whole_words_are_found_however_they_are_typed(text: str, words: list[str]) -> None:
    assert [match.words for match in FINDER.find(text)] == words


def test_a_word_inside_a_longer_match_is_not_found_by_itself() -> None:
    assert FINDER.find("lampu jalan") == (LAMP,)


def test_of_two_phrases_that_share_a_word_both_are_found() -> None:
    assert FINDER.find("lampu jalan rusak") == (LAMP, Match("jalan", "jalan rusak", 1, 3))


def test_a_word_listed_with_two_keys_is_found_with_both() -> None:
    assert [match.key for match in FINDER.find("bpjs")] == ["sehat", "sosial"]


def test_a_match_says_where_it_stands() -> None:
    assert FINDER.find("Pak, ada lampu jalan mati") == (Match("lampu", "lampu jalan", 2, 4),)


def test_a_mapping_lists_words_too() -> None:
    assert WordFinder({"kebakaran": 1}).find("Kebakaran!") == (Match(1, "kebakaran", 0, 1),)


def test_a_listing_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="holds no word"):
        WordFinder({"...": 1})


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for match in FINDER.find(text):
        assert 0 <= match.start < match.end <= len(tokens(text))


@given(st.lists(st.sampled_from(["lampu", "jalan", "rusak", "mati"]), max_size=12))
def test_every_listed_phrase_is_found_wherever_it_stands(words: list[str]) -> None:
    matches = FINDER.find(" ".join(words))
    for start, pair in enumerate(pairwise(words)):
        phrase = " ".join(pair)
        if phrase in {"lampu jalan", "jalan rusak"}:
            assert any((match.words, match.start) == (phrase, start) for match in matches)


SPELLER = Speller({"jalan": ("jln", "dalan"), "tidak": ("gak", "ndak"), "saya": ()})

# text, its words
READ = [
    ("Jln rusak, gak diperbaiki!", ["jalan", "rusak", "tidak", "diperbaiki"]),
    ("jalannnn jlnnnn", ["jalan", "jalan"]),
    ("gakkk", ["tidak"]),
    ("haaaalo", ["haaaalo"]),
    ("dalane didalan jalannya", ["jalan", "jalan", "jalannya"]),
    ("jlnku", ["jlnku"]),
    ("DALAN-dalan", ["jalan", "jalan"]),
    ("saya saya", ["saya", "saya"]),
    ("<b>jln</b> 😀 路", ["b", "jalan", "b"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "words"), READ)
def test_a_speller_reads_each_word_in_its_listed_spelling_and_leaves_out_none(text: str, words: list[str]) -> None:
    assert SPELLER.words(text) == words


def test_words_already_split_are_found_like_the_text_they_came_from() -> None:
    text = "lampune dijalan, jalaaan rusak"
    assert FINDER.find_in(tokens(text)) == FINDER.find(text) != ()


@given(st.text())
def test_a_speller_reads_any_text_word_for_word(text: str) -> None:
    assert len(SPELLER.words(text)) == len(tokens(text))


@given(st.text())
def test_reading_what_was_read_changes_nothing(text: str) -> None:
    words = SPELLER.words(text)
    assert SPELLER.words(" ".join(words)) == words
