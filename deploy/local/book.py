"""What the events tell of every ticket; reading them again from the start gives the same book."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.contracts.event import Event
from shared.contracts.notice import NoticeDelivered, NoticeEvent
from shared.contracts.promise import PromiseEvent
from shared.contracts.reply import Accepted, Refused, Reply
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEscalated,
    TicketEvent,
    TicketHandedOver,
    TicketResolved,
)
from shared.contracts.words import Audience, is_check

Key = tuple[str, str]

ANSWER_CLOCKS = frozenset({"acknowledge", "triage"})


@dataclass
class Story:
    """One ticket so far; `key` is its complaint's source and id there, once intake has told the source."""

    ticket: str
    key: Key | None = None
    latest: TicketEvent | None = None
    told: set[tuple[int, Audience]] = field(default_factory=set)
    handed_over: bool = False
    acknowledged: bool = False
    resolved: bool = False
    rungs: set[int] = field(default_factory=set)

    @property
    def holder_told(self) -> bool:
        """Whether somebody who could act for its present holder heard of it."""
        segment = self.latest.segment if self.latest else 0
        return any(under == segment and audience != "citizen" for under, audience in self.told)

    @property
    def ladder(self) -> int:
        """How many rungs its first promise has."""
        promises = self.latest.promises if self.latest else ()
        return max((step.rung for p in promises if p.clock in ANSWER_CLOCKS for step in p.steps), default=0)


def told_rung(event: TicketEscalated) -> int:
    """The rung that hears of it now; the ticket's own `rung` is the highest that ever did, on any of its clocks."""
    rungs = (step.rung for promise in event.promises for step in promise.steps if step.post == event.told.post)
    return next(rungs, event.rung)


@dataclass
class Book:
    """Every story, and what became of every complaint."""

    stories: dict[str, Story] = field(default_factory=dict)
    tickets: dict[Key, set[str]] = field(default_factory=dict)
    refusals: dict[Key, str] = field(default_factory=dict)
    notices: set[tuple[str, str]] = field(default_factory=set)

    def hear(self, event: Event) -> Story | None:
        """Writes it down; returns the story it belongs to."""
        match event:
            case Accepted():
                return self._accepted(event)
            case Refused():
                self.refusals[event.source, event.id or event.cause] = event.reason
                return None
            case TicketEvent():
                return self._ticket(event)
            case NoticeEvent():
                return None if is_check(event.ticket) else self._notice(event)
            case PromiseEvent():
                return self._story(event.ticket)
            case _:
                return None

    def story_of(self, key: Key) -> Story | None:
        return next((self.stories[ticket] for ticket in self.tickets.get(key, ())), None)

    def _story(self, ticket: str) -> Story:
        return self.stories.setdefault(ticket, Story(ticket))

    def _accepted(self, event: Accepted) -> Story:
        story = self._story(event.ticket)
        story.key = (event.source, event.id or "")
        self.tickets.setdefault(story.key, set()).add(event.ticket)
        return story

    def _ticket(self, event: TicketEvent) -> Story:
        story = self._story(event.ticket)
        if story.latest is None or event.revision > story.latest.revision:
            story.latest = event
        story.acknowledged |= isinstance(event, TicketAcknowledged)
        story.resolved |= isinstance(event, TicketResolved)
        story.handed_over |= isinstance(event, TicketHandedOver)
        if isinstance(event, TicketEscalated):
            story.rungs.add(told_rung(event))
        return story

    def _notice(self, event: NoticeEvent) -> Story:
        story = self._story(event.ticket)
        if isinstance(event, NoticeDelivered):
            story.told.add((event.segment, event.audience))
            self.notices.add((event.notice, event.to))
        return story


# What is read of each stream, and as what.
HEARD: Mapping[str, tuple[str, type[Event]]] = {
    "REPLIES": ("replies.>", Reply),
    "TICKETS": ("tickets.>", TicketEvent),
    "NOTICES": ("notices.>", NoticeEvent),
    "PROMISES": ("promises.>", PromiseEvent),
}
