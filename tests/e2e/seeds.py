"""Complaints that tell who wrote them, in every way and at every door; nobody in them exists."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shared.contracts.event import HEADER_ID

WHO = {
    "name": "Sekarwening Jatirasa",
    "phone": "081100013579",
    "email": "sekarwening@contoh.example",
    "nik": "3510001234567891",
}
# The same name and numbers as people write them.
SPELLINGS = (
    "Saya Sekarwening Jatirasa, 081100013579.",
    "Saya SEKARWENING JATIRASA, telepon 0811-0001-3579 atau +62 811 0001 3579.",
    "kula sekarweningjatirasa, wa 62811.0001.3579, NIK 3510001234567891",
    "Hubungi bu jatirasa (0811 0001 3579), nik 3510-0012-3456-7891, surel Sekarwening@Contoh.example",
)
TOPICS = {
    "street": "Lampu jalan di depan rumah mati.",
    "permit": "Izin bangunan (PBG) belum ada kabar.",
    "vague": "Tolong, kok begini terus.",
    "fire": "Kebakaran rumah di Kertosari, api besar, tolong cepat!",
}


@dataclass(frozen=True)
class Seed:
    """One message; `refused` when it is no complaint that can be taken."""

    id: str
    body: bytes
    refused: bool = False

    def headers(self) -> dict[str, str]:
        return {HEADER_ID: self.id} if self.id else {}


def accepted() -> Iterator[Seed]:
    """Every topic in every spelling, also beside the text, and once as an old complaint."""
    for topic, sentence in TOPICS.items():
        for number, spelling in enumerate(SPELLINGS):
            yield _seed(f"{topic}-{number}", text=f"{sentence} {spelling}", reporter=WHO)
    yield _seed("place", text=TOPICS["street"], reporter=WHO, place={"district": "Glagah", "note": SPELLINGS[1]})
    yield _seed("unknown", text=TOPICS["street"], reporter=WHO, sender=WHO, data={"from": SPELLINGS[2]})
    yield _seed("old", text=f"{TOPICS['permit']} {SPELLINGS[0]}", reporter=WHO, backlog=True)


def refused() -> Iterator[Seed]:
    """What is refused or parked holds an identity too."""
    text = f"{TOPICS['street']} {SPELLINGS[1]}"
    yield _seed("street-0", refused=True, text=text, reporter=WHO)  # an id that was used for another body
    yield _seed("wrong-kind", refused=True, text=text, reporter=WHO, kind=WHO["name"])
    yield _seed("wrong-moment", refused=True, text=text, reporter=WHO, reported_at=SPELLINGS[0])
    yield _seed("wrong-text", refused=True, text=[text], reporter=WHO)
    yield _seed("wrong-reporter", refused=True, text=text, reporter=SPELLINGS[3])
    yield _seed("wrong-place", refused=True, text=text, reporter=WHO, place={"latitude": WHO["nik"]})
    yield _seed("long", refused=True, text=text + "a" * 20_000, reporter=WHO)
    yield _seed("future", refused=True, text=text, reporter=WHO, schema=99)
    yield _seed("", refused=True, text=text, reporter=WHO)
    yield Seed("binary", b"\x00\xff" + text.encode(), refused=True)
    yield Seed("half", json.dumps({"text": text, "reporter": WHO}).encode()[:-3], refused=True)


def _seed(id: str, *, refused: bool = False, **body: Any) -> Seed:  # noqa: A002 -- the contract's word
    return Seed(id, json.dumps(body).encode(), refused)
