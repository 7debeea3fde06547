"""Who gets a new ticket when somebody is away, when an area's head owns it, and when nobody is there."""

from typing import Any

import pytest

from services.router.domain.assignment import assign, next_told
from services.router.domain.linking import Company, joined
from services.router.domain.sorting import Sorter
from services.router.explanation import Explainer
from shared.contracts.sorted import Sorted
from shared.contracts.ticket import TicketRouted
from shared.contracts.words import TRIAGE
from shared.directory.model import Directory
from shared.policy.roster import Climb
from tests.builders import LATER, LIAISON, OTHER, TODAY, complaint, rostered, sorting

VILLAGE = {"district": "Glagah", "village": "Kemiren"}
ON_LEAVE = "{leaves: [{first: 2026-11-20, last: 2026-11-30}]}"
VACANT = "{sittings: [{kind: vacant}]}"


def routed(
    directory: Directory, roster: str = "{}", topic: str = "lampu-jalan", load: dict[str, int] | None = None, **how: Any
) -> TicketRouted:
    """A new ticket of the sector that has the topic, seated by that roster; `place` and `source` are how it came."""
    sector = next(sector.slug for sector in directory.sectors.values() if topic in sector.topics)
    sorted_so = sorting(sector, sector, topic).model_copy(update=how.get("place", {}))
    event = Sorted(complaint=complaint(source=how.get("source", "lapor")), sorting=sorted_so)
    return assign(event, rostered(directory, roster), LATER, 1, load or {})


def test_the_deputy_holds_what_comes_while_the_liaison_is_away_and_the_ticket_says_why(directory: Directory) -> None:
    event = routed(directory, f"narahubung-lampu-jalan: {ON_LEAVE}")
    assert (event.holder.post, event.holder.stands_in_for) == ("narahubung-gedung", "narahubung-lampu-jalan")
    assert (event.queue, event.state) == ("infrastruktur", "routed")
    assert event.reason == (
        "karena kata “lampu”; narahubung lampu jalan cuti sampai 30 November 2026, "
        "digantikan narahubung gedung dan ruang umum"
    )
    assert event.sorting.reason == "karena kata “lampu”"


def test_a_stand_ins_promises_climb_the_ladder_of_whom_it_stands_in_for(directory: Directory) -> None:
    away = f"narahubung-irigasi: {VACANT}"
    event = routed(directory, away, "irigasi-sungai")
    assert event.holder.post == "sekretaris-dpu-pengairan"
    for promise in event.promises:
        climbed = [step.post for step in promise.steps if step.rung and not step.again]
        assert climbed == ["kepala-dpu-pengairan", "asisten-ekbang"]


def test_a_rung_that_is_vacant_today_still_stands_in_the_promise(directory: Directory) -> None:
    plain, vacant = routed(directory), routed(directory, f"kepala-dpu-ckpp: {VACANT}")
    assert vacant.promises == plain.promises


def test_what_nobody_is_there_to_hold_waits_in_triage_with_its_topic_and_the_reason(directory: Directory) -> None:
    event = routed(directory, f"narahubung-lampu-jalan: {VACANT}\nnarahubung-gedung: {ON_LEAVE}")
    assert (event.queue, event.state, event.holder.post) == (TRIAGE, "awaiting_triage", directory.triage_post)
    assert (event.sorting.queue, event.sorting.sector, event.sorting.topic) == (TRIAGE, "infrastruktur", "lampu-jalan")
    assert "triage" in {promise.clock for promise in event.promises}
    assert event.reason.startswith("karena kata “lampu”; belum ada yang bisa memegangnya: jabatan narahubung lampu jal")


def test_whoever_sits_at_the_desk_of_triage_that_day_has_it(directory: Directory) -> None:
    away = f"kepala-dlh: {VACANT}\nmeja-pilah: {{sittings: [{{kind: acting, by: sekretaris-diskominfo}}]}}"
    event = assign(Sorted(complaint=complaint(), sorting=sorting(TRIAGE)), rostered(directory, away), LATER, 1)
    assert (event.holder.post, event.holder.stands_in_for) == ("sekretaris-diskominfo", "meja-pilah")


