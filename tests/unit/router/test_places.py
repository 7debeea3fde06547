"""Where it is, when the complaint leaves no doubt; a wrong place is worse than none."""

import pytest

from services.router.domain.places import Found, PlaceFinder
from shared.directory.model import Directory

WHICH_TAMANSARI = "Tamansari yang mana: di Kecamatan Tegalsari atau Kecamatan Licin?"


@pytest.fixture(scope="module")
def finder(directory: Directory) -> PlaceFinder:
    return PlaceFinder(directory)


@pytest.mark.parametrize(
    ("text", "district", "village"),
    [
        ("Lampu mati di Kemiren", "Glagah", "Kemiren"),
        ("lampu mati di kemiren, dekat balai desa", "Glagah", "Kemiren"),
        ("LAMPU MATI DI DS.KEMIREN!!!", "Glagah", "Kemiren"),
        ("Jalan rusak di kampung anyar", "Glagah", "Kampunganyar"),
        ("Jalan rusak di kecamatan Licin", "Licin", None),
        ("Jalan rusak di Gumuk, kecamatan Licin", "Licin", "Gumuk"),
        ("Jalan rusak di Tamansari kec. Licin", "Licin", "Tamansari"),
        ("Watukebo, Wongsorejo: air mati", "Wongsorejo", "Watukebo"),
        ("Warga desa Kemiren dirujuk ke puskesmas Paspan", "Glagah", "Kemiren"),
        ("Lampu jalan Songgon padam", "Songgon", None),
        ("Lampu di Genteng padam", "Genteng", None),
    ],
)
def test_a_text_that_names_one_place_tells_where_it_is(
    finder: PlaceFinder, text: str, district: str, village: str | None
) -> None:
    assert finder.find(text, None) == Found(district, village)


@pytest.mark.parametrize(
    ("written", "village"),
    [
        ("Kampung Mandar", "Kampungmandar"),
        ("kalibaru wetan", "Kalibaruwetan"),
        ("Kali Baru Manis", "Kalibarumanis"),
        ("gentengkulon", "Genteng Kulon"),
        ("Genteng Kulom", "Genteng Kulon"),
        ("Lemah Bang Dewo", "Lemahbangdewo"),
        ("Poerwoasri", "Purwoasri"),
        ("Wringinredjo", "Wringinrejo"),
        ("Djambesari", "Jambesari"),
        ("Sumberejo", "Sumberrejo"),
        ("Olesari", "Olehsari"),
        ("Jajak", "Jajag"),
        ("Jajjag", "Jajag"),
        ("Serono", None),
        ("Temurjo", "Temurejo"),
        ("Tumenggungan", "Temenggungan"),
        ("dikemiren", "Kemiren"),
    ],
)
def test_a_name_is_known_however_it_is_spelt(finder: PlaceFinder, written: str, village: str | None) -> None:
    found = finder.find(f"air mati, {written}", None)
    assert (found.village, found.question) == (village, None)
    assert found.district


@pytest.mark.parametrize(
    "text",
    [
        "Jalannya licin sekali kalau hujan",
        "jalan desa licin dan berlubang",
        "lantai pasar licin",
        "bareng-bareng warga, di desa bareng-bareng kerja bakti",
        "pohon ketapang tumbang",
        "genteng bocor di sekolah",
        "lampu mati sepanjang jalan",
        "tukang kayu membuang sampah di taman baru",
        "perubahan warna, kedalaman lubang, gambaran umum, pelanggaran, kemaren",
        "Jalan rusak di desa saya",
        "Kemirenan",
    ],
)
def test_an_ordinary_word_is_no_place(finder: PlaceFinder, text: str) -> None:
    assert finder.find(text, None) == Found()


