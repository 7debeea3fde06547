"""Names of other regencies' places and of people are no place here."""

import pytest

from services.router.domain.places import Found, PlaceFinder
from shared.directory.model import Directory


@pytest.fixture(scope="module")
def finder(directory: Directory) -> PlaceFinder:
    return PlaceFinder(directory)


@pytest.mark.parametrize(
    "text",
    [
        "Sumbersari jember",
        "Tegalsari Surabaya",
        "saya tinggal di Tegalsari, Kota Surabaya",
        "Kelurahan Tegalsari, Kec. Tegalsari, Surabaya",
        "Kecamatan Sumbersari Kabupaten Jember",
        "di Genteng, Surabaya",
        "rumah saya di Sidodadi (Malang)",
        "KTP saya Tegalrejo Jogja",
        "Kertosari, Kab. Lumajang",
    ],
)
def test_a_name_right_before_a_town_elsewhere_is_there(finder: PlaceFinder, text: str) -> None:
    assert finder.find(text, None) == Found()


@pytest.mark.parametrize(
    "word",
    [
        *("Purwosari", "purwosari", "Kedungsari", "Tegalasri", "Kertasari", "Sukamaju", "Sumberasih", "Mangunsari"),
        *("Karangmulya", "Purwadadi", "Pesanggrahan", "Tambakreja"),
    ],
)
def test_a_real_name_elsewhere_is_no_typing_error(finder: PlaceFinder, word: str) -> None:
    assert finder.find(f"lampu padam di {word}", None) == Found()


@pytest.mark.parametrize(
    "title",
    [
        *("pak", "Pak", "bu", "Bapak", "ibu", "mas", "mbak", "mbok", "kang", "cak", "sdr.", "Sdr", "saudara", "haji"),
        "H.",
    ],
)
@pytest.mark.parametrize("name", ["Bayu", "bayu", "Giri", "Kemiren"])
def test_people_are_not_places(finder: PlaceFinder, title: str, name: str) -> None:
    assert finder.find(f"sudah lapor ke {title} {name}", None) == Found()
    assert finder.find(f"sudah lapor ke {title} {name}, di Gintangan", None) == Found("Blimbingsari", "Gintangan")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("petugasnya Pak Agus Bayu", Found()),
        ("tolong Pak, Kemiren gelap", Found("Glagah", "Kemiren")),
        ("Bu, di Kemiren gelap", Found("Glagah", "Kemiren")),
        ("Pak Camat Glenmore, tolong", Found("Glenmore")),
        ("Bu Kades Pakel, tolong", Found("Licin", "Pakel")),
    ],
)
def test_an_office_and_a_form_of_address_leave_the_place(finder: PlaceFinder, text: str, found: Found) -> None:
    assert finder.find(text, None) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("saya orang Jember lewat Kalibaru", Found(question="Apakah yang dimaksud Kecamatan Kalibaru?")),
        ("saya orang Jember lewat Kalibaru, jalan di Glenmore rusak", Found("Glenmore")),
        ("bus dari Jember, di Kalibaru mogok", Found("Kalibaru")),
        ("jalan berlubang di jalur Kalibaru Jember", Found("Kalibaru")),
        ("tiap hari lewat Kalibaru jalannya rusak", Found("Kalibaru")),
        ("tiap hari lewat Kalibaru, di Sempu jalannya rusak", Found("Sempu")),
        ("di Muncar. Surabaya saja bisa", Found("Muncar")),
    ],
)
def test_a_place_only_passed_says_little(finder: PlaceFinder, text: str, found: Found) -> None:
    assert finder.find(text, None) == found
