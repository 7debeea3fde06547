"""PITFALLS 6: a durable that is gone, a permission that is missing: it is said aloud, and the loop does not spin."""

import asyncio
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from deploy.local.servers import Server
from shared.contracts.complaint import Complaint
from shared.contracts.reply import Refused
from shared.directory.model import Directory
from shared.runtime.pull import PAUSE
from tests.integration.guarded import ASKS, SAYS, guarded
from tests.integration.living import DURABLE, Desk, Town, alive, refused, until

Logs = list[MutableMapping[str, Any]]


async def test_a_deleted_durable_is_complained_of_by_name_and_not_in_a_hot_loop(town: Town) -> None:
    with capture_logs() as logs:
        async with alive(town.intake(Desk())):
            await town.client.jetstream().delete_consumer("COMPLAINTS", DURABLE)
            await said(logs, "pull refused", "durable", DURABLE)
            logs.clear()
            await asyncio.sleep(PAUSE * 1.5)  # counts what happens in a while

    assert 1 <= len(logs) <= 3


@pytest.mark.parametrize("permission", [ASKS, SAYS])
async def test_a_permission_that_is_missing_is_named(
    tmp_path: Path, mongo_shared: Server, small: Directory, permission: str
) -> None:
    async def decide(_: Complaint) -> Refused:
        return refused("jawab")

    with capture_logs() as logs:
        async with guarded(tmp_path, mongo_shared.url, small, without=permission) as town, alive(town.intake(decide)):
            await town.complain("tanya")
            await said(logs, "broker complains", "detail", permission.removesuffix("*"))


async def said(logs: Logs, event: str, key: str, words: str) -> None:
    """Returns when a log entry of that name holds the words."""

    async def is_said() -> bool:
        return any(entry["event"] == event and words.lower() in str(entry[key]).lower() for entry in logs)

    await until(is_said)
