"""What the HTTP door's OpenAPI document says that the code's types do not."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from services.intake.doors.problem import MEDIA_TYPE, Problem
from shared.contracts.complaint import Complaint

REF = "#/components/schemas/{model}"
TICKET = "BWI-7K3M-9QXA-2F4T"

COMPLAINT = {
    "text": "Lampu jalan di depan balai desa mati sejak tiga malam.",
    "reporter": {"name": "Nama Pelapor", "phone": "+6281100000001"},
    "place": {"district": "Glagah", "village": "Kemiren", "note": "depan balai desa"},
    "reported_at": "2026-11-23T19:30:00+07:00",
}
SHORTEST = {"text": "Sampah di pasar belum diangkut."}
TAKEN = {
    "id": "1f0c7a52-8f0e-4c39-9d5b-0a1b2c3d4e5f",
    "ticket": TICKET,
    "link": f"https://melayani.example/complaints/{TICKET}",
}
STATUS = {
    "ticket": TICKET,
    "state": "routed",
    "holder": "narahubung penerangan jalan",
    "agency": "Dinas Pekerjaan Umum (PU CKPP)",
    "due_at": "2026-11-26T09:00:00Z",
    "changed_at": "2026-11-23T12:30:02Z",
}
INVALID = {
    "type": "urn:melayani:invalid",
    "title": "Isian belum benar",
    "status": 422,
    "detail": "text wajib diisi",
    "errors": [{"field": "text", "detail": "wajib diisi"}],
}


def _problem(description: str, example: dict[str, Any] | None = None) -> dict[str, Any]:
    media: dict[str, Any] = {"schema": {"$ref": REF.format(model=Problem.__name__)}}
    return {"description": description, "content": {MEDIA_TYPE: media | ({"example": example} if example else {})}}


def _answer(description: str, example: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"example": example}}}


AWAY = _problem("the broker is away; send again after Retry-After seconds")

TAKE: dict[str, Any] = {
    "summary": "Send a complaint",
    "responses": {
        202: _answer("stored; a contact person or triage will get it", TAKEN),
        400: _problem("no JSON object, or a key that cannot be used"),
        409: _problem("the key was used for another body"),
        413: _problem("more than 64 KiB"),
        422: _problem("fields that do not fit, each named", INVALID),
        503: AWAY,
    },
    "openapi_extra": {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": REF.format(model=Complaint.__name__)},
                    "examples": {"usual": {"value": COMPLAINT}, "shortest": {"value": SHORTEST}},
                }
            },
        }
    },
}
SHOW: dict[str, Any] = {
    "summary": "Where a complaint stands",
    "responses": {
        200: _answer("for whoever knows its number", STATUS),
        404: _problem("no such number, or not yet"),
        503: AWAY,
    },
}


def describe(app: FastAPI) -> None:
    """Adds the words that FastAPI does not see, for the door reads its body itself."""
    _, words = models_json_schema([(Complaint, "validation"), (Problem, "serialization")], ref_template=REF)

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(title=app.title, version=app.version, routes=app.routes)
            found["components"]["schemas"] |= words["$defs"]
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]
