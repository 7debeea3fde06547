from typing import Any, get_args

import pytest
from jinja2 import Environment, StrictUndefined

from shared.contracts.words import ClockName
from shared.directory.model import Directory
from tests.conftest import DIRECTORY
from tests.unit.directory.reading import hard_to_read

HANDED_OVER = tuple(f"citizen/handed_over{why}" for why in ("", "-triage", "-roster", "-back"))
RESOLVED = tuple(
    f"citizen/resolved{how}"
    for how in ("", "-scheduled", "-not_ours", "-not_feasible", "-answered", "-duplicate", "-incomplete")
)
CITIZEN = (
    *("citizen/routed", "citizen/routed-triage", *HANDED_OVER, "citizen/acknowledged", "citizen/updated"),
    *("citizen/asked", "citizen/paused", "citizen/paused-stage", "citizen/paused-safety", "citizen/forwarded"),
    *("citizen/resumed", "citizen/reclassified", *RESOLVED, "citizen/objected", "citizen/closed"),
    *("citizen/withdrawn", "citizen/refused"),
)
TRIAGE_DESK = ("liaison/routed-triage", "liaison/handed_over-triage")
LIAISON = (
    *(*TRIAGE_DESK, "liaison/routed", "liaison/routed-emergency", "liaison/handed_over", "liaison/reminded"),
    "liaison/lapsed",
    *("liaison/answered", "liaison/forwarded", "liaison/resumed", "liaison/offered", "liaison/unheard"),
    "liaison/objected",
)
# Of what asks nothing more of them than to know it.
BRIEF = tuple(
    f"liaison/{event}"
    for event in ("handed_over-back", "updated", "confirmed", "withdrawn", "rated", "refused", "spot_check")
)
LEADER = ("leader/digest", "leader/escalated", "leader/lapsed", "leader/objected")
OUTSIDE_CITIZEN = tuple(f"citizen/{event}-outside" for event in ("routed", "handed_over", "acknowledged", "updated"))
OUTSIDE_LIAISON = ("liaison/routed-outside", "liaison/handed_over-outside")
EVERY = (*(*CITIZEN, "citizen/routed-emergency", *OUTSIDE_CITIZEN, *LIAISON, *OUTSIDE_LIAISON, *BRIEF, *LEADER),)
PHONE = "0811-000-0100"

