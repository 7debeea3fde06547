"""Many questions become few, and nobody notices."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.coalesce import LANE, Coalescer

QUESTIONS = st.lists(st.integers(-20, 20), max_size=40)
LIMITS = st.integers(1, 7)


class Refused(Exception):
    pass


class Doubling:
    """Doubles what it is asked; refuses numbers below zero; breaks down at a multiple of 7; remembers its batches."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    async def __call__(self, asks: Sequence[int]) -> list[int | Exception]:
        self.batches.append(list(asks))
        await asyncio.sleep(0)
        if any(ask and ask % 7 == 0 for ask in asks):
            raise ArithmeticError
        return [Refused(ask) if ask < 0 else ask * 2 for ask in asks]


def expected(question: int) -> object:
    if question and question % 7 == 0:
        return ArithmeticError
    return Refused if question < 0 else question * 2


async def ask_all(work: Doubling, questions: list[int], limit: int) -> list[object]:
    coalescer: Coalescer[int, int] = Coalescer(work, limit)
    answers = await asyncio.gather(*(coalescer(question) for question in questions), return_exceptions=True)
    return [type(answer) if isinstance(answer, Exception) else answer for answer in answers]


@given(QUESTIONS, LIMITS)
def test_every_asker_gets_its_own_answer_whatever_becomes_of_its_neighbours(questions: list[int], limit: int) -> None:
    answers = asyncio.run(ask_all(Doubling(), questions, limit))

    assert answers == [expected(question) for question in questions]


@given(QUESTIONS, LIMITS)
def test_at_most_so_many_are_asked_at_a_time_and_in_order(questions: list[int], limit: int) -> None:
    work = Doubling()
    asyncio.run(ask_all(work, [abs(question) * 7 + 1 for question in questions], limit))

    assert all(len(batch) <= limit for batch in work.batches)
    assert [ask for batch in work.batches for ask in batch] == [abs(question) * 7 + 1 for question in questions]


class Gate:
    """Answers with what it is asked, once opened."""

    def __init__(self) -> None:
        self.batches: list[Sequence[str]] = []
        self.open = asyncio.Event()
        self.entered = asyncio.Event()

    async def __call__(self, asks: Sequence[str]) -> list[str | Exception]:
        self.batches.append(asks)
        self.entered.set()
        await self.open.wait()
        return list(asks)


async def test_a_lone_question_is_asked_at_once_and_those_that_come_meanwhile_together() -> None:
    gate = Gate()
    coalescer: Coalescer[str, str] = Coalescer(gate, 100)
    first = asyncio.create_task(coalescer("first"))
    await gate.entered.wait()
    rest = [asyncio.create_task(coalescer(name)) for name in ("second", "third")]
    await asyncio.sleep(0)
    gate.open.set()

    assert await asyncio.gather(first, *rest) == ["first", "second", "third"]
    assert gate.batches == [["first"], ["second", "third"]]


async def test_one_lanes_flood_is_not_in_anothers_way() -> None:
    gate = Gate()

    async def work(asks: Sequence[str]) -> Sequence[str | Exception]:
        return await gate(asks) if "flood" in asks else list(asks)

    coalescer: Coalescer[str, str] = Coalescer(work, 2)

    async def ask(lane: str, question: str) -> str:
        LANE.set(lane)
        return await coalescer(question)

    flood = [asyncio.create_task(ask("a", "flood")) for _ in range(10)]
    await gate.entered.wait()
    assert await asyncio.wait_for(asyncio.create_task(ask("b", "drop")), 5) == "drop"

    gate.open.set()
    assert await asyncio.gather(*flood) == ["flood"] * 10
    assert gate.batches == [["flood"] * 2] * 5


async def test_an_asker_that_gives_up_takes_no_answer_from_its_neighbours() -> None:
    gate = Gate()
    coalescer: Coalescer[str, str] = Coalescer(gate, 100)
    impatient, patient = (asyncio.create_task(coalescer(name)) for name in ("impatient", "patient"))
    await gate.entered.wait()
    impatient.cancel()
    gate.open.set()

    assert await patient == "patient"
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert await coalescer("next") == "next"
