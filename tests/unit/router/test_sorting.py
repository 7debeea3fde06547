"""Which queue a complaint belongs to, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.sorting import ENOUGH, Sorter
from shared.contracts.sorted import Sorting
from shared.contracts.words import EMERGENCY, TRIAGE
from shared.directory.model import Directory, Sector, Topic
from tests.builders import complaint, with_parts


def topic(slug: str, words: tuple[str, ...], phrases: tuple[str, ...]) -> Topic:
    post, examples = f"narahubung-{slug}", ("contoh satu", "contoh dua")
    kept = {"name": slug, "agency": "dpu-ckpp", "liaison": post, "resolution": "normatif", "examples": examples}
    return Topic.model_validate({**kept, "slug": slug, "words": words, "phrases": phrases})


def sector(slug: str, *topics: Topic) -> Sector:
    return Sector(slug=slug, name=slug, topics={topic.slug: topic for topic in topics})


LAMP = topic("lampu-jalan", ("lampu", "pju"), ("lampu jalan", "lampu jalan mati"))
HOLE = topic("jalan-berlubang", ("berlubang", "lubang"), ("jalan berlubang",))
WASTE = topic("sampah", ("sampah", "bau"), ("tumpukan sampah",))
PARKING = topic("parkir", ("parkir", "juru"), ("juru parkir",))
SECTORS = (sector("infrastruktur", LAMP, HOLE), sector("lingkungan", WASTE), sector("perhubungan", PARKING))
LISTED = sorted({words for each in (LAMP, HOLE, WASTE, PARKING) for words in (*each.words, *each.phrases)})


@pytest.fixture(scope="module")
def small(directory: Directory) -> Directory:
    return with_parts(directory, sectors={sector.slug: sector for sector in SECTORS})


@pytest.fixture(scope="module")
def sorter(small: Directory) -> Sorter:
    return Sorter(small)


def sort(sorter: Sorter, text: str, **change: str) -> Sorting:
    return sorter.sort(complaint(text=text, **change))


@pytest.mark.parametrize(
    ("text", "queue", "topic"),
    [
        ("Lampu jalan mati sejak Jumat.", "infrastruktur", "lampu-jalan"),
        ("PJU di gang kami padam", "infrastruktur", "lampu-jalan"),
        ("Ada LUBANG besar, jalan berlubang!!", "infrastruktur", "jalan-berlubang"),
        ("Tumpukan sampah di tepi sungai, bau sekali", "lingkungan", "sampah"),
        ("Juru parkir minta lebih", "perhubungan", "parkir"),
    ],
)
def test_a_complaint_whose_words_agree_goes_to_their_topic(sorter: Sorter, text: str, queue: str, topic: str) -> None:
    sorting = sort(sorter, text)
    assert (sorting.queue, sorting.sector, sorting.topic) == (queue, queue, topic)
    assert sorting.confidence == 1
    assert sorting.reason.startswith("karena kata “")


def test_a_phrase_says_more_than_a_word_of_another_sector(sorter: Sorter) -> None:
    sorting = sort(sorter, "Lampu jalan mati dekat tempat parkir")
    assert (sorting.queue, sorting.topic) == ("infrastruktur", "lampu-jalan")
    assert ENOUGH < sorting.confidence < 1


@pytest.mark.parametrize("text", ["sampah di tempat parkir", "parkir, sampah", "Sampah, sampah, SAMPAH! Dan parkir."])
def test_a_complaint_that_may_belong_to_two_sectors_goes_to_triage_and_says_between_which(
    sorter: Sorter, text: str
) -> None:
    sorting = sort(sorter, text)
    assert (sorting.queue, sorting.sector, sorting.topic) == (TRIAGE, None, None)
    assert sorting.confidence < ENOUGH
    assert "lingkungan" in sorting.reason
    assert "perhubungan" in sorting.reason


def test_two_topics_of_one_sector_are_no_reason_for_triage(sorter: Sorter) -> None:
    sorting = sort(sorter, "Lampu mati dan jalan berlubang")
    assert (sorting.queue, sorting.topic, sorting.confidence) == ("infrastruktur", "jalan-berlubang", 1)


@pytest.mark.parametrize("text", ["Mohon bantuannya, terima kasih.", "asdf", "lampion", "1234 !!"])
def test_a_complaint_without_any_listed_word_goes_to_triage(sorter: Sorter, text: str) -> None:
    sorting = sort(sorter, text)
    assert (sorting.queue, sorting.sector, sorting.topic, sorting.confidence) == (TRIAGE, None, None, 0)
    assert sorting.reason == "belum ada kata yang menunjuk ke satu urusan"


@pytest.mark.parametrize(("text", "topic"), [("Lampu jalan terbakar", "lampu-jalan"), ("Tolong, cepat", None)])
def test_an_emergency_goes_to_its_own_queue_and_keeps_what_is_known_of_it(
    sorter: Sorter, text: str, topic: str | None
) -> None:
    sorting = sort(sorter, text, urgency="emergency", urgency_reason="menyebut keadaan darurat: terbakar")
    assert (sorting.queue, sorting.topic) == (EMERGENCY, topic)
    assert sorting.reason == "menyebut keadaan darurat: terbakar"


def test_an_old_complaint_is_sorted_like_a_new_one(sorter: Sorter) -> None:
    text = "Lampu jalan mati sejak Jumat."
    assert sort(sorter, text, urgency="backlog") == sort(sorter, text)


def test_it_says_under_which_edition_it_was_sorted(sorter: Sorter, small: Directory) -> None:
    assert sort(sorter, "lampu jalan").edition == small.edition


TEXTS = st.lists(st.sampled_from([*LISTED, "di", "depan", "pasar", "mohon"]), max_size=12).map(" ".join)


@given(text=TEXTS)
def test_the_same_text_and_directory_give_the_same_answer_whatever_the_order_of_the_files(
    small: Directory, text: str
) -> None:
    turned = with_parts(small, sectors={sector.slug: sector for sector in reversed(SECTORS)})
    assert sort(Sorter(small), text) == sort(Sorter(turned), text)


@given(text=TEXTS)
def test_capitals_and_punctuation_change_nothing(sorter: Sorter, text: str) -> None:
    assert sort(sorter, f"  {text.upper()} ... ") == sort(sorter, text)


@given(text=TEXTS)
def test_saying_it_twice_changes_nothing(sorter: Sorter, text: str) -> None:
    assert sort(sorter, f"{text} lalu {text}").queue == sort(sorter, text).queue


@given(text=TEXTS)
def test_below_enough_confidence_it_is_triage_and_above_it_is_not(sorter: Sorter, text: str) -> None:
    sorting = sort(sorter, text)
    assert (sorting.queue == TRIAGE) is (sorting.confidence < ENOUGH)
    assert (sorting.sector is None) is (sorting.queue == TRIAGE)
