"""Which agency is in charge of what is complained of, on that day; and who of ours holds it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.assignment import assign
from services.router.domain.ownership import owner
from services.router.domain.rules import Rules
from shared.directory.load import build
from shared.directory.model import Directory, Topic
from shared.policy.words import Speller
from tests.builders import LATER, sorted_to
from tests.conftest import shipped
from tests.unit.directory.files import SHIPPED

LOADED = shipped()
SPELLER = Speller(LOADED.spellings)
TODAY = date(2026, 11, 23)
TOWARDS = ("dekat", "arah")

SAID = [
    ("infrastruktur", "jalan-berlubang", "Jalan berlubang di depan pasar", None),
    ("infrastruktur", "jalan-berlubang", "Lubang besar di jalan nasional dekat terminal", "bbpjn"),
    ("infrastruktur", "jalan-berlubang", "Jln nasional akeh lobange, pak", "bbpjn"),
    ("infrastruktur", "jalan-rusak-berat", "Jalur Gumitir amblas", "bbpjn"),
    ("infrastruktur", "jalan-rusak-berat", "Jalan provinsi rusak parah", "pu-bina-marga-jatim"),
    ("infrastruktur", "jalan-rusak-berat", "Jalan desa kami rusak", None),
    ("infrastruktur", "jalan-rusak-berat", "Jalan milik desa rusak", "pemerintah-desa"),
    ("infrastruktur", "jalan-rusak-berat", "Jalan rusak di dekat jalan nasional", None),
    ("infrastruktur", "jalan-berlubang", "Lubang di pertigaan jalan provinsi", None),
    ("infrastruktur", "jembatan", "Jembatan dusun ambrol", None),
    ("infrastruktur", "jalan-rusak-berat", "Jalan antar desa kami rusak", None),
    ("infrastruktur", "jembatan", "Jembatan di jalan negara retak", "bbpjn"),
    ("infrastruktur", "drainase", "Got mampet, airnya ke saluran irigasi", "dpu-pengairan"),
    ("infrastruktur", "kabel-listrik", "Tiang listrik miring", "pln"),
    ("infrastruktur", "kabel-listrik", "Kabel wifi menjuntai", None),
    ("pendidikan", "masuk-sekolah", "Anak saya tidak diterima di SMAN karena sistem", "dindik-jatim"),
    ("pendidikan", "biaya-sekolah", "Iuran komite SMK mahal", "dindik-jatim"),
    ("pendidikan", "sarana-sekolah", "Atap madrasah roboh", "kemenag"),
    ("kesehatan", "jaminan-kesehatan", "Mau turun kelas BPJS", "bpjs-kesehatan"),
    ("kesehatan", "jaminan-kesehatan", "BPJS saya mati", None),
    ("pendidikan", "masuk-sekolah", "Anak saya tidak bisa masuk SMA", "dindik-jatim"),
    ("pendidikan", "biaya-sekolah", "Uang komite sekolah dekat SMA", None),
    ("ketenagakerjaan", "upah", "JHT belum cair", "bpjs-ketenagakerjaan"),
    ("ketenagakerjaan", "upah", "Gaji di bawah UMK", "disnakertrans-jatim"),
    ("ketenagakerjaan", "upah", "Gaji belum dibayar", None),
    ("pariwisata", "tempat-wisata", "Tiket Kawah Ijen mahal", "bbksda-jatim"),
    ("pariwisata", "tempat-wisata", "Sampah di jalan menuju Alas Purwo", None),
    ("pariwisata", "tempat-wisata", "Toilet di Alas Purwo kotor", "tn-alas-purwo"),
    ("pariwisata", "tempat-wisata", "Pungli di Sukamade", "tn-meru-betiri"),
    ("pertanian-perikanan", "nelayan-ikan", "Pelabuhan perikanan Muncar kotor", "dkp-jatim"),
    ("pemerintahan-desa", "layanan-desa", "Nikah di KUA bayar", "kemenag"),
    ("pemerintahan-desa", "layanan-desa", "Surat pengantar nikah untuk KUA lama", None),
    ("ketertiban", "ketenteraman", "Kena penipuan online", "polresta"),
    ("ketertiban", "ketenteraman", "Helm hilang di parkiran", "polresta"),
    ("ketertiban", "ketenteraman", "Motor saya dicuri maling", "polresta"),
    ("ketertiban", "ketenteraman", "Pengamen meresahkan", None),
    ("lainnya", "urusan-umum", "Sertifikat tanah belum jadi", "bpn"),
    ("lainnya", "urusan-umum", "Paspor saya hilang", "imigrasi"),
    ("pajak-retribusi", "pajak-usaha", "Mau bayar pajak kendaraan", "samsat"),
    ("perhubungan", "angkutan-umum", "Kereta terlambat", "kai"),
]


def in_charge(sector: str, topic: str, text: str, day: date = TODAY) -> str | None:
    found = owner(LOADED.sectors[sector].topics[topic], SPELLER.words(text), day, LOADED.likeness.towards)
    return found.agency if found else None


@pytest.mark.parametrize(("sector", "topic", "text", "agency"), SAID)
def test_a_roads_class_and_a_schools_level_say_who_is_in_charge(
    sector: str, topic: str, text: str, agency: str | None
) -> None:
    assert in_charge(sector, topic, text) == agency


def topic_with(*owners: Mapping[str, object]) -> Topic:
    usual = {"slug": "uji", "name": "uji", "agency": "dlh", "liaison": "narahubung-pohon", "resolution": "ringan"}
    return Topic.model_validate({**usual, "words": ["uji"], "examples": ["Uji.", "Diuji."], "owners": owners})


TOLL = {"agency": "bbpjn", "words": ["jalan tol"], "reason": "tol"}
ROAD = {"agency": "dishub", "words": ["jalan"], "reason": "jalan"}
OLD = {**ROAD, "valid_to": "2020-12-31"}
NEW = {**ROAD, "agency": "dlh", "valid_from": "2021-01-01"}


@pytest.mark.parametrize(
    ("owners", "text", "day", "agency"),
    [
        ([TOLL, ROAD], "jalan tol rusak", TODAY, "bbpjn"),
        ([ROAD, TOLL], "jalan tol rusak", TODAY, "bbpjn"),
        ([ROAD, TOLL], "jalan ke jalan tol rusak", TODAY, "dishub"),
        ([TOLL, ROAD], "jalan ke jalan tol rusak", TODAY, "bbpjn"),
        ([OLD, NEW], "jalan", date(2020, 12, 31), "dishub"),
        ([OLD, NEW], "jalan", date(2021, 1, 1), "dlh"),
        ([OLD], "jalan", date(2021, 1, 1), None),
        ([{**TOLL, "valid_to": "2020-12-31"}, ROAD], "jalan tol", TODAY, "dishub"),
        ([TOLL, ROAD], "", TODAY, None),
        ([], "jalan", TODAY, None),
    ],
)
def test_the_first_owner_in_force_whose_words_are_said_is_in_charge(
    owners: list[Mapping[str, object]], text: str, day: date, agency: str | None
) -> None:
    found = owner(topic_with(*owners), text.split(), day, TOWARDS)
    assert (found.agency if found else None) == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("rusak dekat jalan tol", None),
        ("rusak arah jalan tol", None),
        ("jalan tol dekat jalan tol", "bbpjn"),
        ("dekat pasar jalan tol", "bbpjn"),
    ],
)
def test_a_road_that_only_tells_where_it_is_gives_it_to_nobody(text: str, agency: str | None) -> None:
    found = owner(topic_with(TOLL), text.split(), TODAY, TOWARDS)
    assert (found.agency if found else None) == agency


@given(text=st.lists(st.sampled_from(["jalan", "tol", "rusak"])), day=st.dates(date(2019, 1, 1), date(2023, 1, 1)))
def test_no_owner_is_ever_in_charge_on_a_day_it_is_not_in_force(text: list[str], day: date) -> None:
    topic = topic_with(TOLL, OLD, NEW)
    found = owner(topic, text, day, TOWARDS)
    assert found is None or (found in topic.owners and found.holds_on(day))
    assert owner(topic, text, day, TOWARDS) == found


def moved() -> Directory:
    """Street lights belong to Dishub until the end of 2020, and to PU CKPP from then on."""
    old = """
  lampu-jalan-lama:
    name: lampu jalan
    agency: dishub
    liaison: narahubung-rambu
    resolution: normatif
    words: [lpju]
    phrases: [lampu jalan]
    valid_to: 2020-12-31
    examples: [LPJU mati., Lampu jalan mati.]
