"""PITFALLS 9: a user that may subscribe to little but its own inbox hears, says, parks, acknowledges and follows."""

from pathlib import Path

from deploy.local.servers import Server
from shared.contracts.complaint import Complaint
from shared.contracts.event import HEADER_MESSAGE_ID
from shared.contracts.reply import Refused
from shared.directory.model import Directory
from tests.integration.editions import becomes, named, put, texts_for
from tests.integration.guarded import guarded
from tests.integration.living import Desk, alive, next_of, refused


async def test_a_restricted_service_does_its_whole_work(tmp_path: Path, mongo_shared: Server, small: Directory) -> None:
    async def decide(complaint: Complaint) -> Refused:
        return refused(complaint.text)

    desk = Desk(decide)
    async with guarded(tmp_path, mongo_shared.url, small) as town:
        replies, letters = await town.listen("replies.>"), await town.listen("dead.>")
        async with alive(town.intake(desk)):
            await town.complain("dengar")
            await town.publish(b"{")
            assert (await next_of(replies)).headers[HEADER_MESSAGE_ID] == "replies.refused:dengar"
            assert (await next_of(letters)).data == b"{"
            await town.handled()


async def test_a_restricted_service_follows_the_directory(
    tmp_path: Path, mongo_shared: Server, small: Directory
) -> None:
    texts = texts_for(small)
    async with guarded(tmp_path, mongo_shared.url, small) as town:
        await put(town, texts, "2026-11")
        async with alive(town.intake(Desk())) as service:
            await put(town, named(texts, "2026-12"), "2026-12")
            await becomes(service, "2026-12")
