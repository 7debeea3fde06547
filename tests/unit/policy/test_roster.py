from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.directory.load import build
from shared.directory.model import Directory
from shared.policy.roster import Seat, area_head, asked, charge, climb, first_holder, ladder
from tests.builders import LIAISON, TODAY, holder_of, rostered, sorting
from tests.unit.directory.files import changed

SECTOR = "sectors/infrastruktur.yaml"
LIGHTS = "  lampu-jalan:\n"


@pytest.mark.parametrize(
    ("queue", "sector", "topic", "post"),
    [
        ("infrastruktur", "infrastruktur", "lampu-jalan", "narahubung-lampu-jalan"),
        ("infrastruktur", "infrastruktur", None, "narahubung-gedung"),
        ("infrastruktur", "infrastruktur", "gone", "narahubung-gedung"),
        ("infrastruktur", None, None, "meja-pilah"),
        ("gone", "gone", "gone", "meja-pilah"),
        ("triage", None, None, "meja-pilah"),
        ("triage", "infrastruktur", "lampu-jalan", "meja-pilah"),
        ("emergency", None, None, "regu-siaga-112"),
        ("emergency", "kebencanaan", "banjir", "regu-siaga-112"),
    ],
)
def test_the_first_holder_is_the_topics_liaison_or_who_watches_the_queue(
    directory: Directory, queue: str, sector: str | None, topic: str | None, post: str
) -> None:
    assert holder_of(directory, sorting(queue, sector, topic)).post == post


def owned(owner: str) -> Directory:
    """The shipped directory, in which street lights have one owner."""
    return build(changed(SECTOR, LIGHTS, f"{LIGHTS}    owners:\n      - {{words: [tol], reason: begitu, {owner}}}\n"))


OUTSIDE = "agency: bbpjn"
OURS = "agency: dishub, liaison: narahubung-rambu"
UNTIL_2020 = f"{OURS}, valid_to: 2020-12-31"


@pytest.mark.parametrize(
    ("declared", "said", "day", "agency", "post", "resolution"),
    [
        (OUTSIDE, "bbpjn", TODAY, "bbpjn", "pengawal-jalan", "luar-wewenang"),
        (OUTSIDE, None, TODAY, "dpu-ckpp", "narahubung-lampu-jalan", "normatif"),
        (OUTSIDE, "dishub", TODAY, "dpu-ckpp", "narahubung-lampu-jalan", "normatif"),
        (OURS, "dishub", TODAY, "dishub", "narahubung-rambu", "normatif"),
        (UNTIL_2020, "dishub", date(2020, 12, 31), "dishub", "narahubung-rambu", "normatif"),
        (UNTIL_2020, "dishub", date(2021, 1, 1), "dpu-ckpp", "narahubung-lampu-jalan", "normatif"),
    ],
)
def test_who_is_in_charge_depends_on_the_owner_and_the_day(
    declared: str, said: str | None, day: date, agency: str, post: str, resolution: str
) -> None:
    found = charge(owned(declared), sorting("infrastruktur", "infrastruktur", "lampu-jalan", said), day)
    assert found
    assert (found.agency.slug, found.post, found.resolution) == (agency, post, resolution)
    assert (found.reason == "begitu") == (agency == said)


def test_a_topic_of_an_agency_outside_is_held_by_its_tracker(directory: Directory) -> None:
    found = charge(directory, sorting("ketertiban", "ketertiban", "balap-liar"), TODAY)
    assert found
    assert (found.agency.slug, found.post, found.resolution) == ("polresta", "pengawal-polisi", "luar-wewenang")


@given(data=st.data(), day=st.dates())
def test_whoever_owns_it_on_whatever_day_a_post_of_the_regency_holds_it(
    directory: Directory, data: st.DataObject, day: date
) -> None:
    sector = data.draw(st.sampled_from(list(directory.sectors.values())))
    topic = data.draw(st.sampled_from([*sector.topics, "gone", None]))
    owner = data.draw(st.sampled_from([*directory.agencies, "gone", None]))
    queue = data.draw(st.sampled_from([sector.slug, "triage", "emergency"]))
    holder = holder_of(directory, sorting(queue, sector.slug, topic, owner), day)
    assert not directory.agencies[directory.posts[holder.post].agency].is_outside
    assert ladder(directory, holder)


