"""Sla's sweep on a real store: what the broker's alarms missed is said, once, in the same words."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from deploy.local.servers import Server
from shared.contracts.promise import PromiseBreached, PromiseWarned
from shared.contracts.ticket import TicketAcknowledged
from shared.contracts.timer import TimerSet
from shared.directory.model import Directory
from tests.builders import NOW, STEPS, fresh_number, promise, started, ticket
from tests.integration.clocks import Sla, alarm, due, sla_on, words

A_MINUTE = timedelta(minutes=1)
AGES = timedelta(days=3)


@pytest.fixture
async def sla(mongo_shared: Server, directory: Directory) -> AsyncIterator[Sla]:
    async with sla_on(mongo_shared.url, directory) as service:
        yield service


async def test_the_sweep_finds_a_late_clock_and_says_it_once(sla: Sla) -> None:
    number = fresh_number()
    await sla.begun(number)
    sla.now.at = alarm(0) + A_MINUTE
    assert [await sla.sweep.once(A_MINUTE), await sla.sweep.once(A_MINUTE)] == [1, 0]
    warned, timer = sla.broker.said
    assert isinstance(warned, PromiseWarned)
    assert isinstance(timer, TimerSet)
    assert (warned.ticket, timer.step) == (number, "rung-1")


async def test_the_sweep_leaves_the_broker_its_time(sla: Sla) -> None:
    await sla.begun(fresh_number())
    sla.now.at = alarm(0) + A_MINUTE / 2
    assert await sla.sweep.once(A_MINUTE) == 0


async def test_an_alarm_that_rings_after_the_sweep_says_what_the_sweep_said(sla: Sla) -> None:
    number = fresh_number()
    await sla.begun(number)
    sla.now.at = alarm(0) + A_MINUTE
    await sla.sweep.once(A_MINUTE)
    assert words(await sla.handlers.ring(due(number))) == words(sla.broker.said)


async def test_what_the_sweep_could_not_say_it_says_the_next_time_in_the_same_words(sla: Sla) -> None:
    number = fresh_number()
    await sla.begun(number)
    sla.now.at, sla.broker.away = alarm(0) + A_MINUTE, True
    with pytest.raises(ConnectionError):
        await sla.sweep.once(A_MINUTE)
    remembered = await sla.clocks.fired(f"{number}:acknowledge", "warn-50")
    sla.broker.away = False
    assert await sla.sweep.once(A_MINUTE) == 1
    assert words(sla.broker.said[:1]) == words(remembered)


async def test_a_stopped_clock_is_never_swept(sla: Sla) -> None:
    number = fresh_number()
    await sla.begun(number)
    taken = ticket(TicketAcknowledged, ticket=number, revision=2, state="acknowledged", promises=(promise(),))
    await sla.handlers.watch(taken)
    sla.now.at = NOW + AGES
    assert await sla.sweep.once(A_MINUTE) == 0


async def test_after_a_long_silence_each_sweep_climbs_one_step_until_none_is_left(sla: Sla) -> None:
    await sla.begun(fresh_number())
    sla.now.at = NOW + AGES
    assert [await sla.sweep.once(A_MINUTE) for _ in range(len(STEPS) + 1)] == [1] * len(STEPS) + [0]
    steps = [event.step for event in sla.broker.said if isinstance(event, PromiseWarned | PromiseBreached)]
    assert steps == [step.name for step in STEPS]


async def test_alarms_that_were_missed_are_said_in_the_order_in_which_they_were_due(
    sla: Sla, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [fresh_number() for _ in range(7)]
    for place in (3, 0, 6, 1, 5, 2, 4):
        began = NOW + place * A_MINUTE
        late = started("resolution").model_copy(update={"started_at": began, "due_at": began + STEPS[1].after})
        await sla.handlers.watch(ticket(ticket=numbers[place], promises=(late,)))
    sla.now.at = NOW + STEPS[0].after + 10 * A_MINUTE
    for module in ("store", "sweep"):
        monkeypatch.setattr(f"services.sla.{module}.SWEPT_AT_ONCE", 3)
    monkeypatch.setattr("services.sla.sweep.TOGETHER", 2)
    assert await sla.sweep.once(A_MINUTE) == 7
    assert [event.ticket for event in sla.broker.said if isinstance(event, PromiseWarned)] == numbers