FULL: dict[str, Any] = {
    "ticket": "BWI-7K3M-9QXA-2F4T",
    "holder": {"post": "lampu", "title": "narahubung lampu jalan", "agency": "Dinas Pekerjaan Umum (PU CKPP)"},
    "speaker": {"post": "kepala", "title": "kepala dinas", "agency": "Dinas Pekerjaan Umum (PU CKPP)"},
    "absent": "narahubung jalan yang sedang tidak di tempat",
    "former": {"post": "jembatan", "title": "narahubung jembatan", "agency": "Dinas Pekerjaan Umum (PU CKPP)"},
    "told": {"post": "kepala", "title": "kepala dinas", "agency": "Dinas Pekerjaan Umum (PU CKPP)"},
    "skipped": "sekretaris dinas",
    "offered": {"post": "jalan", "title": "narahubung jalan", "agency": "Dinas Pekerjaan Umum (PU CKPP)"},
    "owner": {"agency": "kantor jalan nasional (BBPJN)", "reason": "jalan nasional dirawat pemerintah pusat"},
    "topic": "lampu jalan",
    "text": "Lampu jalan di depan balai desa mati sejak Jumat.",
    "place": "Kebalenan, Banyuwangi",
    "place_question": "Tamansari yang di Kecamatan Licin atau Tegalsari?",
    "suggestions": "1. Infrastruktur: lampu jalan (61 %)\n2. Perhubungan: rambu (22 %)",
    "due": "Jumat, 11 Desember",
    "next_word": "Selasa, 24 November",
    "late": None,
    "answer": "4 jam kerja",
    "answer_by": "Selasa, 24 November 2026 pukul 08.27",
    "taken": "Jumat, 20 November",
    "promise": {
        "clock": "answer",
        "track": "lapor",
        "since": "Senin, 23 November 2026 pukul 10.00",
        "due": "Selasa, 24 November 2026 pukul 10.00",
        "basis": "Instansi menindaklanjuti dan menjawab dalam 5 hari kerja (SP4N-LAPOR)",
        "over": False,
        "gone": 50,
        "again": True,
    },
    "words": "Nggih, nanti sore kami cek.",
    "reason": "menyebut lampu jalan",
    "pause": {
        "kind": "authority",
        "title": "jawaban kantor lain",
        "review": "Selasa, 24 November 2026",
        "agency": "kantor jalan nasional (BBPJN)",
        "reference": "B-12/2026",
        "stage": None,
        "about": None,
    },
    "outcome": {
        "kind": "scheduled",
        "words": "Sudah masuk rencana kami.",
        "day": "Senin, 1 Maret 2027",
        "agency": "kantor jalan nasional (BBPJN)",
        "reference": "B-12/2026",
        "other": "BWI-2C4D-6E8F-0G1H",
    },
    "objections": 2,
    "score": 1,
    "action": "menarik laporan ini",
    "digest": {
        "day": "24 November 2026",
        "late": 15,
        "more": False,
        "fresh": 3,
        "queues": [{"name": "Infrastruktur", "late": 12, "fresh": 3}, {"name": "Pendidikan", "late": 3, "fresh": 0}],
        "oldest": [
            {
                "ticket": "BWI-7K3M-9QXA-2F4T",
                "what": "belum selesai",
                "due": "9 November 2026",
                "holder": "narahubung lampu jalan",
                "agency": "Dinas Pekerjaan Umum (PU CKPP)",
            }
        ],
    },
    "procedure": None,
    "case": None,
    "reporters": 1,
    "link": "https://lapor.example/BWI-7K3M-9QXA-2F4T",
}
# Only what is near another trouble joins its case, so its place is known.
NO_DOUBT = {**FULL, "place_question": None, "suggestions": None, "case": "BWI-2C4D-6E8F-0G1H", "reporters": 3}
LITTLE = (
    *(
        "case",
        "topic",
        "place",
        "due",
        "next_word",
        "answer",
        "answer_by",
        "taken",
        "promise",
        "words",
        "absent",
        "skipped",
        "pause",
    ),
    "score",
)
SPARSE = {**NO_DOUBT, **dict.fromkeys(LITTLE), "outcome": dict.fromkeys(FULL["outcome"], ""), "objections": 0}
SPARSE["speaker"] = FULL["holder"]
ASKING = ("citizen/routed", "citizen/routed-triage", "citizen/routed-emergency", "citizen/routed-outside")


def filled(directory: Directory, key: str, values: dict[str, Any]) -> str:
    return Environment(undefined=StrictUndefined, autoescape=False).from_string(directory.wording[key]).render(values)  # noqa: S701


def test_every_text_that_is_needed_is_shipped_and_no_other(directory: Directory) -> None:
    assert set(directory.wording) == set(EVERY)


@pytest.mark.parametrize("values", [FULL, NO_DOUBT, SPARSE], ids=["all known", "in a case", "little known"])
@pytest.mark.parametrize("key", EVERY)
def test_a_text_can_be_filled_with_much_or_little(directory: Directory, key: str, values: dict[str, Any]) -> None:
    text = filled(directory, key, values)
    assert text.startswith("Subject: ")
    assert "None" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("key", [*CITIZEN, *OUTSIDE_CITIZEN])
def test_a_citizen_is_told_who_holds_it_where_to_look_and_whom_to_ring(directory: Directory, key: str) -> None:
    text = filled(directory, key, FULL)
    assert "narahubung lampu jalan di Dinas Pekerjaan Umum (PU CKPP)" in text
    assert FULL["link"] in text
    assert PHONE in text


@pytest.mark.parametrize("key", ["citizen/routed", "citizen/acknowledged", "citizen/updated", "liaison/routed"])
def test_who_waits_or_works_reads_when_the_next_word_is_due_and_the_end(directory: Directory, key: str) -> None:
    text = filled(directory, key, {**FULL, "pause": None})
    assert FULL["next_word"] in text
    assert FULL["due"] in text


@pytest.mark.parametrize("key", ["liaison/reminded", "leader/escalated"])
@pytest.mark.parametrize("clock", get_args(ClockName))
def test_a_reminder_says_which_promise_until_when_and_whose_that_is(directory: Directory, key: str, clock: str) -> None:
    text = filled(directory, key, {**FULL, "promise": {**FULL["promise"], "clock": clock}})
    for said in (FULL["promise"]["due"], FULL["promise"]["basis"], "Ini batas SP4N-LAPOR."):
        assert said in text


