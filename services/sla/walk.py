"""Walks the open tickets of a queue, newest first, and has their clocks looked at."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

from services.sla.domain.audit import unchanged
from shared.contracts.audit_question import AskAudit, Audited
from shared.contracts.question import PAGE, AskOpen, Tickets
from shared.contracts.words import Slug

Page = Callable[[AskOpen], Awaitable[Tickets | None]]
Look = Callable[[AskAudit], Awaitable[Audited]]

# No ticket is older.
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
FIRST, SHORTEST = timedelta(hours=1), timedelta(seconds=1)


async def walk(queue: Slug, now: datetime, page: Page, look: Look) -> AsyncIterator[Audited]:
    """What is found on each page; `page` is router's answer, `look` sla's.

    Of a range of time that holds about a page each, whatever came how fast: the embedded store reads a range to its
    end however little of it is asked for.
    """
    until: datetime | None = None
    span = FIRST
    while until is None or until > BEGINNING:
        since = max((until or now) - span, BEGINNING)
        asked = AskOpen(queue=queue, since=since, before=until)
        found = await page(asked) or Tickets()
        if found.next and span > SHORTEST:
            span = max(span / 2, SHORTEST)
            continue
        yield await _looked_at(asked, found, page, look)
        while found.next:
            asked = asked.model_copy(update={"after": found.next})
            found = await page(asked) or Tickets()
            yield await _looked_at(asked, found, page, look)
        until, span = since, span * _wider(len(found.tickets))


def _wider(found: int) -> int:
    """How much longer the next range may be."""
    if not found:
        return 8
    return 2 if found < PAGE // 4 else 1


async def _looked_at(asked: AskOpen, found: Tickets, page: Page, look: Look) -> Audited:
    """Without what may be wrong only because a ticket changed while it was looked at."""
    if not found.tickets:
        return Audited()
    audited = await look(AskAudit(tickets=found.tickets))
    if not audited.violations:
        return audited
    same = unchanged(found, await page(asked) or Tickets())
    left = tuple(violation for violation in audited.violations if violation.ticket in same)
    dropped = {violation.ticket for violation in audited.violations} - same
    return audited.model_copy(update={"unsettled": audited.unsettled + len(dropped), "violations": left})
