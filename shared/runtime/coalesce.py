"""Makes one bulk operation of what many handlers ask for at the same moment."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")


class Coalescer(Generic[Ask, Answer]):
    """Collects questions while one bulk operation runs and answers them with the next, at most `limit` at a time.

    `work` answers a list of questions in the same order; an answer that is an exception is raised to its asker alone.
    What fails as a whole is asked again one by one. A lone question is not delayed: nothing waits for a batch to fill.
    """

    def __init__(self, work: Callable[[Sequence[Ask]], Awaitable[Sequence[Answer | Exception]]], limit: int) -> None:
        self._work = work
        self._limit = limit
        self._waiting: deque[tuple[Ask, asyncio.Future[Answer]]] = deque()
        self._draining: asyncio.Task[None] | None = None

    async def __call__(self, ask: Ask) -> Answer:
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((ask, answer))
        if self._draining is None:
            self._draining = asyncio.create_task(self._drain())
        return await answer

    async def _drain(self) -> None:
        try:
            while self._waiting:
                count = min(self._limit, len(self._waiting))
                await self._answer([self._waiting.popleft() for _ in range(count)])
        finally:
            self._draining = None

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
