"""Where it is, when the complaint leaves no doubt; a wrong place is worse than none."""

import pytest

from services.router.domain.places import Found, PlaceFinder
from shared.contracts.complaint import Place
from shared.directory.model import Directory, District, Village
from tests.builders import complaint, with_parts


def district(code: str, name: str, *villages: Village) -> District:
    return District(code=code, name=name, villages=villages)


def desa(name: str, *also: str) -> Village:
    return Village(name=name, kind="desa", also=also)


DISTRICTS = (
    district("35.10.15", "Glagah", desa("Kemiren"), desa("Glagah"), desa("Kampunganyar", "Kampung Anyar")),
    district("35.10.23", "Tegalsari", desa("Tegalsari"), desa("Tamansari")),
    district("35.10.24", "Licin", desa("Tamansari"), desa("Gumuk")),
)


@pytest.fixture(scope="module")
def finder(directory: Directory) -> PlaceFinder:
    return PlaceFinder(with_parts(directory, districts={district.code: district for district in DISTRICTS}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lampu mati di Kemiren", Found("Glagah", "Kemiren")),
        ("lampu mati di kemiren, dekat balai desa", Found("Glagah", "Kemiren")),
        ("Jalan rusak di kampung anyar", Found("Glagah", "Kampunganyar")),
        ("Jalan rusak di kecamatan Licin", Found("Licin", None)),
        ("Jalan rusak di Gumuk, kecamatan Licin", Found("Licin", None)),
        ("Jalan rusak dari Kemiren sampai Kampung Anyar", Found("Glagah", None)),
    ],
)
def test_a_text_that_names_one_place_tells_where_it_is(finder: PlaceFinder, text: str, found: Found) -> None:
    assert finder.find(complaint(text=text)) == found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Jalan rusak di Tamansari", "two districts have a village of that name"),
        ("Jalan rusak dari Kemiren sampai Gumuk", "two districts are named"),
        ("Jalan rusak di desa saya", "no place is named"),
        ("Kemirenan", "part of a word is no name"),
    ],
)
def test_a_text_that_leaves_a_doubt_gives_no_place(finder: PlaceFinder, text: str, why: str) -> None:
    assert finder.find(complaint(text=text)) == Found(), why


def test_a_village_that_shares_its_districts_name_is_told_as_the_district_alone(finder: PlaceFinder) -> None:
    assert finder.find(complaint(text="Jalan rusak di Tegalsari")) == Found("Tegalsari", None)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (Place(district="Licin", village="Tamansari"), Found("Licin", "Tamansari")),
        (Place(district="TEGALSARI", village="tamansari"), Found("Tegalsari", "Tamansari")),
        (Place(district="Licin"), Found("Licin", None)),
        (Place(district="Licin", note="dekat balai desa Gumuk"), Found("Licin", "Gumuk")),
        (Place(village="Kemiren"), Found("Glagah", "Kemiren")),
        (Place(village="Tamansari"), Found()),
        (Place(district="Surabaya"), Found()),
        (Place(district="Surabaya", village="Kemiren"), Found("Glagah", "Kemiren")),
    ],
)
def test_what_the_source_says_settles_a_doubt(finder: PlaceFinder, place: Place, found: Found) -> None:
    assert finder.find(complaint(text="Jalan rusak", place=place)) == found


def test_a_village_elsewhere_does_not_move_a_district_the_source_gave(finder: PlaceFinder) -> None:
    said = complaint(text="Jalan rusak menuju Kemiren", place=Place(district="Licin"))
    assert finder.find(said) == Found("Licin", None)


def test_every_ambiguous_village_of_the_regency_gives_no_place(directory: Directory) -> None:
    names = [village.name for district in directory.districts.values() for village in district.villages]
    ambiguous = {name for name in names if names.count(name) > 1}
    real = PlaceFinder(directory)
    assert {"Tamansari", "Watukebo", "Karangrejo"} <= ambiguous
    assert {real.find(complaint(text=f"Jalan rusak di {name}")) for name in ambiguous} == {Found()}
