"""The audit's way through a queue: every open ticket once, in ranges that hold about a page, and only what is sure."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sla.walk import walk
from shared.contracts.audit_question import AskAudit, Audited, Violation
from shared.contracts.question import PAGE, AskOpen, Tickets
from tests.builders import NOW
from tests.unit.sla.test_audit import opened

FEW_DAYS = timedelta(days=60)


class Queue:
    """Answers as router does; keeps how many tickets lay between the bounds of each question."""

    def __init__(self, *admitted: datetime) -> None:
        self.tickets = [
            opened().model_copy(update={"ticket": f"BWI-0000-{at // 10_000:04d}-{at % 10_000:04d}", "admitted_at": one})
            for at, one in enumerate(sorted(admitted))
        ]
        self.asked: list[int] = []
        self.wrong: set[str] = set()
        self.seen: list[str] = []

    async def page(self, asked: AskOpen) -> Tickets:
        low, high = asked.since, asked.before
        among = [one for one in self.tickets if not low or low <= one.admitted_at]
        among = [one for one in among if not high or one.admitted_at < high]
        among = [one for one in among if not asked.after or one.ticket > asked.after]
        self.asked.append(len(among))
        page = tuple(among[:PAGE])
        return Tickets(tickets=page, next=page[-1].ticket if len(among) > PAGE else None)

    async def look(self, asked: AskAudit) -> Audited:
        wrong = [one for one in asked.tickets if one.ticket in self.wrong]
        found = tuple(Violation(ticket=one.ticket, queue=one.queue, kind="no_clock") for one in wrong)
        self.seen += [one.ticket for one in asked.tickets]
        return Audited(tickets=len(asked.tickets), violations=found)

    async def walked(self) -> None:
        async for _ in walk("infrastruktur", NOW, self.page, self.look):
            pass


MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.lists(MOMENTS, max_size=60))
def test_every_open_ticket_is_looked_at_once_whenever_it_came(admitted: list[datetime]) -> None:
    queue = Queue(*admitted)
    asyncio.run(queue.walked())
    assert sorted(queue.seen) == [one.ticket for one in queue.tickets]


def test_many_that_came_in_one_second_are_looked_at_page_by_page() -> None:
    queue = Queue(*[NOW - FEW_DAYS] * 3 * PAGE)
    asyncio.run(queue.walked())
    assert sorted(queue.seen) == [one.ticket for one in queue.tickets]


def test_however_many_there_are_a_question_is_of_few_of_them() -> None:
    queue = Queue(*(NOW - FEW_DAYS * place / 5_000 for place in range(5_000)))
    asyncio.run(queue.walked())
    assert max(queue.asked) < 8 * PAGE
    assert len(queue.asked) < 3 * len(queue.tickets) / PAGE


def test_an_empty_queue_costs_a_few_questions() -> None:
    queue = Queue()
    asyncio.run(queue.walked())
    assert len(queue.asked) < 10


@pytest.mark.parametrize(("changes", "expected"), [(False, 1), (True, 0)], ids=["stays", "changes meanwhile"])
def test_what_is_wrong_with_a_ticket_counts_if_it_stays_as_it_is(changes: bool, expected: int) -> None:
    queue = Queue(NOW)
    queue.wrong = {queue.tickets[0].ticket}

    async def look(asked: AskAudit) -> Audited:
        audited = await queue.look(asked)
        if changes:
            queue.tickets = [one.model_copy(update={"revision": 2}) for one in queue.tickets]
        return audited

    async def found() -> tuple[int, int]:
        queue.seen = []
        pages = [audited async for audited in walk("infrastruktur", NOW, queue.page, look)]
        return sum(len(page.violations) for page in pages), sum(page.unsettled for page in pages)

    assert asyncio.run(found()) == (expected, 1 - expected)