@pytest.mark.parametrize(
    ("text", "district", "village"),
    [
        ("jalan di desa Licin licin", "Licin", "Licin"),
        ("kelurahan pakis", "Banyuwangi", "Pakis"),
        ("kel. Tukang Kayu", "Banyuwangi", "Tukangkayu"),
        ("desa Sepanjang", "Glenmore", "Sepanjang"),
        ("puskesmas licin tutup", "Licin", None),
        ("Puskesmas Sobo tutup", "Banyuwangi", "Sobo"),
        ("atap SDN 2 Pakel rusak", "Licin", "Pakel"),
        ("pasar Genteng kotor", "Genteng", None),
        ("antrean di pelabuhan ketapang", "Kalipuro", "Ketapang"),
    ],
)
def test_an_ordinary_word_is_a_place_where_it_is_said_to_be_one(
    finder: PlaceFinder, text: str, district: str, village: str | None
) -> None:
    assert finder.find(text, None) == Found(district, village)


@pytest.mark.parametrize(
    "text",
    [
        "Jl. Genteng berlubang",
        "di Jalan Padang",
        "jalan raya Jajag - Kemiren rusak",
        "gang Kemiren gelap",
        "Perumahan Kemiren banjir",
        "dusun Sumbersari gelap",
        "RSUD Blambangan antre",
        "Lapangan Blambangan gelap",
        "Kabupaten Wonosobo",
    ],
)
def test_what_is_only_called_after_a_place_is_not_there(finder: PlaceFinder, text: str) -> None:
    assert finder.find(text, None) == Found()


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("Bupati Banyuwangi, tolong", None),
        ("Pemkab Banyuwangi di Kabupaten Banyuwangi", None),
        ("Dinas Pendidikan Banyuwangi", None),
        ("SMKN 1 Banyuwangi", None),
        ("kecamatan Banyuwangi", "Banyuwangi"),
        ("Kec. Bwi", "Banyuwangi"),
        ("di kota Banyuwangi", "Banyuwangi"),
        ("Banyuwangi kota", "Banyuwangi"),
    ],
)
def test_the_regencys_name_is_a_district_only_when_it_is_called_one(
    finder: PlaceFinder, text: str, district: str | None
) -> None:
    assert finder.find(text, None) == Found(district)


def test_a_village_that_shares_its_districts_name_is_told_as_the_district_alone(finder: PlaceFinder) -> None:
    assert finder.find("Jalan rusak di Tegalsari", None) == Found("Tegalsari")
    assert finder.find("Jalan rusak di desa Tegalsari", None) == Found("Tegalsari", "Tegalsari")
    assert finder.find("Jalan rusak di Tegalsari, kec. Tegalsari", None) == Found("Tegalsari", "Tegalsari")


@pytest.mark.parametrize(
    ("text", "district", "question"),
    [
        ("Jalan rusak di Tamansari", None, WHICH_TAMANSARI),
        ("Atap SDN 2 Tamansari rusak", None, WHICH_TAMANSARI),
        (
            "Jalan rusak dari Kemiren ke Songgon",
            None,
            "Kejadiannya di mana: Kemiren (Kecamatan Glagah) atau Kecamatan Songgon?",
        ),
        (
            "Jalan rusak di desa Kemiren kecamatan Songgon",
            None,
            "Kejadiannya di mana: Kemiren (Kecamatan Glagah) atau Kecamatan Songgon?",
        ),
        (
            "Jalan rusak Kemiren sampai Kampung Anyar",
            "Glagah",
            "Kejadiannya di desa atau kelurahan mana di Kecamatan Glagah: Kemiren atau Kampunganyar?",
        ),
        (
            "Kemiren, Songgon, Muncar, Srono, Cluring gelap",
            None,
            "Kejadiannya di desa atau kelurahan mana, dan di kecamatan mana?",
        ),
    ],
)
def test_a_text_that_leaves_a_doubt_is_answered_with_a_question(
    finder: PlaceFinder, text: str, district: str | None, question: str
) -> None:
    assert finder.find(text, None) == Found(district, question=question)


@pytest.mark.parametrize(
    ("text", "village"),
    [
        ("Di desa Kemiren, jalan dari Songgon ke Muncar rusak", "Kemiren"),
        ("Di Kemiren arah Songgon gelap", None),
        ("Di Kemiren, dekat pasar Muncar", "Kemiren"),
    ],
)
def test_the_ends_of_a_way_and_a_facilitys_name_say_less_than_the_place_itself(
    finder: PlaceFinder, text: str, village: str | None
) -> None:
    assert finder.find(text, None).village == village
