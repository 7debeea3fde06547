"""Cases: which tickets tell of one trouble. They are linked, never folded: a ticket's own revisions say its case."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from services.router.domain.duplicates import Sighting, similar
from services.router.domain.linking import Company, History, is_open_to, leads, moved
from services.router.store import Tickets
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import TicketNumber
from shared.policy.moments import sortable
from shared.runtime.mongo import Collection, Database

# About so many sightings of one topic, place and time are kept; in a flood later ones are compared with these alone.
MOST_NEAR = 100
# As many as one action can change while its message waits; whoever comes later begins another case.
MOST_IN_CASE = 100
# Of those that look alike, the oldest and the newest this many are asked whether they can be joined.
MOST_ASKED = 2
# Whoever comes in a flood is compared with the same sightings as those before.
READ = 1_024


class Kept(NamedTuple):
    """A sighting in the order they were stored; `since` sorts as text."""

    since: str
    ticket: TicketNumber
    sighting: Sighting


class Cases:
    """Sightings by where they are near, and who joined or left which case; documents are inserted, never changed."""

    def __init__(
        self, sightings: Collection, members: Collection, tickets: Tickets, now: Callable[[], datetime]
    ) -> None:
        self._sightings = sightings
        self._members = members
        self._tickets = tickets
        self._now = now
        self._full: set[str] = set()
        self._read = lru_cache(maxsize=READ)(Sighting.model_validate_json)

    @classmethod
    async def prepare(cls, database: Database) -> None:
        await database.index("sightings", "near")
        await database.index("cases", "case")

    async def company(self, sighting: Sighting) -> Company | None:
        """The case a new ticket joins; None when it is the first to tell of its trouble.

        It stores its sighting first and looks second. What is decided already it may join; of two that come at the
        same moment the later stored joins the earlier, so that not both do, nor neither.
        """
        if self._full.isdisjoint(sighting.kept_at()):
            await self._keep(sighting)
        found = await self._near(sighting)
        own = found.pop(sighting.ticket, None)
        alike = {ticket: reason for ticket, other in found.items() if (reason := _likeness(sighting, other.sighting))}
        order = sorted(alike, key=lambda ticket: found[ticket][:2])
        asked = list(dict.fromkeys([*order[:MOST_ASKED], *order[-MOST_ASKED:]]))
        histories = await asyncio.gather(*(self._tickets.history(ticket) for ticket in asked))
        known = [history for history in reversed(histories) if history and is_open_to(history)]
        read = dict(zip(asked, histories, strict=True))
        fresh = [ticket for ticket, history in read.items() if not history]
        earlier = [ticket for ticket in fresh if own is None or found[ticket][:2] < own[:2]]
        for ticket, case in _candidates(known, earlier):
            tickets = {ticket, *await self.numbers(case), *earlier} - {sighting.ticket}
            if case != sighting.ticket and len(tickets) < MOST_IN_CASE:
                elsewhere = await self._moved(read, ticket, case)
                latest = read[ticket][-1] if read[ticket] else None
                return Company(case, len(tickets) + 1, alike[ticket], elsewhere, latest)
        return None

    async def _moved(
        self, read: Mapping[TicketNumber, History], alike: TicketNumber, case: TicketNumber
    ) -> TicketEvent | None:
        if not read[alike]:
            return None
        return moved(read[alike], read.get(case) or await self._tickets.history(case))

    async def settle(self, first: TicketEvent) -> list[TicketEvent]:
        """What is to be said of a ticket's first revision: itself, and that the first of its case is in one now."""
        if first.case:
            await self.note(first, first.case, belongs=True)
        leader = await self._lead(first.case or first.ticket, f"case:{first.key()}")
        return [first, leader] if leader else [first]

    async def _lead(self, case: TicketNumber, cause: str) -> TicketEvent | None:
        """Whoever comes second, the ticket itself or the one that joins it, finds the other there."""
        others = [number for number in await self.numbers(case) if number != case]
        history = await self._tickets.history(case) if others else []
        known = any(revision.cause == cause for revision in history)
        if not (known or (history and leads(history, others, cause, self._now()))):
            return None
        linked = await self._tickets.change(case, cause, lambda latest: leads([latest], others, cause, self._now()))
        if linked:
            await self.note(linked, case, belongs=True)
        return linked

    async def note(self, event: TicketEvent, case: TicketNumber, *, belongs: bool) -> None:
        """Writes down that a revision brought its ticket into a case or took it out; twice changes nothing."""
        change = {"ticket": event.ticket, "revision": event.revision, "belongs": belongs}
        await self._members.insert({"_id": f"{case}:{event.key()}", "case": case, **change})

    async def numbers(self, case: TicketNumber) -> list[TicketNumber]:
        """Whoever was noted as a member, in the order of their numbers."""
        return [number for number, belongs in (await self._noted(case)).items() if belongs]

    async def ever(self, case: TicketNumber) -> list[TicketNumber]:
        """The same, with whoever left it since."""
        return [*await self._noted(case)]

    async def finish(self, cause: str) -> None:
        """Writes down that what a person did was done to all of a case that it could be done to."""
        await self._members.insert({"_id": cause})

    async def is_finished(self, cause: str) -> bool:
        return await self._members.get(cause) is not None

    async def members(self, case: TicketNumber) -> list[TicketEvent]:
        """The tickets of a case as they are now, oldest first."""
        numbers = await self.numbers(case)
        histories = await asyncio.gather(*(self._tickets.history(number) for number in numbers))
        latest = [history[-1] for history in histories if history and history[-1].case == case]
        return sorted(latest, key=lambda ticket: (ticket.complaint.admitted_at, ticket.ticket))

    async def _noted(self, case: TicketNumber) -> dict[TicketNumber, bool]:
        last = {}
        for document in sorted(await self._members.find("case", case), key=lambda document: document["revision"]):
            last[document["ticket"]] = bool(document["belongs"])
        return dict(sorted(last.items()))

    async def _near(self, sighting: Sighting) -> dict[TicketNumber, Kept]:
        keys = sighting.near()
        found = await asyncio.gather(*(self._sightings.find("near", key) for key in keys))
        self._full |= {key for key, documents in zip(keys, found, strict=True) if len(documents) >= MOST_NEAR}
        return {
            document["ticket"]: Kept(document["since"], document["ticket"], self._read(document["sighting"]))
            for documents in found
            for document in documents
        }

    async def _keep(self, sighting: Sighting) -> None:
        since = sortable(self._now())
        said = {"ticket": sighting.ticket, "since": since, "sighting": sighting.model_dump_json()}
        documents = [{"_id": f"{sighting.ticket}|{key}", "near": key, **said} for key in sighting.kept_at()]
        await asyncio.gather(*(self._sightings.insert(document) for document in documents))


def _likeness(one: Sighting, other: Sighting) -> str | None:
    verdict = similar(one, other)
    return verdict.reason if verdict.alike else None


def _candidates(
    known: Sequence[Sequence[TicketEvent]], fresh: Sequence[TicketNumber]
) -> Iterator[tuple[TicketNumber, TicketNumber]]:
    """A ticket and its case: the newest that is decided, then the oldest that nobody has decided on yet."""
    for history in known[:1]:
        yield history[-1].ticket, history[-1].case or history[-1].ticket
    yield from ((ticket, ticket) for ticket in fresh[:1])
