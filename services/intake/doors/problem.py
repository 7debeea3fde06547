"""What goes wrong at the HTTP door, as problem details (RFC 9457) that never repeat what was sent."""

from typing import cast

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from services.intake.domain.admission import ID_LIMIT
from services.intake.domain.refusal import Refusal
from shared.contracts.event import Word
from shared.contracts.reply import RefusalCode

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = "5"

_REFUSALS: dict[RefusalCode, tuple[int, str]] = {
    "not-json": (400, "Bukan JSON"),
    "no-id": (400, "Idempotency-Key tidak dapat dipakai"),
    "invalid": (422, "Isian belum benar"),
    "newer-schema": (422, "Schema belum dikenal"),
    "id-reused": (409, "Idempotency-Key sudah dipakai"),
}
# Where a source of events is told of its headers, a client is told of its own.
_DETAILS: dict[RefusalCode, str] = {
    "no-id": f"Idempotency-Key paling panjang {ID_LIMIT} huruf, tanpa karakter kendali.",
    "id-reused": "Idempotency-Key ini sudah dipakai untuk isi yang lain; isi baru memerlukan kunci baru.",
}


class FieldProblem(Word):
    """One field that does not fit, as its path in the body."""

    field: str
    detail: str


class Problem(Word):
    """Problem details; `id` is the key to send the same complaint again with."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldProblem, ...] = ()
    id: str | None = None


class ProblemError(Exception):
    """Ends a request with this problem."""

    def __init__(self, status: int, code: str, title: str, detail: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(title)
        self.problem = Problem(type=f"urn:melayani:{code}", title=title, status=status, detail=detail, id=id)


def of_refusal(refusal: Refusal) -> ProblemError:
    """The problem a refusal is to an HTTP client, naming every field."""
    status, title = _REFUSALS[refusal.code]
    error = ProblemError(status, refusal.code, title, _DETAILS.get(refusal.code, refusal.reason))
    errors = tuple(FieldProblem(field=fault.field, detail=fault.words) for fault in refusal.faults)
    error.problem = error.problem.model_copy(update={"errors": errors})
    return error


def on_problem(_: Request, error: Exception) -> Response:
    problem = cast("ProblemError", error).problem
    headers = {"Retry-After": RETRY_AFTER} if problem.status == 503 else None  # noqa: PLR2004
    body = problem.model_dump_json(exclude_defaults=True)
    return Response(body, problem.status, headers, MEDIA_TYPE)


def on_http_error(request: Request, error: Exception) -> Response:
    """What the framework refuses by itself: an unknown path, a method that is not there."""
    known = cast("HTTPException", error)
    return on_problem(request, ProblemError(known.status_code, "http", known.detail, known.detail))
