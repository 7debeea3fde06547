"""Every event there is, and the samples of them that are stored."""

import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, NamedTuple

import shared.contracts
from shared.contracts.event import Event, Message

FOLDER = Path(__file__).with_name("samples")

for module in iter_modules(shared.contracts.__path__):
    import_module(f"shared.contracts.{module.name}")


def _concrete() -> dict[str, type[Message]]:
    """Those without events below them; what tests define is not among them."""
    own = {name: kind for name, kind in Message.named().items() if kind.__module__.startswith("shared.contracts.")}
    above = {parent for kind in own.values() for parent in kind.__mro__[1:]}
    return {name: kind for name, kind in own.items() if kind not in above}


MESSAGES = _concrete()
EVENTS = {name: kind for name, kind in MESSAGES.items() if issubclass(kind, Event)}


class Sample(NamedTuple):
    """A stored body, and which class and schema it was said with."""

    path: Path
    name: str
    schema: int

    def body(self) -> bytes:
        return self.path.read_bytes()

    def json(self) -> dict[str, Any]:
        stored: dict[str, Any] = json.loads(self.body())
        return stored

    def event(self) -> Event:
        event = MESSAGES[self.name].model_validate_json(self.body())
        assert isinstance(event, Event)
        return event


def _sample(path: Path) -> Sample:
    name, _, schema = path.stem.rpartition(".v")
    return Sample(path, name, int(schema))


SAMPLES = tuple(_sample(path) for path in sorted(FOLDER.glob("*.v*.json")))
EVENT_SAMPLES = tuple(sample for sample in SAMPLES if sample.name in EVENTS)


def sample_of(name: str) -> Sample:
    """The newest."""
    return max((sample for sample in SAMPLES if sample.name == name), key=lambda sample: sample.schema)


def channel(kind: type[Message]) -> str:
    """Its subject, with braces for what only an event knows."""
    return kind.SUBJECT.replace("{event}", kind.NAME.partition(".")[2])
