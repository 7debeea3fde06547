from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.ticket_record import Promise, Step
from shared.contracts.words import OWN, URGENCIES, Urgency
from shared.directory.model import Directory
from shared.directory.promises import PromisePolicy
from shared.policy.promise import promises, start, step_times
from shared.policy.steps import each
from tests.builders import holder_of, sorting, telling_again

WIB = ZoneInfo("Asia/Jakarta")
MONDAY = datetime(2026, 11, 23, 13, 30, tzinfo=WIB)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def made(
    directory: Directory, queue: str = "infrastruktur", topic: str | None = "lampu-jalan", **how: Any
) -> dict[str, Promise]:
    """The regency's own promises by clock, for a complaint admitted at a working hour unless said otherwise."""
    sector = queue if queue in directory.sectors else None
    urgency: Urgency = how.get("urgency", "normal")
    at = how.get("at", MONDAY)
    sorted_so = sorting(queue, sector, topic).model_copy(update=how.get("place", {}))
    holder = holder_of(directory, sorted_so, directory.day(at))
    found = promises(directory, sorted_so, urgency, at, holder, how.get("speed", 1.0))
    return {promise.clock: promise for promise in found if promise.track == OWN}


def amended(directory: Directory, **policies: PromisePolicy) -> Directory:
    parts = {name: getattr(directory, name) for name in Directory.model_fields}
    return Directory.model_construct(**parts | {"promises": {**directory.promises, **policies}})


@pytest.mark.parametrize(
    ("queue", "topic", "urgency", "policies"),
    [
        ("infrastruktur", "lampu-jalan", "normal", ("kenali", "jawab", "selesai-normatif")),
        ("infrastruktur", "jembatan", "normal", ("kenali", "jawab", "selesai-tanpa-pengawasan")),
        ("pendidikan", "anak-aman", "normal", ("kenali", "jawab", "selesai-pengawasan")),
        ("kependudukan", "ktp", "normal", ("kenali", "jawab", "selesai-ringan")),
        ("infrastruktur", None, "normal", ("kenali", "jawab", "selesai-tanpa-pengawasan")),
        ("ketertiban", "balap-liar", "normal", ("kenali", "jawab", "selesai-luar-wewenang")),
        ("kependudukan", "ktp", "emergency", ("kenali-darurat-pindah", "jawab-darurat-pindah", "selesai-ringan")),
        ("kependudukan", "ktp", "backlog", ("kenali-laporan-lama", "jawab-laporan-lama", "selesai-laporan-lama")),
        ("emergency", None, "emergency", ("kenali-darurat", "jawab-darurat", "selesai-darurat")),
        ("triage", None, "normal", ("pilah", "jawab", "selesai")),
        ("triage", None, "emergency", ("pilah-darurat", "jawab-darurat-pindah", "selesai")),
        ("triage", None, "backlog", ("pilah-laporan-lama", "jawab-laporan-lama", "selesai-laporan-lama")),
    ],
)
def test_what_is_promised_depends_on_queue_class_and_urgency(
    directory: Directory, queue: str, topic: str | None, urgency: Urgency, policies: tuple[str, ...]
) -> None:
    found = made(directory, queue, topic, urgency=urgency)
    assert tuple(found) == ("triage" if queue == "triage" else "acknowledge", "answer", "resolution")
    assert tuple(promise.policy for promise in found.values()) == policies


def test_what_follows_upon_a_deed_is_not_promised_when_a_ticket_comes(directory: Directory) -> None:
    assert {"act", "update"}.isdisjoint(made(directory))


def test_no_ticket_is_without_a_running_promise(directory: Directory) -> None:
    topics = [(sector.slug, topic) for sector in directory.sectors.values() for topic in (*sector.topics, None)]
    for queue, topic in (*topics, ("emergency", None), ("triage", None)):
        for urgency in URGENCIES:
            found = made(directory, queue, topic, urgency=urgency)
            assert any(promise.due_at for promise in found.values()), (queue, topic, urgency)


