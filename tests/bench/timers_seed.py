"""Clocks that run and alarms that are set, stored as sla would, for the benchmark of timers."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import nats
from nats.aio.client import Client

from services.sla.domain.clock import Alarm, Clock
from services.sla.records import document
from shared.contracts.event import Event
from shared.contracts.ticket import TicketAcknowledged, TicketResolved, TicketRouted, TicketUpdated
from shared.directory.model import Directory
from shared.policy.promise import step_times
from shared.policy.stretch import objection, taken, told
from shared.runtime.clock import now
from shared.runtime.mongo import Database
from tests.bench.actions_seed import first_revisions, number
from tests.system import System

STORED_AT_ONCE = 1_000
UNACKED = 500
A_YEAR = timedelta(days=365)


def clocks(directory: Directory, places: range) -> Iterator[Clock]:
    """The resolution clocks of tickets as the router opens them, with all their steps; none rings within a year."""
    models = [_clock(directory, ticket) for ticket in first_revisions(directory, range(4))]
    for place in places:
        yield replace(models[place % len(models)], ticket=number(place))


def due(directory: Directory, places: range, at: datetime, within: timedelta) -> list[Clock]:
    """Clocks whose first alarm rings after `at`, spread evenly `within`."""
    return [shifted(clock, at + within * part / len(places)) for part, clock in enumerate(clocks(directory, places))]


def shifted(clock: Clock, first: datetime) -> Clock:
    """The same clock ringing for the first time at that moment; of the others none rings within a year."""
    alarms = (Alarm(first, clock.alarms[0].step), *clock.alarms[1:])
    return replace(clock, alarms=alarms, due_at=first + A_YEAR)


def lives(directory: Directory, places: range) -> Iterator[Event]:
    """What router says of tickets: they come, are taken, the citizen hears of them twice, and they are done."""
    for came in first_revisions(directory, places):
        fixed = {"cause": "bench", "actor": came.holder.post}
        took = _next(came, TicketAcknowledged, state="acknowledged", promises=taken(directory, came, now()), **fixed)
        said = _next(took, TicketUpdated, state="in_progress", promises=told(directory, took, now()), **fixed)
        again = _next(said, TicketUpdated, promises=told(directory, said, now()), **fixed)
        window = (*again.promises, objection(directory, again, now()))
        yield from (came, took, said, again, _next(again, TicketResolved, state="resolved", promises=window, **fixed))


async def store(system: System, running: Iterable[Clock]) -> None:
    database = Database(system.mongo.url, "melayani_sla")
    collection, left = database.collection("clocks"), iter(running)
    while some := [document(clock) for _, clock in zip(range(STORED_AT_ONCE), left, strict=False)]:
        await asyncio.gather(*(collection.insert(one | {"cause": "bench"}) for one in some))
    database.close()


async def set_timers(system: System, running: Iterable[Clock]) -> None:
    async with talking(system) as connection:
        await publish(connection, (timer for clock in running if (timer := clock.timer())))


async def publish(connection: Client, events: Iterable[Event]) -> int:
    """How many were published and stored."""
    jetstream = connection.jetstream(timeout=60, publish_async_max_pending=UNACKED)
    count = 0
    for event in events:
        await jetstream.publish_async(event.subject(), event.body(), headers=event.headers("bench"))
        count += 1
    await jetstream.publish_async_completed()
    return count


@asynccontextmanager
async def talking(system: System) -> AsyncIterator[Client]:
    connection = await nats.connect(system.nats.url)
    try:
        yield connection
    finally:
        await connection.close()


def _clock(directory: Directory, ticket: TicketRouted) -> Clock:
    promise = next(made for made in ticket.promises if made.clock == "resolution")
    alarms = tuple((at + A_YEAR, step) for at, step in step_times(promise, directory))
    return Clock.of(ticket.ticket, ticket.queue, promise, alarms)


def _next(before: TicketRouted, kind: type, **change: object) -> "TicketRouted":
    stands = before.model_dump() | {"revision": before.revision + 1, "changed_at": now(), "reason": "contoh"}
    after: TicketRouted = kind.model_validate(stands | change)
    return after
