"""What people read when another authority is in charge: whose it is, who of ours watches it, and until when."""

from typing import Any

import pytest

from services.notifier.domain.promised import promised
from services.notifier.domain.wording import Wording
from services.router.domain.assignment import assign
from shared.contracts.complaint import Place
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEvent,
    TicketHandedOver,
    TicketRouted,
    TicketUpdated,
)
from shared.contracts.words import Audience
from shared.directory.offices import Agency
from tests.builders import LATER, LIAISON, sorted_to
from tests.conftest import shipped
from tests.unit.directory.reading import hard_to_read

LOADED = shipped()
WORDING = Wording(LOADED, "https://melayani.banyuwangi.example/")
PLACE = Place(district="Banyuwangi", village="Kampungmandar")
# One part of a topic for each agency outside the regency, and what it reads like in full.
OWNED = [
    pytest.param(sector.slug, topic.slug, owner.agency, id=f"{topic.slug} {owner.agency}")
    for sector in LOADED.sectors.values()
    for topic in sector.topics.values()
    for owner in topic.owners
    if LOADED.agencies[owner.agency].is_outside
]


def routed(sector: str, topic: str, owner: str) -> TicketRouted:
    event = sorted_to(sector, topic=topic, owner=owner, place=PLACE, kind="complaint")
    return assign(event, LOADED, LATER, speed=1)


def become(kind: type[TicketEvent], event: TicketEvent, **change: Any) -> TicketEvent:
    return kind.model_validate({name: getattr(event, name) for name in type(event).model_fields} | change)


def letter(event: TicketEvent, audience: Audience = "citizen") -> str:
    words = WORDING.render(event, audience)
    return f"Subject: {words.subject}\n{words.body}"


def agencies_outside() -> list[Agency]:
    return [agency for agency in LOADED.agencies.values() if agency.is_outside]


@pytest.mark.parametrize("agency", agencies_outside(), ids=lambda agency: agency.slug)
def test_each_agency_outside_is_in_charge_of_something(agency: Agency) -> None:
    topics = [topic for sector in LOADED.sectors.values() for topic in sector.topics.values()]
    assert any(agency.slug in {topic.agency, *(owner.agency for owner in topic.owners)} for topic in topics)


@pytest.mark.parametrize(("sector", "topic", "owner"), OWNED)
def test_a_citizen_is_told_whose_it_is_why_who_watches_it_and_until_when(sector: str, topic: str, owner: str) -> None:
    event = routed(sector, topic, owner)
    text = letter(event)
    told = promised(event, "citizen", LOADED)
    assert LOADED.agencies[owner].short in text
    assert any(owned.reason in text for owned in LOADED.sectors[sector].topics[topic].owners)
    assert f"{event.holder.title} di {event.holder.agency}" in text
    assert f"Jawaban pertama paling lambat {told['next_word']}, dari sana paling lambat {told['due']}." in text


@pytest.mark.parametrize(("sector", "topic", "owner"), OWNED)
def test_a_citizen_can_read_it(sector: str, topic: str, owner: str) -> None:
    event = routed(sector, topic, owner)
    words = "Nggih, suratnya sudah kami kirim."
    letters = [
        event,
        become(TicketHandedOver, event, former=LIAISON),
        become(TicketAcknowledged, event),
        become(TicketUpdated, event, words=words),
    ]
    assert [problem for sent in letters for problem in hard_to_read(letter(sent))] == []


@pytest.mark.parametrize(("sector", "topic", "owner"), OWNED)
def test_nothing_is_claimed_to_be_done_that_is_still_to_be_done(sector: str, topic: str, owner: str) -> None:
    text = letter(routed(sector, topic, owner))
    assert "akan meneruskan" in text
    assert "sudah kami teruskan" not in text


@pytest.mark.parametrize(("sector", "topic", "owner"), OWNED)
def test_the_tracker_is_asked_to_hand_it_on_and_to_tell_the_citizen_the_answer(
    sector: str, topic: str, owner: str
) -> None:
    event = routed(sector, topic, owner)
    for sent in (event, become(TicketHandedOver, event, former=LIAISON)):
        text = letter(sent, "liaison")
        assert LOADED.agencies[owner].short in text
        assert "Mohon teruskan ke sana, lalu kabari warga apa jawabannya." in text
