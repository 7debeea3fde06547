"""Whatever becomes of a ticket, in whatever order sla hears of it and however often: the same clocks run in the end."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.local.servers import Server
from services.router.domain import lifecycle
from services.router.domain.assignment import assign
from services.router.domain.consequences import on_promise
from services.router.domain.deed import Deed
from shared.contracts.event import Event
from shared.contracts.ticket import TicketEvent
from tests.builders import NOW, delivered, fresh_number, sorted_to
from tests.integration.clocks import Sla, hear, sla_on, standing
from tests.unit.router.lives import BEGINNINGS, TOWN, rings, wishes


@pytest.fixture(scope="module")
async def sla(mongo_shared: Server) -> AsyncIterator[Sla]:
    async with sla_on(mongo_shared.url, TOWN) as service:
        yield service


@st.composite
def lives(draw: st.DrawFn) -> list[TicketEvent]:
    """The revisions of one ticket, as router makes them."""
    queue, topic = draw(BEGINNINGS)
    now, history = NOW, [assign(sorted_to(queue, topic=topic), TOWN, NOW, 1.0)]
    for hours in draw(st.lists(st.sampled_from([0, 0, 1, 24, 72]), min_size=3, max_size=12)):
        now += timedelta(hours=hours, seconds=1)
        if draw(st.integers(0, 3)):
            after: Any = lifecycle.act(Deed.upon(history, draw(wishes(history, now)), TOWN, now))
        else:
            after = on_promise(history[-1], draw(rings(history[-1], now)), TOWN, now)
        if isinstance(after, TicketEvent) and all(after.cause != revision.cause for revision in history):
            history.append(after)
    return history


def told(history: list[TicketEvent], number: str) -> list[Event]:
    """What sla hears: each revision, and with the first of a segment that its letters arrived."""
    heard: list[Event] = []
    begun: set[int] = set()
    for revision in history:
        heard.append(revision.model_copy(update={"ticket": number}))
        waiting = [promise for promise in revision.promises if not promise.started_at]
        if revision.segment not in begun:
            heard += [delivered(promise, number) for promise in waiting]
        begun.add(revision.segment)
    return heard


@given(history=lives(), order=st.randoms(use_true_random=False), together=st.sampled_from([1, 3, 100]))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_in_any_order_and_however_often_it_is_heard_the_same_clocks_run(
    sla: Sla, history: list[TicketEvent], order: random.Random, together: int
) -> None:
    in_order, shuffled = fresh_number(), fresh_number()
    await hear(sla, told(history, in_order))
    heard = told(history, shuffled)
    heard += order.sample(heard, order.randint(0, len(heard)))
    order.shuffle(heard)
    for first in range(0, len(heard), together):
        await asyncio.gather(*(hear(sla, [event]) for event in heard[first : first + together]))
    assert await standing(sla, shuffled, TOWN.tracks) == await standing(sla, in_order, TOWN.tracks)