"""
    new = "  lampu-jalan:\n"
    roads, traffic = "sectors/infrastruktur.yaml", "sectors/perhubungan.yaml"
    return build(
        {
            **SHIPPED,
            "promises.yaml": SHIPPED["promises.yaml"].replace("2025-06-19", "2019-01-01"),
            roads: SHIPPED[roads].replace(new, f"{new}    valid_from: 2021-01-01\n"),
            traffic: SHIPPED[traffic].rstrip() + "\n" + old,
        }
    )


@pytest.mark.parametrize(
    ("admitted_at", "sector", "topic", "agency"),
    [
        (datetime(2020, 12, 31, 16, 59, tzinfo=UTC), "perhubungan", "lampu-jalan-lama", "dishub"),
        (datetime(2020, 12, 31, 17, 0, tzinfo=UTC), "infrastruktur", "lampu-jalan", "dpu-ckpp"),
    ],
)
def test_a_topic_moves_to_another_agency_at_midnight_in_the_regency(
    admitted_at: datetime, sector: str, topic: str, agency: str
) -> None:
    directory = moved()
    words = Speller(directory.spellings).words("Lampu jalan mati")
    weights = Rules(directory).weigh(words, directory.day(admitted_at)).weights
    assert max(weights, key=lambda key: weights[key]) == (sector, topic)
    event = assign(sorted_to(sector, topic=topic, admitted_at=admitted_at), directory, LATER, speed=1)
    assert event.sorting.topic == topic
    assert directory.posts[event.holder.post].agency == agency


@pytest.mark.parametrize(
    ("admitted_at", "sector", "topic", "goes_to"),
    [
        (datetime(2026, 11, 23, tzinfo=UTC), "perhubungan", "lampu-jalan-lama", "lalu-lintas"),
        (datetime(2020, 1, 1, tzinfo=UTC), "infrastruktur", "lampu-jalan", "gedung-ruang-umum"),
    ],
)
def test_a_topic_that_is_not_in_force_gives_way_to_the_one_that_takes_whatever_else_is_the_sectors(
    admitted_at: datetime, sector: str, topic: str, goes_to: str
) -> None:
    directory = moved()
    event = assign(sorted_to(sector, topic=topic, admitted_at=admitted_at), directory, LATER, speed=1)
    assert (event.queue, event.sorting.topic) == (sector, goes_to)
    assert event.holder == directory.holder(directory.sectors[sector].topics[goes_to].liaison)


def test_a_ticket_keeps_the_edition_it_was_sorted_under() -> None:
    event = assign(sorted_to("infrastruktur", topic="lampu-jalan"), LOADED, LATER, speed=1)
    assert event.sorting.edition == "1"
    assert LOADED.edition != "1"


def test_what_is_forwarded_outside_says_why_and_promises_what_we_can_keep() -> None:
    event = assign(sorted_to("infrastruktur", topic="jalan-berlubang", owner="bbpjn"), LOADED, LATER, speed=1)
    assert event.holder == LOADED.holder("pengawal-jalan")
    assert event.state == "routed"
    assert event.reason.startswith(f"{event.sorting.reason}; jalan nasional dirawat pemerintah pusat")
    assert event.reason.endswith("yang berwenang kantor jalan nasional (BBPJN)")
    assert {(promise.clock, promise.track): promise.policy for promise in event.promises} == {
        ("acknowledge", "own"): "kenali",
        ("answer", "own"): "jawab",
        ("answer", "lapor"): "jawab-lapor",
        ("resolution", "own"): "selesai-luar-wewenang",
        ("resolution", "law"): "selesai-peraturan",
    }
    assert {step.post for promise in event.promises for step in promise.steps if step.rung} == {
        *LOADED.agencies["dpu-ckpp"].ladder
    }


@given(data=st.data(), day=st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_whatever_is_complained_of_whenever_a_post_of_the_regency_holds_it_and_a_clock_runs(
    data: st.DataObject, day: date
) -> None:
    sector = data.draw(st.sampled_from(list(LOADED.sectors.values())))
    topic = data.draw(st.sampled_from(list(sector.topics.values())))
    listed = sorted({word for owned in topic.owners for word in owned.words} | {"bolong"})
    text = data.draw(st.lists(st.sampled_from(listed), max_size=5))
    found = owner(topic, [word for words in text for word in words.split()], day, TOWARDS)
    admitted_at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    sorted_so = sorted_to(sector.slug, topic=topic.slug, owner=found.agency if found else None, admitted_at=admitted_at)
    event = assign(sorted_so, LOADED, LATER, speed=1)
    assert not LOADED.agencies[LOADED.posts[event.holder.post].agency].is_outside
    assert any(promise.due_at for promise in event.promises)
