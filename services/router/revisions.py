"""A ticket's revisions as they were stored; each is read when somebody looks at it, for most need only the latest."""

from collections.abc import Sequence
from typing import Self, overload

from shared.contracts.event import recall
from shared.contracts.ticket import TicketEvent
from shared.runtime.mongo import Document


class Revisions(Sequence[TicketEvent]):
    """Oldest first."""

    def __init__(self, stored: Sequence[Document | TicketEvent]) -> None:
        self._stored: list[Document | TicketEvent] = [*stored]

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Self:
        """Those documents in the order of their revisions."""
        return cls([*sorted(documents, key=_place)])

    def __len__(self) -> int:
        return len(self._stored)

    @overload
    def __getitem__(self, place: int) -> TicketEvent: ...
    @overload
    def __getitem__(self, place: slice) -> "Revisions": ...
    def __getitem__(self, place: int | slice) -> "TicketEvent | Revisions":
        if isinstance(place, slice):
            return Revisions(self._stored[place])
        stored = self._stored[place]
        if isinstance(stored, TicketEvent):
            return stored
        event = recall(stored["said"])
        if not isinstance(event, TicketEvent):
            raise TypeError(f"{stored['_id']} is no change of a ticket")
        self._stored[place] = event
        return event

    def then(self, later: TicketEvent) -> "Revisions":
        """These and one more."""
        return Revisions([*self._stored, later])

    def caused_by(self, cause: str) -> TicketEvent | None:
        """The one that this cause led to."""
        likely = (place for place, stored in enumerate(self._stored) if _cause(stored) in {cause, None})
        return next((self[place] for place in likely if self[place].cause == cause), None)


def _place(document: Document) -> int:
    return int(document["_id"].rpartition(":")[2])


def _cause(stored: Document | TicketEvent) -> str | None:
    """None where only the revision itself can tell: it was stored before its cause was stored beside it."""
    return stored.cause if isinstance(stored, TicketEvent) else stored.get("cause")
