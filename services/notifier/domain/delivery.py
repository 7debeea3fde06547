"""Whether a notice is sent now, again, or never, and what is said of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeVar

from services.notifier.domain.matter import Matter
from services.notifier.domain.recipients import Notice
from shared.contracts.event import Event
from shared.contracts.notice import NoticeDelivered, NoticeFailed
from shared.contracts.words import Reach

NO_CHANNEL = "none"

FateState = Literal["delivered", "failed", "unreachable", "superseded"]


class Reaching(Protocol):
    @property
    def reach(self) -> Reach | None: ...


C = TypeVar("C", bound=Reaching)


def first_that_reaches(channels: Sequence[C], known: Collection[Reach]) -> C | None:
    """The first channel, in the order of the settings, that needs no address or one of a `known` kind."""
    return next((channel for channel in channels if channel.reach is None or channel.reach in known), None)


@dataclass(frozen=True)
class Limits:
    """A claim older than `lapses` was left behind by a crash; `attempts` is how often a notice is tried."""

    attempts: int
    lapses: timedelta


@dataclass(frozen=True)
class Claim:
    """Somebody's word that they are sending a notice; released when they could not."""

    attempt: int
    at: datetime
    released: bool = False


@dataclass(frozen=True)
class Fate:
    """What became of a notice; `said` is None when nothing is to be said of it."""

    state: FateState
    channel: str
    attempt: int
    reason: str
    said: Event | None


@dataclass(frozen=True)
class Send:
    """It is this caller's turn."""

    attempt: int


@dataclass(frozen=True)
class Settled:
    """It was decided before; the same is said again."""

    fate: Fate


@dataclass(frozen=True)
class Wait:
    """Somebody else may be sending it at this moment."""

    reason: str


@dataclass(frozen=True)
class GiveUp:
    """It was tried often enough."""

    attempt: int
    reason: str


Turn = Send | Settled | Wait | GiveUp


def next_attempt(claim: Claim, fate: Fate | None, now: datetime, limits: Limits) -> Turn:
    """What follows for the caller who found `claim` taken."""
    if fate is not None:
        return Settled(fate)
    if not claim.released and now - claim.at < limits.lapses:
        return Wait(f"attempt {claim.attempt} was claimed at {claim.at.isoformat()} and may still be under way")
    if claim.attempt >= limits.attempts:
        return GiveUp(claim.attempt, f"attempt {claim.attempt} of {limits.attempts} came to no end")
    return Send(claim.attempt + 1)


@dataclass(frozen=True)
class Attempt:
    """One try to deliver one notice of one matter."""

    matter: Matter
    notice: Notice
    number: int

    def may_be_stale(self, now: datetime, limits: Limits) -> bool:
        """Whether it comes so late that a later segment may have been told; nobody looks before every first letter."""
        is_late = self.number > 1 or now - self.matter.at >= limits.lapses
        return is_late and not self.matter.lasts

    def superseded(self) -> Fate:
        """It would tell of a former segment after the new one was told: nothing is sent, and nobody is missed."""
        return Fate("superseded", NO_CHANNEL, self.number, "a later segment was told before it", None)

    def delivered(self, channel: str, now: datetime) -> Fate:
        """The channel took it; until channels tell of receipts, that is as far as we can see."""
        told = self.matter.queue is not None
        said = NoticeDelivered(**self._common(channel), starts=self.notice.starts, at=now) if told else None
        return Fate("delivered", channel, self.number, self.notice.reason, said)

    def failed(self, channel: str, reason: str, now: datetime) -> Fate:
        told = self.matter.queue is not None
        said = NoticeFailed(**self._common(channel), reason=reason, at=now) if told else None
        return Fate("failed", channel, self.number, reason, said)

    def no_way(self, now: datetime) -> Fate:
        """A post must be reachable; a citizen who left no address can still look at the ticket's page."""
        if self.notice.audience == "citizen":
            return Fate("unreachable", NO_CHANNEL, self.number, "left no address that a channel can reach", None)
        return self.failed(NO_CHANNEL, f"no channel reaches {self.notice.to}", now)

    def _common(self, channel: str) -> dict[str, object]:
        matter, notice = self.matter, self.notice
        return {
            "notice": notice.id,
            "ticket": matter.number,
            "revision": matter.revision,
            "segment": matter.segment,
            "about": matter.about,
            "queue": matter.queue,
            "audience": notice.audience,
            "to": notice.to,
            "channel": channel,
            "attempt": self.number,
        }