def above(directory: Directory, post: str, stands_in_for: str | None = None) -> list[str]:
    holder = directory.holder(post).model_copy(update={"stands_in_for": stands_in_for})
    return [rung.post for rung in ladder(directory, holder)]


def test_the_ladder_is_the_holders_agencys(directory: Directory) -> None:
    assert above(directory, "narahubung-lampu-jalan") == ["sekretaris-dpu-ckpp", "kepala-dpu-ckpp", "asisten-ekbang"]


def test_nobody_is_told_of_a_broken_promise_of_their_own(directory: Directory) -> None:
    assert above(directory, "kepala-dlh") == ["sekretaris-dlh", "asisten-ekbang"]


def test_who_stands_in_has_the_ladder_of_the_post_it_stands_in_for_but_for_itself(directory: Directory) -> None:
    assert above(directory, "sekretaris-dlh", "narahubung-irigasi") == [
        *("sekretaris-dpu-pengairan", "kepala-dpu-pengairan", "asisten-ekbang")
    ]
    assert above(directory, "kepala-dlh", "narahubung-sampah") == ["sekretaris-dlh", "asisten-ekbang"]


def test_above_the_head_of_a_village_stands_that_of_its_district(directory: Directory) -> None:
    assert above(directory, "kades-glagah-kemiren") == ["camat-glagah", "asisten-pemkesra", "sekretaris-daerah"]


def test_above_whoever_the_directory_has_no_more_stands_triage(directory: Directory) -> None:
    gone = LIAISON.model_copy(update={"post": "narahubung-telepon-umum"})
    assert [rung.post for rung in ladder(directory, gone)] == [directory.triage_post]


GLAGAH, KEMIREN = {"district": "Glagah"}, {"district": "Glagah", "village": "Kemiren"}


@pytest.mark.parametrize(
    ("chain", "place", "agency", "post"),
    [
        ("village", KEMIREN, "kecamatan-glagah", "kades-glagah-kemiren"),
        ("village", {"district": "Glagah", "village": "Bakungan"}, "kecamatan-glagah", "lurah-glagah-bakungan"),
        ("district", KEMIREN, "kecamatan-glagah", "camat-glagah"),
        ("district", GLAGAH, "kecamatan-glagah", "camat-glagah"),
        ("village", GLAGAH, "dpmd", "narahubung-layanan-desa"),
        ("village", {"district": "Glagah", "village": "Atlantis"}, "dpmd", "narahubung-layanan-desa"),
        ("district", {"district": "Atlantis"}, "dpmd", "narahubung-layanan-desa"),
        ("sector", KEMIREN, "dpmd", "narahubung-layanan-desa"),
    ],
)
def test_in_an_areas_chain_its_head_is_in_charge_and_promises_what_the_topic_does(
    directory: Directory, chain: str, place: dict[str, str], agency: str, post: str
) -> None:
    letter = sorting("pemerintahan-desa", "pemerintahan-desa", "layanan-desa")
    found = charge(directory, letter.model_copy(update={"chain": chain, **place}), TODAY)
    assert found
    assert (found.agency.slug, found.post, found.resolution) == (agency, post, "ringan")


def test_the_head_of_every_district_and_village_is_a_post(directory: Directory) -> None:
    for district in directory.districts.values():
        for village in (None, *(village.name for village in district.villages)):
            place = {"district": district.name, "village": village, "chain": "village" if village else "district"}
            somewhere = sorting("triage").model_copy(update=place)
            assert area_head(directory, somewhere, somewhere.chain), place


def shared(*colleagues: str) -> Directory:
    """The shipped directory, in which colleagues share street lights with their liaison."""
    added = f"{LIGHTS}    colleagues: [{', '.join(colleagues)}]\n"
    return build(changed(SECTOR, LIGHTS, added))


def sharing(roster: str, **load: int) -> Seat | None:
    """Who of the lamps' liaison and two colleagues gets the next ticket; a post's open tickets by its last word."""
    directory = rostered(shared("narahubung-jalan", "narahubung-gedung"), roster)
    lamp = sorting("infrastruktur", "infrastruktur", "lampu-jalan")
    return first_holder(directory, lamp, TODAY, {f"narahubung-{post}": count for post, count in load.items()})


