"""A story as the streams tell it."""

import asyncio
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from services.notifier.channels.outbox import BOXES
from shared.contracts.event import HEADER_TYPE, Event, read
from shared.contracts.notice import NoticeDelivered, NoticeEvent
from shared.contracts.reply import Reply
from shared.contracts.ticket import TicketEvent
from shared.contracts.timer import TimerDue, TimerSet
from tests.listening import Heard, Listener
from tests.system import System

E = TypeVar("E", bound=Event)

KINDS: Mapping[str, type[Event]] = {
    "replies": Reply,
    "tickets": TicketEvent,
    "notices": NoticeEvent,
    "timers.set": TimerSet,
    "timers.due": TimerDue,
}


class Tale:
    """Every event so far; waits for what has to come next."""

    STREAMS: ClassVar[tuple[str, ...]] = ("REPLIES", "TICKETS", "NOTICES", "TIMERS")
    PATIENCE: ClassVar[float] = 20.0

    listener: Listener

    def __init__(self, system: System) -> None:
        self._outbox = system.outbox
        self.events: list[Event] = []

    def hear(self, heard: Heard) -> None:
        kind = next(kind for beginning, kind in KINDS.items() if heard.subject.startswith(beginning))
        self.events.append(read(kind, heard.data, heard.headers.get(HEADER_TYPE)))

    def all(self, kind: type[E], /, **fields: Any) -> list[E]:
        """Those of a kind whose fields are as given."""
        return [event for event in self.events if isinstance(event, kind) and _fits(event, fields)]

    async def tells(self, kind: type[E], /, **fields: Any) -> E:
        """The first of a kind whose fields are as given, once it is said."""
        try:
            async with asyncio.timeout(self.PATIENCE):
                await self.listener.until(lambda: bool(self.all(kind, **fields)))
        except TimeoutError:
            heard = [event.NAME for event in self.all(Event)]
            raise AssertionError(f"no {kind.NAME} with {fields} among {len(heard)} events: {heard[-20:]}") from None
        return self.all(kind, **fields)[0]

    async def letter(self, **fields: Any) -> str:
        """The letter of the notice whose fields are as given, once it is delivered."""
        notice = await self.tells(NoticeDelivered, channel="outbox", **fields)
        box = notice.ticket if notice.audience == "citizen" else notice.to
        place = self._outbox / BOXES[notice.audience] / box / f"{notice.notice.replace(':', '-')}.txt"
        return place.read_text(encoding="utf-8")


def _fits(event: Event, fields: Mapping[str, Any]) -> bool:
    return all(getattr(event, name) == value for name, value in fields.items())