@pytest.mark.parametrize("values", [FULL, NO_DOUBT], ids=["with a question", "without"])
@pytest.mark.parametrize("key", [*CITIZEN, *OUTSIDE_CITIZEN, "citizen/routed-emergency"])
def test_a_citizen_can_read_it(directory: Directory, key: str, values: dict[str, Any]) -> None:
    assert list(hard_to_read(filled(directory, key, values))) == []


@pytest.mark.parametrize("key", ASKING)
def test_where_the_place_is_in_doubt_the_citizen_is_asked_that_and_nothing_else(directory: Directory, key: str) -> None:
    text = filled(directory, key, FULL)
    assert FULL["place_question"] in text
    assert text.count("?") == 1


@pytest.mark.parametrize("key", TRIAGE_DESK)
def test_the_triage_desk_sees_what_the_sorter_thought_of(directory: Directory, key: str) -> None:
    text = filled(directory, key, FULL)
    assert FULL["suggestions"] in text
    assert FULL["place_question"] in text


# A refusal gives its reason to whom it refuses.
@pytest.mark.parametrize("key", sorted({*CITIZEN, *OUTSIDE_CITIZEN, "citizen/routed-emergency"} - {"citizen/refused"}))
def test_a_citizen_does_not_read_the_offices_own_reasons(directory: Directory, key: str) -> None:
    assert FULL["reason"] not in filled(directory, key, {**FULL, "topic": None})


@pytest.mark.parametrize("key", ["citizen/handed_over", "citizen/handed_over-outside"])
def test_who_is_told_of_a_hand_over_reads_what_it_is_good_for(directory: Directory, key: str) -> None:
    text = filled(directory, key, FULL)
    assert "kami pindahkan" in text.lower()
    assert "orang yang tepat" in text
    assert "menunggu" not in text


@pytest.mark.parametrize("key", ["liaison/routed", "liaison/routed-outside"])
def test_a_liaison_reads_how_to_say_that_it_is_another_trouble(directory: Directory, key: str) -> None:
    how = "Bila ternyata hal lain, katakan lewat tautan di bawah atau ke petugas pemilah laporan."
    assert how in filled(directory, key, NO_DOUBT)


@pytest.mark.parametrize("key", [*HANDED_OVER, "citizen/handed_over-outside"])
def test_who_is_told_of_a_hand_over_hears_that_the_number_stays(directory: Directory, key: str) -> None:
    assert "Nomornya tetap sama" in filled(directory, key, FULL)


@pytest.mark.parametrize("key", ["liaison/handed_over", "liaison/handed_over-triage"])
def test_a_new_holder_reads_who_held_it_why_it_came_and_the_message_with_it(directory: Directory, key: str) -> None:
    text = filled(directory, key, FULL)
    for said in (FULL["former"]["title"], FULL["reason"], FULL["words"]):
        assert said in text


@pytest.mark.parametrize("key", [*OUTSIDE_CITIZEN, *OUTSIDE_LIAISON])
def test_whose_it_is_outside_the_regency_is_said(directory: Directory, key: str) -> None:
    assert FULL["owner"]["agency"] in filled(directory, key, FULL)


def test_in_an_emergency_the_first_thing_said_is_to_ring_112(directory: Directory) -> None:
    _, body = filled(directory, "citizen/routed-emergency", SPARSE).split("\n\n", 1)
    assert "telepon 112 sekarang" in body.splitlines()[0]


@pytest.mark.parametrize("key", RESOLVED)
def test_asking_whether_it_is_done_comes_with_what_to_do_if_not(directory: Directory, key: str) -> None:
    text = filled(directory, key, FULL)
    assert "Sudah beres?" in text or "Sudah jelas?" in text
    assert "sudah atau belum" in text
    assert "\nBila " in text


@pytest.mark.parametrize("key", [*LIAISON, *OUTSIDE_LIAISON])
def test_a_liaison_reads_the_citizens_own_words(directory: Directory, key: str) -> None:
    assert f"“{FULL['text']}”" in filled(directory, key, FULL)


@pytest.mark.parametrize("key", LEADER)
def test_a_leader_reads_no_single_citizens_words(directory: Directory, key: str) -> None:
    text = filled(directory, key, FULL)
    assert FULL["text"] not in text
    assert FULL["words"] not in text


def test_the_wording_folder_holds_nothing_but_texts() -> None:
    assert {path.suffix for path in (DIRECTORY / "wording").rglob("*") if path.is_file()} == {".txt"}
