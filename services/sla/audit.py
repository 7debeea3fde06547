"""The auditor: walks all open tickets, slowly and without end, and raises the alarm for a clock that does not run."""

import asyncio
from collections import Counter as Count
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import get_args

from prometheus_client import Counter, Gauge

from services.sla.domain.audit import is_settled, violations
from services.sla.standing import Standing
from services.sla.walk import walk
from shared.contracts.audit_question import AskAudit, Audited, ViolationKind
from shared.contracts.question import PAGE, AskOpen, Tickets
from shared.contracts.words import Slug
from shared.directory.model import Directory
from shared.runtime.bus import Bus, NoAnswerError
from shared.runtime.guard import guarded
from shared.runtime.logging import log

VIOLATIONS = Gauge(
    "melayani_audit_violations",
    "Clocks of open tickets that do not run as they must: of last round, or of this one as soon as there are more",
    ("queue", "kind"),
)
AUDITED = Counter("melayani_audited_total", "Open tickets whose clocks the audit looked at", ("queue",))
ROUND = Gauge("melayani_audit_round_seconds", "How long the audit took for all open tickets, last round")

# Of a queue each round; the gauge has them all.
LOGGED = 20
# So many times as long as between two pages, while router does not answer.
PATIENCE = 5
# Seconds; there is no hurry.
ANSWER_WITHIN = 10.0
# An answer with fewer tickets than a page is paid for with a shorter rest, but never with less than for so many.
LEAST = 2


class Audit:
    """Looks at clocks, and mends nothing: how a clock was lost is for a person to find out.

    Every process looks at all queues: one that nobody hears is just what it has to find.
    """

    def __init__(
        self,
        standing: Standing,
        directory: Callable[[], Directory],
        bus: Bus,
        now: Callable[[], datetime],
        every: float,
        settled: float,
    ) -> None:
        self._standing = standing
        self._directory = directory
        self._bus = bus
        self._now = now
        self._every = every
        self._settled = timedelta(seconds=settled)
        self._last: dict[Slug, Count[ViolationKind]] = {}

    async def look(self, question: AskAudit) -> Audited:
        """Their clocks, by their keys."""
        stands = await self._standing.of([key for ticket in question.tickets for key in ticket.clocks])
        now = self._now()
        found = [wrong for ticket in question.tickets for wrong in violations(ticket, stands, now, self._settled)]
        unsettled = sum(not is_settled(ticket, now, self._settled) for ticket in question.tickets)
        return Audited(tickets=len(question.tickets), unsettled=unsettled, violations=tuple(found))

    async def forever(self) -> None:
        while True:
            await self.once()

    async def once(self) -> None:
        """One round of all queues."""
        begun = self._now()
        for queue in self._directory().queues:
            await guarded(self._round(queue), "audit", queue=queue)
        ROUND.set((self._now() - begun).total_seconds())

    async def _round(self, queue: Slug) -> None:
        found: Count[ViolationKind] = Count()
        async for audited in walk(queue, self._now(), self._page, self.look):
            AUDITED.labels(queue).inc(audited.tickets - audited.unsettled)
            for violation in audited.violations[: max(0, LOGGED - found.total())]:
                log.error("clock does not run", **violation.model_dump(exclude_none=True))
            found.update(violation.kind for violation in audited.violations)
            # A round may take hours; what it finds is not kept back until its end.
            _show(queue, found | self._last.get(queue, Count()))
        self._last[queue] = found
        _show(queue, found)

    async def _page(self, question: AskOpen) -> Tickets | None:
        """Router's answer, and time for others after it; it is waited for, and said once that it is."""
        found = await self._answer(question)
        await asyncio.sleep(self._every * max(len(found.tickets) if found else 0, LEAST) / PAGE)
        return found

    async def _answer(self, question: AskOpen) -> Tickets | None:
        waits = False
        while True:
            try:
                return await self._bus.ask(AskOpen.SUBJECT, question, Tickets, ANSWER_WITHIN)
            except NoAnswerError:
                if not waits:
                    log.warning("audit waits", queue=question.queue)
                waits = True
                await asyncio.sleep(self._every * PATIENCE)


def _show(queue: Slug, count: Count[ViolationKind]) -> None:
    for kind in get_args(ViolationKind):
        VIOLATIONS.labels(queue, kind).set(count[kind])
