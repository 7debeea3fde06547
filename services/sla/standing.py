"""How clocks stand, without what they ring."""

import asyncio
from collections.abc import Sequence

from services.sla.domain.audit import Stand
from shared.runtime.mongo import Collection, Document


class Standing:
    """Reads sla's clocks by their keys, and changes nothing."""

    def __init__(self, clocks: Collection) -> None:
        self._clocks = clocks

    async def of(self, keys: Sequence[str]) -> dict[str, Stand]:
        """Of those there are; asked together they are one bounded query, for each hundred of them."""
        found = await asyncio.gather(*(self._clocks.get(key) for key in keys))
        return {stored["_id"]: _stand(stored) for stored in found if stored}


def _stand(stored: Document) -> Stand:
    return Stand(
        stopped=stored["stopped"],
        due_at=stored.get("due_at"),
        next_at=stored.get("next_at"),
        is_late="late_at" in stored,
    )
