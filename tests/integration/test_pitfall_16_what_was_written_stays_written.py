"""PITFALLS 16 and 19: acknowledged writes survive kill -9, and one tried again is done once."""

import asyncio

import pytest

from deploy.local.servers import Server
from shared.runtime.mongo import Database
from tests.integration.living import until
from tests.integration.mongo import DRIVERS, collection

IMPATIENT = "&serverSelectionTimeoutMS=300"


def impatient(server: Server) -> str:
    return server.url.replace("&serverSelectionTimeoutMS=5000", IMPATIENT)


@pytest.mark.parametrize("driver", DRIVERS)
async def test_through_kills_in_the_middle_of_writing_every_insert_is_done_and_none_is_lost(
    own_mongo: Server, driver: type
) -> None:
    keys = [f"{number}" for number in range(600)]
    async with collection(impatient(own_mongo), driver) as (documents, _):
        first = [asyncio.create_task(documents.insert({"_id": key})) for key in keys[:300]]
        await first[0]
        await own_mongo.kill()
        second = [asyncio.create_task(documents.insert({"_id": key})) for key in keys[300:]]
        await own_mongo.start()
        await asyncio.gather(*first, *second)

        await own_mongo.kill()
        await own_mongo.start()
        found = await asyncio.gather(*(documents.get(key) for key in keys))

    assert found == [{"_id": key} for key in keys]


async def test_a_write_that_is_less_safe_than_asked_is_held_and_not_called_done(mongo_shared: Server) -> None:
    url = mongo_shared.url.replace("w=majority", "w=2&wtimeoutMS=100")  # one machine can never promise two
    before = asyncio.all_tasks()
    async with collection(url) as (documents, _):
        writing = asyncio.create_task(documents.insert({"_id": "1"}))

        async def is_held() -> bool:
            return documents._hold.away == ("mongo",)

        await until(is_held)
        assert not writing.done()
        for task in asyncio.all_tasks() - before:
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing


async def test_health_asks_a_real_question(own_mongo: Server) -> None:
    database = Database(impatient(own_mongo), "health")
    assert await database.answers()

    await own_mongo.kill()
    assert not await database.answers()
    database.close()
