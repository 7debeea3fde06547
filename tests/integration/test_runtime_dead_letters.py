"""Dead letters can be listed, looked at and sent again, by a program and by hand."""

import asyncio

import pytest

from services.cli import main
from shared.contracts import dead
from shared.contracts.complaint import Complaint
from shared.contracts.event import HEADER_ID, HEADER_MESSAGE_ID
from shared.contracts.reply import Refused
from shared.runtime import clock
from shared.runtime.dead import DeadLetter, DeadLetters
from shared.runtime.errors import Reject
from tests.integration.living import SUBJECT, Desk, Town, alive, next_of, refused

BINARY = b"\xff\x00 bukan json"


@pytest.fixture
async def parked(town: Town) -> list[DeadLetter]:
    """Three letters: one that never fits, two that were rejected while the map was wrong."""

    async def rejects(_: Complaint) -> None:
        raise Reject("the map is wrong")

    heard = await town.listen("dead.>")
    async with alive(town.intake(rejects)):
        await town.publish(BINARY, **{HEADER_ID: "b-1", "X-Nama-Aplikasi": "Jalan Cepat é"})
        await town.publish(Complaint(text="satu").body(), **{HEADER_ID: "c-1", HEADER_MESSAGE_ID: "m-1"})
        await town.publish(Complaint(text="dua").body(), source="lapor")
        for _ in range(3):
            await next_of(heard)
        await town.handled()
    return [letter async for letter in DeadLetters(town.client.jetstream()).letters()]


async def test_they_are_listed_with_reason_origin_and_payload(town: Town, parked: list[DeadLetter]) -> None:
    assert sorted((letter.origin, letter.data, letter.reason.partition(":")[0]) for letter in parked) == [
        (SUBJECT, Complaint(text="satu").body(), "the map is wrong"),
        (SUBJECT, BINARY, "body"),
        ("complaints.lapor", Complaint(text="dua").body(), "the map is wrong"),
    ]
    letters = DeadLetters(town.client.jetstream())
    assert [letter async for letter in letters.letters("router")] == []
    assert await letters.letter(parked[0].number) == parked[0]
    assert await letters.letter(999) is None


async def test_one_that_is_replayed_is_heard_again_as_it_came_and_is_off_the_list(
    town: Town, parked: list[DeadLetter]
) -> None:
    async def decide(complaint: Complaint) -> Refused:
        return refused(complaint.text)

    letters = DeadLetters(town.client.jetstream())
    [rejected] = [letter for letter in parked if letter.headers.get(HEADER_ID) == "c-1"]
    again = await town.listen(SUBJECT)
    desk = Desk(decide)
    async with alive(town.intake(desk)):
        await letters.replay(rejected, clock.now())
        replayed = await next_of(again)
        await desk.wait(1)
        await town.handled()

    assert desk.heard == ["satu"]
    assert replayed.data == rejected.data
    assert replayed.headers[HEADER_ID] == "c-1"
    assert replayed.headers[dead.ORIGIN_MESSAGE_ID] == "m-1"
    assert dead.REPLAYED in replayed.headers
    assert dead.REASON not in replayed.headers
    assert rejected.number not in [letter.number async for letter in letters.letters()]


async def test_one_that_fails_again_comes_back_and_is_not_swallowed(town: Town, parked: list[DeadLetter]) -> None:
    letters = DeadLetters(town.client.jetstream())
    [unreadable] = [letter for letter in parked if letter.data == BINARY]
    heard = await town.listen("dead.>")
    async with alive(town.intake(Desk())):
        await letters.replay(unreadable, clock.now())
        back = await next_of(heard)
        await town.handled()

    assert back.data == BINARY
    assert back.headers["X-Nama-Aplikasi"] == "Jalan Cepat é"
    assert len([letter async for letter in letters.letters()]) == 3


async def test_the_command_lists_shows_and_replays(
    town: Town, parked: list[DeadLetter], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MELAYANI_NATS_URL", town.broker.url)
    [unreadable] = [letter for letter in parked if letter.data == BINARY]
    number = str(unreadable.number)

    async def melayani(*arguments: str) -> tuple[int, str]:
        code = await asyncio.to_thread(exit_code, arguments)
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    code, listed = await melayani("dead", "list")
    assert code == 0
    assert listed.splitlines()[-1] == "3 dead letters"
    assert all(str(letter.number) in listed and letter.reason in listed for letter in parked)

    code, shown = await melayani("dead", "show", number)
    assert code == 0
    assert "body: Invalid JSON" in shown
    assert "\\xff\x00 bukan json" in shown

    assert await melayani("dead", "replay", number) == (0, f"{number} is on {SUBJECT} again\n")
    assert (await melayani("dead", "list", "--service", "intake"))[1].splitlines()[-1] == "2 dead letters"
    assert await melayani("dead", "replay", number) == (1, f"melayani: there is no dead letter {number}\n")


def exit_code(arguments: tuple[str, ...]) -> int:
    try:
        main(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    return 0
