"""Router's minute sweep beside its handlers, on one store."""

from dataclasses import dataclass, field
from datetime import timedelta

from services.router.roster_sweep import RosterSweep
from services.router.unsaid import Unsaid
from services.router.workload import Workload
from shared.contracts.action import ActionKind
from shared.contracts.ticket import TicketEvent
from shared.directory.model import Directory
from tests.builders import LIAISON, NOW, TODAY, Ticking, action, rostered
from tests.integration.clocks import Broker
from tests.integration.routing import Router, own

A_WHILE = timedelta(minutes=2)


@dataclass
class Office:
    """Router on one store, with a roster that may change; each replica has a broker of its own."""

    router: Router
    directory: Directory
    now: Ticking = field(default_factory=Ticking)
    said: list[Broker] = field(default_factory=list)

    def write(self, roster: str) -> None:
        self.directory = rostered(self.directory, roster)

    async def replica(self) -> RosterSweep:
        """One that starts anew."""
        broker, router = Broker(), self.router
        self.said.append(broker)
        unsaid, workload = await self.unsaid(broker), Workload(router.standing)
        return RosterSweep(lambda: self.directory, router.tickets, router.standing, unsaid, workload, self.now, 1.0)

    async def unsaid(self, broker: Broker) -> Unsaid:
        await Unsaid.prepare(self.router.database)
        return Unsaid(self.router.database.collection("unsaid"), self.router.tickets, broker, self.now)

    async def sweep(self) -> int:
        return await (await self.replica()).once()

    async def case_of(self, size: int) -> list[TicketEvent]:
        first, *others = [await self.router.routed() for _ in range(size)]
        for other in others:
            await self.does("link", other, other=first.ticket)
        return [first, *others]

    async def unreadable(self, number: str) -> None:
        """A ticket of a release that is not this one, held by the liaison for longer than any other."""
        documents = {"tickets": {"_id": f"{number}:1", "said": {}, "ticket": number, "cause": "x", "at": NOW}}
        documents["standing"] = {"_id": number, "revision": 1, "held": f"{LIAISON.post}|2000-01-01|{number}"}
        for collection, document in documents.items():
            await self.router.database.collection(collection).insert(document)

    async def latest(self, ticket: TicketEvent) -> TicketEvent:
        return (await self.router.tickets.history(ticket.ticket))[-1]

    async def paused(self) -> TicketEvent:
        """One that waits for something outside."""
        ticket = await self.router.routed()
        return await self.does("pause", ticket, pause="safety", on=TODAY + timedelta(days=3))

    async def does(
        self, kind: ActionKind, ticket: TicketEvent, actor: str = LIAISON.post, **wish: object
    ) -> TicketEvent:
        wished = {"id": f"{kind}-{ticket.ticket}", "ticket": ticket.ticket, "actor": actor, **wish}
        return own(await self.router.handlers.act(action(kind, **wished)))

    def heard(self) -> list[bytes]:
        return sorted(event.body() for broker in self.said for event in broker.said)
