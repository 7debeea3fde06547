"""A channel is one module, found by its name."""

import inspect
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from pydantic import TypeAdapter

from services.notifier import channels
from services.notifier.channels import Letter, Sent, available, load
from shared.contracts.words import Reach, Slug
from shared.runtime.settings import SettingsError
from tests.builders import NOW

MODULES = [import_module(f"services.notifier.channels.{name}") for name in available()]

PIGEON = '''
"""A channel nobody has built yet."""

from pydantic_settings import BaseSettings, SettingsConfigDict

from services.notifier.channels import Letter, Sent


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MELAYANI_PIGEON_")

    loft: str


class Sender:
    name = "pigeon"
    reach = None

    def __init__(self, settings: Settings) -> None:
        self.loft = settings.loft

    async def send(self, letter: Letter) -> Sent:
        return Sent(f"{self.loft}/{letter.notice}")
'''


def letter(**change: object) -> Letter:
    usual = {
        "notice": "BWI-7K3M-9QXA-2F4T:3:liaison",
        "ticket": "BWI-7K3M-9QXA-2F4T",
        "audience": "liaison",
        "to": "narahubung-jalan",
        "subject": "Laporan baru",
        "body": "Lampu jalan mati.",
        "at": NOW,
    }
    return Letter(**usual | change)  # type: ignore[arg-type]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
class TestEveryChannel:
    def test_bears_its_modules_name_and_a_word_the_wire_accepts(self, module: ModuleType) -> None:
        assert module.Sender.name == module.__name__.rpartition(".")[2]
        assert TypeAdapter(Slug).validate_python(module.Sender.name)

    def test_says_which_kind_of_address_it_needs(self, module: ModuleType) -> None:
        assert module.Sender.reach in {None, *get_args(Reach)}

    def test_sends_a_letter(self, module: ModuleType) -> None:
        assert inspect.iscoroutinefunction(module.Sender.send)
        assert list(inspect.signature(module.Sender.send).parameters) == ["self", "letter"]

    def test_is_made_of_its_settings_alone(self, module: ModuleType) -> None:
        assert list(inspect.signature(module.Sender).parameters) == ["settings"]

    def test_reads_its_settings_under_its_own_name(self, module: ModuleType) -> None:
        assert module.Settings.model_config["env_prefix"] == f"MELAYANI_{module.Sender.name.upper()}_"


def test_channels_come_in_the_order_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MELAYANI_EMAIL_HOST", "mail.banyuwangi.example")
    monkeypatch.setenv("MELAYANI_EMAIL_SENDER", "melayani@banyuwangi.example")
    assert [channel.name for channel in load(["email", "outbox"])] == ["email", "outbox"]
    assert [channel.name for channel in load(["outbox", "email"])] == ["outbox", "email"]


@pytest.mark.parametrize("name", ["merpati", "os.path", "", "../outbox"])
def test_an_unknown_channel_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(SettingsError, match=f"no channel '{name}', only email, outbox"):
        load(["outbox", name])


def test_a_missing_setting_of_a_channel_is_named() -> None:
    with pytest.raises(SettingsError, match=r"MELAYANI_EMAIL_HOST: Field required; MELAYANI_EMAIL_SENDER"):
        load(["email"])


async def test_adding_a_channel_is_adding_one_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pigeon.py").write_text(PIGEON)
    monkeypatch.setattr(channels, "__path__", [*channels.__path__, str(tmp_path)])
    monkeypatch.setenv("MELAYANI_PIGEON_LOFT", "Glagah")

    (pigeon,) = load(["pigeon"])

    assert "pigeon" in available()
    assert await pigeon.send(letter()) == Sent("Glagah/BWI-7K3M-9QXA-2F4T:3:liaison")


def test_a_letter_does_not_show_the_address_it_goes_to() -> None:
    assert "rahasia" not in repr(letter(address="rahasia@example.org"))
