"""How a ticket comes to wait, and for how long."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.router.domain import pausing
from services.sla.domain.clock import begins
from shared.contracts.ticket import TicketAsked, TicketEvent, TicketPaused
from shared.contracts.words import PauseKind, State
from shared.policy.procedure import stage_ends
from tests.builders import NOW
from tests.unit.router.waits import (
    DAY,
    EMERGENCIES,
    LOADED,
    OPEN_AT_WORK,
    ROAD,
    TODAY,
    after,
    deed,
    in_days,
    in_work,
    morning,
    why_not,
)


@pytest.mark.parametrize("state", OPEN_AT_WORK)
def test_a_question_waits_as_long_as_citizens_may_be_waited_for(state: State) -> None:
    asked = after(pausing.ask(deed("ask", in_work(state=state), words="Tiang nomor berapa?")))
    assert isinstance(asked, TicketAsked)
    assert (asked.state, asked.segment, asked.words) == ("paused", 1, "Tiang nomor berapa?")
    assert asked.pause
    assert (asked.pause.kind, asked.pause.since, asked.pause.review_at) == ("citizen", NOW, NOW + 10 * DAY)


@pytest.mark.parametrize(("waited", "left"), [(0, 10), (3, 7), (9, 1)])
def test_a_later_question_waits_for_what_is_left(waited: int, left: int) -> None:
    asked = after(pausing.ask(deed("ask", in_work(waited={"citizen": waited * DAY}))))
    assert asked.pause
    assert asked.pause.review_at == NOW + left * DAY


@pytest.mark.parametrize("waited", [9.01, 10, 400])
def test_no_citizen_is_given_less_than_a_day_to_answer(waited: float) -> None:
    refused = why_not(pausing.ask(deed("ask", in_work(waited={"citizen": waited * DAY}))))
    assert refused == (
        "Waktu untuk menunggu jawaban pelapor sudah habis, semuanya 10 hari. "
        "Kerjakan dengan yang sudah ada, atau selesaikan dan jelaskan alasannya."
    )


def test_waits_of_another_kind_do_not_count() -> None:
    asked = after(pausing.ask(deed("ask", in_work(waited={"stage": 800 * DAY}))))
    assert asked.pause
    assert asked.pause.review_at == NOW + 10 * DAY


@pytest.mark.parametrize("kind", ["authority", "safety"])
@pytest.mark.parametrize("state", OPEN_AT_WORK)
def test_a_pause_lasts_until_the_morning_of_the_day_that_was_said(kind: PauseKind, state: State) -> None:
    paused = after(pausing.pause(deed("pause", in_work(state=state), pause=kind, on=in_days(3))))
    assert isinstance(paused, TicketPaused)
    assert (paused.state, paused.segment) == ("paused", 1)
    assert paused.pause
    assert (paused.pause.kind, paused.pause.since, paused.pause.review_at) == (kind, NOW, morning(in_days(3)))
    assert paused.reason == f"menunggu {LOADED.pauses[kind].title} sampai Kamis, 26 November 2026"


def test_while_it_waits_the_review_alone_runs() -> None:
    paused = after(pausing.pause(deed("pause", pause="safety", on=in_days(3))))
    (review,) = begins(paused)
    assert (review.clock, review.segment, review.due_at) == ("review", 1, morning(in_days(3)))


def test_a_stage_lasts_until_the_day_after_its_last() -> None:
    last = stage_ends(LOADED.procedures["road-damage"], "musrenbangcam", TODAY, LOADED.office)
    paused = after(pausing.pause(deed("pause", pause="stage", **ROAD)))
    assert last
    assert paused.pause
    assert paused.pause.review_at == morning(last + DAY)
    assert (paused.pause.procedure, paused.pause.stage) == ("road-damage", "musrenbangcam")


def test_a_stage_may_be_looked_at_before_its_end() -> None:
    paused = after(pausing.pause(deed("pause", pause="stage", on=in_days(20), **ROAD)))
    assert paused.pause
    assert (paused.pause.review_at, paused.pause.stage) == (morning(in_days(20)), "musrenbangcam")


def test_another_office_may_be_waited_for_until_a_stage_of_its_own_ends() -> None:
    permit = "boundary-recommendation"
    stage = next(iter(LOADED.procedures[permit].stages))
    paused = after(pausing.pause(deed("pause", pause="authority", procedure=permit, stage=stage)))
    assert paused.pause
    assert (paused.pause.kind, paused.pause.stage) == ("authority", stage)


LATEST = "Laporan ini boleh menunggu {title} paling lama sampai {day}. Pilih hari itu, atau sebelumnya."
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"pause": "citizen", "on": in_days(3)}, "Untuk menunggu jawaban pelapor, kirim pertanyaan Anda kepadanya."),
    ({"pause": "safety"}, "Sebutkan hari untuk melihat laporan ini lagi."),
    ({"pause": "authority"}, "Sebutkan hari untuk melihat laporan ini lagi."),
    ({"pause": "stage"}, "Sebutkan aturan dan tahap yang ditunggu. Yang ada: boundary-recommendation, building-permit"),
    ({"pause": "stage", "on": in_days(3)}, "Sebutkan aturan dan tahap yang ditunggu."),
    ({"pause": "stage", "procedure": "jalan-tol", "stage": "lelang"}, "Sebutkan aturan dan tahap yang ditunggu."),
    ({"pause": "stage", **ROAD, "stage": "lelang"}, "Tahap itu tidak ada dalam perbaikan jalan rusak berat. Yang ada:"),
    ({"pause": "stage", **ROAD, "on": date(2030, 1, 1)}, "Tahap Musrenbangcam selesai"),
    ({"pause": "safety", "on": TODAY}, "Laporan ini dilihat lagi paling cepat besok."),
    ({"pause": "safety", "on": date(2020, 1, 1)}, "Laporan ini dilihat lagi paling cepat besok."),
    (
        {"pause": "safety", "on": in_days(15)},
        LATEST.format(title="keadaan aman atau cuaca", day="Senin, 7 Desember 2026"),
    ),
    (
        {"pause": "authority", "on": in_days(61)},
        LATEST.format(title="jawaban kantor lain", day="Jumat, 22 Januari 2027"),
    ),
]


@pytest.mark.parametrize(("wish", "reason"), REFUSED)
def test_a_pause_without_a_day_it_may_last_to_is_refused_and_says_what_to_do(wish: dict[str, Any], reason: str) -> None:
    assert why_not(pausing.pause(deed("pause", **wish))).startswith(reason)


def test_a_stage_that_nobody_knows_the_end_of_needs_a_day() -> None:
    slug, stage = next(
        (procedure.slug, stage.slug)
        for procedure in LOADED.procedures.values()
        for stage in procedure.stages.values()
        if stage_ends(procedure, stage.slug, TODAY, LOADED.office) is None
    )
    named: dict[str, Any] = {"procedure": slug, "stage": stage}
    refused = why_not(pausing.pause(deed("pause", pause="stage", **named)))
    assert refused == "Belum pasti kapan tahap itu selesai. Sebutkan hari untuk melihat laporan ini lagi."
    assert isinstance(pausing.pause(deed("pause", pause="stage", on=in_days(9), **named)), TicketPaused)


@given(waited=st.integers(0, 20), days=st.integers(1, 30))
@settings(deadline=None)
def test_all_waits_of_a_kind_together_last_no_longer_than_its_cap_by_whole_days(waited: int, days: int) -> None:
    done = pausing.pause(deed("pause", in_work(waited={"safety": waited * DAY}), pause="safety", on=in_days(days)))
    assert isinstance(done, TicketPaused) is (waited + days <= LOADED.pauses["safety"].cap.days)


def test_at_another_speed_a_wait_is_as_much_shorter_and_so_is_its_cap() -> None:
    speed = 86_400.0
    paused = after(pausing.pause(deed("pause", speed=speed, pause="safety", on=in_days(3))))
    assert paused.pause
    assert paused.pause.review_at - NOW == (morning(in_days(3)) - NOW) / speed
    asked = after(pausing.ask(deed("ask", in_work(waited={"citizen": timedelta(seconds=4)}), speed=speed)))
    assert asked.pause
    assert asked.pause.review_at == NOW + timedelta(seconds=6)


@pytest.mark.parametrize("before", EMERGENCIES)
@pytest.mark.parametrize(
    ("kind", "instead"),
    [("stage", "Amankan dulu tempatnya"), ("authority", "Teruskan ke kantor yang berwenang.")],
)
def test_an_emergency_waits_for_no_stage_and_no_office(before: TicketEvent, kind: PauseKind, instead: str) -> None:
    refused = why_not(pausing.pause(deed("pause", before, pause=kind, on=in_days(1), **ROAD)))
    assert refused.startswith(f"Keadaan darurat tidak boleh menunggu {LOADED.pauses[kind].title}. {instead}")


@pytest.mark.parametrize("before", EMERGENCIES)
def test_an_emergency_waits_for_no_answer(before: TicketEvent) -> None:
    assert "kirim pertanyaan Anda sebagai jawaban biasa" in why_not(pausing.ask(deed("ask", before)))


@pytest.mark.parametrize("before", EMERGENCIES)
def test_an_emergency_waits_while_helping_would_be_too_dangerous(before: TicketEvent) -> None:
    assert isinstance(pausing.pause(deed("pause", before, pause="safety", on=in_days(1))), TicketPaused)
