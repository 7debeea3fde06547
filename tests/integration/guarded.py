"""A broker where intake may do what it needs and nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import nats

from deploy.local.servers import broker
from shared.directory.model import Directory
from shared.runtime.provision import provision
from tests.integration.living import STORE_BYTES, Town

ASKS = "$JS.API.CONSUMER.MSG.NEXT.COMPLAINTS.*"
SAYS = "replies.*"
READS = ("$JS.API.STREAM.INFO.KV_directory", "$JS.API.STREAM.MSG.GET.KV_directory")
NEEDED = ("$JS.API.CONSUMER.INFO.COMPLAINTS.*", ASKS, "$JS.ACK.COMPLAINTS.>", SAYS, "dead.intake.*", *READS)
USERS = """
authorization {{
  users: [
    {{user: owner, password: owner}}
    {{user: intake, password: intake, permissions: {{
      publish: [{publish}], subscribe: ["_INBOX_intake.>", "directory.changed"]
    }}}}
  ]
}}
"""


@asynccontextmanager
async def guarded(folder: Path, mongo_url: str, directory: Directory, without: str = "") -> AsyncIterator[Town]:
    """A town whose intake is a restricted user, lacking one permission if told so."""
    server = broker(folder)
    publish = ", ".join(f'"{subject}"' for subject in NEEDED if subject != without)
    with (folder / "nats.conf").open("a", encoding="utf-8") as config:
        config.write(USERS.format(publish=publish))
    address = f"127.0.0.1:{server.port}"
    try:
        await server.start()
        owner = await nats.connect(f"nats://owner:owner@{address}")
        await provision(owner.jetstream(timeout=10), directory, STORE_BYTES, 1)
        yield Town(replace(server, url=f"nats://intake:intake@{address}"), mongo_url, directory, owner)
        await owner.close()
    finally:
        await server.kill()
