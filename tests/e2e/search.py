"""Looking for identities wherever they might lie."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pymongo import AsyncMongoClient

from tests.listening import Heard, connected, listening
from tests.system import System

# Digits as people and machines write a number: with spaces, dashes, dots, brackets or strokes in it.
_NUMBER = re.compile(r"\d(?:[\s().\-\u2010-\u2015/+]{0,3}\d)+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, repr=False)
class Identities:
    """What must not be found: names and addresses as they are spoken, numbers by their digits.

    A phone number is looked for without its 0 or +62.
    """

    words: frozenset[str]
    digits: frozenset[str]

    @classmethod
    def of(cls, reporters: Iterable[Mapping[str, str]]) -> "Identities":
        words, digits = set(), set()
        for reporter in reporters:
            words |= {_plain(reporter[key]) for key in ("name", "email") if reporter.get(key)}
            digits |= {_digits(reporter[key]) for key in ("phone", "nik") if reporter.get(key)}
        return cls(frozenset(words), frozenset(digits))

    def found_in(self, text: str | bytes) -> set[str]:
        """Which of them stand in this text, however they are written."""
        text = text.decode(errors="replace") if isinstance(text, bytes) else text
        plain = _plain(text)
        runs = [re.sub(r"\D", "", run) for run in _NUMBER.findall(text)]
        return {word for word in self.words if word in plain} | {
            number for number in self.digits if any(number in run for run in runs)
        }


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return _SPACE.sub(" ", "".join(part for part in parts if not unicodedata.combining(part)))


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number).removeprefix("62").removeprefix("0")


Text = tuple[str, str | bytes]


async def messages(system: System) -> list[Heard]:
    """Every message that every stream holds now."""
    async with connected(system.nats.url) as connection:
        names = [str(stream.config.name) for stream in await connection.jetstream().streams_info()]
    found: list[Heard] = []
    async with listening(system.nats.url, names, found.append) as listener:
        await listener.caught_up(names)
    return found


def texts(messages: Iterable[Heard]) -> Iterator[Text]:
    for message in messages:
        yield f"{message.stream}:{message.sequence}", f"{message.subject} {message.headers}"
        yield f"{message.stream}:{message.sequence}", message.data


def files(folder: Path, pattern: str) -> Iterator[Text]:
    for file in folder.glob(pattern):
        if file.is_file():
            yield str(file.relative_to(folder)), file.read_bytes()


async def metrics(system: System) -> list[Text]:
    async with httpx.AsyncClient() as client:
        return [
            (f"metrics of {name}", (await client.get(f"{server.url}/metrics")).text)
            for name, server in system.services.items()
            if server.process.running
        ]


async def documents(system: System) -> list[Text]:
    """Every document with all its keys, strings and bytes, by `database.collection`."""
    found: list[Text] = []
    async with AsyncMongoClient(system.mongo.url) as client:
        for database in await client.list_database_names():
            for collection in await client[database].list_collection_names():
                stored = await client[database][collection].find({}).to_list()
                found += [(f"{database}.{collection}", " | ".join(_leaves(document))) for document in stored]
    return found


def _leaves(value: Any) -> Iterator[str]:
    match value:
        case bytes():
            yield value.decode(errors="replace")
        case dict():
            for key, inner in value.items():
                yield str(key)
                yield from _leaves(inner)
        case list():
            for inner in value:
                yield from _leaves(inner)
        case _:
            yield str(value)


def leaks(identities: Identities, where: Iterable[Text]) -> Counter[str]:
    """How many identities were found, by place: what was found is not for a test report."""
    return Counter(place for place, text in where for _ in identities.found_in(text))


def found(identities: Identities, where: Iterable[Text]) -> set[str]:
    """Which were found anywhere."""
    return {identity for _, text in where for identity in identities.found_in(text)}
