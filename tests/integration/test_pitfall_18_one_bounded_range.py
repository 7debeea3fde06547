"""PITFALLS 18: whatever is asked goes over the wire as one field of one index, bounded; nothing scans."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.local.servers import Server
from tests.integration.mongo import Wire, collection

START = datetime(2026, 11, 23, tzinfo=UTC)


def filters(wire: Wire) -> list[dict[str, Any]]:
    return [command["filter"] for command in wire.commands if command["name"] == "find"]


async def test_each_question_is_one_field_equal_among_some_or_between_two_bounds(mongo_shared: Server) -> None:
    documents_of_the_day: list[dict[str, Any]] = [
        {"_id": f"{hour}", "at": START + timedelta(hours=hour), "queue": f"q{hour % 3}"} for hour in range(24)
    ]
    async with collection(mongo_shared.url) as (documents, wire):
        await asyncio.gather(*(documents.insert(one) for one in documents_of_the_day))
        morning = await documents.between("at", START, START + timedelta(hours=12), limit=5)
        found = await asyncio.gather(documents.find("queue", "q1"), documents.find("queue", "none"))
        got = await asyncio.gather(documents.get("3"), documents.get("none"), documents.get("3"))

    assert len(morning) == 5
    assert all(START <= one["at"] < START + timedelta(hours=12) for one in morning)
    assert ([one["_id"] for one in sorted(found[0], key=lambda one: int(one["_id"]))], found[1]) == (
        [f"{hour}" for hour in range(1, 24, 3)],
        [],
    )
    assert list(got) == [documents_of_the_day[3], None, documents_of_the_day[3]]
    assert all(len(query) == 1 and not next(iter(query)).startswith("$") for query in filters(wire))
    assert not any("sort" in command or command["name"] == "findAndModify" for command in wire.commands)
    assert {frozenset(query["at"]) for query in filters(wire) if "at" in query} == {frozenset({"$gte", "$lt"})}
