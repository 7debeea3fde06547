"""PITFALLS 17: a claim is an insert; of many who claim one thing, exactly one gets it, and each knows."""

import asyncio
from typing import Any

import pytest

from deploy.local.servers import Server
from tests.integration.mongo import DRIVERS, collection


@pytest.fixture(params=DRIVERS, ids=lambda driver: driver.__name__)
def driver(request: pytest.FixtureRequest) -> Any:
    return request.param


async def test_of_all_who_claim_one_thing_at_once_one_gets_it(mongo_shared: Server, driver: type) -> None:
    claims: list[dict[str, Any]] = [{"_id": f"{number % 50}", "by": number} for number in range(150)]
    async with collection(mongo_shared.url, driver) as (documents, _):
        won = await asyncio.gather(*(documents.insert(claim) for claim in claims))
        kept = await asyncio.gather(*(documents.get(f"{number}") for number in range(50)))

    winners = [claim for claim, mine in zip(claims, won, strict=True) if mine]
    assert sorted(winners, key=lambda claim: int(claim["_id"])) == kept


async def test_a_document_that_cannot_be_stored_is_its_own_askers_error(mongo_shared: Server, driver: type) -> None:
    wanted: list[dict[str, Any]] = [{"_id": "1"}, {"_id": "2", "value": 2**100}, {"_id": "3"}, {"_id": "1"}]
    async with collection(mongo_shared.url, driver) as (documents, _):
        answers = await asyncio.gather(*(documents.insert(one) for one in wanted), return_exceptions=True)
        assert await documents.get("3") == {"_id": "3"}

    assert isinstance(answers[1], OverflowError)
    assert (answers[3], bool(answers[2])) in {(False, True), (False, False)}
    assert not isinstance(answers[0], Exception)


async def test_a_change_is_made_once_and_only_to_what_is_as_expected(mongo_shared: Server, driver: type) -> None:
    async with collection(mongo_shared.url, driver) as (documents, wire):
        await documents.insert({"_id": "t", "revision": 1})
        changes = [documents.change("t", {"revision": 1}, {"$set": {"revision": 2}}) for _ in range(5)]
        assert sorted(await asyncio.gather(*changes)) == [False] * 4 + [True]
        assert not await documents.change("missing", {}, {"$set": {"revision": 2}})
        assert await documents.get("t") == {"_id": "t", "revision": 2}

    assert {command["name"] for command in wire.commands} == {"insert", "find", "update"}
