"""The commands of spot checks ask a router that lives on a real broker and a real database."""

import pytest

from services import cli
from services.router.app import build
from services.router.settings import RouterSettings
from shared.contracts.spot_check import SpotCheckAnswered, SpotCheckAsked
from tests.builders import LIAISON, action
from tests.integration.living import Town, alive, next_of

BEGIN = ("spot-check", "begin", LIAISON.post, "--by", "bupati", "--id", "uji-1")


@pytest.fixture
def given(town: Town, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Where the commands find their router."""
    given = {"nats_url": town.broker.url, "mongo_url": town.mongo_url, "mongo_database": town.database}
    for name, value in given.items():
        monkeypatch.setenv(f"MELAYANI_{name.upper()}", value)
    return given


async def command(*words: str) -> None:
    given = cli.parser().parse_args(words)
    await given.run(given)


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the commands print, without router's log lines."""
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith(("UJI-", "1 of 1"))]


async def test_a_check_is_begun_asked_answered_and_listed(
    town: Town, given: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = await town.listen("checks.infrastruktur.*")
    async with alive(build(RouterSettings(**given, sectors="infrastruktur", checks_every=0.05))):
        for _ in range(2):
            await command(*BEGIN)
        asked = SpotCheckAsked.model_validate_json((await next_of(said)).data)
        assert [line.split()[0] for line in printed(capsys)] == [asked.check] * 2

        wish = action("acknowledge", ticket=asked.check, at=asked.asked_at)
        await town.client.jetstream().publish(wish.subject(), wish.body(), headers=wish.headers("test"))
        SpotCheckAnswered.model_validate_json((await next_of(said)).data)
        await command("spot-check", "list")
        line, last = printed(capsys)
        assert line.endswith(f"{LIAISON.post}  answered in time (0 h 00 min)")
        assert last == "1 of 1 answered in time"
