"""Intake on a real broker and a real database: taken once, told to its source, and nobody sees who it was."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from nats.aio.msg import Msg

from services.intake.app import build
from services.intake.domain.admission import Submission, admit, understand
from services.intake.doors.backlog import read_rows, send
from services.intake.settings import IntakeSettings
from services.intake.store import Identities
from services.intake.vault import Vault, create_key, load_key
from shared.contracts.admitted import Admitted
from shared.contracts.event import TYPE_PREFIX
from shared.contracts.identity_question import Address, AskAddress
from shared.contracts.question import AskTicket, TicketStatus
from shared.contracts.reply import Accepted, Refused, Reply
from shared.directory.model import Directory
from shared.runtime import clock
from shared.runtime.serve import application
from shared.runtime.service import Service
from shared.runtime.settings import SettingsError
from tests.conftest import DIRECTORY
from tests.integration.living import Town, alive, next_of, until

PUBLIC_URL = "https://melayani.example"
REPORTER = {"name": "Siti Aminah", "phone": "0812-0000-0001", "email": "siti@contoh.example"}
COMPLAINT = {"text": "Saya Siti, 081200000001. Lampu jalan mati.", "reporter": REPORTER}
TELLING = ("siti", "aminah", "0812-0000", "08120000", "contoh.example")


def body(**fields: Any) -> bytes:
    return json.dumps(COMPLAINT | fields).encode()


@pytest.fixture(scope="module")
def small(directory: Directory) -> Directory:
    """Every source, for intake has a durable for each; one sector."""
    return directory.model_copy(update={"sectors": dict(list(directory.sectors.items())[:1])})


@pytest.fixture
def settings(town: Town, tmp_path: Path) -> IntakeSettings:
    key = tmp_path / "vault.key"
    create_key(key)
    common = town.settings(directory=DIRECTORY, public_url=PUBLIC_URL).model_dump()
    return IntakeSettings(**common, vault_key_file=key)


@pytest.fixture
async def intake(settings: IntakeSettings) -> AsyncIterator[Service]:
    async with alive(build(settings)) as service:
        yield service


@pytest.fixture
async def door(intake: Service) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(application(intake))
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
        yield client


def reply_of(message: Msg) -> Reply:
    kind = Reply.named()[headers_of(message)["ce-type"].removeprefix(TYPE_PREFIX)]
    return kind.model_validate_json(message.data)


def headers_of(message: Msg) -> dict[str, str]:
    assert message.headers is not None
    return message.headers


async def test_a_complaint_is_admitted_without_its_reporter_and_its_source_is_told(town: Town, intake: Service) -> None:
    admitted, replies = await town.listen("admitted.>"), await town.listen("replies.>")
    await town.publish(body(), **{"ce-id": "1"})
    heard, answer = await next_of(admitted), await next_of(replies)

    complaint = Admitted.model_validate_json(heard.data).complaint
    assert heard.subject == "admitted.normal.call112"
    assert complaint.text == "Saya [nama], [nomor telepon]. Lampu jalan mati."
    assert complaint.reachable == ("phone", "email")
    assert not [word for word in TELLING if word in (heard.data + answer.data).decode().lower()]
    accepted = reply_of(answer)
    assert isinstance(accepted, Accepted)
    assert answer.subject == "replies.call112"
    assert (accepted.id, accepted.ticket) == ("1", complaint.ticket)
    assert accepted.link == f"{PUBLIC_URL}/complaints/{complaint.ticket}"
    assert intake.ready


async def test_only_intake_can_say_where_a_reporter_is_reached(town: Town, intake: Service) -> None:
    replies = await town.listen("replies.>")
    await town.publish(body(), **{"ce-id": "1"})
    ticket = Accepted.model_validate_json((await next_of(replies)).data).ticket

    async def address(ticket: str, reach: str) -> Address | None:
        return await intake.bus.ask(AskAddress.SUBJECT, AskAddress(ticket=ticket, reach=reach), Address)

    assert await address(ticket, "phone") == Address(address="0812-0000-0001")
    assert await address(ticket, "email") == Address(address="siti@contoh.example")
    assert await address("BWI-0000-0000-0000", "phone") == Address(address=None)
    identity = await intake.database.collection("identities").get(ticket)
    admission = await intake.database.collection("admissions").get("call112:1")
    assert identity is not None
    assert not [word for word in TELLING if word in str((identity, admission)).lower()]


async def test_the_same_complaint_again_says_the_same_again(town: Town, intake: Service) -> None:
    admitted, replies = await town.listen("admitted.>"), await town.listen("replies.>")
    for _ in range(2):
        await town.publish(body(), **{"ce-id": "1"})
        await town.handled()
    said = [(await next_of(heard)).data for heard in (admitted, admitted, replies, replies)]

    assert said[0] == said[1]
    assert said[2] == said[3]
    assert intake.ready


async def test_the_same_id_from_two_sources_is_two_complaints(town: Town, intake: Service) -> None:
    replies = await town.listen("replies.>")
    await town.publish(body(), source="call112", **{"ce-id": "1"})
    await town.publish(body(), source="lapor", **{"ce-id": "1"})
    accepted = [Accepted.model_validate_json((await next_of(replies)).data) for _ in range(2)]

    assert {reply.source for reply in accepted} == {"call112", "lapor"}
    assert len({reply.ticket for reply in accepted}) == 2
    assert intake.ready


@pytest.mark.parametrize(
    ("data", "headers", "code", "id_"),
    [
        (b"tidak jelas", {"ce-id": "1"}, "not-json", "1"),
        (body(), {}, "no-id", None),
        (body(schema=2), {"ce-id": "1"}, "newer-schema", "1"),
    ],
)
@pytest.mark.usefixtures("intake")
async def test_what_cannot_be_understood_is_told_and_parked(
    town: Town, data: bytes, headers: dict[str, str], code: str, id_: str | None
) -> None:
    letters, replies = await town.listen("dead.>"), await town.listen("replies.>")
    await town.publish(data, **headers)
    letter, refused = await next_of(letters), reply_of(await next_of(replies))

    assert isinstance(refused, Refused)
    assert (refused.code, refused.id, refused.source) == (code, id_, "call112")
    assert (letter.subject, headers_of(letter)["X-Code"], letter.data) == ("dead.intake.call112", code, data)


async def test_another_body_under_a_used_id_is_told_and_parked(town: Town, intake: Service) -> None:
    letters, replies = await town.listen("dead.>"), await town.listen("replies.>")
    await town.publish(body(), **{"ce-id": "1"})
    first = reply_of(await next_of(replies))
    await town.publish(body(text="Lampu lain."), **{"ce-id": "1"})
    second = reply_of(await next_of(replies))

    assert isinstance(first, Accepted)
    assert isinstance(second, Refused)
    assert (second.code, second.id) == ("id-reused", "1")
    assert headers_of(await next_of(letters))["X-Code"] == "id-reused"
    assert intake.ready


async def test_what_does_not_fit_is_told_and_recorded_without_its_payload(town: Town, intake: Service) -> None:
    replies = await town.listen("replies.>")
    await town.publish(body(kind="siti"), **{"ce-id": "1"})
    refused = reply_of(await next_of(replies))
    await town.handled()

    assert isinstance(refused, Refused)
    assert (refused.code, refused.id) == ("invalid", "1")
    assert refused.reason.startswith("kind harus salah satu dari")
    record = await intake.database.collection("admissions").get("refused:1")
    assert record is not None
    assert record["reason"] == refused.reason
    assert not [word for word in TELLING if word in str(record).lower()]
    assert await town.stored("DEAD") == 0


async def test_an_identity_left_by_a_crash_is_used_by_the_same_body_and_by_no_other(
    town: Town, settings: IntakeSettings, directory: Directory
) -> None:
    service, vault = build(settings), Vault(load_key(settings.vault_key_file))
    heard = understand("complaints.call112", {"ce-id": "1"}, body())
    assert isinstance(heard, Submission)
    sealed = vault.seal(heard, admit(heard, vault.secrets, directory, PUBLIC_URL, clock.now()))
    await Identities(service.database.collection("identities")).keep(sealed)

    replies = await town.listen("replies.>")
    await town.publish(body(text="Lampu lain."), **{"ce-id": "1"})
    await town.publish(body(), **{"ce-id": "1"})
    async with alive(service):
        answers = {type(reply_of(await next_of(replies))) for _ in range(2)}

    assert answers == {Refused, Accepted}


async def test_a_complaint_over_http_is_the_same_complaint_under_the_same_key(
    town: Town, door: httpx.AsyncClient
) -> None:
    admitted = await town.listen("admitted.>")
    key = {"Idempotency-Key": "c0ffee00-0000-4000-8000-000000000001"}
    first = await door.post("/complaints", json=COMPLAINT, headers=key)
    heard = Admitted.model_validate_json((await next_of(admitted)).data)
    again = await door.post("/complaints", json=COMPLAINT, headers=key)
    other = await door.post("/complaints", json=COMPLAINT | {"text": "Lain."}, headers=key)
    without = await door.post("/complaints", json=COMPLAINT)

    assert (first.status_code, again.json()) == (202, first.json())
    assert first.json() == {
        "id": key["Idempotency-Key"],
        "ticket": heard.complaint.ticket,
        "link": f"{PUBLIC_URL}/complaints/{heard.complaint.ticket}",
    }
    assert heard.complaint.source == "web"
    assert (other.status_code, other.json()["type"]) == (409, "urn:melayani:id-reused")
    assert without.json()["ticket"] != first.json()["ticket"]


@pytest.mark.parametrize(
    ("content", "headers", "status", "kind"),
    [
        (b"siti", {}, 400, "not-json"),
        (b"{}", {"Idempotency-Key": "siti" * 60}, 400, "no-id"),
        (b'{"text": "", "kind": "siti"}', {}, 422, "invalid"),
        (b'{"text": "siti", "schema": 2}', {}, 422, "newer-schema"),
        (b'{"text": "' + b"siti" * 20_000 + b'"}', {}, 413, "too-large"),
    ],
)
async def test_what_the_door_refuses_it_explains_without_repeating_it(
    door: httpx.AsyncClient, content: bytes, headers: dict[str, str], status: int, kind: str
) -> None:
    answer = await door.post("/complaints", content=content, headers=headers)
    problem = answer.json()

    assert (answer.status_code, problem["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"urn:melayani:{kind}"
    assert problem["title"]
    assert "siti" not in answer.text
    assert [error["field"] for error in problem.get("errors", ())] == (["text", "kind"] if kind == "invalid" else [])


async def test_without_the_broker_the_door_asks_to_come_again_with_the_same_key(
    town: Town, intake: Service, door: httpx.AsyncClient
) -> None:
    await town.broker.kill()
    answer = await door.post("/complaints", json=COMPLAINT)
    asked = await door.get("/complaints/BWI-0000-0000-0000")
    await town.broker.start()

    async def is_ready() -> bool:
        return intake.ready

    await until(is_ready)
    again = await door.post("/complaints", json=COMPLAINT, headers={"Idempotency-Key": answer.json()["id"]})

    assert (answer.status_code, asked.status_code, again.status_code) == (503, 503, 202)
    assert answer.headers["retry-after"]
    assert again.json()["id"] == answer.json()["id"]


async def test_whoever_knows_a_number_can_look(town: Town, door: httpx.AsyncClient) -> None:
    status = TicketStatus(
        ticket="BWI-7K3M-9QXA-2F4T", state="routed", holder="narahubung", agency="Dinas", changed_at=clock.now()
    )

    async def answer(message: Msg) -> None:
        known = AskTicket.model_validate_json(message.data).ticket == status.ticket
        await message.respond(status.model_dump_json().encode() if known else b"null")

    unanswered = await door.get("/complaints/BWI-7K3M-9QXA-2F4T")
    await town.client.subscribe(AskTicket.SUBJECT, cb=answer)
    await town.client.flush()
    found = await door.get("/complaints/bwi7k3m-9qxa-2f4t")
    unknown = await door.get("/complaints/BWI-0000-0000-0000")
    malformed = await door.get("/complaints/lampu")

    assert unanswered.status_code == 503
    assert TicketStatus.model_validate_json(found.content) == status
    assert (unknown.status_code, malformed.status_code) == (404, 404)
    assert "baru saja diterima" in unknown.json()["detail"]


async def test_the_door_describes_itself(door: httpx.AsyncClient) -> None:
    document = (await door.get("/openapi.json")).json()
    post = document["paths"]["/complaints"]["post"]
    references = {word.rpartition("/")[2] for word in _references(document)}

    assert document["openapi"].startswith("3.1")
    assert references <= set(document["components"]["schemas"])
    assert set(post["responses"]) == {"202", "400", "409", "413", "422", "503"}
    for example in post["requestBody"]["content"]["application/json"]["examples"].values():
        assert (await door.post("/complaints", json=example["value"])).status_code == 202


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if "$ref" in node else []
        return own + [found for child in node.values() for found in _references(child)]
    return [found for child in node for found in _references(child)] if isinstance(node, list) else []


def test_a_door_whose_source_nobody_knows_is_not_built(tmp_path: Path) -> None:
    create_key(tmp_path / "vault.key")
    with pytest.raises(SettingsError, match="no source 'telepon'"):
        build(IntakeSettings(directory=DIRECTORY, vault_key_file=tmp_path / "vault.key", http_source="telepon"))


async def test_importing_a_file_twice_admits_each_row_once(town: Town, intake: Service, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("id,text,reported_at\n1,Jalan rusak,2025-01-02\n,Tanpa id,\n2,Lampu mati,\n", encoding="utf-8")
    told: list[str] = []
    admitted = await town.listen("admitted.backlog.impor")
    reports = [await send(read_rows(path), intake.bus, "impor", 1_000, told.append) for _ in range(2)]

    async def is_handled() -> bool:
        consumer = await town.consumer(durable="intake-complaints-impor")
        return consumer.num_pending == consumer.num_ack_pending == 0

    await until(is_handled)
    said = [
        Admitted.model_validate_json((await next_of(admitted)).data).complaint for _ in range(admitted.pending_msgs)
    ]

    assert [str(report) for report in reports] == ["2 laporan dikirim, 1 kesalahan"] * 2
    assert [line.partition(":")[0] for line in told] == ["baris 3, kolom id"] * 2
    assert len({complaint.ticket for complaint in said}) == 2
    assert {complaint.urgency for complaint in said} == {"backlog"}
