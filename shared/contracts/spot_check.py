"""A test notice to a liaison, asked as the regent asked at the launch: is anybody there? It is never a complaint."""

from datetime import timedelta
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.ticket_record import Holder
from shared.contracts.words import CheckNumber, Moment, Slug


class SpotCheckEvent(Event):
    """A spot check of one post; `by` is who asked for it, a post or `directory` when its plan did."""

    SUBJECT: ClassVar[str] = "checks.{queue}.{event}"
    NAME: ClassVar[str] = "checks"

    check: CheckNumber
    queue: Slug
    holder: Holder
    by: Slug
    asked_at: Moment

    def address(self) -> dict[str, str]:
        return {"queue": self.queue, "event": self.word()}

    def key(self) -> str:
        return self.check


class SpotCheckAsked(SpotCheckEvent):
    """The post is to be told, and to acknowledge it."""

    NAME: ClassVar[str] = "checks.asked"


class SpotCheckAnswered(SpotCheckEvent):
    """It acknowledged; `taken` is the working time that went by."""

    NAME: ClassVar[str] = "checks.answered"

    answered_at: Moment
    taken: timedelta
