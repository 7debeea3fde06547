"""A village called like an ordinary word is found, asked about or left alone, by the words beside it."""

import pytest

from services.router.domain.place_text import PlaceText
from services.router.domain.places import Found, PlaceFinder
from shared.contracts.complaint import Place
from shared.directory.model import Directory

VILLAGES = {
    "Cluring": ["Tampo"],
    "Singojuruh": ["Cantuk", "Kemiri"],
    "Rogojampi": ["Bubuk", "Gitik"],
    "Kabat": ["Bareng", "Bunder", "Tambong"],
    "Banyuwangi": ["Pakis", "Sobo", "Lateng"],
    "Giri": ["Grogol"],
    "Wongsorejo": ["Bengkak"],
    "Songgon": ["Balak", "Bayu"],
    "Kalipuro": ["Ketapang", "Kelir"],
    "Licin": ["Gumuk", "Banjar", "Pakel"],
}
USUALLY_OTHERS = {"Muncar": "Blambangan", "Glenmore": "Sepanjang", "Singojuruh": "Padang"}
FOUND = [(district, village) for district, villages in VILLAGES.items() for village in villages]
ALL = [*FOUND, *USUALLY_OTHERS.items()]


@pytest.fixture(scope="module")
def finder(directory: Directory) -> PlaceFinder:
    return PlaceFinder(directory)


@pytest.mark.parametrize(("district", "village"), FOUND)
@pytest.mark.parametrize("at", ["di", "Di", "ning", "nong", "ring", "daerah", "wilayah"])
def test_after_a_preposition_it_is_the_village(finder: PlaceFinder, at: str, district: str, village: str) -> None:
    for name in (village, village.lower(), village.upper()):
        assert finder.find(f"lampu padam {at} {name}, sudah lama", None) == Found(district, village)


@pytest.mark.parametrize(("district", "village"), USUALLY_OTHERS.items())
def test_what_is_more_often_something_else_is_asked(finder: PlaceFinder, district: str, village: str) -> None:
    asked = Found(question=f"Apakah yang dimaksud {village} (Kecamatan {district})?")
    assert finder.find(f"lampu padam di {village}", None) == asked
    assert finder.find(f"lampu padam di {village.lower()}", None) == asked


@pytest.mark.parametrize(("district", "village"), ALL)
@pytest.mark.parametrize("pattern", ["{} {}", "{}, {}", "di {} {}", "Dusun Krajan, {}, {}", "warga {} ({})"])
def test_beside_its_district_it_is_the_village(finder: PlaceFinder, pattern: str, district: str, village: str) -> None:
    assert finder.find(pattern.format(village, district), None).village == village


@pytest.mark.parametrize(("district", "village"), ALL)
def test_where_only_a_capital_letter_speaks_for_it_the_citizen_is_asked(
    finder: PlaceFinder, district: str, village: str
) -> None:
    asked = f"Apakah yang dimaksud {village} (Kecamatan {district})?"
    assert finder.find(f"warga {village} butuh air", None) == Found(question=asked)
    assert finder.find(f"Kec. {district}. Lalu warga {village} butuh air", None) == Found(district, question=asked)
    assert finder.find(f"warga {village} butuh air", Place(district=district)) == Found(district, question=asked)
    assert finder.find(f"Kec. Muncar. Lalu warga {village} butuh air", None).village is None


@pytest.mark.parametrize("district", ["Genteng", "Giri", "Licin"])
def test_a_district_is_known_by_its_preposition_too(finder: PlaceFinder, district: str) -> None:
    assert finder.find(f"jalan rusak di {district.lower()}", None) == Found(district)
    asked = Found(question=f"Apakah yang dimaksud Kecamatan {district}?")
    assert finder.find(f"warga {district} mengeluh", None) == asked


