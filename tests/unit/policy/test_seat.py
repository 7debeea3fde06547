"""Who does a post's work on a day."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.directory.model import Directory
from shared.directory.roster import Roster, absence
from shared.policy.seat import away, nobody, seat
from tests.builders import rostered
from tests.conftest import shipped

CHRISTMAS = date(2026, 12, 25)
AWAY = "{leaves: [{first: 2026-12-21, last: 2026-12-31}]}"
ACTED = "{sittings: [{kind: acting, by: sekretaris-dlh}]}"
VACANT = "{sittings: [{kind: vacant}]}"


def replaced_by(substitute: str) -> str:
    return f"{{leaves: [{{first: 2026-12-21, last: 2026-12-31, substitute: {substitute}}}]}}"


# the roster, whose work it is, and who does it at Christmas; None for nobody
SEATS = [
    ("{}", "narahubung-jalan", "narahubung-jalan"),
    ("narahubung-jalan: {}", "narahubung-jalan", "narahubung-jalan"),
    (f"narahubung-jalan: {AWAY}", "narahubung-jalan", "narahubung-jembatan"),
    (f"narahubung-jalan: {VACANT}", "narahubung-jalan", "narahubung-jembatan"),
    (f"narahubung-jalan: {replaced_by('narahubung-gedung')}", "narahubung-jalan", "narahubung-gedung"),
    ("narahubung-jalan: {leaves: [{first: 2026-12-25, last: 2026-12-25}]}", "narahubung-jalan", "narahubung-jembatan"),
    ("narahubung-jalan: {leaves: [{first: 2026-12-26, last: 2026-12-26}]}", "narahubung-jalan", "narahubung-jalan"),
    ("narahubung-jalan: {leaves: [{first: 2026-12-24, last: 2026-12-24}]}", "narahubung-jalan", "narahubung-jalan"),
    (f"kepala-dlh: {ACTED}", "kepala-dlh", "sekretaris-dlh"),
    (
        f"{{kepala-dlh: {ACTED}, sekretaris-dlh: {replaced_by('narahubung-sampah')}}}",
        "kepala-dlh",
        "narahubung-sampah",
    ),
    ("kepala-dlh: {sittings: [{kind: acting}]}", "kepala-dlh", "kepala-dlh"),
    (f"kepala-dlh: {VACANT}", "kepala-dlh", None),
    ("kepala-dlh: {sittings: [{kind: vacant, valid_to: 2026-12-24}]}", "kepala-dlh", "kepala-dlh"),
    ("kepala-dlh: {sittings: [{kind: vacant, valid_from: 2026-12-26}]}", "kepala-dlh", "kepala-dlh"),
    (
        f"{{narahubung-ktp: {AWAY}, narahubung-kk: {AWAY}}}",
        "narahubung-ktp",
        None,
    ),
    (
        f"{{narahubung-banjir: {AWAY}, narahubung-bantuan-bencana: {AWAY}, narahubung-longsor: {VACANT}}}",
        "narahubung-bantuan-bencana",
        None,
    ),
    (f"kades-glagah-kemiren: {VACANT}", "kades-glagah-kemiren", "camat-glagah"),
    (f"{{kades-glagah-kemiren: {VACANT}, camat-glagah: {AWAY}}}", "kades-glagah-kemiren", "sekcam-glagah"),
    (f"meja-pilah: {VACANT}", "meja-pilah", "sekretaris-diskominfo"),
    (f"regu-siaga-112: {AWAY}", "regu-siaga-112", "kepala-diskominfo"),
    (f"asisten-administrasi: {VACANT}", "asisten-administrasi", "asisten-pemkesra"),
    (f"{{meja-pilah: {VACANT}, sekretaris-diskominfo: {AWAY}}}", "meja-pilah", "meja-pilah"),
    (f"{{regu-siaga-112: {AWAY}, kepala-diskominfo: {VACANT}}}", "regu-siaga-112", "regu-siaga-112"),
    (f"{{asisten-administrasi: {VACANT}, asisten-pemkesra: {VACANT}}}", "asisten-administrasi", "asisten-administrasi"),
    (f"meja-pilah: {replaced_by('sekretaris-diskominfo')}", "meja-pilah", "sekretaris-diskominfo"),
    ("{}", "narahubung-telepon-umum", None),
]


@pytest.mark.parametrize(("roster", "post", "there"), SEATS)
def test_the_work_is_done_by_who_is_there(directory: Directory, roster: str, post: str, there: str | None) -> None:
    found = seat(rostered(directory, roster), post, CHRISTMAS)
    assert (found.holder.post if found else None) == there


@pytest.mark.parametrize(("roster", "post", "there"), SEATS)
def test_who_does_anothers_work_says_whose_and_why(
    directory: Directory, roster: str, post: str, there: str | None
) -> None:
    found = seat(rostered(directory, roster), post, CHRISTMAS)
    if found:
        assert found.holder.stands_in_for == (None if there == post else post)
        assert (found.reason is None) == (there == post)


# the roster, and why narahubung jembatan or whoever else does the work of narahubung jalan
REASONS = [
    (f"narahubung-jalan: {AWAY}", "narahubung jalan cuti sampai 31 Desember 2026, digantikan narahubung jembatan"),
    (f"narahubung-jalan: {VACANT}", "jabatan narahubung jalan kosong, digantikan narahubung jembatan"),
    (
        "narahubung-jalan: {sittings: [{kind: vacant, valid_to: 2027-01-31}]}",
        "jabatan narahubung jalan kosong sampai 31 Januari 2027, digantikan narahubung jembatan",
    ),
    (
        "narahubung-jalan: {sittings: [{kind: acting, by: narahubung-gedung, valid_to: 2027-01-31}]}",
        "tugas narahubung jalan dirangkap narahubung gedung dan ruang umum sampai 31 Januari 2027",
    ),
]


@pytest.mark.parametrize(("roster", "reason"), REASONS)
def test_the_reason_is_in_plain_words(directory: Directory, roster: str, reason: str) -> None:
    found = seat(rostered(directory, roster), "narahubung-jalan", CHRISTMAS)
    assert found
    assert found.reason == reason


def test_the_reason_names_everybody_who_was_asked_before(directory: Directory) -> None:
    both = f"{{narahubung-jalan: {AWAY}, narahubung-jembatan: {replaced_by('narahubung-gedung')}}}"
    found = seat(rostered(directory, both), "narahubung-jalan", CHRISTMAS)
    assert found
    assert found.reason == (
        "narahubung jalan cuti sampai 31 Desember 2026, digantikan narahubung jembatan; "
        "narahubung jembatan cuti sampai 31 Desember 2026, digantikan narahubung gedung dan ruang umum"
    )


def test_that_nobody_is_there_is_said_too(directory: Directory) -> None:
    empty = rostered(directory, f"{{kepala-dlh: {VACANT}, narahubung-ktp: {AWAY}, narahubung-kk: {AWAY}}}")
    assert nobody(empty, ["kepala-dlh"], CHRISTMAS) == "jabatan kepala dinas kosong, belum ada penggantinya"
    assert nobody(empty, ["narahubung-ktp"], CHRISTMAS) == (
        "narahubung KTP cuti sampai 31 Desember 2026, digantikan narahubung kartu keluarga; "
        "narahubung kartu keluarga cuti sampai 31 Desember 2026, digantikan narahubung KTP"
    )
    assert away(empty, "narahubung-pkl", CHRISTMAS) == ""


def test_who_acts_here_and_nowhere_else_is_called_so(directory: Directory) -> None:
    acting = rostered(directory, "kepala-dlh: {sittings: [{kind: acting}]}")
    found = seat(acting, "kepala-dlh", CHRISTMAS)
    assert found
    assert found.holder.title == "Plt. kepala dinas"


LOADED = shipped()
POSTS = st.sampled_from(["narahubung-ktp", "narahubung-kk", "narahubung-akta", "meja-pilah", "kepala-dlh", "bupati"])
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 20))
SPANS = st.lists(DAYS, min_size=2, max_size=2).map(sorted)


def entry(sittings: list[Any], leaves: list[Any]) -> dict[str, Any]:
    told = [
        {"kind": kind, "by": by if kind == "acting" else None, "valid_from": days[0], "valid_to": days[1]}
        for kind, by, days in sittings
    ]
    away_from = [{"first": days[0], "last": days[1], "substitute": other} for other, days in leaves]
    return {"sittings": told, "leaves": away_from}


KINDS = st.sampled_from(["seated", "acting", "vacant"])
ENTRIES = st.builds(
    entry,
    st.lists(st.tuples(KINDS, st.none() | POSTS, SPANS), max_size=3),
    st.lists(st.tuples(st.none() | POSTS, SPANS), max_size=3),
)
ROSTERS = st.dictionaries(POSTS, ENTRIES, max_size=6).map(
    lambda known: {post: Roster.model_validate({"slug": post, **given}) for post, given in known.items()}
)


@given(roster=ROSTERS, post=POSTS, day=DAYS)
def test_whatever_the_roster_says_the_seat_is_somebodys_who_is_there_or_nobodys(
    roster: dict[str, Roster], post: str, day: date
) -> None:
    town = LOADED.model_copy(update={"roster": roster})
    found = seat(town, post, day)
    if found is None:
        assert post != town.triage_post
    elif found.holder.post != town.triage_post:
        assert absence(town.posts[found.holder.post], roster.get(found.holder.post), day) is None


@given(roster=ROSTERS, post=POSTS, day=DAYS)
def test_who_stands_in_for_a_stand_in_does_the_work(roster: dict[str, Roster], post: str, day: date) -> None:
    town = LOADED.model_copy(update={"roster": roster})
    found, gone = seat(town, post, day), absence(town.posts[post], roster.get(post), day)
    if found and found.holder.post != post and gone and gone.stand_in:
        next_in_turn = seat(town, gone.stand_in, day)
        assert next_in_turn
        assert next_in_turn.holder.post == found.holder.post
