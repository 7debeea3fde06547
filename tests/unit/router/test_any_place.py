"""Whatever people write: every name is found, nothing is found where no name is, and a doubt is asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.router.domain.place_names import LONG, is_near
from services.router.domain.places import Found, PlaceFinder
from shared.contracts.complaint import Place
from shared.directory.areas import District, Village, glued
from tests.conftest import shipped

REGENCY = shipped()
FINDER = PlaceFinder(REGENCY)
DISTRICTS = tuple(REGENCY.districts.values())
VILLAGES = [(district, village) for district in DISTRICTS for village in district.villages]
SPELLINGS = [(district, name, spelt) for district in DISTRICTS for spelt, name in district.spellings() if name]
TWICE = {village.name for _, village in VILLAGES if [other.name for _, other in VILLAGES].count(village.name) > 1}
NAMES = {spelt for district in DISTRICTS for spelt, _ in district.spellings()}
LOOK_ALIKES = {glued(word) for district in DISTRICTS for word in district.look_alikes}

NOISE = st.sampled_from(["lampu mati", "tolong", "sudah lama", "jalan berlubang", "terima kasih", "air keruh", "RT 02"])
MARKS = st.sampled_from([" ", ", ", ". ", " - ", ": ", "!! ", " / ", "\n"])
CASES = st.sampled_from([str, str.upper, str.lower, str.title])
VILLAGE_TITLES = st.sampled_from(["desa", "Ds.", "kelurahan", "Kel.", "kantor desa", "balai desa", "warga desa"])
DISTRICT_TITLES = st.sampled_from(["kecamatan", "Kec.", "camat"])


@given(st.sampled_from(SPELLINGS), VILLAGE_TITLES, DISTRICT_TITLES, NOISE, NOISE, MARKS, CASES)
def test_every_village_is_found_by_every_spelling(
    listed: tuple[District, str, str], desa: str, kec: str, before: str, after: str, mark: str, case: type[str]
) -> None:
    district, village, spelt = listed
    text = f"{before}{mark}di {desa} {spelt}{mark}{kec} {district.name}{mark}{after}"
    assert FINDER.find(case(text), None) == Found(district.name, village)


@given(st.sampled_from(DISTRICTS), DISTRICT_TITLES, NOISE, MARKS, CASES)
def test_every_district_is_found(district: District, kec: str, noise: str, mark: str, case: type[str]) -> None:
    assert FINDER.find(case(f"{noise}{mark}{kec} {district.name}{mark}{noise}"), None) == Found(district.name)


@given(st.sampled_from([listed for listed in VILLAGES if len(glued(listed[1].name)) >= LONG]), st.data())
def test_a_long_name_is_found_wherever_it_is_parted(listed: tuple[District, Village], data: st.DataObject) -> None:
    district, village = listed
    letters = glued(village.name)
    at = data.draw(st.integers(min_value=4, max_value=len(letters) - 3))
    text = f"desa {letters[:at]} {letters[at:]} kecamatan {district.name}"
    assert FINDER.find(text, None) == Found(district.name, village.name)


# A village that bears its district's name is not asked for where the district is named anyway.
LONG_ONES = [(district, village) for district, village in VILLAGES if len(glued(village.name)) >= LONG]
OF_THEIR_OWN = [(district, village) for district, village in LONG_ONES if village.name != district.name]


@given(st.sampled_from(OF_THEIR_OWN), st.data())
def test_a_wrong_letter_in_a_long_name_is_mended_or_asked_about(
    listed: tuple[District, Village], data: st.DataObject
) -> None:
    district, village = listed
    letters = glued(village.name)
    at = data.draw(st.integers(min_value=0, max_value=len(letters) - 1))
    typed = letters[:at] + data.draw(st.sampled_from(["", *"aeiouknrst"])) + letters[at + 1 :]
    found = FINDER.find(f"di desa {typed} kecamatan {district.name}", None)
    assert found.village == village.name or typed in LOOK_ALIKES or found.question or is_of_two(typed)


def is_of_two(typed: str) -> bool:
    """Whether a word is one wrong letter away from more than one name."""
    return len({name for name in NAMES if is_near(typed, glued(name))}) > 1


@given(st.lists(st.sampled_from([*"bcdfghjklmnp", " ", "xy", "qu", "."]), max_size=60).map("".join))
def test_a_text_without_a_name_finds_nothing(text: str) -> None:
    assert FINDER.find(text, None) == Found()


PHRASES = st.sampled_from(
    [*sorted(NAMES), "desa", "kec.", "dari", "ke", "jalan", "pasar", "SDN 1", "dan", "kota", "di"]
)
TEXTS = st.lists(PHRASES, max_size=12).map(" ".join)
PLACES = st.builds(
    Place,
    district=st.none() | TEXTS.map(lambda text: text[:200]),
    village=st.none() | TEXTS.map(lambda text: text[:200]),
    note=st.none() | TEXTS.map(lambda text: text[:200]),
    latitude=st.none() | st.floats(-90, 90),
    longitude=st.none() | st.floats(-180, 180),
)


@settings(max_examples=300)
@given(TEXTS | st.text(), st.none() | PLACES)
def test_a_village_is_never_told_outside_its_district(text: str, place: Place | None) -> None:
    found = FINDER.find(text, place)
    assert found.village is None or (found.district, found.village) in {(d.name, v.name) for d, v in VILLAGES}


@settings(max_examples=300)
@given(TEXTS | st.text(), st.none() | PLACES)
def test_what_is_asked_is_not_told(text: str, place: Place | None) -> None:
    found = FINDER.find(text, place)
    assert not (found.question and found.village)


@given(TEXTS, st.none() | PLACES)
def test_the_same_words_are_always_the_same_place(text: str, place: Place | None) -> None:
    assert FINDER.find(text, place) == PlaceFinder(REGENCY).find(text, place)


@pytest.mark.parametrize(("district", "village"), VILLAGES, ids=lambda part: part.name)
def test_a_question_is_asked_about_those_names_that_are_borne_twice(district: District, village: Village) -> None:
    found = FINDER.find(f"lampu mati di desa {village.name}", None)
    assert bool(found.question) == (village.name in TWICE)
    assert found.district == (None if found.question else district.name)


def test_three_names_are_borne_twice() -> None:
    assert {"Tamansari", "Watukebo", "Karangrejo"} == TWICE


@pytest.mark.parametrize("text", ["", "🙏🙏🙏", "a" * 20_000, "desa " * 4_000, "kali " * 4_000, "<b>di</b> {}", "ﬁ½İ"])
def test_strange_texts_name_no_place(text: str) -> None:
    assert FINDER.find(text, None) == Found()
