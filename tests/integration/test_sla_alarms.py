"""Alarms that ring early, late, for nobody, or around a crash: nothing is lost, and nothing said as two things."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from deploy.local.servers import Server
from services.sla.domain.clock import Clock
from services.sla.records import document
from shared.contracts.promise import PromiseEvent
from shared.contracts.words import clock_key
from shared.directory.model import Directory
from tests.builders import NOW, STEPS, fresh_number, started, ticket
from tests.integration.clocks import Sla, alarm, counted, due, sla_on, words

A_SECOND, A_MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
async def sla(mongo_shared: Server, directory: Directory) -> AsyncIterator[Sla]:
    async with sla_on(mongo_shared.url, directory) as service:
        yield service


async def test_an_alarm_that_rings_early_is_set_again_as_much_later_so_that_it_does_not_ring_early_again(
    sla: Sla,
) -> None:
    number = fresh_number()
    timer = await sla.begun(number)
    sla.now.at = alarm(0) - A_MINUTE - A_SECOND
    assert await sla.handlers.ring(due(number)) == [timer.model_copy(update={"at": alarm(0) + A_MINUTE})]
    assert (await sla.clocks.get(clock_key(number, "acknowledge", 1))).next == 0  # type: ignore[union-attr]


async def test_after_the_machines_clock_jumped_back_nothing_rings_twice_and_nothing_is_lost(sla: Sla) -> None:
    number = fresh_number()
    await sla.begun(number)
    sla.now.at = alarm(1)
    once = [*await sla.handlers.ring(due(number)), *await sla.handlers.ring(due(number, "rung-1"))]
    sla.now.at -= timedelta(hours=1)
    again = [*await sla.handlers.ring(due(number)), *await sla.handlers.ring(due(number, "rung-2"))]
    assert [event.body() for event in again if isinstance(event, PromiseEvent)] == [once[0].body()]
    sla.now.at = alarm(2) + A_MINUTE
    assert await sla.sweep.once(A_MINUTE) == 1
    assert [event.step for event in sla.broker.said if isinstance(event, PromiseEvent)] == ["rung-2"]


async def test_a_step_that_rang_before_a_crash_and_was_not_moved_on_from_is_not_skipped_by_the_next(sla: Sla) -> None:
    number = fresh_number()
    await sla.begun(number)
    sla.now.at = alarm(0)
    clock = await sla.clocks.get(clock_key(number, "acknowledge", 1))
    assert clock is not None
    warned, _ = await sla.handlers.fire(clock)
    sla.now.at = alarm(1)
    again, breached, timer = await sla.handlers.ring(due(number, "rung-1"))
    assert words([again]) == words([warned])
    assert (breached.step, timer.step) == ("rung-1", "rung-2")  # type: ignore[attr-defined]
    sla.now.at += A_MINUTE
    assert [await sla.sweep.once(timedelta(0)) for _ in range(3)] == [1, 1, 0]
    assert words([event for event in sla.broker.said if isinstance(event, PromiseEvent)]) == words([warned, breached])


async def test_a_clock_that_is_moved_on_in_the_background_stands_as_if_it_were_already(sla: Sla) -> None:
    number = fresh_number()
    await sla.begun(number)
    background = asyncio.create_task(sla.clocks.moves.forever())
    await asyncio.sleep(0)
    for place in (0, 1):
        sla.now.at = alarm(place)
        await sla.handlers.ring(due(number, STEPS[place].name))
        assert (await sla.clocks.get(clock_key(number, "acknowledge", 1))).next == place + 1  # type: ignore[union-attr]
    background.cancel()
    await asyncio.wait([background])
    stored = await sla.database.collection("clocks").get(clock_key(number, "acknowledge", 1))
    assert stored
    assert (stored["next"], stored["next_at"]) == (2, alarm(2))


async def test_a_clock_that_an_older_sla_stored_rings_and_is_renewed(sla: Sla) -> None:
    number = fresh_number()
    made = started("update")
    older = Clock.of(number, "infrastruktur", made, tuple((NOW + step.after, step) for step in made.steps))
    stored = {field: value for field, value in document(older).items() if field not in {"track", "turn"}}
    await sla.database.collection("clocks").insert(stored)
    sla.now.at = NOW + STEPS[0].after
    assert len(await sla.handlers.ring(due(number, clock="update"))) == 2
    assert (await sla.clocks.get(older.key)).next == 1  # type: ignore[union-attr]
    told = ticket(ticket=number, revision=2, state="in_progress", promises=(made.model_copy(update={"turn": 2}),))
    assert len(await sla.handlers.watch(told)) == 1
    assert (await sla.clocks.get(older.key)).turn == 2  # type: ignore[union-attr]


async def test_an_alarm_of_a_clock_nobody_knows_says_nothing_and_is_counted(sla: Sla) -> None:
    before = counted("melayani_stray_alarms_total", queue="infrastruktur")
    assert await sla.handlers.ring(due(fresh_number())) == []
    assert counted("melayani_stray_alarms_total", queue="infrastruktur") == before + 1


async def test_an_alarm_of_a_step_that_is_none_of_the_clocks_sets_the_one_it_has(sla: Sla) -> None:
    number = fresh_number()
    timer = await sla.begun(number)
    assert await sla.handlers.ring(due(number, "warn-80-t2")) == [timer]
