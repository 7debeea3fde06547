"""The channel of a fresh machine: a folder of letters anybody can open and read."""

import os
from pathlib import Path
from typing import ClassVar

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.notifier.channels import Letter, Sent, Unavailable
from shared.contracts.words import Audience, Reach

BOXES: dict[Audience, str] = {"liaison": "petugas", "leader": "pimpinan", "citizen": "warga"}


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MELAYANI_OUTBOX_", frozen=True, extra="ignore")

    folder: Path = Field(Path("var/outbox"), description="where the letters lie")
    console: bool = Field(default=False, description="one line on standard output for each letter")


class Sender:
    """Writes each letter to a place derived from its notice: sending twice leaves one file."""

    name: ClassVar[str] = "outbox"
    reach: ClassVar[Reach | None] = None

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send(self, letter: Letter) -> Sent:
        box = letter.ticket if letter.audience == "citizen" else letter.to
        place = f"{self._settings.folder}/{BOXES[letter.audience]}/{box}"
        try:
            _put(place, f"{letter.notice.replace(':', '-')}.txt", f"{letter.subject}\n\n{letter.body}\n")
        except OSError as error:
            raise Unavailable(f"the outbox cannot be written: {error.strerror}") from None
        if self._settings.console:
            print(f"{letter.notice} -> {letter.to}: {letter.subject}", flush=True)  # noqa: T201 -- for whoever watches
        return Sent()


def _put(box: str, name: str, text: str) -> None:
    """Written in one piece, and once more if we died before it was known."""
    try:
        _write(f"{box}/{name}", text.encode())
    except FileNotFoundError:
        os.makedirs(box, exist_ok=True)  # noqa: PTH103
        _write(f"{box}/{name}", text.encode())


def _write(file: str, letter: bytes) -> None:
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    try:
        os.write(opened, letter)
    finally:
        os.close(opened)
