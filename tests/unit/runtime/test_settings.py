"""Settings come from the environment, and a wrong one is named the way it has to be written."""

from pathlib import Path

import pytest
from pydantic import Field

from shared.runtime.settings import RuntimeSettings, SettingsError, read_settings


class Strict(RuntimeSettings):
    vault_key_file: Path = Field()


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PORT", "LOG_LEVEL", "SPEED", "VAULT_KEY_FILE"):
        monkeypatch.delenv(f"MELAYANI_{name}", raising=False)


@pytest.mark.parametrize(
    ("name", "value"), [("HTTP_PORT", "70000"), ("HTTP_PORT", "web"), ("LOG_LEVEL", "LOUD"), ("SPEED", "-7")]
)
def test_a_wrong_setting_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"MELAYANI_{name}", value)

    with pytest.raises(SettingsError, match=f"^MELAYANI_{name}: ") as caught:
        read_settings(RuntimeSettings)
    assert value not in str(caught.value)


def test_every_wrong_or_missing_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MELAYANI_SPEED", "fast")

    with pytest.raises(SettingsError, match=r"MELAYANI_SPEED: .*; MELAYANI_VAULT_KEY_FILE: Field required"):
        read_settings(Strict)


def test_what_the_command_line_says_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MELAYANI_HTTP_PORT", "8001")
    monkeypatch.setenv("MELAYANI_LOG_LEVEL", "WARNING")

    settings = read_settings(RuntimeSettings, http_port=8002)
    assert (settings.http_port, settings.log_level) == (8002, "WARNING")


def test_writes_are_journaled_unless_somebody_says_otherwise() -> None:
    assert "w=majority&journal=true" in RuntimeSettings().mongo_url
