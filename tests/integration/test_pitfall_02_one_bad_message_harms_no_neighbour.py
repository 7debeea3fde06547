"""PITFALLS 2: a bad body or a failing handler settles its own message and no other."""

import pytest
from nats.js.errors import BadRequestError

from shared.contracts import dead
from shared.contracts.complaint import Complaint
from shared.runtime.errors import Reject
from tests.integration.living import Desk, Town, alive, next_of, refused, until

GOOD = [f"baik {number}" for number in range(40)]
BAD = {b"{": "invalid", b'{"text": 1}': "invalid", b'{"text": "t", "schema": 9}': "newer-schema"}


async def test_among_bad_bodies_and_failing_handlers_every_good_message_is_handled_once(town: Town) -> None:
    async def decide(complaint: Complaint) -> None:
        if complaint.text == "tolak":
            raise Reject("no")
        if complaint.text == "galat":
            raise RuntimeError("a bug")

    desk = Desk(decide)
    letters = await town.listen("dead.>")
    bodies = [*BAD, *(Complaint(text=text).body() for text in (*GOOD, "tolak", "galat"))]
    for body in sorted(bodies):
        await town.publish(body)
    async with alive(town.intake(desk)):
        parked = [await next_of(letters) for _ in range(len(BAD) + 2)]
        await town.handled()

    assert sorted(text for text in desk.heard if text in GOOD) == sorted(GOOD)
    assert {letter.data: letter.headers[dead.CODE] for letter in parked} == BAD | {
        Complaint(text="tolak").body(): "rejected",
        Complaint(text="galat").body(): "bug",
    }


async def test_what_can_be_neither_said_nor_parked_is_left_to_the_broker_and_its_neighbours_are_not(town: Town) -> None:
    unsayable = "x" * town.client.max_payload

    async def decide(complaint: Complaint) -> None:
        if complaint.text == "buruk":
            raise Reject("no", say=[refused("buruk", reason=unsayable)])

    async def only_one_is_left() -> bool:
        info = await town.consumer()
        return (info.num_pending, info.num_ack_pending) == (0, 1)

    desk = Desk(decide)
    await town.complain("buruk", *GOOD)
    async with alive(town.intake(desk)):
        await desk.wait(len(GOOD) + 1)
        await until(only_one_is_left, 5)

    assert await town.stored("DEAD") == 0


async def test_a_message_as_large_as_the_stream_takes_can_still_be_parked(town: Town) -> None:
    letters = await town.listen("dead.>")
    largest = b"x" * (2**19 - 200)
    async with alive(town.intake(Desk())) as service:
        await town.publish(largest)
        letter = await next_of(letters)
        await town.handled()
        assert service.ready

    assert letter.data == largest
    with pytest.raises(BadRequestError, match="message size exceeds maximum allowed"):
        await town.publish(b"x" * 2**19, **{"X-More": "than that"})
