"""What a process really writes: one JSON object a line, with ids, without identities, other libraries' lines too."""

import asyncio
import json
import sys

from structlog.testing import capture_logs

from shared.contracts.complaint import Complaint
from shared.contracts.event import HEADER_ID
from shared.runtime.errors import Reject
from tests.integration.living import Town, alive

PROGRAM = """
import asyncio, logging
from pydantic import BaseModel
from shared.runtime import logging as ours

class Person(BaseModel):
    age: int

ours.configure("sla", "INFO")
ours.log.info("parked", ticket="BWI-0000-0000-0001", reason="tulis ke warga@contoh.example", phones=["081234567890"])
ours.log.debug("too quiet to be heard")
logging.getLogger("library").warning("NIK %s", "3510012345678901")
try:
    Person.model_validate({"age": "nama rahasia"})
except ValueError as error:
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=error)

async def fails():
    Person.model_validate({"age": "nama rahasia"})

async def main():
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task

asyncio.run(main())
"""


async def test_every_line_is_json_with_ids_and_without_identities() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    written, _ = await asyncio.wait_for(program.communicate(), 20)
    lines = [json.loads(line) for line in written.decode().splitlines()]

    assert [line["event"] for line in lines] == [
        "parked",
        "NIK [disamarkan]",
        "Exception in ASGI application",
        "Task exception was never retrieved",
    ]
    assert all({"timestamp", "level"} <= line.keys() and line["service"] == "sla" for line in lines)
    assert lines[0]["ticket"] == "BWI-0000-0000-0001"
    assert all(line["exception"].startswith("ValidationError in ") for line in lines[2:])
    for secret in ("rahasia", "contoh.example", "081234567890", "3510012345678901"):
        assert secret not in written.decode()


async def test_what_is_said_of_a_message_bears_its_id_and_not_its_words(town: Town) -> None:
    async def decide(_: Complaint) -> None:
        raise Reject("no")

    with capture_logs() as logs:
        async with alive(town.intake(decide)):
            for number in range(20):
                await town.publish(Complaint(text=f"rahasia {number}").body(), **{HEADER_ID: f"id-{number}"})
            await town.handled()

    parked = [entry for entry in logs if entry["event"] == "parked"]
    assert sorted(entry["event_id"] for entry in parked) == sorted(f"id-{number}" for number in range(20))
    assert "rahasia" not in str(logs)
