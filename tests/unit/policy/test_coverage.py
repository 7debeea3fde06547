"""The coming days on which nobody would hold what."""

from datetime import date

import pytest

from shared.directory.days import Days
from shared.directory.model import Directory
from shared.policy.coverage import Coverage, coverage, working_days
from tests.builders import rostered, with_parts

MONDAY = date(2026, 11, 23)
VACANT = "{sittings: [{kind: vacant}]}"


def found(directory: Directory, roster: str, days: int = 20) -> Coverage:
    return coverage(rostered(directory, roster), working_days(directory.office, MONDAY, days))


def on_leave(first: str, last: str) -> str:
    return f"{{leaves: [{{first: {first}, last: {last}}}]}}"


def test_working_days_leave_out_weekends_and_holidays(directory: Directory) -> None:
    days = working_days(directory.office, date(2026, 12, 22), 4)
    assert [day.isoformat() for day in days] == ["2026-12-22", "2026-12-23", "2026-12-28", "2026-12-29"]


def test_where_everybody_is_there_nothing_is_found(directory: Directory) -> None:
    assert found(directory, "{}") == Coverage((), ())


def test_who_is_away_and_has_a_stand_in_leaves_no_gap(directory: Directory) -> None:
    assert found(directory, f"narahubung-jalan: {VACANT}").gaps == ()


def test_a_liaison_nobody_stands_in_for_leaves_every_topic_of_theirs_without_a_holder(directory: Directory) -> None:
    away = f"narahubung-irigasi: {VACANT}\nsekretaris-dpu-pengairan: {on_leave('2026-11-25', '2026-11-26')}"
    (gap,) = found(directory, away).gaps
    assert (gap.days, gap.posts) == (Days(date(2026, 11, 25), date(2026, 11, 26)), ("narahubung-irigasi",))
    assert {(held.topic, held.place) for held in gap.held} >= {("irigasi dan sungai", None)}
    assert "belum ada penggantinya" in gap.reason


def test_days_in_a_row_are_one_gap_over_a_weekend_and_two_over_a_working_day(directory: Directory) -> None:
    leaves = "[{first: 2026-11-24, last: 2026-11-24}, {first: 2026-11-26, last: 2026-11-30}]"
    gaps = found(directory, f"{{narahubung-irigasi: {VACANT}, sekretaris-dpu-pengairan: {{leaves: {leaves}}}}}").gaps
    assert [gap.days for gap in gaps] == [
        Days(date(2026, 11, 24), date(2026, 11, 24)),
        Days(date(2026, 11, 26), date(2026, 11, 30)),
    ]


def test_a_leave_on_days_nobody_works_leaves_no_gap(directory: Directory) -> None:
    sunday = on_leave("2026-11-28", "2026-11-29")
    assert found(directory, f"{{narahubung-irigasi: {VACANT}, sekretaris-dpu-pengairan: {sunday}}}").gaps == ()


def test_a_district_without_a_head_leaves_what_its_head_would_hold(directory: Directory) -> None:
    away = f"camat-glagah: {on_leave('2026-11-23', '2026-11-27')}\nsekcam-glagah: {VACANT}"
    (gap,) = found(directory, away).gaps
    assert gap.posts == ("camat-glagah",)
    assert {held.place for held in gap.held} == {"Kecamatan Glagah"}
    assert len({held.topic for held in gap.held}) > 80, "whatever is said to Lapor Camat, but for what belongs outside"


def test_a_village_without_a_head_leaves_what_its_head_would_hold(directory: Directory) -> None:
    away = f"kades-glagah-kemiren: {VACANT}\ncamat-glagah: {VACANT}\nsekcam-glagah: {VACANT}"
    of_the_village = [gap for gap in found(directory, away, 1).gaps if gap.posts == ("kades-glagah-kemiren",)]
    assert {(held.topic, held.place) for gap in of_the_village for held in gap.held} == {
        ("surat dan layanan desa", "Kemiren, Kecamatan Glagah"),
        ("urusan RT dan RW", "Kemiren, Kecamatan Glagah"),
    }


def test_without_a_source_of_the_heads_their_districts_hold_only_their_own_topics(directory: Directory) -> None:
    sources = {slug: source for slug, source in directory.sources.items() if source.chain == "sector"}
    away = f"camat-glagah: {VACANT}\nsekcam-glagah: {VACANT}"
    gaps = found(with_parts(directory, sources=sources), away, 1).gaps
    assert {held.topic for gap in gaps for held in gap.held} == {
        *("surat dan layanan desa", "urusan RT dan RW", "kepala desa dan perangkat")
    }


DESKS = [
    ("meja-pilah", "sekretaris-diskominfo"),
    ("regu-siaga-112", "kepala-diskominfo"),
    ("asisten-administrasi", "asisten-pemkesra"),
]


@pytest.mark.parametrize(("desk", "deputy"), DESKS)
def test_a_desk_nobody_sits_at_is_a_gap_though_it_goes_on_holding(directory: Directory, desk: str, deputy: str) -> None:
    both = f"{{{desk}: {VACANT}, {deputy}: {on_leave('2026-11-25', '2026-11-26')}}}"
    (gap,) = found(directory, both).gaps
    assert (gap.days, gap.posts, gap.held) == (Days(date(2026, 11, 25), date(2026, 11, 26)), (desk,), ())
    assert "belum ada penggantinya" in gap.reason


@pytest.mark.parametrize(("desk", "_deputy"), DESKS)
def test_a_desk_whose_deputy_is_there_leaves_no_gap(directory: Directory, desk: str, _deputy: str) -> None:
    assert found(directory, f"{desk}: {VACANT}") == Coverage((), ())


def test_rungs_nobody_sits_on_are_told_of_apart(directory: Directory) -> None:
    told = found(directory, f"kepala-dinkes: {VACANT}", 5)
    assert told.gaps == ()
    (rung,) = told.skipped
    assert (rung.post, rung.days) == ("kepala-dinkes", Days(MONDAY, date(2026, 11, 27)))
    assert rung.agencies == ("Dinas Kesehatan", "RSUD Blambangan", "RSUD Genteng")


def test_a_topic_counts_only_on_days_on_which_it_is_in_force(directory: Directory) -> None:
    sector = directory.sectors["infrastruktur"]
    ends = sector.topics["irigasi-sungai"].model_copy(update={"valid_to": date(2026, 11, 24)})
    ending = sector.model_copy(update={"topics": {"irigasi-sungai": ends}})
    gaps = found(
        with_parts(directory, sectors={sector.slug: ending}),
        f"narahubung-irigasi: {VACANT}\nsekretaris-dpu-pengairan: {VACANT}",
    ).gaps
    assert {gap.days for gap in gaps} == {Days(MONDAY, date(2026, 11, 24))}
