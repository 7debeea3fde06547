import re
from typing import Any

import pytest
from jinja2 import Environment, StrictUndefined

from shared.directory.model import Directory
from tests.conftest import DIRECTORY

CITIZEN = ("citizen/routed", "citizen/routed-triage", "citizen/acknowledged", "citizen/updated", "citizen/resolved")
LIAISON = ("liaison/routed", "liaison/routed-triage", "liaison/routed-emergency", "liaison/reminded")
EVERY = (*CITIZEN, "citizen/routed-emergency", *LIAISON, "leader/escalated")
PHONE = "0811-000-0100"
JARGON = re.compile(r"ditindaklanjuti|disposisi|OPD|stakeholder|eskalasi|tiket|sesuai ketentuan|!")
SENTENCE_END = re.compile(r"[.?:]\s|\n+")
VOWEL_GROUP = re.compile(r"[aeiou]")

FULL: dict[str, Any] = {
    "ticket": "BWI-7K3M-9QXA-2F4T",
    "holder": {"title": "narahubung lampu jalan", "agency": "Dinas Pekerjaan Umum (PU CKPP)"},
    "told": {"title": "kepala dinas", "agency": "Dinas Pekerjaan Umum (PU CKPP)"},
    "topic": "lampu jalan",
    "text": "Lampu jalan di depan balai desa mati sejak Jumat.",
    "place": "Kebalenan, Banyuwangi",
    "due": "Selasa, 24 November 2026 pukul 10.00",
    "words": "Nggih, nanti sore kami cek.",
    "reason": "menyebut lampu jalan",
    "link": "https://lapor.example/BWI-7K3M-9QXA-2F4T",
}
SPARSE = {**FULL, "topic": None, "place": None, "due": None, "words": None}


def filled(directory: Directory, key: str, values: dict[str, Any]) -> str:
    return Environment(undefined=StrictUndefined, autoescape=False).from_string(directory.wording[key]).render(values)  # noqa: S701


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; links, numbers and quoted words of people are not ours to shorten."""
    own = re.sub(r"“[^”]*”|https?:\S+|BWI-\S+", "", text)
    return [words for part in SENTENCE_END.split(own) if (words := re.findall(r"[^\W\d_]+", part))]


def test_every_text_that_is_needed_is_shipped_and_no_other(directory: Directory) -> None:
    assert set(directory.wording) == set(EVERY)


@pytest.mark.parametrize("values", [FULL, SPARSE], ids=["all known", "little known"])
@pytest.mark.parametrize("key", EVERY)
def test_a_text_can_be_filled_with_much_or_little(directory: Directory, key: str, values: dict[str, Any]) -> None:
    text = filled(directory, key, values)
    assert text.startswith("Subject: ")
    assert "None" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("key", CITIZEN)
def test_a_citizen_is_told_who_holds_it_where_to_look_and_whom_to_ring(directory: Directory, key: str) -> None:
    text = filled(directory, key, FULL)
    assert "narahubung lampu jalan di Dinas Pekerjaan Umum (PU CKPP)" in text
    assert FULL["link"] in text
    assert PHONE in text


@pytest.mark.parametrize("key", ["citizen/routed", "citizen/acknowledged", "citizen/updated", "liaison/reminded"])
def test_a_date_is_a_day_and_an_hour(directory: Directory, key: str) -> None:
    assert FULL["due"] in filled(directory, key, FULL)


@pytest.mark.parametrize("key", [*CITIZEN, "citizen/routed-emergency"])
def test_a_citizen_can_read_it(directory: Directory, key: str) -> None:
    text = filled(directory, key, FULL)
    spoken = sentences(text)
    words = [word for sentence in spoken for word in sentence]
    long_words = [word for word in words if len(VOWEL_GROUP.findall(word)) >= 4]
    assert len(words) / len(spoken) <= 12
    assert max(map(len, spoken)) <= 20
    assert len(long_words) / len(words) <= 0.2
    assert len(text) <= 600
    assert not JARGON.search(text)


def test_in_an_emergency_the_first_thing_said_is_to_ring_112(directory: Directory) -> None:
    _, body = filled(directory, "citizen/routed-emergency", SPARSE).split("\n\n", 1)
    assert "telepon 112 sekarang" in body.splitlines()[0]


def test_asking_whether_it_is_done_comes_with_what_to_do_if_not(directory: Directory) -> None:
    text = filled(directory, "citizen/resolved", FULL)
    assert "Sudah beres?" in text
    assert "Bila belum beres" in text


@pytest.mark.parametrize("key", LIAISON)
def test_a_liaison_reads_the_citizens_own_words(directory: Directory, key: str) -> None:
    assert f"“{FULL['text']}”" in filled(directory, key, FULL)


def test_a_leader_reads_no_single_citizens_words(directory: Directory) -> None:
    assert FULL["text"] not in filled(directory, "leader/escalated", FULL)


def test_the_wording_folder_holds_nothing_but_texts() -> None:
    assert {path.suffix for path in (DIRECTORY / "wording").rglob("*") if path.is_file()} == {".txt"}