@pytest.mark.parametrize(
    ("topic", "place", "source", "chain", "post"),
    [
        ("layanan-desa", VILLAGE, "lapor", "village", "kades-glagah-kemiren"),
        ("layanan-desa", {"district": "Glagah"}, "lapor", "district", "camat-glagah"),
        ("layanan-desa", {}, "lapor", "sector", "narahubung-layanan-desa"),
        ("lampu-jalan", VILLAGE, "lapor", "sector", "narahubung-lampu-jalan"),
        ("lampu-jalan", VILLAGE, "lapor-camat", "district", "camat-glagah"),
        ("balap-liar", VILLAGE, "lapor-camat", "sector", "pengawal-polisi"),
    ],
)
def test_the_head_of_the_area_holds_what_its_chain_owns(
    directory: Directory, topic: str, place: dict[str, str], source: str, chain: str, post: str
) -> None:
    event = routed(directory, topic=topic, place=place, source=source)
    assert (event.sorting.chain, event.holder.post) == (chain, post)
    assert ("urusan ini dipegang pimpinan wilayahnya" in event.reason) == (chain != "sector")
    policies = {promise.clock: promise.policy for promise in event.promises}
    assert policies["acknowledge"] == ("kenali" if chain == "sector" else "kenali-camat")


def test_of_several_liaisons_the_least_loaded_gets_it(directory: Directory) -> None:
    sector = directory.sectors["infrastruktur"]
    lamp = sector.topics["lampu-jalan"].model_copy(update={"colleagues": ("narahubung-jalan",)})
    topics = {**sector.topics, "lampu-jalan": lamp}
    both = directory.model_copy(
        update={"sectors": {**directory.sectors, sector.slug: sector.model_copy(update={"topics": topics})}}
    )
    assert routed(both, load={"narahubung-lampu-jalan": 1}).holder.post == "narahubung-jalan"
    assert routed(both, load={"narahubung-jalan": 1}).holder.post == "narahubung-lampu-jalan"


@pytest.mark.parametrize(("chain", "post"), [("sector", "narahubung-jalan"), ("district", "narahubung-lampu-jalan")])
def test_who_tells_of_the_same_trouble_gets_the_same_colleague_whatever_the_load(
    directory: Directory, chain: str, post: str
) -> None:
    first = routed(directory)
    sorted_so = first.sorting.model_copy(update={"chain": chain})
    earlier = first.model_copy(update={"holder": directory.holder("narahubung-jalan"), "sorting": sorted_so})
    after = joined(first, Company(OTHER, 2, "sama-sama menyebut pasar", None, earlier), directory, 1)
    assert after.holder.post == post


def told_one_after_the_other(directory: Directory) -> list[Climb]:
    """Whom a ticket of the lamps' liaison climbs to when no notice reaches anybody."""
    climbs = [next_told(directory, LIAISON, LIAISON.post, TODAY)]
    while told := climbs[-1].told:
        climbs.append(next_told(directory, LIAISON, told.post, TODAY))
    return climbs


@pytest.mark.parametrize(
    ("roster", "posts", "skipped"),
    [
        ("{}", ["sekretaris-dpu-ckpp", "kepala-dpu-ckpp", "asisten-ekbang", "meja-pilah"], []),
        (f"kepala-dpu-ckpp: {VACANT}", ["sekretaris-dpu-ckpp", "asisten-ekbang", "meja-pilah"], ["kepala dinas"]),
        (
            "kepala-dpu-ckpp: {sittings: [{kind: acting, by: sekretaris-dpu-ckpp}]}",
            ["sekretaris-dpu-ckpp", "asisten-ekbang", "meja-pilah"],
            ["kepala dinas"],
        ),
        (
            "sekretaris-dpu-ckpp: {sittings: [{kind: acting, by: narahubung-lampu-jalan}]}",
            ["kepala-dpu-ckpp", "asisten-ekbang", "meja-pilah"],
            ["sekretaris dinas"],
        ),
        (
            "asisten-ekbang: {sittings: [{kind: acting, by: sekretaris-dpu-ckpp}]}",
            ["sekretaris-dpu-ckpp", "kepala-dpu-ckpp", "meja-pilah"],
            ["asisten perekonomian dan pembangunan"],
        ),
        (
            f"{{meja-pilah: {VACANT}, sekretaris-diskominfo: {VACANT}}}",
            ["sekretaris-dpu-ckpp", "kepala-dpu-ckpp", "asisten-ekbang", "meja-pilah"],
            [],
        ),
    ],
)
def test_when_notices_reach_nobody_it_climbs_to_who_is_there_and_says_whom_it_passed_over(
    directory: Directory, roster: str, posts: list[str], skipped: list[str]
) -> None:
    climbs = told_one_after_the_other(rostered(directory, roster))
    assert [climb.told.post for climb in climbs if climb.told] == posts
    assert [title for climb in climbs for title in climb.skipped] == skipped


def test_what_a_villages_head_holds_is_explained_with_their_office(directory: Directory) -> None:
    text = "Kantor desa Kemiren Kecamatan Glagah tutup padahal jam kerja, saya butuh surat pengantar."
    said = Explainer(Sorter(directory), directory).explain(text, LATER)
    assert (said.liaison, said.agency) == ("kades-glagah-kemiren", "Kecamatan Glagah")
