"""PITFALLS 20: what the handlers of a batch ask for at once is a few bulk commands, and inserts, not updates."""

import asyncio

from deploy.local.servers import Server
from tests.integration.mongo import collection

MANY = 450
LARGEST = 200
FEWEST = 6  # for each verb: the first that came, and the rest in bulks


async def test_many_concurrent_asks_are_few_commands_of_bounded_size(mongo_shared: Server) -> None:
    keys = [f"{number}" for number in range(MANY)]
    async with collection(mongo_shared.url) as (documents, wire):
        await asyncio.gather(*(documents.insert({"_id": key, "queue": key}) for key in keys))
        await asyncio.gather(*(documents.get(key) for key in keys))
        await asyncio.gather(*(documents.find("queue", key) for key in keys))
        await asyncio.gather(*(documents.put(key, {}, {"$set": {"queue": "other"}}) for key in keys))

    sizes = [len(command["documents"]) for command in wire.commands if command["name"] == "insert"]
    assert sum(sizes) == MANY
    assert max(sizes) <= LARGEST
    assert len(wire.commands) <= 4 * FEWEST


async def test_what_is_put_is_made_or_takes_the_place_of_what_is_as_expected_and_of_nothing_else(
    mongo_shared: Server,
) -> None:
    revisions = {"new": 1, "earlier": 2, "later": 9}
    async with collection(mongo_shared.url) as (documents, _):
        await documents.insert({"_id": "earlier", "revision": 1})
        await documents.insert({"_id": "later", "revision": 10})
        puts = (
            documents.put(key, {"revision": {"$lt": revision}}, {"$set": {"revision": revision}})
            for key, revision in revisions.items()
        )
        await asyncio.gather(*puts)
        found = [await documents.get(key) for key in revisions]
    assert [document and document["revision"] for document in found] == [1, 2, 10]
