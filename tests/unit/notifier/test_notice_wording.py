"""What people read."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.audiences import AUDIENCES
from services.notifier.domain.deadlines import due_at
from services.notifier.domain.meanings import place
from services.notifier.domain.templates import OWN_WORDS
from services.notifier.domain.wording import Wording, Words
from shared.contracts.complaint import Place
from shared.contracts.ticket import (
    TicketEscalated,
    TicketEvent,
    TicketReminded,
    TicketRouted,
    TicketUpdated,
)
from shared.contracts.ticket_record import Promise
from shared.contracts.words import Audience
from shared.directory.desk import DirectoryError
from shared.directory.model import Directory
from shared.policy.moments import DAYS, MONTHS, in_words
from tests.builders import LATER, NOW, TICKET, complaint, promise, sorted_to, started, ticket

JAKARTA = ZoneInfo("Asia/Jakarta")
HOTLINE = "0811-000-0100"
EVERY_LETTER = [(kind, told.audience) for kind, concerned in AUDIENCES.items() for told in concerned]

FULL: dict[str, Any] = {
    "complaint": complaint(place=Place(district="Glagah", village="Kemiren", note="depan balai desa")),
    "words": "Nggih, nanti sore kami cek.",
}
BARE: dict[str, Any] = {"sorting": sorted_to("triage").sorting, "queue": "triage", "promises": ()}


@pytest.fixture(scope="module")
def wording(directory: Directory) -> Wording:
    return Wording(directory, "https://melayani.banyuwangi.example/")


def with_wording(directory: Directory, **change: str) -> Directory:
    templates = {
        **directory.wording,
        **{key.replace("__", "/").replace("_", "-"): text for key, text in change.items()},
    }
    return directory.model_copy(update={"wording": templates})


@pytest.mark.parametrize(("letter", "known"), list(product(EVERY_LETTER, [FULL, BARE])))
def test_every_letter_can_be_written_whatever_is_known(
    wording: Wording, letter: tuple[type[TicketEvent], Audience], known: dict[str, Any]
) -> None:
    kind, audience = letter
    words = wording.render(ticket(kind, **known), audience)
    assert TICKET in words.subject
    assert "\n" not in words.subject
    assert words.body
    assert "None" not in words.subject + words.body
    assert "{" not in words.subject + words.body
    assert "  " not in words.subject
    assert "\n\n\n" not in words.body


@pytest.mark.parametrize(("kind", "audience"), EVERY_LETTER)
def test_no_letter_names_the_reporter(wording: Wording, kind: type[TicketEvent], audience: Audience) -> None:
    heard = ticket(kind, **FULL)
    words = wording.render(heard, audience)
    assert heard.complaint.pseudonym not in words.subject + words.body


@pytest.mark.parametrize(("kind", "audience"), EVERY_LETTER)
def test_every_letter_leads_to_its_ticket(wording: Wording, kind: type[TicketEvent], audience: Audience) -> None:
    words = wording.render(ticket(kind), audience)
    assert f"https://melayani.banyuwangi.example/complaints/{TICKET}" in words.body


def test_a_citizen_is_told_four_things(wording: Wording) -> None:
    body = wording.render(ticket(TicketRouted), "citizen").body
    assert "narahubung lampu jalan di Dinas PU CKPP" in body
    assert "dicek" in body
    assert "Paling lambat Senin, 23 November Bapak/Ibu" in body
    assert HOTLINE in body


def test_a_liaison_reads_the_citizens_own_words_the_place_and_the_due_date(wording: Wording) -> None:
    body = wording.render(ticket(TicketRouted, **FULL), "liaison").body
    assert complaint().text in body
    assert "depan balai desa, Kemiren, Kecamatan Glagah" in body
    assert "Senin, 23 November 2026 pukul 14.00" in body


def test_a_leader_reads_who_holds_it(wording: Wording) -> None:
    assert "narahubung lampu jalan" in wording.render(ticket(TicketEscalated), "leader").body


def test_what_the_liaison_wrote_reaches_the_citizen_word_for_word(wording: Wording) -> None:
    words = "Nggih <nanti> sore & {{ besok }} 'kami' cek."
    assert words in wording.render(ticket(TicketUpdated, words=words), "citizen").body


def test_a_queue_may_have_words_of_its_own(directory: Directory) -> None:
    wording = Wording(with_wording(directory, citizen__routed_triage="Subject: Dipilah\nDipilah dulu."), "https://x")
    assert wording.render(ticket(TicketRouted, queue="triage"), "citizen") == Words("Dipilah", "Dipilah dulu.")
    assert wording.render(ticket(TicketRouted), "citizen").subject != "Dipilah"


def test_a_subject_stays_one_line_whatever_stands_in_it(directory: Directory) -> None:
    wording = Wording(with_wording(directory, citizen__updated="Subject: {{ words }}\nisi"), "https://x")
    assert wording.render(ticket(TicketUpdated, words="satu\r\nBcc: dua\n\ntiga"), "citizen") == Words(
        "satu Bcc: dua tiga", "isi"
    )


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("Subject: a\nb {{ nama }}", r"wording/citizen/routed\.txt:2: 'nama' means nothing in a template"),
        ("Subject: a\n\n{% if due %}", r"wording/citizen/routed\.txt:3: .*end of template"),
        ("Laporan\nb", r"wording/citizen/routed\.txt:1: does not begin with 'Subject: '"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_with_its_line(
    directory: Directory, template: str, problem: str
) -> None:
    with pytest.raises(DirectoryError, match=problem):
        Wording(with_wording(directory, citizen__routed=template), "https://x")


def test_every_missing_template_is_named(directory: Directory) -> None:
    with pytest.raises(DirectoryError) as caught:
        Wording(directory.model_copy(update={"wording": {}}), "https://x")
    wanted = {f"{audience}/{kind.word()}" for kind, audience in EVERY_LETTER} | {"liaison/spot_check", "leader/digest"}
    wanted |= {f"{key}-{variant}" for key, variants in OWN_WORDS.items() for variant in variants}
    assert caught.value.problems == tuple(f"wording/{key}.txt: is missing" for key in sorted(wanted))


@pytest.mark.parametrize(
    "key", ["citizen/resolved-not_feasible", "citizen/handed_over-roster", "liaison/spot_check", "leader/digest"]
)
def test_words_that_another_letter_cannot_lend_have_to_be_there(directory: Directory, key: str) -> None:
    others = {name: text for name, text in directory.wording.items() if name != key}
    with pytest.raises(DirectoryError, match=f"wording/{key}.txt: is missing"):
        Wording(directory.model_copy(update={"wording": others}), "https://x")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 24, 3, 0, tzinfo=UTC), "Selasa, 24 November 2026 pukul 10.00"),
        (datetime(2026, 11, 23, 17, 5, tzinfo=UTC), "Selasa, 24 November 2026 pukul 00.05"),
        (datetime(2027, 1, 1, 0, 59, tzinfo=UTC), "Jumat, 1 Januari 2027 pukul 07.59"),
    ],
)
def test_a_moment_is_told_as_people_say_it(moment: datetime, words: str) -> None:
    assert in_words(moment, JAKARTA) == words


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- bounds
def test_a_moment_in_words_is_the_local_minute(moment: datetime) -> None:
    day, date, hour = in_words(moment, JAKARTA).replace(" pukul ", ", ").split(", ")
    number, month, year = date.split()
    told = datetime(int(year), MONTHS.index(month) + 1, int(number), *map(int, hour.split(".")), tzinfo=JAKARTA)
    assert told == moment.replace(second=0, microsecond=0)
    assert DAYS[told.weekday()] == day


@pytest.mark.parametrize(
    ("given_place", "district", "village", "words"),
    [
        (None, None, None, None),
        (Place(), None, None, None),
        (Place(note="depan balai desa"), None, None, "depan balai desa"),
        (Place(district="glagah", village="kemiren"), "Glagah", "Kemiren", "Kemiren, Kecamatan Glagah"),
        (Place(district="Glagah"), None, None, "Kecamatan Glagah"),
        (None, "Glagah", None, "Kecamatan Glagah"),
    ],
)
def test_a_place_is_told_as_the_directory_spells_it(
    given_place: Place | None, district: str | None, village: str | None, words: str | None
) -> None:
    sorting = ticket().sorting.model_copy(update={"district": district, "village": village})
    assert place(ticket(complaint=complaint(place=given_place), sorting=sorting)) == words


RESOLUTION = started("resolution")
TRIAGE = started("triage").model_copy(update={"due_at": LATER})
WAITING = promise("acknowledge")
PAST = NOW + timedelta(days=9)


@pytest.mark.parametrize(
    ("kind", "change", "audience", "due"),
    [
        (TicketRouted, {"promises": (WAITING, RESOLUTION)}, "citizen", RESOLUTION),
        (TicketRouted, {"promises": (TRIAGE,)}, "citizen", TRIAGE),
        (TicketRouted, {"promises": (TRIAGE, RESOLUTION)}, "liaison", RESOLUTION),
        (TicketRouted, {"promises": (WAITING,)}, "liaison", None),
        (TicketRouted, {"promises": ()}, "citizen", None),
        (TicketUpdated, {"changed_at": PAST}, "citizen", None),
        (TicketEscalated, {"changed_at": PAST, "cause": f"{TICKET}:resolution:rung-1"}, "leader", RESOLUTION),
        (TicketEscalated, {"cause": f"{TICKET}:acknowledge:rung-1"}, "leader", None),
        (TicketReminded, {"promises": (TRIAGE, RESOLUTION), "cause": f"{TICKET}:triage:warn-50"}, "liaison", TRIAGE),
        (TicketEscalated, {"cause": f"{TICKET}:1:liaison"}, "leader", RESOLUTION),
    ],
)
def test_the_date_told_is_that_of_the_promise_the_reader_waits_for(
    kind: type[TicketEvent], change: dict[str, Any], audience: Audience, due: Promise | None
) -> None:
    assert due_at(ticket(kind, **change), audience) == (due.due_at if due else None)
