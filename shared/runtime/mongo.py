"""MongoDB behind a few verbs; the only file that imports its driver.

Whatever concurrent handlers ask of one collection becomes one bulk operation. While the server is away everything
here waits, so that an outage uses up nobody's attempts.
"""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import UpdateOne
from pymongo.errors import (
    BulkWriteError,
    CollectionInvalid,
    ConnectionFailure,
    OperationFailure,
    PyMongoError,
    WriteConcernError,
)

from shared.runtime.coalesce import Coalescer
from shared.runtime.hold import Hold

Document = dict[str, Any]

SERVER = "mongo"
BULK = 100
DUPLICATE_KEY = 11000
ANSWER_WITHIN = 1.0
# Said by a server that is there and cannot work: no right to, no disk left, on its way out.
UNABLE = frozenset({13, 18, 14031, 11600, 91})
PATIENCE = "serverSelectionTimeoutMS"
PATIENCE_MS = 2_000


def _passes(error: Exception) -> bool:
    if isinstance(error, ConnectionFailure | WriteConcernError):
        return True
    if isinstance(error, OperationFailure) and error.code in UNABLE:
        return True
    return isinstance(error, PyMongoError) and error.has_error_label("RetryableWriteError")


class Collection:
    """One collection; documents are claimed by inserting their `_id`."""

    def __init__(self, collection: Any, hold: Hold) -> None:
        self._collection = collection
        self._hold = hold
        self._insert = Coalescer(self._insert_many, BULK)
        self._get = Coalescer(self._get_many, BULK)
        self._put = Coalescer(self._put_many, BULK)
        self._find: dict[str, Coalescer[str, list[Document]]] = {}

    async def insert(self, document: Mapping[str, Any]) -> bool:
        """True when the document is new; False when its `_id` is there already, perhaps from our own lost try."""
        return await self._insert(document)

    async def get(self, key: str) -> Document | None:
        return await self._get(key)

    async def find(self, field: str, value: str) -> list[Document]:
        """All documents whose indexed `field` is `value`."""
        if field not in self._find:
            self._find[field] = Coalescer(lambda values: self._find_many(field, values), BULK)
        return await self._find[field](value)

    async def change(self, key: str, expected: Mapping[str, Any], update: Mapping[str, Any]) -> bool:
        """Updates the document if it is as `expected`; True when it was."""
        result = await self._through(lambda: self._collection.update_one({"_id": key, **expected}, update))
        return bool(result.matched_count)

    async def change_all(self, changes: Sequence[tuple[str, Mapping[str, Any], Mapping[str, Any]]]) -> None:
        """Updates each document, by its key, that is as expected, in one command; nobody learns which were."""
        updates = [UpdateOne({"_id": key, **expected}, update) for key, expected, update in changes]
        await self._through(lambda: self._safely(self._collection.bulk_write(updates, ordered=False)))

    async def remove(self, key: str) -> None:
        """Gone, if it was there."""
        await self._through(lambda: self._collection.delete_one({"_id": key}))

    async def put(self, key: str, expected: Mapping[str, Any], update: Mapping[str, Any]) -> None:
        """Updates the document if it is as `expected`, makes it where there is none, and leaves any other as it is."""
        await self._put(UpdateOne({"_id": key, **expected}, update, upsert=True))

    async def between(self, field: str, low: Any, high: Any, limit: int) -> list[Document]:
        """At most `limit` documents with low <= field < high: one bounded range on an index."""
        cursor = {field: {"$gte": low, "$lt": high}}
        found: list[Document] = await self._through(lambda: self._collection.find(cursor).limit(limit).to_list(limit))
        return found

    async def _through(self, operation: Any) -> Any:
        return await self._hold.through(SERVER, operation, _passes)

    async def _insert_many(self, documents: Sequence[Mapping[str, Any]]) -> Sequence[bool | Exception]:
        try:
            await self._through(lambda: self._safely(self._collection.insert_many(documents, ordered=False)))
        except BulkWriteError as error:
            failed = {problem["index"]: problem for problem in error.details["writeErrors"]}
            return [_verdict(failed.get(index)) for index in range(len(documents))]
        return [True] * len(documents)

    async def _put_many(self, updates: Sequence[UpdateOne]) -> Sequence[Exception | None]:
        try:
            await self._through(lambda: self._safely(self._collection.bulk_write(updates, ordered=False)))
        except BulkWriteError as error:
            # A document that is not as expected cannot be made again, and stays as it is.
            failed = {problem["index"]: problem for problem in error.details["writeErrors"]}
            verdicts = (_verdict(failed.get(index)) for index in range(len(updates)))
            return [verdict if isinstance(verdict, Exception) else None for verdict in verdicts]
        return [None] * len(updates)

    async def _safely(self, writing: Awaitable[Any]) -> None:
        try:
            await writing
        except BulkWriteError as error:
            for problem in error.details["writeErrors"]:
                if problem["code"] in UNABLE:
                    raise OperationFailure(problem["errmsg"], problem["code"]) from error
            # Written, but on fewer machines than we asked for: a failover could take it back.
            for unsafe in error.details["writeConcernErrors"]:
                raise WriteConcernError(unsafe["errmsg"], unsafe["code"]) from error
            raise

    async def _get_many(self, keys: Sequence[str]) -> Sequence[Document | None]:
        query = {"_id": keys[0] if len(keys) == 1 else {"$in": list(set(keys))}}
        found = {document["_id"]: document for document in await self._all(query)}
        return [found.get(key) for key in keys]

    async def _find_many(self, field: str, values: Sequence[str]) -> Sequence[list[Document]]:
        query = {field: values[0] if len(values) == 1 else {"$in": list(set(values))}}
        found = await self._all(query)
        return [[document for document in found if document[field] == value] for value in values]

    async def _all(self, query: Mapping[str, Any]) -> list[Document]:
        found: list[Document] = await self._through(lambda: self._collection.find(query).to_list(None))
        return found


