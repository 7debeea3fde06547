"""AsyncAPI 3 of one service, through FastStream, with one typed channel for each event."""

import json
from collections.abc import Iterator
from typing import Any

from faststream import FastStream
from faststream.nats import JStream, NatsBroker, PullSub
from faststream.specification import AsyncAPI

from shared.contracts.event import Message
from shared.contracts.streams import HEARS
from shared.runtime.service import Service


def document(service: Service, version: str, summary: str) -> str:
    """The service's AsyncAPI document as JSON: a broker that only describes, with braces instead of each queue."""
    broker = NatsBroker("nats://broker:4222", specification_url="nats://broker:4222")
    streams = {hears.filter: hears.stream for hears in HEARS if hears.service == service.name}
    for hearing in service.hearings:
        for event in _concrete(hearing.kind):
            _hear(broker, event, streams[hearing.filter], hearing.stage)
    for said in service.says:
        for event in _concrete(said):
            broker.publisher(_channel(event), title=event.NAME, description=_sentence(event), schema=event)
    app = FastStream(
        broker, specification=AsyncAPI(title=f"melayani {service.name}", version=version, description=summary)
    )
    described = json.loads(app.schema.to_specification().to_json())
    return json.dumps(described, indent=2, ensure_ascii=False, sort_keys=True)


def _hear(broker: NatsBroker, event: type[Message], stream: str, stage: str) -> None:
    async def handler(body: Any) -> None:
        """Only described, never called."""

    handler.__name__ = f"{stage}_{event.__name__}"
    handler.__annotations__ = {"body": list[event], "return": None}  # type: ignore[valid-type]
    broker.subscriber(
        _channel(event),
        stream=JStream(stream, declare=False),
        durable=f"{stage}-{event.NAME.replace('.', '-')}",
        pull_sub=PullSub(batch=True),
        title=f"{event.NAME} ({stage})",
        description=_sentence(event),
    )(handler)


def _concrete(kind: type[Message]) -> Iterator[type[Message]]:
    """The events that are really said: those without events below them."""
    found = kind.named().values()
    yield from (event for event in found if not event.__subclasses__())


def _channel(event: type[Message]) -> str:
    return event.SUBJECT.replace("{event}", event.word())


def _sentence(event: type[Message]) -> str:
    return (event.__doc__ or "").strip().splitlines()[0]
