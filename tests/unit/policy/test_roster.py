from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.directory.load import build
from shared.directory.model import Directory
from shared.policy.roster import charge, first_holder, ladder
from tests.builders import sorting
from tests.unit.directory.files import changed

TODAY = date(2026, 11, 23)
SECTOR = "sectors/infrastruktur.yaml"
LAMP = "  lampu-jalan:\n"


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
    assert first_holder(directory, sorting(queue, sector, topic), TODAY).post == post


def owned(owner: str) -> Directory:
    """The shipped directory, in which street lights have one owner."""
    return build(changed(SECTOR, LAMP, f"{LAMP}    owners:\n      - {{words: [tol], reason: begitu, {owner}}}\n"))


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
    holder = first_holder(directory, sorting(queue, sector.slug, topic, owner), day)
    assert not directory.agencies[directory.posts[holder.post].agency].is_outside
    assert ladder(directory, holder.post)


def test_the_ladder_is_the_holders_agencys(directory: Directory) -> None:
    assert [(rung.post, rung.title) for rung in ladder(directory, "narahubung-lampu-jalan")] == [
        ("sekretaris-dpu-ckpp", "sekretaris dinas"),
        ("kepala-dpu-ckpp", "kepala dinas"),
        ("asisten-ekbang", "asisten perekonomian dan pembangunan"),
    ]


def test_nobody_is_told_of_a_broken_promise_of_their_own(directory: Directory) -> None:
    assert [rung.post for rung in ladder(directory, "kepala-dlh")] == ["sekretaris-dlh", "asisten-ekbang"]
