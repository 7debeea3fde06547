"""Sla's handlers and its sweep on a database of their own, without a broker."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import TypeVar, get_args
from uuid import uuid4

from nats.aio.client import Client
from prometheus_client import REGISTRY

from services.sla.domain.clock import Clock
from services.sla.handlers import SlaHandlers
from services.sla.store import Clocks
from services.sla.sweep import Sweep
from shared.contracts.event import Event, Word
from shared.contracts.notice import NoticeDelivered
from shared.contracts.timer import TimerDue, TimerSet
from shared.contracts.words import ClockName, clock_key
from shared.directory.model import Directory
from shared.runtime.bus import Bus, NoAnswerError
from shared.runtime.hold import Hold
from shared.runtime.mongo import Database
from tests.builders import LATER, STEPS, Ticking, delivered, promise

SEGMENTS = (1, 2, 3)
MOST_SEGMENTS = 16
Standing = dict[str, tuple[str, str]]
W = TypeVar("W", bound=Word)


class Broker(Bus):
    """Remembers what was said; while `away` it stores nothing. Nobody answers a question."""

    def __init__(self) -> None:
        super().__init__("sla", _nobody, Hold())
        self.said: list[Event] = []
        self.away = False

    async def say(self, events: Iterable[Event]) -> None:
        if self.away:
            raise ConnectionError
        self.said += events

    async def ask(self, subject: str, question: Word, answer: type[W], timeout: float = 2.0) -> W | None:  # noqa: ARG002, ASYNC109
        raise NoAnswerError(subject)


def _nobody() -> Client:
    raise AssertionError("no connection is needed here")


@dataclass
class Sla:
    """Sla on one store."""

    handlers: SlaHandlers
    clocks: Clocks
    now: Ticking
    broker: Broker
    sweep: Sweep
    database: Database

    async def begun(self, number: str, segment: int = 1) -> TimerSet:
        """An acknowledge clock that runs since LATER."""
        (timer,) = await self.handlers.begin(delivered(promise(segment=segment), number))
        assert isinstance(timer, TimerSet)
        return timer


@asynccontextmanager
async def sla_on(url: str, directory: Directory) -> AsyncIterator[Sla]:
    database = Database(url, f"sla_{uuid4().hex}")
    await Clocks.prepare(database)
    clocks, now, broker = Clocks(database.collection("clocks"), database.collection("firings")), Ticking(), Broker()
    handlers = SlaHandlers(directory, clocks, now)
    yield Sla(handlers, clocks, now, broker, Sweep(handlers.fire, clocks, broker, now), database)
    database.close()


async def hear(sla: Sla, events: Sequence[Event]) -> list[Event]:
    """What sla says to all of them, one after the other."""
    said: list[Event] = []
    for event in events:
        said += await (sla.handlers.begin(event) if isinstance(event, NoticeDelivered) else sla.handlers.watch(event))  # type: ignore[arg-type]
    return said


async def running(sla: Sla, number: str) -> Standing:
    """The clocks that run: their queue and what they ring next."""
    keys = [clock_key(number, name, segment) for name in get_args(ClockName) for segment in SEGMENTS]
    clocks = [await sla.clocks.get(key) for key in keys]
    return {
        key.removeprefix(f"{number}:"): (clock.queue, clock.upcoming.step.name)
        for key, clock in zip(keys, clocks, strict=True)
        if clock and clock.upcoming
    }


async def standing(sla: Sla, number: str, tracks: Sequence[str]) -> dict[str, tuple[datetime, int, list[str]]]:
    """The clocks that run, on every track: when they are due, in which turn, and what they are still to ring."""
    every = product(get_args(ClockName), range(1, MOST_SEGMENTS), tracks)
    keys = [clock_key(number, name, segment, track) for name, segment, track in every]
    clocks = await asyncio.gather(*(sla.clocks.get(key) for key in keys))
    running = (clock for clock in clocks if clock and not clock.stopped)
    return {clock.key.removeprefix(f"{number}:"): (clock.due_at, clock.turn, _left(clock)) for clock in running}


def _left(clock: Clock) -> list[str]:
    return [alarm.step.name for alarm in clock.alarms[clock.next :]]


def due(number: str, step: str = "warn-50", clock: ClockName = "acknowledge", segment: int = 1) -> TimerDue:
    return TimerDue(ticket=number, clock=clock, segment=segment, step=step, queue="infrastruktur")


def counted(metric: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(metric, labels) or 0.0


def words(events: Sequence[Event]) -> list[bytes]:
    return [event.body() for event in events]


def alarm(place: int) -> datetime:
    """When the step of that place rings in a clock that runs since LATER."""
    return LATER + STEPS[place].after
