import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.kind import KindFinder
from shared.contracts.words import Kind
from shared.policy.words import Speller
from tests.conftest import shipped

LOADED = shipped()
KINDS = KindFinder(LOADED)
SPELLER = Speller(LOADED.spellings)

COMPLAINTS = [
    "Lampu jalan mati sudah dua minggu.",
    "Mohon lampu jalan diperbaiki, terima kasih.",
    "Jalan rusak, mohon segera diperbaiki. Terima kasih atas perhatiannya.",
    "Got mampet, matur nuwun atas bantuanipun.",
    "Kapan jalan ini diperbaiki? Sudah setahun rusak.",
    "Kenapa bansos saya tidak cair, apa bisa dibantu?",
    "Terima kasih sudah membaca, tapi sampah belum diangkut.",
    "Terima kasih sudah menambal, tolong yang depan sekolah juga.",
    "Sebaiknya jukir diganti, kemarin uang saya diminta dua kali dan mengganggu sekali.",
    "Usulan bedah rumah saya tahun lalu sampai sekarang belum ada kabar.",
    "Dalan bolong ring ngarep pasar.",
    "",
]
QUESTIONS = [
    "Bagaimana cara membuat kartu keluarga baru?",
    "Apa saja syarat mengurus KTP?",
    "Mau tanya, jam berapa loket MPP buka?",
    "Min, apa syarate gawe KIA?",
    "Berapa biaya uji KIR?",
    "Mohon info pendaftaran beasiswa.",
    "Apakah bisa pindah domisili lewat Smart Kampung?",
    "Nuwun sewu badhe tanglet, kapan pendaftaran SPMB?",
]
WISHES = [
    "Saya mengusulkan ada halte di depan pasar.",
    "Usul, taman bermain untuk anak-anak di alun-alun.",
    "Mohon diadakan pelatihan menjahit di desa kami.",
    "Mohon dibangunkan trotoar, jalannya ramai dan berbahaya.",
    "Sebaiknya jam buka loket diperpanjang.",
]
THANKS = [
    "Terima kasih sudah menambal jalan depan rumah.",
    "Terimakasih kepada petugas damkar, sarang tawonnya sudah diambil.",
    "Matur nuwun sampun dibantu ngurus KTP.",
    "Salut, pelayanannya ramah.",
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, "complaint") for text in COMPLAINTS),
        *((text, "information") for text in QUESTIONS),
        *((text, "aspiration") for text in WISHES),
        *((text, "thanks") for text in THANKS),
    ],
)
def test_the_words_tell_a_question_a_wish_and_thanks_from_a_complaint(text: str, kind: Kind) -> None:
    assert KINDS.find(SPELLER.words(text), "complaint") == kind


@pytest.mark.parametrize("given_kind", ["information", "aspiration", "thanks"])
def test_a_kind_the_source_gave_is_kept(given_kind: Kind) -> None:
    assert KINDS.find(SPELLER.words("Lampu jalan mati sudah dua minggu."), given_kind) == given_kind


@given(st.text())
def test_any_text_is_of_some_kind_and_always_the_same(text: str) -> None:
    words = SPELLER.words(text)
    assert KINDS.find(words, "complaint") == KINDS.find(words, "complaint")
