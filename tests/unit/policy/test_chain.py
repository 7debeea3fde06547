"""Which chain of people owns a complaint."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.words import Chain
from shared.directory.model import Directory, Topic
from shared.policy.chain import in_its_chain, owning
from shared.policy.roster import charge
from tests.builders import TODAY, sorting, with_parts
from tests.conftest import shipped

SECTOR = "pemerintahan-desa"
VILLAGE, DISTRICT, NOWHERE = ("Glagah", "Kemiren"), ("Glagah", None), (None, None)
Place = tuple[str | None, str | None]

# topic, its owner, the source, the place, and who owns it then
OWNERS = [
    # the topic decides where the source does not
    ("dana-desa", None, "lapor", VILLAGE, "sector"),
    ("dana-desa", None, "lapor", NOWHERE, "sector"),
    ("layanan-desa", None, "lapor", VILLAGE, "village"),
    ("layanan-desa", None, "lapor", DISTRICT, "district"),
    ("layanan-desa", None, "lapor", NOWHERE, "sector"),
    ("perangkat-desa", None, "lapor", VILLAGE, "district"),
    ("perangkat-desa", None, "lapor", DISTRICT, "district"),
    ("perangkat-desa", None, "lapor", NOWHERE, "sector"),
    # the source decides before the topic
    ("dana-desa", None, "lapor-camat", VILLAGE, "district"),
    ("dana-desa", None, "lapor-camat", DISTRICT, "district"),
    ("dana-desa", None, "lapor-camat", NOWHERE, "sector"),
    ("layanan-desa", None, "lapor-camat", VILLAGE, "district"),
    # what belongs outside is nobody's but its tracker's
    ("layanan-desa", "kemenag", "lapor", VILLAGE, "sector"),
    ("layanan-desa", "kemenag", "lapor-camat", VILLAGE, "sector"),
    # a source nobody knows, or none, wishes nothing
    ("layanan-desa", None, "gone", VILLAGE, "village"),
    ("layanan-desa", None, None, VILLAGE, "village"),
    ("dana-desa", None, None, VILLAGE, "sector"),
    # a place the directory does not have is none
    ("layanan-desa", None, "lapor", ("Glagah", "Atlantis"), "district"),
    ("layanan-desa", None, "lapor", ("Atlantis", "Kemiren"), "sector"),
]


@pytest.mark.parametrize(("topic", "owner", "source", "place", "chain"), OWNERS)
def test_who_owns_it_depends_on_owner_source_topic_and_place(
    directory: Directory, topic: str, owner: str | None, source: str | None, place: Place, chain: Chain
) -> None:
    sorted_so = sorting(SECTOR, SECTOR, topic, owner).model_copy(update={"district": place[0], "village": place[1]})
    assert owning(directory, sorted_so, source, TODAY) == chain


@pytest.mark.parametrize("source", ["lapor", "lapor-camat"])
def test_what_is_told_in_secret_is_not_held_by_whom_it_may_be_about(directory: Directory, source: str) -> None:
    place = {"district": "Glagah", "village": "Kemiren"}
    told = sorting(SECTOR, SECTOR, "layanan-desa").model_copy(update=place)
    assert in_its_chain(directory, told, source, TODAY, "anonymous").chain != "sector"
    assert in_its_chain(directory, told, source, TODAY, "secret").chain == "sector"


@pytest.mark.parametrize(("source", "chain"), [("lapor", "sector"), ("lapor-camat", "sector")])
def test_a_topic_of_an_agency_outside_is_its_trackers(directory: Directory, source: str, chain: Chain) -> None:
    racing = sorting("ketertiban", "ketertiban", "balap-liar").model_copy(update={"district": "Glagah"})
    assert owning(directory, racing, source, TODAY) == chain


@pytest.mark.parametrize("queue", ["triage", "emergency"])
def test_what_waits_at_a_desk_is_in_no_areas_chain(directory: Directory, queue: str) -> None:
    fire = sorting(queue, SECTOR, "layanan-desa").model_copy(update={"district": "Glagah", "village": "Kemiren"})
    assert owning(directory, fire, "lapor-camat", TODAY) == "sector"


def of_the_inspectors(directory: Directory) -> Directory:
    """The directory in which a part of the villages' services is another office's of the regency."""
    sector = directory.sectors[SECTOR]
    owner = {"agency": "inspektorat", "liaison": "narahubung-dana-desa", "words": ["suap"], "reason": "begitu"}
    letters = sector.topics["layanan-desa"].model_copy(update={"owners": ()}).model_dump() | {"owners": [owner]}
    topics = {**sector.topics, "layanan-desa": Topic.model_validate(letters)}
    return with_parts(directory, sectors={SECTOR: sector.model_copy(update={"topics": topics})})


@pytest.mark.parametrize(("source", "chain"), [("lapor", "sector"), ("lapor-camat", "district")])
def test_a_part_that_another_office_of_ours_owns_is_theirs_unless_the_source_wishes_otherwise(
    directory: Directory, source: str, chain: Chain
) -> None:
    bribe = sorting(SECTOR, SECTOR, "layanan-desa", "inspektorat")
    bribe = bribe.model_copy(update={"district": "Glagah", "village": "Kemiren"})
    assert owning(of_the_inspectors(directory), bribe, source, TODAY) == chain


LOADED = shipped()
PLACES: list[Place] = [
    NOWHERE,
    *(
        (district.name, village)
        for district in LOADED.districts.values()
        for village in (None, district.villages[0].name)
    ),
]


@given(data=st.data(), day=st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_whichever_chain_owns_it_somebody_of_that_chain_is_in_charge(data: st.DataObject, day: date) -> None:
    sector = data.draw(st.sampled_from(list(LOADED.sectors.values())))
    topic = data.draw(st.sampled_from(list(sector.topics)))
    owner = data.draw(st.sampled_from([None, *(owner.agency for owner in sector.topics[topic].owners)]))
    place = dict(zip(("district", "village"), data.draw(st.sampled_from(PLACES)), strict=True))
    source = data.draw(st.sampled_from([*LOADED.sources, None]))
    sorted_so = sorting(sector.slug, sector.slug, topic, owner).model_copy(update=place)
    found = in_its_chain(LOADED, sorted_so, source, day)
    in_charge = charge(LOADED, found, day)
    assert in_charge
    assert (found.chain == "sector") == (not in_charge.agency.slug.startswith("kecamatan-"))
    assert found.model_copy(update={"chain": "sector"}) == sorted_so
