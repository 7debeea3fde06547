"""A person's wish, the ticket it is about, and the directory and moment in which it is judged."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.router.domain.revision import Next, caused_by, revise
from shared.contracts.action import Action
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import CITIZEN
from shared.directory.model import Directory


@dataclass(frozen=True)
class Deed:
    """What the functions of the lifecycle are given; each returns the next revision, or says why not.

    `speed` divides every span that is promised; another than 1 is for showing how it works.
    """

    ticket: TicketEvent
    action: Action
    directory: Directory
    now: datetime
    speed: float = 1.0

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

    def revised(self, kind: type[Next], **change: Any) -> Next:
        """The ticket after this deed, as an event of `kind`; `words` are the actor's."""
        known = {"cause": caused_by(self.action), "actor": self.action.actor, "words": self.action.words}
        return revise(self.ticket, kind, **{**known, "changed_at": self.now, **change})
