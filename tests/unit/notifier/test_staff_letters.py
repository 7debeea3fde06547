"""What those who work on a complaint read, and those above them."""

from typing import get_args

import pytest

from services.notifier.domain.wishes import WISHES
from shared.contracts.action import ActionKind
from shared.contracts.spot_check import SpotCheckAsked
from tests.builders import CHECK, LIAISON, NOW, sorting
from tests.unit.directory.reading import hard_to_read
from tests.unit.notifier.letters import PHONE, STAND_IN, WORDING, event, reading


@pytest.mark.parametrize(
    "name", ["answered", "resumed", "forwarded", "offered", "unheard", "objected", "handed_over-roster"]
)
def test_a_liaison_reads_the_citizens_words_where_it_is_and_what_to_do(name: str) -> None:
    text = reading(name, "liaison", sorting=sorting("triage").model_copy(update={"district": "Glagah"}))
    assert "“Lampu jalan di depan balai desa mati sejak Jumat.”" in text
    assert "Kecamatan Glagah" in text


@pytest.mark.parametrize("name", ["answered", "objected", "confirmed", "withdrawn", "rated"])
def test_a_liaison_reads_what_the_citizen_says_now(name: str) -> None:
    assert "“Masih gelap.”" in reading(name, "liaison", words="Masih gelap.")


@pytest.mark.parametrize("name", ["routed", "handed_over", "resumed", "objected", "reminded"])
def test_a_liaison_reads_for_whom_they_stand_in(name: str) -> None:
    stands_in = "Anda menggantikan narahubung lampu jalan yang sedang tidak di tempat."
    assert stands_in in reading(name, "liaison", holder=STAND_IN)


@pytest.mark.parametrize("name", ["handed_over", "answered", "offered", "unheard"])
def test_a_liaison_reads_of_a_ticket_that_waits_until_when(name: str) -> None:
    pause = event("paused-authority").pause
    text = reading(name, "liaison", state="paused", pause=pause)
    assert "enunggu perusahaan listrik (PLN), dilihat lagi: Kamis, 26 November 2026" in text


def test_who_is_back_reads_who_has_it_now_and_how_to_take_it() -> None:
    text = reading("offered", "liaison")
    assert "Bapak/Ibu narahubung lampu jalan, selamat bertugas." in text
    assert "dipegang narahubung jembatan" in text
    assert "Terima di sini" in text
    assert "Sebelum Anda terima, narahubung jembatan tetap melanjutkan." in text


def test_who_stood_in_reads_that_it_is_no_more_theirs() -> None:
    text = reading("handed_over-back", "liaison")
    assert "Bapak/Ibu narahubung jembatan, terima kasih" in text
    assert "tidak perlu mengurusnya lagi" in text


@pytest.mark.parametrize("kind", get_args(ActionKind))
def test_a_liaison_reads_of_a_refusal_what_was_wished_why_not_and_who_holds_it(kind: ActionKind) -> None:
    text = reading("refused", "liaison", kind=kind)
    for said in (WISHES[kind], "Tulis dulu jawaban untuk pelapor.", LIAISON.title, "Tidak ada yang berubah"):
        assert said in text


def test_a_liaison_is_tested_kindly_and_told_that_it_is_a_test() -> None:
    check = SpotCheckAsked(check=CHECK, queue="infrastruktur", holder=STAND_IN, by="directory", asked_at=NOW)
    words = WORDING.of_check(check)
    assert CHECK in words.subject
    for said in ("Ini uji sapa, bukan laporan warga.", STAND_IN.title, LIAISON.title, CHECK, PHONE):
        assert said in words.body
    assert list(hard_to_read(f"Subject: {words.subject}\n{words.body}")) == []


@pytest.mark.parametrize("name", ["escalated", "objected"])
def test_a_leader_reads_who_holds_it_and_no_word_of_a_citizens(name: str) -> None:
    text = reading(name, "leader", words="Masih gelap.")
    assert LIAISON.title in text
    assert "Masih gelap." not in text
    assert "balai desa" not in text


def test_a_leader_reads_who_was_passed_over() -> None:
    skipped = ("sekretaris dinas", "kepala dinas")
    assert "sekretaris dinas dan kepala dinas" in reading("escalated", "leader", skipped=skipped)
    assert "Dilewati" not in reading("escalated", "leader", skipped=())


def test_a_leader_reads_how_often_the_citizen_objected() -> None:
    assert "3 kali" in reading("objected", "leader", objections=3)
