"""Makes one bulk operation of what many handlers ask for at the same moment."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from typing import Generic, TypeVar

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")

# Whose work is being done: the queue, or the source while nothing is sorted.
LANE: ContextVar[str] = ContextVar("lane", default="")


class Coalescer(Generic[Ask, Answer]):
    """Collects questions while one bulk operation runs and answers them with the next, at most `limit` at a time.

    `work` answers a list of questions in the same order; an answer that is an exception is raised to its asker alone.
    What fails as a whole is asked again one by one. A lone question is not delayed: nothing waits for a batch to fill.
    Each lane has bulk operations of its own, so that one queue's flood is not in another's way.
    """

    def __init__(self, work: Callable[[Sequence[Ask]], Awaitable[Sequence[Answer | Exception]]], limit: int) -> None:
        self._work = work
        self._limit = limit
        self._waiting: dict[str, deque[tuple[Ask, asyncio.Future[Answer]]]] = {}
        self._draining: dict[str, asyncio.Task[None]] = {}

    async def __call__(self, ask: Ask) -> Answer:
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        lane = LANE.get()
        self._waiting.setdefault(lane, deque()).append((ask, answer))
        if lane not in self._draining:
            self._draining[lane] = asyncio.create_task(self._drain(lane))
        return await answer

    async def _drain(self, lane: str) -> None:
        waiting = self._waiting[lane]
        try:
            while waiting:
                count = min(self._limit, len(waiting))
                await self._answer([waiting.popleft() for _ in range(count)])
        finally:
            del self._draining[lane]

    async def _answer(self, batch: list[tuple[Ask, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._work([ask for ask, _ in batch])
        except BaseException as error:
            if isinstance(error, Exception) and len(batch) > 1:
                for pair in batch:
                    await self._answer([pair])
                return
            for _, future in batch:
                _fail(future, error)
            if not isinstance(error, Exception):
                raise
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if isinstance(answer, Exception):
                _fail(future, answer)
            elif not future.done():
                future.set_result(answer)


def _fail(future: "asyncio.Future[Answer]", error: BaseException) -> None:
    if future.done():
        return
    if isinstance(error, asyncio.CancelledError):
        future.cancel()
    else:
        future.set_exception(error)
