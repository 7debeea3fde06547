"""What a leader reads of all that is late: numbers first, the three oldest and who has them, one thing to do."""

from datetime import timedelta
from typing import Any

import pytest

from services.notifier.domain.late import OLDEST, REST
from shared.contracts.digest import LateDigest, LateQueue, LateTicket
from shared.contracts.ticket_record import Holder
from tests.builders import NOW, RUNGS, TODAY, fresh_number
from tests.unit.directory.reading import hard_to_read
from tests.unit.notifier.letters import LOADED, WORDING

LEADER = RUNGS[2]
ROADS = LateQueue(queue="infrastruktur", late=12, fresh=3)
SCHOOLS = LateQueue(queue="pendidikan", late=3)


def late(days: int = 7, **change: Any) -> LateTicket:
    known = {"ticket": fresh_number(), "queue": "infrastruktur", "clock": "resolution", "rung": 3}
    held = {"holder": "narahubung jembatan", "agency": "Dinas PU CKPP"}
    return LateTicket.model_validate({**known, **held, "due_at": NOW - timedelta(days=days), **change})


def digest(**change: Any) -> LateDigest:
    usual = {"to": LEADER, "day": TODAY, "late": 15, "queues": (ROADS, SCHOOLS), "oldest": (late(),), "at": NOW}
    return LateDigest.model_validate(usual | change)


def reading(**change: Any) -> str:
    words = WORDING.of_digest(digest(**change))
    return f"Subject: {words.subject}\n{words.body}"


def test_the_subject_tells_the_day_and_how_many() -> None:
    assert WORDING.of_digest(digest()).subject == "23 November 2026: 15 laporan lewat waktunya"


def test_a_leader_reads_how_many_are_late_in_which_field_and_how_many_are_new() -> None:
    text = reading()
    for said in (
        f"Bapak/Ibu {LEADER.title}, 15 laporan",
        "bertambah 3.",
        "Infrastruktur: 12, baru 3",
        "Pendidikan: 3\n",
    ):
        assert said in text


def test_a_day_on_which_nothing_more_broke_speaks_of_nothing_new() -> None:
    text = reading(queues=(SCHOOLS,))
    assert "bertambah" not in text
    assert "baru" not in text


def test_more_than_was_counted_is_said_to_be_more() -> None:
    assert "15 laporan warga atau lebih lewat waktunya." in reading(more=True)
    assert "atau lebih" not in reading()


def test_many_fields_are_counted_together() -> None:
    slugs = sorted(LOADED.sectors)
    queues = tuple(LateQueue(queue=slug, late=20 - place, fresh=1) for place, slug in enumerate(slugs))
    text = reading(queues=queues)
    assert f"{REST}: {sum(queue.late for queue in queues[5:])}, baru {len(queues) - 5}" in text
    assert text.count("\n- ") == 6


@pytest.mark.parametrize(
    ("queue", "said"), [("triage", "Menunggu dipilah: 1"), ("emergency", "Keadaan darurat: 1"), ("sirna", "sirna: 1")]
)
def test_a_queue_that_is_no_field_has_a_name_too(queue: str, said: str) -> None:
    assert said in reading(queues=(LateQueue(queue=queue, late=1),))


def test_the_three_oldest_are_told_with_number_since_when_and_whose() -> None:
    oldest = tuple(late(days) for days in (14, 7, 3, 1))
    text = reading(oldest=oldest)
    assert [one.ticket in text for one in oldest] == [True] * OLDEST + [False]
    assert f"1. {oldest[0].ticket}, belum selesai, dijanjikan 9 November 2026." in text
    assert text.count("Yang memegang: narahubung jembatan, Dinas PU CKPP") == OLDEST
    assert text.count("https://") == 1
    assert f"complaints/{oldest[0].ticket}" in text


def test_where_router_could_not_be_asked_nobody_is_named() -> None:
    assert "Yang memegang" not in reading(oldest=(late(holder=None, agency=None),))


def test_who_reads_for_another_chair_is_told_for_which() -> None:
    office = LOADED.holder("asisten-administrasi")
    stand_in: Holder = LEADER.model_copy(update={"stands_in_for": office.post})
    assert f"Anda membaca ini untuk {office.title}." in reading(to=stand_in)


def test_it_is_plain_and_asks_for_one_thing() -> None:
    text = reading(oldest=tuple(late(days) for days in (14, 7, 3)))
    assert text.count("Mohon") == 1
    assert [problem for problem in hard_to_read(text) if "letters" not in problem] == []
