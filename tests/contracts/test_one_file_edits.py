"""A sector, a source and a channel are one edit each; an event is too, see test_events."""

import inspect
import shutil
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest
from pydantic_settings import BaseSettings

from services.notifier import channels
from services.notifier.channels import Letter, Sent
from shared.contracts.streams import STREAMS
from shared.contracts.words import Reach
from shared.directory.load import load
from shared.directory.model import Directory
from shared.runtime.provision import durables, stream_config
from tests.builders import NOW
from tests.conftest import DIRECTORY

SECTOR = """
name: Kebudayaan
otherwise: tarian

posts:
  narahubung-seni-tari: {{title: narahubung seni tari, agency: {agency}}}

topics:
  tarian:
    name: tarian
    agency: {agency}
    liaison: narahubung-seni-tari
    resolution: {resolution}
    words: [gandrung]
    examples: [Sanggar gandrung kami perlu tempat latihan., Gandrung di desa kami tidak diundang lagi.]
"""

CHANNEL = """
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.notifier.channels import Sent


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MELAYANI_MEGAPHONE_", frozen=True, extra="ignore")


class Sender:
    name = "megaphone"
    reach = None

    def __init__(self, settings):
        self.settings = settings

    async def send(self, letter):
        return Sent(letter.notice)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the directory to edit."""
    return Path(shutil.copytree(DIRECTORY, tmp_path / "directory"))


def test_a_sector_is_one_file_and_brings_its_durables(folder: Path, directory: Directory) -> None:
    topic = next(topic for sector in directory.sectors.values() for topic in sector.topics.values())
    text = SECTOR.format(agency=topic.agency, resolution=topic.resolution)
    (folder / "sectors" / "kebudayaan.yaml").write_text(text, encoding="utf-8")
    larger = load(folder)

    assert set(larger.queues) == {*directory.queues, "kebudayaan"}
    added = {durable.name for durable in durables(larger)} - {durable.name for durable in durables(directory)}
    assert added == {
        "router-sorted-kebudayaan",
        "router-actions-kebudayaan",
        "router-promises-kebudayaan",
        "router-notices-kebudayaan-failed",
        "sla-tickets-kebudayaan",
        "sla-notices-kebudayaan-delivered",
        "sla-timers-due-kebudayaan",
        "notifier-tickets-kebudayaan",
        "notifier-checks-kebudayaan-asked",
    }


def test_a_source_is_one_entry_and_brings_its_durables_and_its_subject(folder: Path, directory: Directory) -> None:
    with (folder / "sources.yaml").open("a", encoding="utf-8") as sources:
        sources.write("\nradio: {title: Radio Blambangan FM, contact: {email: radio@banyuwangi.example}}\n")
    larger = load(folder)

    added = {durable.name for durable in durables(larger)} - {durable.name for durable in durables(directory)}
    assert added == {
        "intake-complaints-radio",
        "router-admitted-emergency-radio",
        "router-admitted-normal-radio",
        "router-admitted-backlog-radio",
    }
    assert "complaints.radio" in _complaint_subjects(larger)
    assert "complaints.radio" not in _complaint_subjects(directory)


def _complaint_subjects(directory: Directory) -> list[str]:
    stream = next(stream for stream in STREAMS if stream.name == "COMPLAINTS")
    return stream_config(stream, directory, store_bytes=2**30, replicas=1).subjects or []


async def test_a_channel_is_one_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "megaphone.py").write_text(CHANNEL, encoding="utf-8")
    monkeypatch.setattr(channels, "__path__", [*channels.__path__, str(tmp_path)])

    (channel,) = channels.load(["megaphone"])
    letter = Letter("n-1", "BWI-7K3M-9QXA-2F4T", "liaison", "bupati", "Laporan", "Ada laporan baru.", NOW)
    assert "megaphone" in channels.available()
    assert await channel.send(letter) == Sent("n-1")


@pytest.mark.parametrize("name", channels.available())
def test_every_channel_module_has_the_same_shape(name: str) -> None:
    module = import_module(f"{channels.__name__}.{name}")
    assert issubclass(module.Settings, BaseSettings)
    assert module.Settings.model_config["env_prefix"] == f"MELAYANI_{name.upper()}_"
    assert module.Settings.model_config["frozen"]
    assert module.Sender.name == name
    assert module.Sender.reach in {None, *get_args(Reach)}
    assert list(inspect.signature(module.Sender).parameters) == ["settings"]
    assert inspect.iscoroutinefunction(module.Sender.send)
    assert list(inspect.signature(module.Sender.send).parameters) == ["self", "letter"]
