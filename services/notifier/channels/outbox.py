"""The channel of a fresh machine: a folder of letters anybody can open and read."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.notifier.channels import Letter, Sent, Unavailable
from shared.contracts.words import Audience, Reach
from shared.runtime.coalesce import Coalescer

AT_ONCE = 50

BOXES: dict[Audience, str] = {"liaison": "petugas", "leader": "pimpinan", "citizen": "warga"}


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MELAYANI_OUTBOX_", frozen=True, extra="ignore")

    folder: Path = Field(Path("var/outbox"), description="where the letters lie")
    console: bool = Field(default=False, description="one line on standard output for each letter")


class Paper(NamedTuple):
    """What is written, and where: plain strings, for paths cost as much as files."""

    box: str
    name: str
    text: str


class Sender:
    """Writes each letter to a place derived from its notice: sending twice leaves one file."""

    name: ClassVar[str] = "outbox"
    reach: ClassVar[Reach | None] = None

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._put = Coalescer(_put_away, AT_ONCE)

    async def send(self, letter: Letter) -> Sent:
        box = letter.ticket if letter.audience == "citizen" else letter.to
        place = f"{self._settings.folder}/{BOXES[letter.audience]}/{box}"
        name = f"{letter.notice.replace(':', '-')}.txt"
        try:
            await self._put(Paper(place, name, f"{letter.subject}\n\n{letter.body}\n"))
        except OSError as error:
            raise Unavailable(f"the outbox cannot be written: {error.strerror}") from None
        if self._settings.console:
            print(f"{letter.notice} -> {letter.to}: {letter.subject}", flush=True)  # noqa: T201 -- for whoever watches
        return Sent()


async def _put_away(papers: Sequence[Paper]) -> Sequence[bool | Exception]:
    # In a thread: a disk that is busy with others must not stop every queue of this process.
    return await asyncio.to_thread(lambda: [_put(paper) for paper in papers])


def _put(paper: Paper) -> bool | Exception:
    """Written in one piece, and once more if we died before it was known."""
    try:
        try:
            _write(paper)
        except FileNotFoundError:
            os.makedirs(paper.box, exist_ok=True)  # noqa: PTH103
            _write(paper)
    except OSError as error:
        return error
    return True


def _write(paper: Paper) -> None:
    opened = os.open(f"{paper.box}/{paper.name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    try:
        os.write(opened, paper.text.encode())
    finally:
        os.close(opened)
