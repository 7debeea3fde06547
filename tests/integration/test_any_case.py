"""Whatever people do to the tickets of a case: heard again at the end, in any order, it adds nothing to any of them."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.local.servers import Server
from shared.contracts.action import Action
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import CITIZEN
from shared.directory.model import Directory
from tests.builders import NOW, OF_CITIZENS, action
from tests.integration.routing import Router, router_on

TARGET = {"sector": "infrastruktur", "topic": "jembatan"}
BACK = {"sector": "infrastruktur", "topic": "lampu-jalan"}
DAY = timedelta(days=1)
# A kind, and what is said with it.
WISHES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("acknowledge", {}),
    ("acknowledge", {}),
    ("reply", {}),
    ("ask", {}),
    ("pause", {"pause": "safety"}),
    ("pause", {"pause": "authority"}),
    ("resume", {}),
    ("forward", {}),
    ("resolve", {}),
    ("resolve", {}),
    ("hand_over", {}),
    ("hand_over", TARGET),
    ("hand_over", BACK),
    ("decide", BACK),
    ("reclassify", TARGET),
    ("reply", {"actor": CITIZEN}),
    ("object", {}),
    ("object", {}),
    ("confirm", {}),
    ("withdraw", {}),
    ("link", {}),
    ("unlink", {}),
)
# What, to which of the tickets, how many hours later, and having seen which revision back.
STEPS = st.tuples(
    st.sampled_from(WISHES),
    st.integers(0, 2),
    st.sampled_from([0, 0, 1, 24]),
    st.sampled_from([None, None, None, 0, 1]),
)
LINKED = [(("link", {}), 0, 0, None), (("link", {}), 1, 0, None)]


@pytest.fixture(scope="module")
async def router(mongo_shared: Server, directory: Directory) -> AsyncIterator[Router]:
    async with router_on(mongo_shared.url, directory) as router:
        yield router


async def everything(router: Router, tickets: list[TicketEvent]) -> list[list[TicketEvent]]:
    return [await router.tickets.past(ticket.ticket) for ticket in tickets]


async def wished(router: Router, tickets: list[TicketEvent], step: Any, place: int) -> Action:
    """That step, done by whoever holds the ticket, or by its reporter."""
    (kind, said), named, _, back = step
    latest = (await router.tickets.history(tickets[named].ticket))[-1]
    usual = {
        "id": f"{place}-{kind}",
        "ticket": latest.ticket,
        "actor": CITIZEN if kind in OF_CITIZENS else latest.holder.post,
        "at": router.now.at,
        "revision": None if back is None else max(1, latest.revision - back),
    }
    days = {"on": (router.now.at + 3 * DAY).date()} if kind == "pause" else {}
    other = {"other": tickets[(named + 1) % len(tickets)].ticket} if kind == "link" else {}
    return action(kind, **usual | days | other | said)


@given(steps=st.lists(STEPS, min_size=4, max_size=14), order=st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_heard_again_nothing_is_done_and_the_same_is_said(
    router: Router, steps: list[Any], order: random.Random
) -> None:
    router.now.at = NOW
    tickets = [await router.routed() for _ in range(3)]
    heard: list[tuple[Action, list[bytes]]] = []
    for place, step in enumerate([*LINKED, *steps]):
        router.now.at += timedelta(hours=step[2])
        wish = await wished(router, tickets, step, place)
        heard.append((wish, [event.body() for event in await router.handlers.act(wish)]))
    before = await everything(router, tickets)
    order.shuffle(heard)
    router.now.at += DAY
    for wish, said in heard:
        again = [event.body() for event in await router.handlers.act(wish)]
        assert again == said or (wish.kind == "link" and set(again) <= set(said))
    assert await everything(router, tickets) == before
