"""The commands of tickets, with a router that lives on a real broker and a real database."""

import json
from collections.abc import AsyncIterator

import pytest

from services import cli
from services.commands import CommandError
from services.router.app import build
from services.router.settings import RouterSettings
from tests.builders import LIAISON, fresh_number, sorted_to
from tests.integration.living import Town, alive

BRIDGE = "narahubung-jembatan"


@pytest.fixture
async def number(town: Town, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """That of a ticket about street lights, which a router knows that answers; the commands are told where it is."""
    given = {"nats_url": town.broker.url, "mongo_url": town.mongo_url, "mongo_database": town.database}
    for name, value in given.items():
        monkeypatch.setenv(f"MELAYANI_{name.upper()}", value)
    event = sorted_to("infrastruktur", topic="lampu-jalan", ticket=fresh_number())
    routed = await town.listen("tickets.infrastruktur.routed")
    async with alive(build(RouterSettings(**given, sectors="infrastruktur"))):
        await town.client.jetstream().publish(event.subject(), event.body(), headers=event.headers("test"))
        await routed.next_msg(timeout=10)
        yield event.complaint.ticket


async def command(*words: str) -> None:
    given = cli.parser().parse_args(words)
    await given.run(given)


async def act(number: str, kind: str, *more: str, post: str = LIAISON.post) -> None:
    await command("act", number, kind, "--as", post, *more)


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Without router's log lines."""
    return [line for line in capsys.readouterr().out.splitlines() if '"level"' not in line]


async def test_what_was_done_is_told_and_what_was_not_is_refused_with_its_reason(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await act(number, "acknowledge", "--id", "once")
    assert printed(capsys) == [f"done: acknowledged, revision 2; the ticket is acknowledged, held by {LIAISON.post}"]
    await act(number, "acknowledge", "--id", "once")
    assert "revision 2" in printed(capsys)[0]
    with pytest.raises(CommandError, match="refused: "):
        await act(number, "acknowledge", post=BRIDGE)
    with pytest.raises(CommandError, match="refused: "):
        await act(number, "reply", "--words", "Besok kami cek.", "--revision", "9")
    with pytest.raises(CommandError, match="there is no post 'siapa-saja'"):
        await act(number, "acknowledge", post="siapa-saja")
    with pytest.raises(CommandError, match="set aside in dead letters: "):
        await act(number, "acknowledge", "--queue", "infrastruktur", post="siapa-saja")
    with pytest.raises(CommandError, match="nobody knows BWI-ZZZZ-ZZZZ-ZZZZ"):
        await act("BWI-ZZZZ-ZZZZ-ZZZZ", "acknowledge")


async def test_who_does_not_wait_is_told_that_it_is_on_its_way(
    town: Town, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    done = await town.listen("tickets.infrastruktur.acknowledged")
    await act(number, "acknowledge", "--no-wait", "--id", "wa-1")
    assert printed(capsys) == [f"acknowledge of {number} is on its way as wa-1"]
    await done.next_msg(timeout=10)


async def test_a_case_is_linked_and_a_ticket_in_triage_decided_with_an_answer(
    town: Town, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = sorted_to("infrastruktur", topic="jembatan", ticket=fresh_number())
    routed = await town.listen("tickets.infrastruktur.routed")
    await town.client.jetstream().publish(other.subject(), other.body(), headers=other.headers("test"))
    await routed.next_msg(timeout=10)
    await command("case", "link", number, other.complaint.ticket, "--as", "meja-pilah")
    assert printed(capsys)[0].startswith("done: linked, revision 2")
    with pytest.raises(CommandError, match="refused: "):
        await command("triage", "decide", number, "infrastruktur", "jembatan", "--as", BRIDGE)


async def test_a_ticket_is_shown_with_its_history_and_among_those_held_and_open(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await act(number, "note", "--words", "Pagarnya terkunci.")
    printed(capsys)
    for shown in (("show", number.lower()), ("times", number), ("held", LIAISON.post), ("open", "infrastruktur")):
        await command("ticket", *shown)
        line = printed(capsys)[0]
        assert line.startswith(f"{number}  ")
        assert " WIB" in line
    await command("ticket", "history", number, "--as", LIAISON.post)
    lines = printed(capsys)
    assert [line.split()[0] for line in lines if not line.startswith("    ")] == ["1", "2"]
    assert lines[-1].strip() == "“Pagarnya terkunci.”"
    await command("ticket", "times", number, "--json")
    (times,) = (json.loads(line) for line in printed(capsys))
    assert [one["holder"]["post"] for one in times["segments"]] == [LIAISON.post]
    await command("ticket", "history", number, "--json")
    assert [json.loads(line)["event"] for line in printed(capsys)] == ["routed", "noted"]
    await command("ticket", "open", "infrastruktur", "--older-than", "P3650D")
    assert printed(capsys) == ["0 open"]


async def test_what_there_is_not_is_said_so(number: str) -> None:
    for words, problem in {
        ("show", "BWI-ZZZZ-ZZZZ-ZZZZ"): "nobody knows",
        ("history", "BWI-ZZZZ-ZZZZ-ZZZZ"): "nobody knows",
        ("times", "BWI-ZZZZ-ZZZZ-ZZZZ"): "nobody knows",
        ("show", "7"): "^ticket: ",
        ("held", "narahubung-bulan"): "there is no post",
        ("open", "perbulanan"): "there is no queue",
        ("open", "infrastruktur", "--older-than", "lama"): "is no span of time",
    }.items():
        with pytest.raises(CommandError, match=problem):
            await command("ticket", *words)
    for asked, problem in {"BWI-ZZZZ-ZZZZ-ZZZZ": "nobody knows", number: "is in no case"}.items():
        with pytest.raises(CommandError, match=problem):
            await command("case", "show", asked)
