"""For which queues and sources the broker was provisioned."""

from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from shared.contracts.streams import STREAMS
from shared.directory.model import Directory
from shared.runtime.provision import stream_config


async def unprovisioned(jetstream: JetStreamContext, directory: Directory) -> tuple[list[str], list[str]]:
    """The directory's queues and sources that the broker does not know, and the broker's that it has no more."""
    wanted, there = set(), set()
    for stream in STREAMS:
        if any("{" in subject for subject in stream.subjects):
            wanted |= {*(stream_config(stream, directory, 0, 1).subjects or ())}
            there |= await _subjects(jetstream, stream.name)
    return _ends(wanted - there), _ends(there - wanted)


async def _subjects(jetstream: JetStreamContext, stream: str) -> set[str]:
    try:
        return {*((await jetstream.stream_info(stream)).config.subjects or ())}
    except NotFoundError:
        return set()


def _ends(subjects: set[str]) -> list[str]:
    return sorted({subject.rpartition(".")[2] for subject in subjects})
