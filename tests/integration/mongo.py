"""A collection of a test's own, on either driver, and what its driver really asked the server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import AsyncMongoClient
from pymongo.monitoring import CommandListener, CommandStartedEvent

from shared.runtime.hold import Hold
from shared.runtime.mongo import Collection

DRIVERS = (AsyncIOMotorClient, AsyncMongoClient)
ORDINARY = ("insert", "find", "update")


class Wire(CommandListener):
    """The commands that went over the wire."""

    def __init__(self) -> None:
        self.commands: list[dict[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name in ORDINARY or event.command_name.startswith("findAndModify"):
            self.commands.append({"name": event.command_name, **event.command})

    def succeeded(self, event: Any) -> None: ...

    def failed(self, event: Any) -> None: ...


@asynccontextmanager
async def collection(url: str, driver: Any = AsyncIOMotorClient) -> AsyncIterator[tuple[Collection, Wire]]:
    wire = Wire()
    client = driver(url, tz_aware=True, event_listeners=[wire])
    await client["runtime_tests"].command("ping")
    wire.commands.clear()
    yield Collection(client["runtime_tests"][uuid4().hex], Hold()), wire
    closing = client.close()
    if closing is not None:
        await closing
