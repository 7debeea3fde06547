"""Router's handlers on a database of their own, without a broker."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from services.router.cases import Cases
from services.router.desk import Desk
from services.router.domain.duplicates import Sighting, Sightings
from services.router.handlers import RouterHandlers
from services.router.store import Tickets
from shared.contracts.sorted import Sorted
from shared.contracts.ticket import TicketEvent
from shared.directory.model import Directory
from shared.runtime.mongo import Database
from tests.builders import NOW, Ticking, fresh_number, sorted_to


@dataclass
class Router:
    """Router on one store; `again` is the same service started anew, later.

    `killed` dies before its desk knows, `forgetful` before the case does, `sighted` before the ticket is remembered.
    """

    handlers: RouterHandlers
    tickets: Tickets
    desk: Desk
    again: Callable[[], RouterHandlers]
    killed: RouterHandlers
    forgetful: RouterHandlers
    sighted: Callable[[Sorted], Awaitable[object]]

    async def routed(self) -> TicketEvent:
        """A ticket of its own for each test."""
        return own(await self.handlers.assign(complaint_sorted()))

    async def revisions(self, ticket: str) -> list[int]:
        return [event.revision for event in await self.tickets.history(ticket)]


def own(said: Sequence[TicketEvent]) -> TicketEvent:
    """What was said of the ticket itself; what is said of the others of its case comes after."""
    return said[0]


def complaint_sorted(number: str | None = None, **change: object) -> Sorted:
    return sorted_to("infrastruktur", topic="lampu-jalan", ticket=number or fresh_number(), **change)


@asynccontextmanager
async def router_on(url: str, directory: Directory) -> AsyncIterator[Router]:
    database = Database(url, f"router_{uuid4().hex}")
    await Tickets.prepare(database)
    await Cases.prepare(database)
    desk = Desk(database.collection("waiting"), database.collection("decided"))
    tickets = Tickets(database.collection("tickets"), desk)
    nowhere = Desk(database.collection("lost_waiting"), database.collection("lost_decided"))
    deskless = Tickets(database.collection("tickets"), nowhere)
    sightings, members = database.collection("sightings"), database.collection("cases")

    def handlers(directory: Directory, tickets: Tickets, now: Ticking) -> RouterHandlers:
        return RouterHandlers(directory, tickets, Cases(sightings, members, tickets, now), now, 1.0)

    def sighting(event: Sorted) -> Sighting:
        seen = Sightings(directory).of(event.complaint, event.sorting)
        assert seen is not None
        return seen

    lost = database.collection("lost_cases")
    early = Cases(sightings, members, tickets, Ticking())

    def caseless(now: Ticking) -> RouterHandlers:
        return RouterHandlers(directory, tickets, Cases(sightings, lost, tickets, now), now, 1.0)

    later = Ticking(NOW + timedelta(days=1))
    yield Router(
        handlers(directory, tickets, Ticking()),
        tickets,
        desk,
        lambda: handlers(directory.model_copy(update={"edition": "later"}), tickets, later),
        handlers(directory, deskless, Ticking()),
        caseless(Ticking()),
        lambda event: early.company(sighting(event)),
    )
    database.close()
