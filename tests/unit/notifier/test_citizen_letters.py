"""What a citizen reads: of each outcome, of each thing that is waited for, of each way to another holder."""

import re
from typing import Any

import pytest

from services.notifier.domain.promised import promised
from shared.contracts.ticket_record import Holder
from shared.policy.procedure import in_letter
from tests.builders import LIAISON, NOW, OTHER, TICKET, pause, sorting
from tests.unit.directory.reading import hard_to_read
from tests.unit.notifier.letters import (
    LETTERS,
    LOADED,
    PHONE,
    STAND_IN,
    TRACKER,
    Letter,
    event,
    every_letter,
    letters,
    reading,
    running,
)

MOST_LETTERS_OF_ALL = 1024  # as long as a WhatsApp template may be
MANY = 8
# What the reporter did, or what is over, waits for nobody.
UNDATED = {"closed", "withdrawn"}
ENDINGS = [name for name in LETTERS if name.startswith("resolved")]
# In an emergency, and where another office is in charge, other things matter more; who is back stands in for nobody.
FIRST = ("routed", "routed-triage", "routed-outside")
GOING_ON = ("acknowledged", "acknowledged-outside", "handed_over", "reclassified", "resumed", "objected")
DATED = re.compile(r"(aling lambat|sampai) (Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu)")
WITH_STAND_IN = ("routed", "routed-triage", "handed_over", "handed_over-triage", "handed_over-roster", "acknowledged")

each_letter = pytest.mark.parametrize("letter", every_letter("citizen"), ids=lambda letter: letter.key)


def own_words(letter: Letter) -> str:
    """Without the paragraph on a procedure, which is measured where it is made."""
    topic = LOADED.topic(letter.event.sorting.sector, letter.event.sorting.topic)
    return letter.text.replace(in_letter(LOADED, topic, LOADED.day(letter.event.changed_at)) or "\0", "")


@each_letter
def test_a_citizen_can_read_it(letter: Letter) -> None:
    assert list(hard_to_read(letter.text)) == []


@pytest.mark.parametrize("name", LETTERS)
def test_a_citizen_can_read_it_whatever_it_is_about_and_whoever_stands_in(name: str) -> None:
    problems = {}
    for sector, topic, holder in longest_names():
        own = {"sorting": sorting(sector, sector, topic), "holder": holder} | LETTERS[name][1]
        for letter in (letter for letter in letters(name, **own) if letter.audience == "citizen"):
            problems[topic] = list(hard_to_read(own_words(letter)))
    assert {topic: found for topic, found in problems.items() if found} == {}


@pytest.mark.parametrize("name", ["routed", "handed_over", "reclassified"])
def test_a_citizen_reads_the_way_a_thing_has_to_go_by_law_on_one_screen(name: str) -> None:
    for sector, topic in with_a_procedure():
        known = LOADED.topic(sector, topic)
        text = reading(name, sorting=sorting(sector, sector, topic))
        assert f"\n\n{in_letter(LOADED, known, LOADED.day(NOW))}\n\n" in text
        assert len(text) <= MOST_LETTERS_OF_ALL


def test_a_citizen_of_another_offices_matter_does_not_read_our_way() -> None:
    road = sorting("infrastruktur", "infrastruktur", "jalan-rusak-berat", "bbpjn")
    assert "Musrenbang" not in reading("routed-outside", sorting=road)


@each_letter
def test_a_citizen_reads_who_has_it_and_where_to_look(letter: Letter) -> None:
    assert letter.event.holder.title in letter.text
    assert letter.event.holder.agency in letter.text
    assert f"https://melayani.banyuwangi.example/complaints/{TICKET}" in letter.text


@pytest.mark.parametrize("name", sorted(LETTERS.keys() - {"routed-emergency"}))
def test_a_citizen_reads_how_to_reach_a_person(name: str) -> None:
    to_citizen = [letter for letter in letters(name) if letter.audience == "citizen"]
    assert all(f"elepon {PHONE}, sebut nomor {TICKET}" in letter.text for letter in to_citizen)


def test_a_citizen_who_is_asked_reads_until_when_the_answer_is_waited_for_and_no_other_date() -> None:
    assert "Kami tunggu sampai Kamis, 26 November 2026 pukul 10.00." in reading("asked")
    assert "Paling lambat" not in reading("asked")


@pytest.mark.parametrize("name", sorted(LETTERS.keys() - {"asked", *UNDATED}))
def test_a_citizen_reads_until_when_they_hear_next(name: str) -> None:
    for letter in (letter for letter in letters(name) if letter.audience == "citizen"):
        told = promised(letter.event, "citizen", LOADED)
        assert (told["next_word"] or told["due"]) in letter.text


@pytest.mark.parametrize("name", [*FIRST, "acknowledged", "updated", "resumed", "reclassified", "objected"])
def test_a_citizen_reads_until_when_it_is_done_and_that_they_hear_sooner(name: str) -> None:
    told = promised(event(name), "citizen", LOADED)
    assert told["next_word"] != told["due"]
    assert {said for said in (told["next_word"], told["due"]) if said in reading(name)} == {
        told["next_word"],
        told["due"],
    }


