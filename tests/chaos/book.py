"""The ledger's own book: what was published, and what has to become of it."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.complaint import TEXT_LIMIT, Complaint
from shared.contracts.event import HEADER_ID, HEADER_SOURCE, HEADER_SPEC, HEADER_TYPE, JSON, TYPE_PREFIX
from shared.contracts.reply import RefusalCode
from shared.directory.model import Directory

Key = tuple[str, str]

# What a refusal leaves behind: these lie in dead letters too; what merely does not fit is told and recorded.
PARKED: frozenset[RefusalCode] = frozenset({"not-json", "no-id", "newer-schema", "id-reused"})
MARKER = re.compile(r"\bpenanda (\w+)")
FIRE = "Kebakaran rumah di Kertosari, api besar, masih ada orang di dalam."
LETTERS = str.maketrans("0123456789", "ghijklmnop")


@dataclass(eq=False)
class Entry:
    """One complaint; `expected` is None when it has to be accepted, else the code it is refused with.

    `marker` stands in its text, so that every ticket made of it is known. `cause` names the message its source has a
    PubAck for, as `stream:sequence`; without one nothing was promised.
    """

    source: str
    id: str
    body: bytes
    marker: str = ""
    expected: RefusalCode | None = None
    nameless: bool = False
    cause: str | None = None

    @property
    def key(self) -> Key:
        return self.source, self.id

    @property
    def subject(self) -> str:
        return Complaint.SUBJECT.format(source=self.source)

    def headers(self) -> dict[str, str]:
        """CloudEvents attributes in binary mode, as a publisher sends them."""
        plain = {
            HEADER_SPEC: "1.0",
            HEADER_TYPE: TYPE_PREFIX + Complaint.NAME,
            HEADER_SOURCE: f"/ledger/{self.source}",
            "content-type": JSON,
        }
        return plain if self.nameless else plain | {HEADER_ID: self.id}


def examples(directory: Directory, *sectors: str) -> list[str]:
    """The directory's own example sentences, of these sectors, or of all and an emergency."""
    if not sectors:
        return [FIRE, *examples(directory, *directory.sectors)]
    chosen = [directory.sectors[slug] for slug in sectors]
    return [example for sector in chosen for topic in sector.topics.values() for example in topic.examples]


def complaints(texts: Sequence[str], prefix: str, count: int, sources: Sequence[str]) -> list[Entry]:
    """Complaints that are taken, over the texts and the sources in turn; their ids begin with `prefix`."""
    return [
        complaint(sources[number % len(sources)], f"{prefix}-{number}", texts[number % len(texts)])
        for number in range(count)
    ]


def complaint(source: str, id: str, text: str) -> Entry:  # noqa: A002 -- the contract's word
    """A complaint that is taken."""
    marker = _marker(source, id)
    said = {"text": f"{text} (penanda {marker})", "reporter": {"name": "Pelapor Contoh", "phone": "+6281100012345"}}
    return Entry(source, id, json.dumps(said).encode(), marker)


def bad_input(prefix: str, source: str) -> list[Entry]:
    """One of each kind that is refused, but for a reused id, which needs an accepted one first."""
    bodies: dict[str, tuple[bytes, RefusalCode]] = {
        "binary": (b"\x00\xff\xfe{not json", "not-json"),
        "list": (b'["a list is no complaint"]', "not-json"),
        "empty": (b'{"text": "   "}', "invalid"),
        "long": (json.dumps({"text": "a" * (TEXT_LIMIT + 1)}).encode(), "invalid"),
        "type": (b'{"text": 42}', "invalid"),
        "future": (b'{"schema": 99, "text": "Jalan berlubang."}', "newer-schema"),
        "nameless": (b'{"text": "Jalan berlubang."}', "no-id"),
    }
    return [
        Entry(source, f"{prefix}-{name}", body, expected=code, nameless=code == "no-id")
        for name, (body, code) in bodies.items()
    ]


def reused(of: Entry) -> Entry:
    """Another body under the id of a complaint that was accepted before."""
    marker = _marker(of.source, f"{of.id}-reused")
    said = {"text": f"Isi yang lain di bawah nomor yang sama (penanda {marker})."}
    return Entry(of.source, of.id, json.dumps(said).encode(), marker, expected="id-reused")


def _marker(source: str, id: str) -> str:  # noqa: A002
    """Letters only, for numbers may be masked; no word of any topic."""
    digest = hashlib.sha256(f"{source}:{id}".encode()).hexdigest()
    return "zq" + digest[:14].translate(LETTERS)
