"""What router answers about a ticket's time, from a real store."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from deploy.local.servers import Server
from services.router.questions import Questions
from shared.contracts.times_question import AskTimes
from shared.directory.model import Directory
from tests.builders import LIAISON, NOW, action
from tests.integration.routing import Router, router_on

BRIDGE = "narahubung-jembatan"


@pytest.fixture
async def router(mongo_shared: Server, directory: Directory) -> AsyncIterator[Router]:
    async with router_on(mongo_shared.url, directory) as router:
        yield router


async def test_each_holder_is_told_with_their_own_time(router: Router, directory: Directory) -> None:
    questions = Questions(router.tickets, router.standing, lambda: directory, router.now)
    number = (await router.routed()).ticket
    usual = {"ticket": number, "words": "Bukan lampu jalan."}
    router.now.at = NOW + timedelta(hours=2)
    await router.handlers.act(action("hand_over", sector="infrastruktur", topic="jembatan", **usual))
    router.now.at = NOW + timedelta(hours=4)
    await router.handlers.act(action("acknowledge", id="wa-2", ticket=number, actor=BRIDGE))
    router.now.at = NOW + timedelta(hours=5)
    found = await questions.times(AskTimes(ticket=number))
    assert found
    first, second = found.segments
    assert (first.holder.post, first.until, first.ended) == (LIAISON.post, second.since, "handed_over")
    assert (second.holder.post, second.until, second.calendar) == (BRIDGE, None, "kantor")
    assert timedelta(hours=1) <= (second.taken_after or timedelta(0)) <= timedelta(hours=2)
    assert await questions.times(AskTimes(ticket="BWI-ZZZZ-ZZZZ-ZZZZ")) is None
