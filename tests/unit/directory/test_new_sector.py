"""Adding a sector is an edit of one file."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from shared.directory.load import load
from shared.directory.model import Directory
from shared.policy.promise import promises
from shared.policy.roster import ladder
from tests.builders import holder_of, sorting
from tests.conftest import DIRECTORY

SORTING = sorting("perpustakaan", "perpustakaan", "buku")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LIBRARY = """
name: Perpustakaan
otherwise: buku

posts:
  narahubung-buku: {title: narahubung buku, agency: dispendik}

topics:
  buku:
    name: peminjaman buku
    agency: dispendik
    liaison: narahubung-buku
    resolution: ringan
    words: [perpusda]
    phrases: [pinjam buku]
    examples:
      - Perpusda tutup terus tiap Sabtu.
      - Mau pinjam buku tapi kartunya ditolak.
"""


@pytest.fixture
def with_library(tmp_path: Path) -> Directory:
    folder = copytree(DIRECTORY, tmp_path / "directory")
    (folder / "sectors" / "perpustakaan.yaml").write_text(LIBRARY, encoding="utf-8")
    return load(folder)


def test_its_queue_appears(with_library: Directory, directory: Directory) -> None:
    assert set(with_library.queues) - set(directory.queues) == {"perpustakaan"}


def test_its_liaison_holds_its_tickets_and_can_be_reached(with_library: Directory) -> None:
    holder = holder_of(with_library, SORTING)
    assert holder.title == "narahubung buku"
    assert with_library.posts[holder.post].contact.email == "narahubung-buku@banyuwangi.example"


def test_its_tickets_have_promises_and_a_ladder(with_library: Directory) -> None:
    made = promises(with_library, SORTING, "normal", NOW, holder_of(with_library, SORTING))
    assert [(promise.clock, promise.policy) for promise in made] == [
        ("acknowledge", "kenali"),
        ("answer", "jawab"),
        ("resolution", "selesai-ringan"),
    ]
    assert [rung.post for rung in ladder(with_library, holder_of(with_library, SORTING))] == [
        "sekretaris-dispendik",
        "kepala-dispendik",
        "asisten-pemkesra",
    ]
