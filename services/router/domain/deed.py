"""A person's wish, the ticket it is about, and the directory and moment in which it is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from services.router.domain.revision import Next, caused_by, revise
from shared.contracts.action import Action
from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Holder
from shared.contracts.words import CITIZEN, Slug
from shared.directory.model import Directory
from shared.policy.roster import NO_LOAD
from shared.policy.seat import seat


@dataclass(frozen=True)
class Deed:
    """What the functions of the lifecycle are given; each returns the next revision, or says why not.

    `speed` divides every span that is promised; another than 1 is for showing how it works. `seen` is the revision
    its actor saw; None when they did not say which, or when there is none yet. `load` is how many open tickets each
    post holds. `beside` is the ticket of its case that was named, as it was before: where that went this one goes.
    """

    ticket: TicketEvent
    action: Action
    directory: Directory
    now: datetime
    speed: float = 1.0
    seen: TicketEvent | None = None
    load: Mapping[Slug, int] = field(default_factory=lambda: NO_LOAD)
    beside: TicketEvent | None = None

    @classmethod
    def upon(
        cls,
        history: Sequence[TicketEvent],
        action: Action,
        directory: Directory,
        now: datetime,
        speed: float = 1.0,
        load: Mapping[Slug, int] = NO_LOAD,
    ) -> Self:
        """A wish for what the ticket is after all these revisions."""
        there = action.revision is not None and action.revision <= len(history)
        seen = history[action.revision - 1] if there and action.revision else None
        return cls(history[-1], action, directory, now, speed, seen, load)

    @property
    def day(self) -> date:
        """The day it is in the regency."""
        return self.directory.day(self.now)

    @property
    def by_citizen(self) -> bool:
        return self.action.actor == CITIZEN

    @property
    def actor(self) -> str:
        """Who acts, in words for people."""
        if self.by_citizen:
            return "pelapor"
        post = self.directory.posts.get(self.action.actor)
        return post.title if post else self.action.actor

    def seated(self, post: Slug) -> Holder:
        """Who does the work of this post today; the post itself where nobody does, as at the desks that always hold."""
        there = seat(self.directory, post, self.day)
        return there.holder if there else self.directory.holder(post)

    def does_the_work_of(self, post: Slug) -> bool:
        """Whether the actor sits there, or does what is done there today."""
        return self.action.actor in {post, self.seated(post).post}

    def revised(self, kind: type[Next], **change: Any) -> Next:
        """The ticket after this deed, as an event of `kind`; `words` are the actor's."""
        known = {"cause": caused_by(self.action), "actor": self.action.actor, "words": self.action.words}
        return revise(self.ticket, kind, **{**known, "changed_at": self.now, **change})
