"""What is taken out of a text, and what stays."""

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.masking import mask, mask_place
from shared.contracts.complaint import Place

WORDS = "lampu jalan di depan balai desa mati sejak tiga malam tolong segera dicek"
LONGEST_TEXT = 20_000
PATIENCE = 0.05


@pytest.mark.parametrize(
    "phone",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "0812.3456.7890",
        "081 234 567 890",
        "08 1234567890",
        "0 8 1 2 3 4 5 6 7 8 9 0",
        "+6281234567890",
        "+62 812 3456 7890",
        "+62812-3456-7890",
        "+62 (0)812 3456 7890",
        "6281234567890",
        "62 812 3456 7890",
        "006281234567890",
        "(0333) 412345",
        "0333-412345",
        "0333/412345",
        "+60 12 345 6789",
        "+62 812\u20113456\u20117890",
        "0812\u00a03456\u00a07890",
    ],
)
@pytest.mark.parametrize("sentence", ["Telp {} ya", "hubungi:{}.", "WA {}, terima kasih", "{}", "RT 03 {}", "1. {}"])
def test_a_phone_number_is_masked_however_it_is_written(phone: str, sentence: str) -> None:
    assert mask(sentence.format(phone)) == sentence.format("[nomor telepon]")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("NIK 3510011205900001", "NIK [NIK]"),
        ("NIK: 3510 0112 0590 0001.", "NIK: [NIK]."),
        ("nik 351001 120590 0001", "nik [NIK]"),
        ("35.10.01.120590.0001", "[NIK]"),
        ("KK 3510011205900002 dan KTP 3510011205900001", "KK [NIK] dan KTP [NIK]"),
        ("rekening 1234567890", "rekening [nomor]"),
        ("rekening 0021-01-123456-50-1", "rekening [nomor]"),
        ("rekening 1234 5678 9012", "rekening [nomor]"),
        ("NPWP 01.234.567.8-901.000", "NPWP [nomor]"),
        ("\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff10", "[nomor]"),
        ("surel a.b+c@d-e.example ya", "surel [surel] ya"),
        ("o'brien@x.example", "[surel]"),
        ("nama @ contoh.example", "[surel]"),
        ("mobil P 1234 AB hitam", "mobil [pelat] hitam"),
        ("p1234ab, AE-4567-KL, dk 123 xy, P 12 AB", "[pelat], [pelat], [pelat], [pelat]"),
        ("0812-3456-7890/0813-4567-8901", "[nomor telepon]/[nomor telepon]"),
        ("0812 3456 7890 0813 4567 8901", "[nomor telepon] [nomor telepon]"),
        ("Rp 500.000 ke 081234567890", "Rp 500.000 ke [nomor telepon]"),
        ("no.5-0812 3456 7890", "no.5-[nomor telepon]"),
        ("1.081234567890", "[nomor]"),
        ("https://wa.me/6281234567890", "https://wa.me/[nomor telepon]"),
    ],
)
def test_what_leads_to_a_person_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "RT 03 RW 05, km 5, No. 12, kode pos 68411",
        "RT 003/012 68411",
        "tanggal 23-11-2026 pukul 08.30",
        "23/11/2026, 23 November 2026, 2026-11-23 08:00",
        "dari 23-11-2026 - 25-11-2026",
        "tgl 08 10 2026 jam 08.00-16.00 WIB",
        "12/10/2026 - 15/10/2026",
        "tahun 2019-2024, 2024 2025 2026",
        "Rp 500.000, Rp1500000000, Rp 3.500.000.000.000",
        "anggaran 1.500.000.000 untuk 12.000 warga",
        "-8.219233, 114.369227",
        "telepon 112, 3 x 24 jam, 15 rumah, 0,5 ha",
        "05 06 07 08 09",
        "Blok B 12 A, Blok D 12 RT 03 RW 01, A 5 KG",
        "rapat @ balai desa",
        "P3K, BP2MI, s/d 26 Nop, rumah E 3 dan E17, dr 2019 ke 2020",
        "Jalan Letjen S. Parman 1-3",
    ],
)
def test_ordinary_numbers_stay(text: str) -> None:
    assert mask(text, "Nama Pelapor") == text


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [
        ("Siti Aminah", "saya Siti Aminah", "saya [nama]"),
        ("Siti Aminah", "SITI! siti, Aminah; aminah siti", "[nama]! [nama]; [nama] [nama]"),
        ("Siti Aminah", "saya sitiaminah, siti_aminah, Siti-Aminah", "saya [nama], [nama], [nama]"),
        ("Siti Aminah", "s i t i", "[nama]"),
        ("Abdurrahman", "saya Abdur Rahman", "saya [nama]"),
        ("Nur Hidayat", "saya Nurhidayat", "saya [nama]"),
        ("Ma'ruf", "Ma'ruf, Maruf, ma\u2019ruf", "[nama], [nama], [nama]"),
        ("Ibu Siti, S.Pd.", "Ibu siti", "Ibu [nama]"),
        ("Siti", "situasi, sitinjau", "situasi, sitinjau"),
        ("Al Bo", "al bo", "al bo"),
        ("Dewi", "_Dewi_ *Dewi* dewi123", "_[nama]_ *[nama]* [nama]123"),
        ("Warga Desa", "warga desa mengeluh", "warga desa mengeluh"),
        ("", "tanpa nama", "tanpa nama"),
        ("123 -", "tanpa nama", "tanpa nama"),
    ],
)
def test_the_own_name_is_masked_as_whole_words(name: str, text: str, masked: str) -> None:
    assert mask(text, name) == masked


letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=12).filter(lambda word: word not in WORDS)
separators = st.sampled_from(["", " ", "-", "."])


@st.composite
def seeded(draw: st.DrawFn) -> tuple[str, str, str]:
    """A reporter's name, a text that holds it and numbers of theirs, and the digits that may not survive."""
    joint = draw(separators)
    tail = draw(st.text("0123456789", min_size=8, max_size=9))
    prefix = draw(st.sampled_from(["08", "+628", "628"]))
    phone = prefix + tail[0:2] + joint + tail[2:6] + joint + tail[6:]
    nik = draw(st.text("123456789", min_size=16, max_size=16))
    spaced = draw(st.sampled_from([nik, " ".join((nik[:4], nik[4:8], nik[8:12], nik[12:]))]))
    name = draw(letters)
    email = f"{draw(letters)}.{name}@{draw(letters)}.example"
    seeds = draw(st.permutations([phone, spaced, name.upper(), email]))
    between = draw(st.lists(st.sampled_from(WORDS.split()), min_size=5, max_size=5))
    text = " ".join(part for pair in zip(between, [*seeds, ""], strict=True) for part in pair)
    return name, text, tail + " " + nik


@given(seeded())
def test_no_seeded_identity_survives(given_: tuple[str, str, str]) -> None:
    name, text, secrets = given_
    masked = mask(text, name)
    assert name not in masked.lower()
    assert "@" not in masked
    assert re.search(r"\d", masked) is None, secrets


@given(st.text(max_size=300), st.text(max_size=40))
def test_masking_leaves_no_long_run_of_digits_and_never_fails(text: str, name: str) -> None:
    assert re.search(r"\d{16}", mask(text, name)) is None


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "08 ", "12 34 ", "081.", "0)", "(", "+", "123 ", "500.", "2020 ", "rp ", "a@", "a.", "B 1 ", "a ", "@"],
)
def test_the_longest_text_is_masked_at_once(piece: str) -> None:
    text = (piece * LONGEST_TEXT)[:LONGEST_TEXT]
    times = []
    for _ in range(3):
        begun = process_time()
        mask(text, "a" * 100)
        times.append(process_time() - begun)
    assert min(times) < PATIENCE


def test_a_place_keeps_its_names_and_loses_the_rest() -> None:
    place = Place(district="Glagah", village="Kemiren 081234567890", note="rumah Siti, 0812-3456-7890", latitude=-8.2)
    assert mask_place(place, "Siti Kemiren") == Place(
        district="Glagah", village="Kemiren [nomor telepon]", note="rumah [nama], [nomor telepon]", latitude=-8.2
    )


def test_a_masked_note_still_fits_its_line() -> None:
    masked = mask_place(Place(note="081234567890, " * 14))
    assert Place.model_validate(masked.model_dump()) == masked
