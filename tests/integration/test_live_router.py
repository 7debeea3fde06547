"""Router goes by a new edition without a restart, and its tickets go on under it."""

from collections.abc import Mapping
from pathlib import Path

import yaml
from nats.aio.subscription import Subscription

from services.router.app import build
from services.router.settings import RouterSettings
from shared.contracts.event import Event
from shared.contracts.ticket import TicketEvent
from tests.builders import action, fresh_number, sorted_to
from tests.integration.editions import becomes, named, put, texts_for, written
from tests.integration.living import Town, alive, next_of

SECTOR = "sectors/infrastruktur.yaml"


def changed(texts: Mapping[str, str]) -> dict[str, str]:
    """Another edition: no topic of street lights any more, and another name for who answers for bridges."""
    sector = yaml.safe_load(texts[SECTOR])
    del sector["topics"]["lampu-jalan"]
    sector["posts"]["narahubung-jembatan"]["title"] = "narahubung jembatan gantung"
    return named({**texts, SECTOR: yaml.safe_dump(sector)}, "2026-12")


async def said(town: Town, event: Event, tickets: Subscription) -> TicketEvent:
    """The ticket after that was said."""
    await town.client.jetstream().publish(event.subject(), event.body(), headers=event.headers("test"))
    return TicketEvent.model_validate_json((await next_of(tickets)).data)


async def test_the_next_ticket_is_of_the_new_edition_and_the_one_before_goes_on(town: Town, tmp_path: Path) -> None:
    texts = texts_for(town.directory)
    folder = written(texts, tmp_path / "directory")
    tickets = await town.listen("tickets.>")
    async with alive(build(RouterSettings(**town.settings(directory=folder).model_dump()))) as router:
        lamp = await said(town, sorted_to("infrastruktur", topic="lampu-jalan", ticket=fresh_number()), tickets)
        await put(town, changed(texts), "2026-12")
        await becomes(router, "2026-12")
        bridge = await said(town, sorted_to("infrastruktur", topic="jembatan", ticket=fresh_number()), tickets)
        taken = await said(town, action(ticket=lamp.ticket, actor=lamp.holder.post), tickets)
        late = await said(town, sorted_to("infrastruktur", topic="lampu-jalan", ticket=fresh_number()), tickets)

    assert bridge.holder.title == "narahubung jembatan gantung"
    assert (taken.state, taken.holder, taken.sorting) == ("acknowledged", lamp.holder, lamp.sorting)
    assert late.sorting.topic == yaml.safe_load(texts[SECTOR])["otherwise"]
