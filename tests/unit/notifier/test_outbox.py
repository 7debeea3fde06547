"""The outbox is a mailbox folder a person can read."""

from pathlib import Path

import pytest

from services.notifier.channels import Sent, Unavailable
from services.notifier.channels.outbox import Sender, Settings
from tests.unit.notifier.test_channels import letter

TICKET = "BWI-7K3M-9QXA-2F4T"


@pytest.fixture
def outbox(tmp_path: Path) -> Sender:
    return Sender(Settings(folder=tmp_path))


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("audience", "to", "place"),
    [
        ("liaison", "narahubung-jalan", f"petugas/narahubung-jalan/{TICKET}-3-liaison.txt"),
        ("leader", "kepala-dinas-pu", f"pimpinan/kepala-dinas-pu/{TICKET}-3-leader.txt"),
        ("citizen", "pelapor-5d41402a", f"warga/{TICKET}/{TICKET}-3-citizen.txt"),
    ],
)
async def test_a_letter_lies_where_its_reader_looks(
    outbox: Sender, tmp_path: Path, audience: str, to: str, place: str
) -> None:
    sent = await outbox.send(letter(notice=f"{TICKET}:3:{audience}", audience=audience, to=to))
    assert sent == Sent(None)
    assert files(tmp_path) == [place]
    assert (tmp_path / place).read_text(encoding="utf-8") == "Laporan baru\n\nLampu jalan mati.\n"


async def test_sending_twice_leaves_one_file(outbox: Sender, tmp_path: Path) -> None:
    await outbox.send(letter())
    await outbox.send(letter())
    assert len(files(tmp_path)) == 1


async def test_each_revision_is_a_letter_of_its_own(outbox: Sender, tmp_path: Path) -> None:
    await outbox.send(letter(notice=f"{TICKET}:1:liaison"))
    await outbox.send(letter(notice=f"{TICKET}:2:liaison"))
    assert len(files(tmp_path)) == 2


async def test_the_folder_may_be_emptied_while_we_run(outbox: Sender, tmp_path: Path) -> None:
    await outbox.send(letter())
    (tmp_path / "petugas/narahubung-jalan" / f"{TICKET}-3-liaison.txt").unlink()
    (tmp_path / "petugas/narahubung-jalan").rmdir()
    await outbox.send(letter())
    assert len(files(tmp_path)) == 1


async def test_a_folder_that_cannot_be_written_may_be_written_later(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file stands where the folder should")
    with pytest.raises(Unavailable, match="the outbox cannot be written"):
        await Sender(Settings(folder=tmp_path / "taken")).send(letter())


async def test_the_console_line_names_notice_recipient_and_subject(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await Sender(Settings(folder=tmp_path, console=True)).send(letter(address="rahasia@example.org"))
    assert capsys.readouterr().out == f"{TICKET}:3:liaison -> narahubung-jalan: Laporan baru\n"


async def test_the_console_is_silent_unless_asked(outbox: Sender, capsys: pytest.CaptureFixture[str]) -> None:
    await outbox.send(letter())
    assert capsys.readouterr().out == ""