def _verdict(problem: Mapping[str, Any] | None) -> bool | Exception:
    if problem is None:
        return True
    if problem["code"] == DUPLICATE_KEY and "_id" in problem.get("keyPattern", {"_id": 1}):
        return False
    return RuntimeError(f"insert refused with code {problem['code']}")


class Database:
    """One service's own database."""

    def __init__(self, url: str, name: str, hold: Hold | None = None) -> None:
        # The driver's half a minute would keep a process that long from ending; whoever waits, waits in a hold.
        patience: dict[str, Any] = {} if PATIENCE.lower() in url.lower() else {PATIENCE: PATIENCE_MS}
        self._client: Any = AsyncIOMotorClient(url, tz_aware=True, appname=name, connect=False, **patience)
        self._database = self._client[name]
        self._hold = hold or Hold()
        self._collections: dict[str, Collection] = {}

    def collection(self, name: str) -> Collection:
        if name not in self._collections:
            self._collections[name] = Collection(self._database[name], self._hold)
        return self._collections[name]

    async def create(self) -> None:
        """Makes the collections asked for so far, so that the first complaint need not wait for it."""
        there = await self._hold.through(SERVER, self._database.list_collection_names, _passes)
        for name in set(self._collections) - set(there):
            await self._hold.through(SERVER, partial(self._create, name), _passes)

    async def _create(self, name: str) -> None:
        with suppress(CollectionInvalid):  # another replica was faster
            await self._database.create_collection(name)

    async def index(self, collection: str, *fields: str, sparse: bool = False) -> None:
        """One compound index; creating it again changes nothing. A `sparse` one is of those with the field alone."""
        keys = [(field, 1) for field in fields]
        how: dict[str, Any] = {"sparse": True} if sparse else {}
        await self._hold.through(SERVER, lambda: self._database[collection].create_index(keys, **how), _passes)

    async def lapse(self, collection: str, field: str, after: timedelta) -> None:
        """Documents go by themselves so long after the moment in that field; those without it stay."""
        how: dict[str, Any] = {"expireAfterSeconds": int(after.total_seconds())}
        await self._hold.through(SERVER, lambda: self._database[collection].create_index(field, **how), _passes)

    async def answers(self) -> bool:
        """Whether the server answers a real query now; a process that is up may still refuse every operation."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                await self._database["health"].find_one({"_id": "any"})
        except (PyMongoError, TimeoutError):
            return False
        return True

    def close(self) -> None:
        self._client.close()
