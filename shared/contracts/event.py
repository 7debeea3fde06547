"""What every event has: a subject, a schema number, an id made of its cause, and CloudEvents headers.

Binary content mode of CloudEvents 1.0: the body is plain JSON, the attributes are `ce-*` headers.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

HEADER_ID = "ce-id"
HEADER_TYPE = "ce-type"
HEADER_SOURCE = "ce-source"
HEADER_SPEC = "ce-specversion"
HEADER_MESSAGE_ID = "Nats-Msg-Id"
JSON = "application/json"
TYPE_PREFIX = "melayani."

E = TypeVar("E", bound="Message")


class Word(BaseModel):
    """A frozen value that crosses the wire; unknown fields are ignored, so that old readers survive new writers."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Message(Word):
    """Something with a place on the wire.

    `NAME` is its CloudEvents type, `SUBJECT` the NATS subject with its fields in braces, `SCHEMA` the number of the
    newest body this code knows.
    """

    NAME: ClassVar[str]
    SUBJECT: ClassVar[str]
    SCHEMA: ClassVar[int] = 1

    schema_number: int = Field(default=1, ge=1, alias="schema")

    def body(self) -> bytes:
        return self.model_dump_json(by_alias=True, exclude_none=True).encode()

    @classmethod
    def word(cls) -> str:
        """What its subject says for `{event}`: the end of its name, `changed` for the kind itself."""
        return cls.NAME.partition(".")[2] or "changed"

    @classmethod
    def named(cls) -> dict[str, type[Self]]:
        """This class and every one below it, by name."""
        found: dict[str, type[Self]] = {cls.NAME: cls} if "NAME" in cls.__dict__ else {}
        for child in cls.__subclasses__():
            found |= child.named()
        return found


class Event(Message, ABC):
    """A fact, or a wish, that one service says and others hear; saying it twice says the same thing."""

    @abstractmethod
    def address(self) -> dict[str, str]:
        """The values of the braces in `SUBJECT`."""

    @abstractmethod
    def key(self) -> str:
        """An id unique among all events of this name, derived from the event's cause."""

    def subject(self) -> str:
        return self.SUBJECT.format(**self.address())

    def headers(self, service: str) -> dict[str, str]:
        """CloudEvents attributes of this event as NATS headers; `service` is who says it."""
        key = f"{self.NAME}:{self.key()}"
        return {
            HEADER_SPEC: "1.0",
            HEADER_ID: key,
            HEADER_TYPE: TYPE_PREFIX + self.NAME,
            HEADER_SOURCE: f"/melayani/{service}",
            "content-type": JSON,
            HEADER_MESSAGE_ID: key,
        }


def remember(event: Event) -> dict[str, str]:
    """The event as it was said, for a store; `recall` says it again, word for word."""
    return {"name": event.NAME, "body": event.body().decode()}


def recall(record: Mapping[str, str]) -> Event:
    """The event as it was said; one whose name is not known any more is read as what it is a kind of."""
    return _event_named(record["name"]).model_validate_json(record["body"])


@lru_cache(maxsize=256)
def _event_named(name: str) -> type[Event]:
    known = Event.named()
    return known.get(name) or known[name.partition(".")[0]]


class NewerSchemaError(ValueError):
    """The event was written by a newer program than this one."""


def read(kind: type[E], body: bytes, name: str | None = None) -> E:
    """The event in `body`, as the subclass of `kind` that `name` (a CloudEvents type) says.

    An unknown name below `kind` is read as `kind` itself: its fields are the whole current state. Raises
    pydantic.ValidationError for a body that does not fit, NewerSchemaError for one from the future.
    """
    event: E = _class_for(kind, name).model_validate_json(body)
    if event.schema_number > event.SCHEMA:
        raise NewerSchemaError(
            f"schema {event.schema_number} of {event.NAME} is newer than {event.SCHEMA}, the newest known here"
        )
    return event


@lru_cache(maxsize=256)  # the name comes from outside: it must not fill the memory
def _class_for(kind: type[E], name: str | None) -> type[E]:
    if name is None:
        return kind
    return kind.named().get(name.removeprefix(TYPE_PREFIX), kind)
