"""An infrastructure failure uses up no attempts: what is in hand waits, nothing more is taken, and it shows."""

import asyncio
from dataclasses import replace

from deploy.local.servers import Server
from shared.contracts.complaint import Complaint
from shared.contracts.event import HEADER_MESSAGE_ID
from shared.contracts.reply import Refused
from shared.runtime.pull import BATCH
from tests.integration.living import Desk, Town, alive, next_of, refused, until


async def test_while_the_database_is_away_messages_wait_unharmed_in_the_stream(town: Town, own_mongo: Server) -> None:
    town = replace(town, mongo_url=own_mongo.url.replace("TimeoutMS=5000", "TimeoutMS=300"))
    many = [f"{number}" for number in range(BATCH * 4)]

    async def store(complaint: Complaint) -> None:
        await service.database.collection("heard").insert({"_id": complaint.text})

    async def is_held() -> bool:
        return service.hold.away == ("mongo",)

    desk = Desk(store)
    service = town.intake(desk)
    async with alive(service):
        await own_mongo.kill()
        await town.complain(*many)
        await until(is_held)
        assert not service.ready
        taken = (await town.consumer()).num_ack_pending
        assert taken is not None
        assert taken <= 2 * BATCH

        await own_mongo.start()
        await town.handled()
        assert service.ready
        stored = await asyncio.gather(*(service.database.collection("heard").get(text) for text in many))

    assert all(stored)
    assert sorted(desk.heard) == sorted(many)
    assert await town.stored("DEAD") == 0


async def test_while_the_broker_is_away_what_was_decided_is_kept_and_said_once(town: Town) -> None:
    may_say = asyncio.Event()

    async def decide(complaint: Complaint) -> Refused:
        await may_say.wait()
        return refused(complaint.text)

    desk = Desk(decide)
    async with alive(town.intake(desk)):
        await town.complain("satu")
        await desk.wait(1)
        await town.broker.kill()
        may_say.set()
        await town.broker.start()
        await until(lambda: is_stored(town))
        await town.handled()

    assert set(desk.heard) == {"satu"}  # a killed broker may forget to whom it gave a message
    assert await town.stored("REPLIES") == 1
    assert await town.stored("DEAD") == 0


async def is_stored(town: Town) -> bool:
    return town.client.is_connected and await town.stored("REPLIES") == 1


async def test_a_publish_whose_answer_was_lost_is_not_stored_twice(town: Town) -> None:
    async with alive(town.intake(Desk())) as service:
        replies = await town.listen("replies.>")
        await asyncio.gather(*(service.bus.say([refused("satu")]) for _ in range(5)))
        seen = [(await next_of(replies)).headers[HEADER_MESSAGE_ID] for _ in range(5)]

    assert set(seen) == {"replies.refused:satu"}
    assert await town.stored("REPLIES") == 1
