"""The HTTP door: a complaint is published like any other source's, and whoever knows its number can look."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, TypeVar
from uuid import uuid4

from fastapi import FastAPI, Header, Request
from starlette.exceptions import HTTPException

from services.intake.domain.admission import Submission, header_id, link, refuse, understand
from services.intake.domain.number import Secrets, fingerprint, read_ticket_number, ticket_number
from services.intake.domain.refusal import Refusal
from services.intake.doors import openapi
from services.intake.doors.problem import ProblemError, of_refusal, on_http_error, on_problem
from services.intake.doors.saying import saying
from services.intake.settings import IntakeSettings
from services.intake.store import Admissions
from shared.contracts.complaint import Complaint
from shared.contracts.event import HEADER_ID, Word
from shared.contracts.question import AskTicket, TicketStatus
from shared.runtime.bus import Bus
from shared.runtime.logging import log

BODY_LIMIT = 64 * 1024
BROKER_PATIENCE = 5.0
STORE_PATIENCE = 1.0

T = TypeVar("T")


class Taken(Word):
    """The complaint is stored and has a number; whoever knows it can look at `link`."""

    id: str
    ticket: str
    link: str


@dataclass(frozen=True)
class HttpDoor:
    """What the door does for each request."""

    bus: Bus
    admissions: Admissions
    secrets: Secrets
    source: str
    public_url: str

    async def take(self, request: Request, idempotency_key: Annotated[str | None, Header()] = None) -> Taken:
        """Stores a complaint and answers with its number; the same key and body again mean the same complaint."""
        id_ = header_id(idempotency_key or str(uuid4()))
        heard = understand(Complaint.SUBJECT.format(source=self.source), {HEADER_ID: id_}, await _body(request))
        if isinstance(heard, Refusal):
            raise of_refusal(heard)
        if idempotency_key:
            await self._refuse_reuse(heard)
        await _or_away(self.bus.try_publish(saying(heard), BROKER_PATIENCE), heard.id)
        ticket = ticket_number(self.secrets, heard.key)
        return Taken(id=heard.id, ticket=ticket, link=link(self.public_url, ticket))

    async def show(self, ticket: str) -> TicketStatus:
        """Where a complaint stands, for whoever knows its number."""
        number = read_ticket_number(ticket)
        if number is None:
            raise _unknown("Nomor laporan berbentuk BWI-XXXX-XXXX-XXXX.")
        status = await _or_away(self.bus.ask(AskTicket.SUBJECT, AskTicket(ticket=number), TicketStatus))
        if status is None:
            raise _unknown("Laporan dengan nomor ini belum ada, atau baru saja diterima. Coba lagi sebentar lagi.")
        return status

    async def _refuse_reuse(self, heard: Submission) -> None:
        """Tells a client at once that its key names another body; without the database its source is told later."""
        try:
            async with asyncio.timeout(STORE_PATIENCE):
                known = await self.admissions.hash(heard.key)
        except TimeoutError:
            return
        if known not in {None, fingerprint(self.secrets, heard.canonical)}:
            raise of_refusal(refuse("id-reused", heard.source, heard.id))


def create_door(bus: Bus, admissions: Admissions, secrets: Secrets, settings: IntakeSettings) -> FastAPI:
    """The door as an application to mount at the root."""
    door = HttpDoor(bus, admissions, secrets, settings.http_source, settings.public_url)
    app = FastAPI(title="Banyuwangi Melayani", version="1", docs_url=None, redoc_url=None)
    app.add_exception_handler(ProblemError, on_problem)
    app.add_exception_handler(HTTPException, on_http_error)
    app.post("/complaints", status_code=HTTPStatus.ACCEPTED, **openapi.TAKE)(door.take)
    app.get("/complaints/{ticket}", response_model_exclude_none=True, **openapi.SHOW)(door.show)
    openapi.describe(app)
    return app


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            detail = f"Isi permintaan paling besar {BODY_LIMIT // 1024} KiB."
            raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "Terlalu besar", detail)
    return bytes(body)


async def _or_away(answer: Awaitable[T], id: str | None = None) -> T:  # noqa: A002 -- the contract's word
    try:
        return await answer
    except Exception as error:  # noqa: BLE001 -- whatever stood in the way, the client has to come again
        log.warning("door cannot pass on", error=type(error).__name__)
        again = " Kirim lagi dengan Idempotency-Key yang sama." if id else ""
        detail = f"Sistem sedang tidak dapat dihubungi.{again}"
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "away", "Coba lagi sebentar", detail, id) from None


def _unknown(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.NOT_FOUND, "unknown-ticket", "Nomor tidak dikenal", detail)