@pytest.mark.parametrize(
    ("text", "district", "village"),
    [
        ("air mati di Sobo, Banyuwangi", "Banyuwangi", "Sobo"),
        ("DI SOBO BANYUWANGI LAMPU MATI", "Banyuwangi", "Sobo"),
        ("Pakel Licin", "Licin", "Pakel"),
        ("warga pakel licin kesulitan air", "Licin", "Pakel"),
        ("Dusun Krajan, Tampo, Cluring", "Cluring", "Tampo"),
        ("banjir di Gitik Rogojampi", "Rogojampi", "Gitik"),
        ("Tamansari, Licin", "Licin", "Tamansari"),
        ("Tamansari Licin", "Licin", "Tamansari"),
        ("lampu padam di tamansari licin", "Licin", "Tamansari"),
        ("Tamansari Tegalsari", "Tegalsari", "Tamansari"),
        ("sampah menumpuk di Rogojampi dan Gitik", "Rogojampi", "Gitik"),
        ("di Licin, Banjar, tiang miring", "Licin", "Banjar"),
        ("lampune mati ning pakel", "Licin", "Pakel"),
        ("tiang roboh dipakel", "Licin", "Pakel"),
        ("selokan mampet di Sepanjang, Glenmore", "Glenmore", "Sepanjang"),
        ("antre lama, jalan dari rogojampi ke Ketapang macet", None, None),
        ("di Kali Baru air mati", "Kalibaru", None),
        ("pipa bocor di Genteng bagian timur", "Genteng", None),
        ("Pak, lampu di Bayu padam", "Songgon", "Bayu"),
        ("jembatan di Grogol, Giri retak", "Giri", "Grogol"),
    ],
)
def test_addresses_with_an_ordinary_name_are_read(
    finder: PlaceFinder, text: str, district: str | None, village: str | None
) -> None:
    found = finder.find(text, None)
    assert (found.district, found.village) == (district, village)
    assert bool(found.question) == (district is None)


@pytest.mark.parametrize(
    "text",
    [
        "motor tergelincir di jalan licin",
        "parkir di bawah pohon ketapang",
        "ular bersarang di genteng rumah",
        "kucing naik ke genteng",
        "sampah berserakan di sepanjang jalan",
        "Lampu mati di Sepanjang Jalan utama",
        "kambing merumput di padang rumput",
        "tumpahan di licin sekali tadi pagi",
        "warga gotong royong bareng pemuda",
        "warung padang buang limbah",
        "buah kemiri berjatuhan",
        "kaki bengkak karena jatuh",
        "kopi bubuk palsu dijual",
        "jamur di daun Pakis",
        "Jalan Bayu berlubang",
        "Pohon Ketapang Tumbang Menutup Jalan",
        "air keruh di taman baru",
        "lantai licin-licin",
    ],
)
def test_an_ordinary_word_stays_one(finder: PlaceFinder, text: str) -> None:
    assert finder.find(text, None) == Found()


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("di Genteng rumah warga banjir", "Apakah yang dimaksud Kecamatan Genteng?"),
        ("di Taman Baru gelap", "Apakah yang dimaksud Tamanbaru (Kecamatan Banyuwangi)?"),
        ("PJU Pakel mati", "Apakah yang dimaksud Pakel (Kecamatan Licin)?"),
        (
            "warga Pakel bertemu warga Gitik",
            "Apakah yang dimaksud Pakel (Kecamatan Licin) atau Gitik (Kecamatan Rogojampi)?",
        ),
        (
            "warga Pakel, warga Gitik, warga Sobo, warga Tampo, warga Bubuk",
            "Kejadiannya di desa atau kelurahan mana, dan di kecamatan mana?",
        ),
        ("jalan di tamansari licin", "Tamansari yang mana: di Kecamatan Tegalsari atau Kecamatan Licin?"),
    ],
)
def test_a_doubt_is_asked(finder: PlaceFinder, text: str, question: str) -> None:
    assert finder.find(text, None) == Found(question=question)


def test_a_letter_that_becomes_several_small_ones_does_not_shift_the_capital_letters() -> None:
    assert not PlaceText("Straße di Pakel").is_capital(3)
    assert PlaceText("café Pakel").is_capital_inside(1)
    assert not PlaceText("Selesai. Pakel").is_capital_inside(1)