def test_acknowledging_waits_for_the_notice_and_resolving_does_not(directory: Directory) -> None:
    found = made(directory)
    assert (found["acknowledge"].started_at, found["acknowledge"].due_at) == (None, None)
    assert found["resolution"].started_at == MONDAY
    assert found["resolution"].due_at == wib("2026-11-30T13:30")  # five working days later


def test_a_promise_starts_when_its_notice_was_delivered(directory: Directory) -> None:
    running = start(made(directory)["acknowledge"], wib("2026-11-23T14:00"), directory)
    assert running.started_at == wib("2026-11-23T14:00")
    assert running.due_at == wib("2026-11-24T09:30")


def test_an_emergency_is_due_in_minutes_at_any_hour(directory: Directory) -> None:
    sunday_night = wib("2026-11-22T02:00")
    assert made(directory, "emergency", None, urgency="emergency", at=sunday_night)["acknowledge"].due_at == (
        sunday_night + timedelta(minutes=5)
    )


def test_warnings_come_at_shares_of_the_span_then_the_ladder_rung_by_rung(directory: Directory) -> None:
    once = (step for step in made(directory)["acknowledge"].steps if not step.again)
    steps = [(step.name, step.after, step.rung, step.post) for step in once]
    assert steps == [
        ("warn-50", timedelta(hours=2), 0, None),
        ("warn-80", timedelta(hours=3, minutes=12), 0, None),
        ("rung-1", timedelta(hours=4), 1, "sekretaris-dpu-ckpp"),
        ("rung-2", timedelta(hours=8), 2, "kepala-dpu-ckpp"),
        ("rung-3", timedelta(hours=15, minutes=30), 3, "asisten-ekbang"),
    ]


def test_steps_happen_in_working_time(directory: Directory) -> None:
    often = telling_again(directory, timedelta(hours=7, minutes=30), times=10)
    running = start(made(often)["acknowledge"], wib("2026-11-27T14:30"), often)  # a Friday
    assert [moment for moment, _ in step_times(running, often)][:7] == [
        wib("2026-11-27T16:30"),
        wib("2026-11-30T08:42"),
        wib("2026-11-30T09:30"),
        wib("2026-11-30T14:30"),
        wib("2026-12-01T14:30"),
        wib("2026-12-02T14:30"),  # the last rung again
        wib("2026-12-03T14:30"),
    ]


def test_a_promise_that_waits_has_no_step_times(directory: Directory) -> None:
    assert step_times(made(directory)["acknowledge"], directory) == ()


def test_the_first_rung_is_told_when_the_promise_is_due(directory: Directory) -> None:
    for promise in made(directory).values():
        running = start(promise, MONDAY, directory)
        times = {step.rung: moment for moment, step in step_times(running, directory)}
        assert times[1] == running.due_at


@settings(deadline=None)  # a machine that is busy with other tests is no fault
@given(at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1)).map(lambda moment: moment.replace(tzinfo=UTC)))  # noqa: DTZ001
def test_steps_come_in_order_whenever_it_starts(directory: Directory, at: datetime) -> None:
    running = start(made(directory)["acknowledge"], at, directory)
    times = [moment for moment, _ in step_times(running, directory)]
    assert times == sorted(times)
    assert times[0] >= at


def test_the_basis_travels_with_the_promise(directory: Directory) -> None:
    promise = made(directory)["acknowledge"]
    assert promise.basis == directory.promises["kenali"].basis
    assert (promise.calendar, promise.span) == ("kantor", timedelta(hours=4))


def test_another_speed_divides_every_span_and_counts_round_the_clock(directory: Directory) -> None:
    night = wib("2026-11-22T02:00")
    found = made(telling_again(directory, timedelta(hours=7, minutes=30), times=10), speed=3600.0, at=night)
    assert found["acknowledge"].span == timedelta(seconds=4)
    after = [step.after.total_seconds() for step in each(found["acknowledge"].steps)]
    assert after[:7] == [2.0, 3.2, 4.0, 8.0, 15.5, 23.0, 30.5]
    assert found["resolution"].due_at == night + timedelta(seconds=37.5)


