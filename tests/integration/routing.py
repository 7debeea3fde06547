"""Router's handlers on a database of their own, without a broker."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from services.router.cases import Cases
from services.router.checks import Checks
from services.router.desk import Desk
from services.router.domain.duplicates import Sighting, Sightings
from services.router.domain.sorting import Sorter
from services.router.handlers import RouterHandlers
from services.router.standing import Standing
from services.router.store import Tickets
from services.router.workload import Workload
from shared.contracts.event import Event
from shared.contracts.sorted import Sorted
from shared.contracts.ticket import ActionRefused, TicketEvent
from shared.directory.model import Directory
from shared.runtime.mongo import Database
from tests.builders import NOW, Ticking, fresh_number, sorted_to


@dataclass
class Router:
    """Router on one store; `again` is the same service started anew, later.

    `killed` dies before its views know, `forgetful` before the case does, `sighted` before the ticket is remembered.
    `sharing` goes by another directory, in which colleagues share a topic. `now` is the clock of `handlers`.
    """

    handlers: RouterHandlers
    tickets: Tickets
    desk: Desk
    standing: Standing
    again: Callable[[], RouterHandlers]
    killed: RouterHandlers
    forgetful: RouterHandlers
    sighted: Callable[[Sorted], Awaitable[object]]
    database: Database
    sharing: Callable[[Directory, Workload | None], RouterHandlers]
    now: Ticking

    async def routed(self) -> TicketEvent:
        """A ticket of its own for each test."""
        return own(await self.handlers.assign(complaint_sorted()))

    async def revisions(self, ticket: str) -> list[int]:
        return [event.revision for event in await self.tickets.history(ticket)]


def own(said: Sequence[TicketEvent]) -> TicketEvent:
    """What was said of the ticket itself; what is said of the others of its case comes after."""
    return said[0]


def refusal(said: Sequence[Event]) -> ActionRefused:
    """What was said of an action that was not done, which is all that was said."""
    (refused,) = said
    assert isinstance(refused, ActionRefused), refused
    return refused


def complaint_sorted(number: str | None = None, **change: object) -> Sorted:
    return sorted_to("infrastruktur", topic="lampu-jalan", ticket=number or fresh_number(), **change)


_SORTERS: dict[int, tuple[Directory, Sorter]] = {}


def sorter_of(directory: Directory) -> Sorter:
    """One for each directory: making it takes longer than most tests, and it keeps nothing of what it sorts."""
    if id(directory) not in _SORTERS:
        _SORTERS[id(directory)] = directory, Sorter(directory)
    return _SORTERS[id(directory)][1]


@asynccontextmanager
async def router_on(url: str, directory: Directory) -> AsyncIterator[Router]:
    database = Database(url, f"router_{uuid4().hex}")
    await Tickets.prepare(database)
    await Desk.prepare(database)
    await Standing.prepare(database)
    await Cases.prepare(database)
    await Checks.prepare(database)
    desk = Desk(database.collection("waiting"), database.collection("decided"))
    standing = Standing(database.collection("standing"), database.collection("standing_posts"))
    tickets = Tickets(database.collection("tickets"), (desk, standing))
    nowhere = Desk(database.collection("lost_waiting"), database.collection("lost_decided"))
    unseen = Standing(database.collection("lost_standing"), database.collection("lost_posts"))
    viewless = Tickets(database.collection("tickets"), (nowhere, unseen))
    sightings, members = database.collection("sightings"), database.collection("cases")
    tests = database.collection("checks")
    sorter = sorter_of(directory)

    def handlers(
        directory: Directory, tickets: Tickets, now: Ticking, workload: Workload | None = None
    ) -> RouterHandlers:
        cases, checks = Cases(sightings, members, tickets, now), Checks(tests, directory, now)
        return RouterHandlers(directory, tickets, cases, checks, now, 1.0, sorter, workload)

    def sighting(event: Sorted) -> Sighting:
        seen = Sightings(directory).of(event.complaint, event.sorting)
        assert seen is not None
        return seen

    lost = database.collection("lost_cases")
    early = Cases(sightings, members, tickets, Ticking())

    def caseless(now: Ticking) -> RouterHandlers:
        cases, checks = Cases(sightings, lost, tickets, now), Checks(tests, directory, now)
        return RouterHandlers(directory, tickets, cases, checks, now, 1.0, sorter)

    now, later = Ticking(), Ticking(NOW + timedelta(days=1))
    yield Router(
        handlers(directory, tickets, now),
        tickets,
        desk,
        standing,
        lambda: handlers(directory.model_copy(update={"edition": "later"}), tickets, later),
        handlers(directory, viewless, Ticking()),
        caseless(Ticking()),
        lambda event: early.company(sighting(event)),
        database,
        lambda directory, workload: handlers(directory, tickets, Ticking(), workload),
        now,
    )
    database.close()
