"""One service asks another: an answer, no such thing, or nobody there; never an endless wait."""

import asyncio
from time import monotonic

import pytest
from nats.errors import TimeoutError as NatsTimeoutError
from structlog.testing import capture_logs

from shared.contracts.question import AskTicket, TicketStatus
from shared.contracts.words import TicketNumber
from shared.runtime import clock
from shared.runtime.bus import Bus, NoAnswerError
from shared.runtime.hold import Hold
from shared.runtime.service import Answering, Service
from tests.integration.living import Desk, Town, alive

KNOWN: TicketNumber = "BWI-0000-0000-0001"
UNKNOWN: TicketNumber = "BWI-0000-0000-0002"
SILENT: TicketNumber = "BWI-0000-0000-0003"


async def answer(question: AskTicket) -> TicketStatus | None:
    if question.ticket == SILENT:
        await asyncio.Event().wait()
    if question.ticket == UNKNOWN:
        return None
    return TicketStatus(ticket=KNOWN, state="routed", holder="h", agency="a", changed_at=clock.now())


def answering(town: Town) -> Service:
    service = town.intake(Desk())
    service.answerings = (Answering(AskTicket, answer),)
    return service


async def ask(town: Town, ticket: TicketNumber, timeout: float = 2.0) -> TicketStatus | None:  # noqa: ASYNC109
    bus = Bus("asking", lambda: town.client, Hold())
    return await bus.ask(AskTicket.SUBJECT, AskTicket(ticket=ticket), TicketStatus, timeout)


async def test_what_is_known_is_answered_and_what_is_not_is_none(town: Town) -> None:
    async with alive(answering(town)):
        found = await ask(town, KNOWN)
        assert found is not None
        assert (found.ticket, found.state) == (KNOWN, "routed")
        assert await ask(town, UNKNOWN) is None


async def test_nobody_there_and_nobody_answering_in_time_are_told_apart_from_unknown(town: Town) -> None:
    with pytest.raises(NoAnswerError):
        await ask(town, KNOWN)
    async with alive(answering(town)):
        with pytest.raises(NoAnswerError):
            await ask(town, SILENT, timeout=0.2)


async def test_a_slow_answer_is_waited_for_by_its_asker_alone(town: Town) -> None:
    async with alive(answering(town)):
        slow = asyncio.create_task(ask(town, SILENT, timeout=5))
        asked = monotonic()
        assert await ask(town, KNOWN) is not None
        assert monotonic() - asked < 1
        slow.cancel()
        stopping = monotonic()

    assert monotonic() - stopping < 2


async def test_two_replicas_share_the_questions(town: Town) -> None:
    async with alive(answering(town)), alive(answering(town)):
        replies = await town.listen("_INBOX.>")
        await asyncio.gather(*(ask(town, KNOWN) for _ in range(10)))
        await town.client.flush()

    assert replies.pending_msgs == 10


async def test_a_question_nobody_understands_is_complained_of_without_its_words(town: Town) -> None:
    with capture_logs() as logs:
        async with alive(answering(town)):
            with pytest.raises(NatsTimeoutError):
                await town.client.request(AskTicket.SUBJECT, b'{"ticket": "rahasia"}', timeout=0.3)

    [complaint] = [entry for entry in logs if entry["event"] == "not answered"]
    assert complaint["reason"].startswith("ValidationError in ")
    assert "rahasia" not in str(logs)
