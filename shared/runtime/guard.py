"""A sweep goes on: one thing that cannot be done is no other one's trouble, and the next turn tries it again."""

from collections.abc import Awaitable
from typing import TypeVar

from prometheus_client import Counter

from shared.runtime.logging import log, where

NOT_SWEPT = Counter("melayani_not_swept_total", "What a sweep could not do, and tries again", ("what",))

Done = TypeVar("Done")


async def guarded(doing: Awaitable[Done], what: str, **about: str) -> Done | None:
    """What it comes to; None, counted and logged, where it fails. `about` says of which ticket, say."""
    try:
        return await doing
    except Exception as error:  # noqa: BLE001 -- whatever it is: ending the process would end all the rest as well
        NOT_SWEPT.labels(what).inc()
        log.error("not swept", what=what, reason=where(error), **about)
        return None
