"""What those who work on a complaint read, and those above them."""

from datetime import timedelta
from typing import get_args

import pytest

from services.notifier.domain.wishes import WISHES
from shared.contracts.action import ActionKind
from shared.contracts.spot_check import SpotCheckAsked
from shared.contracts.ticket_record import Step
from shared.contracts.words import Audience, ClockName, clock_key
from tests.builders import CHECK, LIAISON, NOW, TICKET, promise, sorting, started
from tests.unit.directory.reading import hard_to_read
from tests.unit.notifier.letters import PHONE, STAND_IN, WORDING, event, reading


@pytest.mark.parametrize(
    "name", ["answered", "lapsed", "resumed", "forwarded", "offered", "unheard", "objected", "handed_over-roster"]
)
def test_a_liaison_reads_the_citizens_words_where_it_is_and_what_to_do(name: str) -> None:
    text = reading(name, "liaison", sorting=sorting("triage").model_copy(update={"district": "Glagah"}))
    assert "“Lampu jalan di depan balai desa mati sejak Jumat.”" in text
    assert "Kecamatan Glagah" in text


@pytest.mark.parametrize("name", ["answered", "objected", "confirmed", "withdrawn", "rated"])
def test_a_liaison_reads_what_the_citizen_says_now(name: str) -> None:
    assert "“Masih gelap.”" in reading(name, "liaison", words="Masih gelap.")


@pytest.mark.parametrize("name", ["routed", "handed_over", "lapsed", "resumed", "objected", "reminded"])
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


@pytest.mark.parametrize("name", ["escalated", "lapsed", "objected"])
def test_a_leader_reads_who_holds_it_and_no_word_of_a_citizens(name: str) -> None:
    text = reading(name, "leader", words="Masih gelap.")
    assert LIAISON.title in text
    assert "Masih gelap." not in text
    assert "balai desa" not in text


@pytest.mark.parametrize("name", ["escalated", "lapsed"])
def test_a_leader_reads_who_was_passed_over(name: str) -> None:
    skipped = ("sekretaris dinas", "kepala dinas")
    assert "sekretaris dinas dan kepala dinas" in reading(name, "leader", skipped=skipped)
    assert "Dilewati" not in reading(name, "leader", skipped=())


UNKEPT: dict[ClockName, str] = {
    "answer": "Pelapor belum mendapat jawaban pertama",
    "update": "Pelapor terakhir dikabari: Senin, 23 November 2026 pukul 10.00\nKabar berikutnya paling lambat: ",
    "act": "Belum ada tindak lanjut. Kesanggupan itu gugur: ",
    "acknowledge": "Laporan ini belum ",
    "triage": "Laporan ini belum dipilah",
    "resolution": "Laporan ini belum selesai",
}


@pytest.mark.parametrize(("clock", "said"), UNKEPT.items())
@pytest.mark.parametrize(("track", "whose"), [("own", None), ("lapor", "batas SP4N-LAPOR"), ("law", "batas peraturan")])
def test_a_reminder_says_which_promise_until_when_on_what_ground_and_whose_limit_that_is(
    clock: ClockName, said: str, track: str, whose: str | None
) -> None:
    text = reminder(clock, track)
    for part in (said, "Senin, 23 November 2026 pukul 14.00", "Dasarnya: SOP", whose or "Dasarnya"):
        assert part in text
    assert ("Ini batas" in text) is (track != "own")


@pytest.mark.parametrize(("clock", "said"), [(clock, said) for clock, said in UNKEPT.items() if clock != "act"])
def test_a_leader_reads_which_promise_was_broken_and_when_it_was_due(clock: str, said: str) -> None:
    broken = {"promises": (started(clock),), "cause": f"{TICKET}:{clock}:rung-1", "changed_at": NOW + timedelta(days=1)}
    text = reading("escalated", "leader", **broken)
    for part in (said, "Senin, 23 November 2026 pukul 14.00", "Dasarnya: SOP"):
        assert part in text


def reminder(clock: ClockName, track: str = "own", step: str = "warn-80") -> str:
    cause = f"{clock_key(TICKET, clock, 1, track)}:{step}"
    return reading("reminded", "liaison", promises=(started(clock, track=track),), cause=cause)


@pytest.mark.parametrize(("name", "audience"), [("reminded", "liaison"), ("escalated", "leader")])
@pytest.mark.parametrize("clock", ["acknowledge", "triage"])
def test_of_what_began_with_a_letter_the_time_there_was_is_told(name: str, audience: Audience, clock: str) -> None:
    text = reading(name, audience, promises=(promise(clock),), cause=f"{TICKET}:{clock}:warn-50")
    assert "Waktunya 4 jam" in text
    assert "None" not in text


def test_who_took_it_reads_before_it_lapses_what_happens_then() -> None:
    assert "Bila lewat, perlu disanggupi lagi dan atasan Bapak/Ibu ikut diberi tahu." in reminder("act")


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("warn-50", "sudah lewat separuh waktunya"),
        ("warn-80", "waktunya hampir habis"),
        ("warn-20", "masih menunggu kabar"),
    ],
)
def test_a_reminder_says_how_much_of_the_time_is_gone(step: str, said: str) -> None:
    known = started("resolution")
    steps = (*known.steps, Step(name=step, after=timedelta(hours=1)))
    cause = f"{clock_key(TICKET, 'resolution', 1)}:{step}"
    text = reading("reminded", "liaison", promises=(known.model_copy(update={"steps": steps}),), cause=cause)
    assert f"{TICKET}: {said}" in text


def test_who_is_reminded_of_what_has_passed_reads_that_it_has() -> None:
    late = reminder("resolution", step="rung-2")
    assert "waktunya sudah lewat" in late
    assert "hampir habis" not in late
    assert "Mohon dijawab hari ini." in late


def test_who_took_it_and_did_nothing_is_asked_to_take_it_again_or_say_what_hinders_and_reads_who_was_told() -> None:
    text = reading("lapsed", "liaison")
    for said in (
        "Laporan ini disanggupi Kamis, 19 November.",
        "Ikut diberi tahu: sekretaris-dpu-ckpp",
        "Terima lagi, atau katakan apa yang menghambat: https://",
        "Mohon disanggupi dalam 4 jam.",
    ):
        assert said in text
    assert text.count("https://") == 1
    assert "Ikut diberi tahu" not in reading("lapsed", "liaison", told=LIAISON)


def test_a_leader_reads_since_when_it_was_taken_and_that_the_holder_was_asked_again() -> None:
    text = reading("lapsed", "leader")
    for said in ("disanggupi Kamis, 19 November, tetapi belum", "kami minta menyanggupi lagi", "apa yang menghambat"):
        assert said in text


def test_a_leader_reads_how_often_the_citizen_objected() -> None:
    assert "3 kali" in reading("objected", "leader", objections=3)
