"""A liaison goes on leave with tickets in hand: somebody else has them the same minute, and gives them back after."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import httpx
import pytest
import yaml

from deploy.local.services import DIRECTORY
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketHandedOver,
    TicketOffered,
    TicketRouted,
)
from shared.directory.model import Directory
from shared.runtime.clock import now
from tests.e2e.tale import Tale
from tests.system import System

TEXT = "Pohon besar di depan sekolah sudah miring, mohon dipangkas."
AWAY, STAND_IN = "narahubung-pohon", "narahubung-sampah"


def edition(folder: Path, name: str, leave: tuple[date, date] | None) -> Path:
    """The shipped directory under another name, with or without that leave."""
    copytree(DIRECTORY, folder)
    regency = folder / "regency.yaml"
    regency.write_text(regency.read_text(encoding="utf-8").replace("edition:", f"edition: {name} #", 1), "utf-8")
    leaves = [{"first": leave[0].isoformat(), "last": leave[1].isoformat(), "substitute": STAND_IN}] if leave else []
    roster = {AWAY: {"leaves": leaves}} if leaves else {}
    (folder / "roster.yaml").write_text(yaml.safe_dump(roster), "utf-8")
    return folder


@pytest.fixture
async def applying(system: System, tmp_path: Path) -> AsyncIterator[None]:
    """Leaves the other stories a directory in which everybody is there."""
    yield
    await system.command("directory", "apply", str(edition(tmp_path / "after", "all-there", None)))


@pytest.mark.usefixtures("applying")
async def test_the_journey_of_a_ticket_whose_liaison_goes_on_leave(
    system: System, tale: Tale, directory: Directory, tmp_path: Path
) -> None:
    async with httpx.AsyncClient(base_url=system.services["intake"].url) as citizen:
        answer = await citizen.post("/complaints", json={"text": TEXT})
    number = str(answer.json()["ticket"])
    routed = await tale.tells(TicketRouted, ticket=number)
    assert routed.holder.post == AWAY
    await system.command("act", number, "acknowledge", "--as", AWAY)
    await tale.tells(TicketAcknowledged, ticket=number)

    # The leave begins: the ticket moves, with a new acknowledge clock and the citizen's date unchanged.
    today = directory.day(now())
    leave = edition(tmp_path / "leave", "with-a-leave", (today, today + timedelta(days=4)))
    await system.command("directory", "apply", str(leave))
    moved = await tale.tells(TicketHandedOver, ticket=number, segment=2)
    assert (moved.holder.post, moved.holder.stands_in_for, moved.hand_overs) == (STAND_IN, AWAY, 0)
    told = await tale.letter(ticket=number, revision=moved.revision, audience="citizen")
    assert directory.posts[STAND_IN].title in told
    assert directory.posts[AWAY].title in told
    held = await system.command("ticket", "held", STAND_IN)
    assert number in held

    # The leave is over: the ticket is offered back, and taken.
    await system.command("act", number, "acknowledge", "--as", STAND_IN)
    await system.command("directory", "apply", str(edition(tmp_path / "back", "back-again", None)))
    offered = await tale.tells(TicketOffered, ticket=number)
    assert offered.offered is not None
    assert offered.offered.post == AWAY
    await system.command("act", number, "acknowledge", "--as", AWAY)
    back = await tale.tells(TicketHandedOver, ticket=number, segment=3)
    assert (back.holder.post, back.holder.stands_in_for, back.former.post) == (AWAY, None, STAND_IN)
