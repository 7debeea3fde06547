"""What becomes of a message: done, tried again, refused, parked; never lost and never in its neighbour's way."""

import asyncio
import json

import pytest
from nats.aio.subscription import Subscription

from shared.contracts import dead
from shared.contracts.complaint import Complaint
from shared.contracts.event import HEADER_ID, HEADER_MESSAGE_ID
from shared.contracts.reply import Refused
from shared.runtime.delivery import OWN_FAILURES
from shared.runtime.errors import Reject, Retry
from tests.integration.living import DURABLE, SUBJECT, Desk, Heard, Town, alive, next_of, refused

LETTERS = "dead.intake.call112"
PRIVATE = "nomor saya rahasia"


async def test_what_a_handler_returns_is_said_and_then_the_message_is_acknowledged(town: Town) -> None:
    async def decide(complaint: Complaint) -> list[Refused]:
        return [refused(f"{complaint.text}-1"), refused(f"{complaint.text}-2")]

    replies = await town.listen("replies.call112")
    async with alive(town.intake(decide)):
        await town.complain("satu")
        said = {(await next_of(replies)).headers[HEADER_MESSAGE_ID] for _ in range(2)}
        await town.handled()

    assert said == {"replies.refused:satu-1", "replies.refused:satu-2"}


async def test_retry_is_tried_again_until_it_passes(town: Town) -> None:
    desk = Desk(lambda _: fails_until(3))

    async def fails_until(count: int) -> None:
        if len(desk.heard) < count:
            raise Retry("not yet")

    async with alive(town.intake(desk)):
        await town.complain("lambat")
        await desk.wait(3)
        await town.handled()

    assert desk.heard == ["lambat"] * 3
    assert await town.stored("DEAD") == 0


@pytest.mark.parametrize(
    ("error", "code", "reason"),
    [
        (Retry("the map is not loaded"), "retry", "failed 8 times, last: the map is not loaded"),
        (ValueError(PRIVATE), "bug", "failed 8 times, last: ValueError in fails, line "),
    ],
)
async def test_what_fails_eight_times_is_parked_with_its_last_reason(
    town: Town, error: Exception, code: str, reason: str
) -> None:
    async def fails(_: Complaint) -> None:
        raise error

    desk = Desk(fails)
    letters = await town.listen(LETTERS)
    async with alive(town.intake(desk)):
        await town.complain("gagal")
        letter = await next_of(letters)
        await town.handled()

    assert desk.heard == ["gagal"] * OWN_FAILURES
    assert letter.headers[dead.CODE] == code
    assert letter.headers[dead.REASON].startswith(reason)
    assert PRIVATE not in str(letter.headers)


async def test_reject_says_its_say_and_then_parks_at_once(town: Town) -> None:
    async def rejects(_: Complaint) -> None:
        raise Reject("the id names another body", code="id-reused", say=[refused("dua")])

    desk = Desk(rejects)
    both = await town.listen(">")
    async with alive(town.intake(desk)):
        await town.complain("tolak")
        seen = await subjects(both, {"replies.call112", LETTERS})
        await town.handled()

    assert [message.subject for message in seen] == ["replies.call112", LETTERS]
    assert seen[1].headers[dead.CODE] == "id-reused"
    assert seen[1].headers[dead.REASON] == "the id names another body"
    assert desk.heard == ["tolak"]


async def test_a_dead_letter_holds_the_message_whole_and_whence_it_came(town: Town) -> None:
    async def rejects(_: Complaint) -> None:
        raise Reject("no")

    letters = await town.listen(LETTERS)
    body = json.dumps({"text": "utuh", "unknown": [1, 2]}).encode()
    async with alive(town.intake(rejects)):
        await town.publish(body, **{HEADER_ID: "c-1"})
        letter = await next_of(letters)
        await town.handled()

    assert letter.data == body
    assert letter.headers[HEADER_ID] == "c-1"
    assert letter.headers[dead.ORIGIN_SUBJECT] == SUBJECT
    assert letter.headers[dead.ORIGIN_STREAM] == "COMPLAINTS"
    assert letter.headers[dead.ORIGIN_SEQUENCE] == "1"
    assert letter.headers[dead.DELIVERIES] == "1"


BAD = {
    b"{": ("invalid", "body: Invalid JSON"),
    b"\xff\xfe": ("invalid", "body: Invalid JSON"),
    b"": ("invalid", "body: Invalid JSON"),
    b"[]": ("invalid", "body: Input should be an object"),
    b'{"text": ""}': ("invalid", "text: String should have at least 1 character"),
    b'{"text": 812345678901}': ("invalid", "text: Input should be a valid string"),
    b'{"text": "t", "kind": "nomor saya rahasia"}': ("invalid", "kind: Input should be"),
    b'{"text": "t", "place": {"latitude": "nomor saya rahasia"}}': ("invalid", "place.latitude: "),
    b'{"text": "t", "schema": 99}': ("newer-schema", "schema 99 of complaints is newer than 1"),
}


async def test_a_body_that_does_not_fit_is_parked_with_the_field_and_without_the_value(town: Town) -> None:
    desk = Desk()
    letters = await town.listen(LETTERS)
    for body in BAD:
        await town.publish(body)
    async with alive(town.intake(desk)):
        parked = {letter.data: letter.headers for letter in [await next_of(letters) for _ in BAD]}
        await town.handled()

    assert desk.heard == []
    for body, (code, reason) in BAD.items():
        assert parked[body][dead.CODE] == code
        assert parked[body][dead.REASON].startswith(reason)
        assert PRIVATE not in str(parked[body])
        assert "812345678901" not in str(parked[body])


@pytest.mark.parametrize(("deliveries", "outcome"), [(20, "together"), (21, "alone"), (25, "alone"), (26, "parked")])
async def test_what_comes_again_and_again_is_handled_alone_and_then_parked(
    town: Town, deliveries: int, outcome: str
) -> None:
    """A message that kills its worker must not take its neighbours along for ever."""
    neighbour_may_end = asyncio.Event()

    async def decide(complaint: Complaint) -> None:
        if complaint.text == "tetangga":
            await neighbour_may_end.wait()

    desk = Desk(decide)
    await town.complain("mencurigakan")
    await deliver_and_hand_back(town, deliveries - 1)
    await town.complain("tetangga")
    async with alive(town.intake(desk)):
        await desk.wait(2 if outcome == "together" else 1)
        together = set(desk.heard) == {"mencurigakan", "tetangga"}
        neighbour_may_end.set()
        await town.handled()

    assert together == (outcome == "together")
    assert set(desk.heard) == {"tetangga"} | ({"mencurigakan"} if outcome != "parked" else set())
    assert await town.stored("DEAD") == (1 if outcome == "parked" else 0)


async def deliver_and_hand_back(town: Town, times: int) -> None:
    for _ in range(times):
        message = await town.client.request(f"$JS.API.CONSUMER.MSG.NEXT.COMPLAINTS.{DURABLE}", old_style=True)
        await message.nak()


async def subjects(heard: Subscription, wanted: set[str]) -> list[Heard]:
    """The next messages on the wanted subjects, in the order they were published, until each came once."""
    seen: list[Heard] = []
    while {message.subject for message in seen} != wanted:
        message = await next_of(heard)
        if message.subject in wanted:
            seen.append(message)
    return seen