@pytest.mark.parametrize("name", FIRST)
def test_a_citizen_reads_first_of_all_when_they_are_answered(name: str) -> None:
    assert "Jawaban pertama paling lambat Selasa, 24 November, " in reading(name)


@pytest.mark.parametrize("name", GOING_ON)
def test_a_citizen_reads_that_a_promised_word_is_late_and_no_date_of_it(name: str) -> None:
    late = reading(name, promises=(running("update", 0), running("resolution", 9)))
    assert "Mohon maaf, kabar dari kami terlambat." in late
    assert "Rabu, 2 Desember" in late


@each_letter
def test_a_citizen_reads_no_date_that_has_passed(letter: Letter) -> None:
    late = letter._replace(event=letter.event.model_copy(update={"changed_at": NOW.replace(year=2028)}))
    assert DATED.search(late.text) is None


@each_letter
def test_a_citizen_is_asked_at_most_one_thing(letter: Letter) -> None:
    assert letter.text.partition("\n")[2].replace("Ingin bicara?", "").count("?") <= 1


@pytest.mark.parametrize("name", ENDINGS)
def test_a_citizen_is_asked_at_the_end_and_told_what_comes_of_a_no(name: str) -> None:
    text = reading(name)
    assert ("Sudah beres? " in text) is not ("Sudah jelas? " in text)
    assert "sudah atau belum" in text
    assert "\nBila " in text
    assert "Kami tunggu sampai Senin, 23 November 2026 pukul 14.00, lalu kami tutup." in text


@pytest.mark.parametrize("name", sorted(set(ENDINGS) - {"resolved-incomplete"}))
def test_a_citizen_reads_the_holders_explanation_word_for_word(name: str) -> None:
    assert "“Lampunya sudah kami ganti.”" in reading(name)


def test_a_citizen_reads_a_scheduled_day_and_whose_a_thing_is_with_its_number_there() -> None:
    scheduled = reading("resolved-scheduled")
    assert "Senin, 1 Maret 2027" in scheduled
    assert "Hari itu tidak kami pantau." in scheduled
    assert "buat laporan baru dan sebut nomor ini" in scheduled
    for said in ("perusahaan listrik (PLN)", "PLN-77"):
        assert said in reading("resolved-not_ours")
    for said in ("kantor jalan nasional (BBPJN)", "B-12/2026"):
        assert said in reading("forwarded")


def test_a_citizen_never_reads_the_number_of_anothers_complaint() -> None:
    assert OTHER not in reading("resolved-duplicate")


def test_a_citizen_reads_what_is_waited_for() -> None:
    assert "jawaban perusahaan listrik (PLN)" in reading("paused-authority")
    assert "jawaban Anda" in reading("paused-citizen")
    assert "aman" in reading("paused-safety")
    assert "Musrenbangcam" in reading("paused-stage")


@pytest.mark.parametrize(
    ("reference", "former", "is_there"),
    [(None, LIAISON, False), ("B-1", LIAISON, True), (None, TRACKER, True)],
    ids=["a new holder has to do it", "it has a number there", "the holder did it"],
)
def test_a_citizen_reads_that_it_was_handed_on_only_once_it_was(
    reference: str | None, former: Holder, is_there: bool
) -> None:
    text = reading("forwarded", pause=pause("authority", agency="bbpjn", reference=reference), former=former)
    assert ("Sudah kami teruskan" in text) is is_there
    assert ("akan meneruskannya" in text) is not is_there


@pytest.mark.parametrize("name", [*WITH_STAND_IN, "asked", "resumed", "objected"])
def test_a_citizen_reads_for_whom_the_holder_stands_in(name: str) -> None:
    stands_in = "Ia menggantikan narahubung lampu jalan yang sedang tidak di tempat."
    assert stands_in in reading(name, holder=STAND_IN)
    assert "menggantikan" not in reading(name, holder=LIAISON)


def test_a_citizen_reads_of_an_objection_who_above_the_holder_heard_of_it() -> None:
    assert "sekretaris-dpu-ckpp" in reading("objected")
    assert "Atasannya" not in reading("objected", told=LIAISON)


def test_a_citizen_reads_of_a_refusal_what_was_wished_and_why_not() -> None:
    text = reading("refused-citizen", kind="withdraw", reason="Tidak ada lagi yang perlu ditarik.")
    assert "menarik laporan ini" in text
    assert "Sebabnya: Tidak ada lagi yang perlu ditarik." in text


def longest_names() -> list[list[Any]]:
    """The topics whose names and holders take the most room, each held by somebody who stands in."""
    stands_in = {"stands_in_for": "narahubung-lansia"}
    found = []
    for sector in LOADED.sectors.values():
        for topic in sector.topics.values():
            holder = LOADED.holder(topic.liaison)
            room = len(topic.name + holder.title + holder.agency)
            found.append((room, sector.slug, topic.slug, holder.model_copy(update=stands_in)))
    return [names for _, *names in sorted(found, key=lambda one: -one[0])[:MANY]]


def with_a_procedure() -> list[tuple[str, str]]:
    topics = [(sector.slug, topic) for sector in LOADED.sectors.values() for topic in sector.topics.values()]
    return [(sector, topic.slug) for sector, topic in topics if topic.procedure]
