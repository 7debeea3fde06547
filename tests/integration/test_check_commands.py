"""The commands of spot checks ask a router that lives on a real broker and a real database."""

import pytest

from services import cli
from services.commands import CommandError
from services.router.app import build
from services.router.settings import RouterSettings
from shared.contracts.spot_check import SpotCheckAsked
from tests.builders import LIAISON
from tests.integration.living import Town, alive, next_of

BEGIN = ("spot-check", "begin", LIAISON.post, "--by", "bupati", "--id", "uji-1")

BRIDGE = "narahubung-jembatan"


@pytest.fixture
def given(town: Town, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Where the commands find their router."""
    given = {"nats_url": town.broker.url, "mongo_url": town.mongo_url, "mongo_database": town.database}
    for name, value in given.items():
        monkeypatch.setenv(f"MELAYANI_{name.upper()}", value)
    return given


async def answer(check: str, *more: str, post: str = LIAISON.post) -> None:
    await command("act", check, "acknowledge", "--as", post, *more)


async def command(*words: str) -> None:
    given = cli.parser().parse_args(words)
    await given.run(given)


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the commands print, without router's log lines."""
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith(("UJI-", "1 of 1", "accepted: "))]


async def test_a_check_is_begun_asked_answered_and_listed(
    town: Town, given: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = await town.listen("checks.infrastruktur.*")
    async with alive(build(RouterSettings(**given, sectors="infrastruktur", checks_every=0.05))):
        for _ in range(2):
            await command(*BEGIN)
        asked = SpotCheckAsked.model_validate_json((await next_of(said)).data)
        assert [line.split()[0] for line in printed(capsys)] == [asked.check] * 2

        with pytest.raises(CommandError, match=f"refused: {BRIDGE} was not asked, {LIAISON.post} was"):
            await answer(asked.check, post=BRIDGE)
        with pytest.raises(CommandError, match="nobody knows UJI-ZZZZ-ZZZZ-ZZZZ"):
            await answer("UJI-ZZZZ-ZZZZ-ZZZZ")
        for _ in range(2):
            await answer(asked.check.lower())
        thanks = f"accepted: {LIAISON.post} answered {asked.check} after 0 h 00 min. Thank you!"
        assert printed(capsys) == [thanks] * 2
        await command("spot-check", "list")
        line, last = printed(capsys)
        assert line.endswith(f"{LIAISON.post}  answered in time (0 h 00 min)")
        assert last == "1 of 1 answered in time"
