"""kill -9 of router while many people tell of the same troubles: each is still one case, and no ticket is lost."""

import asyncio
from collections import defaultdict
from functools import partial
from pathlib import Path

import pytest
from nats.aio.client import Client

from shared.contracts.desk_question import AskCase, Case
from shared.contracts.event import HEADER_TYPE, read
from shared.contracts.sorted import Sorted
from shared.contracts.ticket import TicketEvent, TicketRouted
from shared.runtime.bus import Bus
from shared.runtime.hold import Hold
from tests.builders import fresh_number, sorted_to
from tests.integration.living import until
from tests.listening import Heard, backlog, connected, listening, said
from tests.system import whole_system

TROUBLES = 15
REPORTERS = 4
SETTLED_WITHIN = 40.0

pytestmark = pytest.mark.timeout(90)  # what the dead process held comes back after ack_wait


def told(trouble: int) -> Sorted:
    text = f"Jalan berlubang di gang {trouble}."
    event = sorted_to("infrastruktur", topic="jalan-berlubang", text=text, ticket=fresh_number())
    place = {"district": "Glagah", "village": "Kemiren"}
    return event.model_copy(update={"sorting": event.sorting.model_copy(update=place)})


async def publish(connection: Client, events: list[Sorted]) -> None:
    jetstream = connection.jetstream(timeout=10)
    await asyncio.gather(
        *(jetstream.publish(event.subject(), event.body(), headers=event.headers("router")) for event in events)
    )


async def is_handled(connection: Client) -> bool:
    return "router-sorted-infrastruktur" not in await backlog(connection.jetstream())


async def test_each_trouble_is_one_case_though_router_died_in_the_middle(tmp_path: Path) -> None:
    by_trouble = [[told(trouble) for _ in range(REPORTERS)] for trouble in range(TROUBLES)]
    revisions: defaultdict[str, dict[int, TicketEvent]] = defaultdict(dict)

    def hear(heard: Heard) -> None:
        event = read(TicketEvent, heard.data, heard.headers.get(HEADER_TYPE))
        assert revisions[event.ticket].setdefault(event.revision, event) == event

    async with (
        whole_system(tmp_path, services=("router",)) as system,
        connected(system.nats.url) as connection,
        listening(system.nats.url, ["TICKETS"], hear) as listener,
    ):
        at_work = await said(connection, "tickets.*.routed", TROUBLES)
        publishing = asyncio.create_task(publish(connection, [event for events in by_trouble for event in events]))
        await at_work.wait()
        await system.services["router"].kill()
        await publishing
        await system.services["router"].start()
        async with asyncio.timeout(SETTLED_WITHIN):
            await listener.until(lambda: len(revisions) == TROUBLES * REPORTERS)
            await until(partial(is_handled, connection), SETTLED_WITHIN)
            await listener.caught_up(["TICKETS"])

        bus = Bus("cli", lambda: connection, Hold())
        for events in by_trouble:
            numbers = {event.complaint.ticket for event in events}
            questions = [AskCase(ticket=number) for number in numbers]
            cases = [await bus.ask(AskCase.SUBJECT, question, Case) for question in questions]
            assert all(case is not None and set(case.tickets) == numbers for case in cases)

    for history in revisions.values():
        assert isinstance(history[1], TicketRouted)
        assert sorted(history) == list(range(1, len(history) + 1))