ON_LEAVE = "{leaves: [{first: 2026-11-20, last: 2026-11-30}]}"
LAMPS_AWAY = f"narahubung-lampu-jalan: {ON_LEAVE}"


@pytest.mark.parametrize(
    ("roster", "load", "post"),
    [
        ("{}", {}, "narahubung-lampu-jalan"),
        ("{}", {"jalan": 1, "lampu-jalan": 1, "gedung": 1}, "narahubung-lampu-jalan"),
        ("{}", {"lampu-jalan": 1}, "narahubung-jalan"),
        ("{}", {"lampu-jalan": 3, "jalan": 2, "gedung": 1}, "narahubung-gedung"),
        (LAMPS_AWAY, {}, "narahubung-jalan"),
        (LAMPS_AWAY, {"jalan": 9}, "narahubung-gedung"),
    ],
)
def test_of_several_liaisons_the_one_with_the_fewest_tickets_gets_the_next(
    roster: str, load: dict[str, int], post: str
) -> None:
    found = sharing(roster, **load)
    assert found
    assert (found.holder.post, found.holder.stands_in_for) == (post, None)


def test_a_colleague_takes_it_before_anybody_has_to_stand_in() -> None:
    away = f"{LAMPS_AWAY}\nnarahubung-jalan: {ON_LEAVE}"
    found = sharing(away)
    assert found
    assert (found.holder.post, found.holder.stands_in_for) == ("narahubung-gedung", None)


def test_where_all_of_them_are_away_the_least_loaded_stand_in_has_it() -> None:
    away = f"""
        narahubung-lampu-jalan: {{leaves: [{{first: 2026-11-20, last: 2026-11-30, substitute: narahubung-drainase}}]}}
        narahubung-jalan: {ON_LEAVE}
        narahubung-gedung: {{sittings: [{{kind: vacant}}]}}
    """
    found = sharing(away, drainase=4)
    assert found
    assert (found.holder.post, found.holder.stands_in_for) == ("narahubung-jembatan", "narahubung-jalan")


def test_why_a_colleague_has_it_is_said() -> None:
    away, busy = sharing(LAMPS_AWAY), sharing("{}", **{"lampu-jalan": 5, "jalan": 2, "gedung": 3})
    assert away and busy  # noqa: PT018
    assert away.reason == "narahubung lampu jalan cuti sampai 30 November 2026, dipegang rekannya narahubung jalan"
    assert busy.reason == "narahubung jalan sedang memegang lebih sedikit laporan (2)"


def test_colleagues_share_only_what_their_liaison_would_hold() -> None:
    text = f"{LIGHTS}    colleagues: [narahubung-jalan]\n    owners:\n      - {{words: [tol], reason: x, {OURS}}}\n"
    lamp = sorting("infrastruktur", "infrastruktur", "lampu-jalan", "dishub")
    assert asked(build(changed(SECTOR, LIGHTS, text)), lamp, TODAY) == ("narahubung-rambu",)


CHAIRS = ("sekretaris-dlh", "kepala-dlh", "asisten-ekbang")


@pytest.mark.parametrize(
    ("roster", "below", "told", "skipped"),
    [
        ("{}", (), "sekretaris-dlh", ()),
        ("{}", ("sekretaris-dlh",), "kepala-dlh", ()),
        ("sekretaris-dlh: {sittings: [{kind: vacant}]}", (), "kepala-dlh", ("sekretaris dinas",)),
        (
            "kepala-dlh: {sittings: [{kind: acting, by: sekretaris-dlh}]}",
            ("sekretaris-dlh",),
            "asisten-ekbang",
            ("kepala dinas",),
        ),
        ("kepala-dlh: {sittings: [{kind: acting, by: bupati}]}", ("sekretaris-dlh",), "bupati", ()),
        ("kepala-dlh: {sittings: [{kind: acting}]}", ("sekretaris-dlh",), "kepala-dlh", ()),
        ("{}", CHAIRS, None, ()),
    ],
)
def test_a_climb_passes_over_chairs_nobody_else_sits_on_and_says_which(
    directory: Directory, roster: str, below: tuple[str, ...], told: str | None, skipped: tuple[str, ...]
) -> None:
    found = climb(rostered(directory, roster), CHAIRS, TODAY, below)
    assert (found.told.post if found.told else None, found.skipped) == (told, skipped)