def test_a_new_policy_applies_from_its_day_on_in_the_offices_own_time(directory: Directory) -> None:
    old = directory.promises["kenali"]
    newer = old.model_copy(update={"slug": "kenali-baru", "span": timedelta(hours=2), "valid_from": date(2026, 12, 1)})
    both = amended(directory, **{"kenali-baru": newer})
    last_minute, first_minute = wib("2026-11-30T23:59"), wib("2026-12-01T00:00")
    assert made(both, at=last_minute)["acknowledge"].policy == "kenali"
    assert made(both, at=first_minute)["acknowledge"].policy == "kenali-baru"


def test_a_policy_for_one_queue_goes_before_one_for_all(directory: Directory) -> None:
    camat = directory.promises["kenali"].model_copy(update={"slug": "camat", "queues": ("pemerintahan-desa",)})
    both = amended(directory, camat=camat)
    assert made(both, "pemerintahan-desa", "layanan-desa")["acknowledge"].policy == "camat"
    assert made(both)["acknowledge"].policy == "kenali"


GLAGAH = {"district": "Glagah", "chain": "district"}
KEMIREN = {"district": "Glagah", "village": "Kemiren", "chain": "village"}


@pytest.mark.parametrize(
    ("urgency", "place", "at", "policy"),
    [
        ("normal", GLAGAH, MONDAY, "kenali-camat"),
        ("normal", KEMIREN, MONDAY, "kenali-camat"),
        ("normal", {"district": "Glagah"}, MONDAY, "kenali"),
        ("normal", GLAGAH, wib("2025-10-15T23:59"), "kenali"),
        ("normal", GLAGAH, wib("2025-10-16T00:00"), "kenali-camat"),
        ("emergency", GLAGAH, MONDAY, "kenali-darurat-pindah"),
        ("backlog", GLAGAH, MONDAY, "kenali-laporan-lama"),
    ],
)
def test_the_head_of_an_area_answers_within_two_hours_unless_the_urgency_says_otherwise(
    directory: Directory, urgency: Urgency, place: dict[str, str], at: datetime, policy: str
) -> None:
    found = made(directory, "pemerintahan-desa", "layanan-desa", urgency=urgency, place=place, at=at)
    assert found["acknowledge"].policy == policy


def test_a_policy_for_one_chain_goes_before_one_for_a_queue(directory: Directory) -> None:
    village_queue = directory.promises["kenali"].model_copy(update={"slug": "desa", "queues": ("pemerintahan-desa",)})
    both = amended(directory, desa=village_queue)
    found = made(both, "pemerintahan-desa", "layanan-desa", place=GLAGAH)
    assert found["acknowledge"].policy == "kenali-camat"


def test_what_the_head_of_a_village_does_not_keep_the_head_of_its_district_hears_of(directory: Directory) -> None:
    found = made(directory, "pemerintahan-desa", "layanan-desa", place=KEMIREN)
    assert [step.post for step in found["acknowledge"].steps if step.rung] == [
        *("camat-glagah", "asisten-pemkesra", "sekretaris-daerah")
    ]


def test_before_any_policy_is_in_force_there_is_a_promise_all_the_same(directory: Directory) -> None:
    assert made(directory, at=wib("2024-01-02T10:00"))["acknowledge"].policy == "kenali"


def test_editing_a_policy_does_not_move_a_promise_that_runs(directory: Directory) -> None:
    promise = made(directory)["acknowledge"]
    shorter = directory.promises["kenali"].model_copy(update={"span": timedelta(hours=1)})
    edited = amended(directory, kenali=shorter)
    assert start(promise, MONDAY, edited).due_at == start(promise, MONDAY, directory).due_at


def test_a_rung_names_its_post_and_title(directory: Directory) -> None:
    rung = made(directory)["acknowledge"].steps[2]
    assert rung == Step(
        name="rung-1", after=timedelta(hours=4), rung=1, post="sekretaris-dpu-ckpp", title="sekretaris dinas"
    )
