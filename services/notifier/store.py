"""Claims on notices and holders told, and what became of notices; only ever inserted, a claim at most released."""

import asyncio
from datetime import datetime
from typing import Any

from services.notifier.domain.delivery import Attempt, Claim, Fate, Limits, Send, Turn, next_attempt
from services.notifier.domain.matter import Matter
from services.notifier.domain.recipients import Notice
from shared.contracts.event import recall, remember
from shared.contracts.words import CheckNumber, TicketNumber
from shared.runtime.mongo import Collection

RELEASED = {"$set": {"released": True}}


class Notices:
    """`claims` by `<notice>:<attempt>` and `<ticket>:segment:<segment>`, `notices` by `<notice>`."""

    def __init__(self, claims: Collection, notices: Collection, limits: Limits) -> None:
        self._claims = claims
        self._notices = notices
        self._limits = limits

    async def claim(self, notice: str, now: datetime) -> Turn:
        """Send, when the claim is ours; else what the claims and the fate found there mean."""
        turn: Turn = Send(1)
        while isinstance(turn, Send):
            key = f"{notice}:{turn.attempt}"
            if await self._claims.insert({"_id": key, "at": now}):
                return turn
            turn = next_attempt(await self._claimed(key, turn.attempt), await self.fate(notice), now, self._limits)
        return turn

    async def begin(self, matter: Matter, now: datetime) -> None:
        """Marks that this segment is told now, and with it every one before; the first needs no mark."""
        *former, own = (_segment(matter.number, number) for number in range(1, matter.segment + 1))
        if matter.segment == 1 or await self._claims.get(own):
            return
        await asyncio.gather(*(self._claims.insert({"_id": key, "at": now}) for key in former[1:]))
        await self._claims.insert({"_id": own, "at": now})  # the last: where it is, all are

    async def is_stale(self, matter: Matter) -> bool:
        """Whether a later segment of the ticket than this one was told."""
        return await self._claims.get(_segment(matter.number, matter.segment + 1)) is not None

    async def release(self, notice: str, attempt: int) -> None:
        """Nothing was sent under this claim: the next attempt need not wait for its lapse."""
        await self._claims.change(f"{notice}:{attempt}", {}, RELEASED)

    async def settle(self, attempt: Attempt, fate: Fate, now: datetime) -> Fate:
        """The fate that counts: this one, or the one another attempt stored before."""
        notice = attempt.notice
        if await self._notices.insert(_document(attempt.matter.number, notice, fate, now)):
            return fate
        return await self.fate(notice.id) or fate

    async def fate(self, notice: str) -> Fate | None:
        stored = await self._notices.get(notice)
        return _fate(stored) if stored else None

    async def _claimed(self, key: str, attempt: int) -> Claim:
        stored = await self._claims.get(key)
        if stored is None:
            raise RuntimeError(f"claim {key} is there and cannot be found")
        return Claim(attempt, stored["at"], released=stored.get("released", False))


def _segment(ticket: TicketNumber | CheckNumber, segment: int) -> str:
    return f"{ticket}:segment:{segment}"


def _document(ticket: TicketNumber | CheckNumber, notice: Notice, fate: Fate, now: datetime) -> dict[str, Any]:
    return {
        "_id": notice.id,
        "ticket": ticket,
        "to": notice.to,
        "channel": fate.channel,
        "state": fate.state,
        "attempt": fate.attempt,
        "reason": fate.reason,
        "at": now,
        "said": remember(fate.said) if fate.said else None,
    }


def _fate(stored: dict[str, Any]) -> Fate:
    said = recall(stored["said"]) if stored["said"] else None
    return Fate(stored["state"], stored["channel"], stored["attempt"], stored["reason"], said)
