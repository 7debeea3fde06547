"""Whether it is a complaint, which one it is, and what the rest of the system may know of it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote

from pydantic import ValidationError

from services.intake.domain.masking import mask, mask_place
from services.intake.domain.number import Secrets, fingerprint, pseudonym, ticket_number
from services.intake.domain.refusal import Refusal, invalid
from shared.contracts import dead
from shared.contracts.admitted import Admitted, MaskedComplaint
from shared.contracts.complaint import Complaint
from shared.contracts.event import HEADER_ID, HEADER_MESSAGE_ID, Message
from shared.contracts.reply import Accepted, RefusalCode
from shared.directory.model import Directory
from shared.policy.urgency import urgency

STRUCTURED = "application/cloudevents+json"
ID_LIMIT = 200
_PLAIN = "!#$&'()*+,/:;=?@[]^`{|}"
_PRINTABLE = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]+")

REASONS: Mapping[RefusalCode, str] = {
    "not-json": "isi pesan harus satu objek JSON dalam UTF-8",
    "no-id": f"pesan tidak ber-id: isi header ce-id atau kolom id, paling panjang {ID_LIMIT} huruf",
    "newer-schema": f"schema lebih baru daripada {Complaint.SCHEMA}, yang terbaru dikenal di sini",
    "id-reused": "id ini sudah dipakai untuk isi yang lain; isi baru memerlukan id baru",
}


@dataclass(frozen=True)
class Submission:
    """A complaint that can be taken; `canonical` is the same for the same body however it was spaced."""

    source: str
    id: str
    complaint: Complaint
    canonical: bytes
    raw: str

    @property
    def key(self) -> str:
        """What names it among all complaints of all sources."""
        return f"{self.source}:{self.id}"


@dataclass(frozen=True)
class Admission:
    """A complaint that is taken, as it is remembered and as it is said."""

    key: str
    fingerprint: str
    admitted: Admitted
    accepted: Accepted


def understand(subject: str, headers: Mapping[str, str], data: bytes) -> Submission | Refusal:
    """What a message says: CloudEvents in binary or structured mode, or plain JSON with an id in it or beside it."""
    source = subject.rpartition(".")[2]
    attributes = {name.lower(): value for name, value in headers.items()}
    envelope = _object(data)
    id_ = _id(attributes, envelope or {})
    body = envelope.get("data") if envelope and _is_structured(attributes) else envelope
    if not isinstance(body, dict):
        return refuse("not-json", source, id_)
    if id_ is None:
        return refuse("no-id", source)
    return _read(source, id_, body, data.decode())


def header_id(id: str) -> str:  # noqa: A002 -- the contract's word
    """The id as a CloudEvents header carries it: percent-encoded outside printable ASCII."""
    return quote(id, safe=_PLAIN)


def refuse(code: RefusalCode, source: str, id: str | None = None) -> Refusal:  # noqa: A002 -- the contract's word
    return Refusal(source, id, code, REASONS[code])


def admit(submission: Submission, secrets: Secrets, directory: Directory, public_url: str, now: datetime) -> Admission:
    """The complaint with its number, its urgency and the reason for it, and without its reporter."""
    complaint, reporter = submission.complaint, submission.complaint.reporter
    name = reporter.name if reporter else None
    ticket = ticket_number(secrets, submission.key)
    how_urgent, why = urgency(complaint.text, complaint.backlog, directory)
    masked = MaskedComplaint(
        ticket=ticket,
        source=submission.source,
        kind=complaint.kind,
        urgency=how_urgent,
        urgency_reason=why,
        text=mask(complaint.text, name),
        place=mask_place(complaint.place, name) if complaint.place else None,
        pseudonym=pseudonym(secrets, reporter, submission.key),
        privacy=complaint.privacy,
        reachable=reporter.reachable() if reporter else (),
        reported_at=complaint.reported_at or now,
        admitted_at=now,
    )
    accepted = Accepted(
        source=submission.source, id=submission.id, at=now, ticket=ticket, link=link(public_url, ticket)
    )
    return Admission(submission.key, fingerprint(secrets, submission.canonical), Admitted(complaint=masked), accepted)


def link(public_url: str, ticket: str) -> str:
    """Where whoever knows the number can look."""
    return f"{public_url.rstrip('/')}/complaints/{ticket}"


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(data.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _is_structured(attributes: Mapping[str, str]) -> bool:
    return attributes.get("content-type", "").partition(";")[0].strip().lower() == STRUCTURED


def _id(attributes: Mapping[str, str], envelope: Mapping[str, Any]) -> str | None:
    inside = None if _is_structured(attributes) else unquote(attributes.get(HEADER_ID, ""))
    # A replayed message bears the replay's own message id, which names no complaint.
    replayed = dead.REPLAYED.lower() in attributes
    beside = attributes.get((dead.ORIGIN_MESSAGE_ID if replayed else HEADER_MESSAGE_ID).lower())
    found = next((text for text in (inside, _text(envelope.get("id")), beside) if text and text.strip()), "").strip()
    return found if len(found) <= ID_LIMIT and _PRINTABLE.fullmatch(found) else None


def _text(id_: object) -> str | None:
    return str(id_) if isinstance(id_, str | int) and not isinstance(id_, bool) else None


def _read(source: str, id_: str, body: Mapping[str, Any], raw: str) -> Submission | Refusal:
    try:
        if Message.model_validate(body).schema_number > Complaint.SCHEMA:
            return refuse("newer-schema", source, id_)
        complaint = Complaint.model_validate(body)
        canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    except ValidationError as error:
        return invalid(source, id_, error)
    except RecursionError:
        return refuse("not-json", source, id_)
    return Submission(source, id_, complaint, canonical.encode(), raw)
