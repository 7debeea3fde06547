"""One whole system for all stories, in which two hours of working time are a second."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.tale import Tale
from tests.listening import listening
from tests.system import System, whole_system

SPEED = 7200.0
# A story does not wait a minute for who is away.
OFTEN = {"MELAYANI_ROSTER_EVERY": "1"}


@pytest.fixture(scope="session")
async def system(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[System]:
    async with whole_system(tmp_path_factory.mktemp("story"), speed=SPEED, env=OFTEN) as system:
        yield system


@pytest.fixture
async def tale(system: System) -> AsyncIterator[Tale]:
    """What the system tells while a story goes on."""
    tale = Tale(system)
    async with listening(system.nats.url, Tale.STREAMS, tale.hear) as listener:
        tale.listener = listener
        yield tale
