"""What the source gives, by name or in degrees, goes before what the text says."""

import pytest

from services.router.domain.places import Found, PlaceFinder, Point
from shared.contracts.complaint import Place
from shared.directory.areas import District, Village
from shared.directory.model import Directory
from tests.builders import with_parts

WHICH_TAMANSARI = "Tamansari yang mana: di Kecamatan Tegalsari atau Kecamatan Licin?"
IN_LICIN = {"latitude": -8.17, "longitude": 114.25}
BETWEEN_TEGALSARI_AND_LICIN = {"latitude": -8.2912, "longitude": 114.1812}


@pytest.fixture(scope="module")
def finder(directory: Directory) -> PlaceFinder:
    return PlaceFinder(directory)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (Place(district="Licin", village="Tamansari"), Found("Licin", "Tamansari")),
        (Place(district="TEGALSARI", village="tamansari"), Found("Tegalsari", "Tamansari")),
        (Place(district="Kec. Licin", village="Ds. Banjar"), Found("Licin", "Banjar")),
        (Place(district="Banyuwangi", village="Kampung Mandar"), Found("Banyuwangi", "Kampungmandar")),
        (Place(district="Licin"), Found("Licin")),
        (Place(district="Licin", note="dekat balai desa Gumuk"), Found("Licin", "Gumuk")),
        (Place(village="Kemiren"), Found("Glagah", "Kemiren")),
        (Place(village="Kemiren RT 2 RW 1"), Found("Glagah", "Kemiren")),
        (Place(note="depan puskesmas Paspan"), Found("Glagah", "Paspan")),
        (Place(village="Tamansari"), Found(question=WHICH_TAMANSARI)),
        (Place(district="Surabaya"), Found("Muncar")),
        (Place(district="-", village=""), Found("Muncar")),
        (Place(district="Surabaya", village="Kemiren"), Found("Glagah", "Kemiren")),
        (
            Place(district="Songgon", village="Kemiren"),
            Found(question="Kejadiannya di mana: Kecamatan Songgon atau Kemiren (Kecamatan Glagah)?"),
        ),
    ],
)
def test_what_the_source_says_goes_before_what_the_text_says(finder: PlaceFinder, place: Place, found: Found) -> None:
    assert finder.find("Jalan rusak di Muncar", place) == found


@pytest.mark.parametrize("text", ["kecamatan Licin", "Tamansari, tepatnya puskesmas Licin"])
def test_a_district_named_anywhere_decides_between_villages_of_one_name(finder: PlaceFinder, text: str) -> None:
    assert finder.find(text, Place(village="Tamansari")) == Found("Licin", "Tamansari")


@pytest.mark.parametrize(
    ("degrees", "inside"),
    [
        (IN_LICIN, True),
        ({"latitude": 0, "longitude": 0}, False),
        ({"latitude": -7.25, "longitude": 112.75}, False),
        ({"latitude": 8.17, "longitude": 114.25}, False),
        ({"latitude": -8.17}, False),
    ],
)
def test_only_a_point_in_the_regency_is_a_point(finder: PlaceFinder, degrees: dict[str, float], inside: bool) -> None:
    assert finder.find("gelap", Place(**degrees)) == Found(point=Point(**degrees) if inside else None)


def test_a_point_near_one_of_two_districts_settles_the_doubt(finder: PlaceFinder) -> None:
    assert finder.find("di Tamansari", Place(**IN_LICIN)) == Found("Licin", "Tamansari", None, Point(**IN_LICIN))


def test_a_point_half_way_between_two_districts_settles_nothing(finder: PlaceFinder) -> None:
    place = Place(**BETWEEN_TEGALSARI_AND_LICIN)
    assert finder.find("di Tamansari", place).question == WHICH_TAMANSARI


def test_a_point_settles_nothing_where_a_centre_is_not_known(directory: Directory) -> None:
    villages = (Village(name="Tamansari", kind="desa"),)
    districts = [District(code=f"35.10.0{number}", name=f"Kec{number}", villages=villages) for number in (1, 2)]
    finder = PlaceFinder(with_parts(directory, districts={district.code: district for district in districts}))
    assert finder.find("Tamansari", Place(**IN_LICIN)).question
