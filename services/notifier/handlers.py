"""Notifier's handlers: hear, decide whom to tell, tell each of them once, say what became of it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.notifier.channels import Letter, Unavailable, Undeliverable
from services.notifier.courier import Courier
from services.notifier.domain.delivery import NO_CHANNEL, Attempt, Fate, GiveUp, Limits, Send, Settled, Wait
from services.notifier.domain.matter import Matter, of_check, of_digest, of_ticket
from services.notifier.domain.recipients import Notice, asked, reading, recipients
from services.notifier.domain.wording import Wording, Words
from services.notifier.store import Notices
from shared.contracts.digest import LateDigest
from shared.contracts.event import Event
from shared.contracts.spot_check import SpotCheckAsked
from shared.contracts.ticket import TicketEvent
from shared.runtime.errors import Reject, Retry


@dataclass(frozen=True)
class NotifierHandlers:
    """Tells whom a ticket event, a spot check or a digest concerns."""

    wording: Wording
    courier: Courier
    notices: Notices
    limits: Limits
    now: Callable[[], datetime]

    async def tell(self, event: TicketEvent) -> list[Event]:
        """Says the fate of each notice; while one has to wait, the others are sent and stay unsaid."""
        matter, told = of_ticket(event), recipients(event).notices
        if told:
            await self.notices.begin(matter, self.now())
        return await self._tell_all(matter, told, lambda notice: self.wording.render(event, notice.audience))

    async def check(self, event: SpotCheckAsked) -> list[Event]:
        """Says whether the post that is tested could be told."""
        return await self._tell_all(of_check(event), (asked(event),), lambda _: self.wording.of_check(event))

    async def digest(self, event: LateDigest) -> list[Event]:
        """Nobody is told in a leader's place: what cannot arrive is set aside, so that somebody sees it."""
        fate = await self._tell(of_digest(event), reading(event), lambda _: self.wording.of_digest(event))
        if fate.state == "failed":
            raise Reject(f"{event.to.post} was not told what is late: {fate.reason}", code="undelivered")
        return []

    async def _tell_all(self, matter: Matter, told: Sequence[Notice], write: Callable[[Notice], Words]) -> list[Event]:
        telling = (self._tell(matter, notice, write) for notice in told)
        fates = await asyncio.gather(*telling, return_exceptions=True)
        return [fate.said for fate in _all_known(fates) if fate.said]

    async def _tell(self, matter: Matter, notice: Notice, write: Callable[[Notice], Words]) -> Fate:
        letter = self._letter(matter, notice, write(notice))
        match await self.notices.claim(notice.id, self.now()):
            case Settled(fate):
                return fate
            case Wait(reason):
                raise Retry(reason, counted=False)
            case GiveUp(number, reason):
                attempt = Attempt(matter, notice, number)
                fate = attempt.failed(NO_CHANNEL, reason, self.now())
            case Send(number):
                attempt = Attempt(matter, notice, number)
                fate = await self._superseded(attempt) or await self._attempt(attempt, letter)
        return await self.notices.settle(attempt, fate, self.now())

    async def _superseded(self, attempt: Attempt) -> Fate | None:
        """None while nobody was told of a later segment of the ticket."""
        is_stale = attempt.may_be_stale(self.now(), self.limits) and await self.notices.is_stale(attempt.matter)
        return attempt.superseded() if is_stale else None

    async def _attempt(self, attempt: Attempt, letter: Letter) -> Fate:
        channel = NO_CHANNEL
        try:
            way = await self.courier.way(attempt.matter, attempt.notice)
            if way is None:
                return attempt.no_way(self.now())
            channel = way.channel.name
            await way.channel.send(replace(letter, address=way.address))
        except Undeliverable as error:
            return attempt.failed(channel, str(error), self.now())
        except Unavailable as error:
            return await self._later(attempt, channel, str(error))
        return attempt.delivered(channel, self.now())

    async def _later(self, attempt: Attempt, channel: str, reason: str) -> Fate:
        if attempt.number >= self.limits.attempts:
            return attempt.failed(channel, f"tried {attempt.number} times, last: {reason}", self.now())
        await self.notices.release(attempt.notice.id, attempt.number)
        raise Retry(reason, counted=False)

    def _letter(self, matter: Matter, notice: Notice, words: Words) -> Letter:
        return Letter(
            notice=notice.id,
            ticket=matter.number,
            audience=notice.audience,
            to=notice.to,
            subject=words.subject,
            body=words.body,
            at=self.now(),
        )


def _all_known(fates: Sequence[Fate | BaseException]) -> list[Fate]:
    """Raises what stood in the way of any of them; a bug before a wish to try again, so that it is seen."""
    errors = [fate for fate in fates if isinstance(fate, BaseException)]
    if errors:
        raise min(errors, key=lambda error: isinstance(error, Retry))
    return [fate for fate in fates if isinstance(fate, Fate)]
