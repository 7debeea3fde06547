"""Likeness, whatever two tickets say, wherever and whenever they are from."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.duplicates import Sighting, similar
from services.router.domain.signature import Signature
from tests.builders import NOW

HERE = (-8.2109, 114.3303)
METRE = 1 / 111_320

SPOTS = st.sampled_from(["masjid", "pasar", "rt 2", "rt 5", "gang mawar"])
SIGNATURES = st.builds(
    lambda words, spots: Signature(
        words=words | spots, spots=spots, marks=frozenset(spot for spot in spots if " " in spot)
    ),
    st.frozensets(st.sampled_from(["lampu", "jalan", "mati", "padam", "gelap"])),
    st.frozensets(SPOTS, max_size=3),
)
SIGHTINGS = st.builds(
    Sighting,
    ticket=st.just("BWI-0000-0000-0001"),
    topic=st.sampled_from(["infrastruktur/lampu-jalan", "emergency/infrastruktur/lampu-jalan"]),
    village=st.sampled_from([None, "Glagah/Kemiren", "Glagah/Olehsari"]),
    spot=st.none()
    | st.tuples(
        st.floats(-300, 300).map(lambda metres: HERE[0] + metres * METRE),
        st.floats(-300, 300).map(lambda metres: HERE[1] + metres * METRE),
    ),
    at=st.floats(-20 * 24, 20 * 24).map(lambda hours: NOW + timedelta(hours=hours)),
    signature=SIGNATURES,
)


@given(one=SIGHTINGS, other=SIGHTINGS)
def test_likeness_is_mutual_and_always_has_the_same_reason(one: Sighting, other: Sighting) -> None:
    assert similar(one, other) == similar(other, one)
    assert similar(one, other).reason


@given(one=SIGHTINGS, other=SIGHTINGS)
def test_whatever_is_similar_is_found_where_one_looks_for_it(one: Sighting, other: Sighting) -> None:
    if similar(one, other).alike:
        assert set(one.kept_at()) & set(other.near())


@given(seen=SIGHTINGS)
def test_nobody_looks_in_more_than_a_few_places(seen: Sighting) -> None:
    assert len(seen.near()) <= 10
    assert set(seen.kept_at()) <= set(seen.near())


@given(seen=SIGHTINGS)
def test_a_sighting_is_stored_and_read_again_as_it_was(seen: Sighting) -> None:
    assert Sighting.model_validate_json(seen.model_dump_json()) == seen
