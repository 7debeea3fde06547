"""The example day: invented complaints, where they should land, and how their liaisons behave."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

from shared.contracts.complaint import Complaint, Place, Reporter
from shared.contracts.event import HEADER_ID, HEADER_SOURCE, HEADER_SPEC, HEADER_TYPE, JSON, TYPE_PREFIX
from shared.contracts.words import Kind, Privacy, Slug

EXAMPLE_DAY = Path(__file__).with_name("example_day.yaml")
BODY = {"text", "kind", "reporter", "place", "privacy"}


class Liaison(BaseModel):
    """What a liaison does: acknowledges after so many seconds, perhaps replies, perhaps resolves, in these words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    acknowledge: float = Field(gt=0)
    reply: str | None = None
    resolve: str | None = None


class Decision(BaseModel):
    """What triage does with what nobody could sort: sends it to this topic after so many seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after: float = Field(gt=0)
    sector: Slug
    topic: Slug


class Example(BaseModel):
    """One complaint as its source publishes it; `queue` holds every queue it may land in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    source: Slug
    text: str
    kind: Kind = "complaint"
    reporter: Reporter | None = None
    place: Place | None = None
    privacy: Privacy = "open"
    queue: tuple[Slug, ...] = ()
    decision: Decision | None = None
    liaison: Liaison | None = None
    sent: int = Field(default=1, ge=1)
    refused: bool = False

    @field_validator("queue", mode="before")
    @classmethod
    def _one_or_several(cls, queue: Any) -> Any:
        return (queue,) if isinstance(queue, str) else queue

    @property
    def key(self) -> tuple[str, str]:
        """What names it among all complaints: its source and the id that source gave it."""
        return (self.source, self.id)

    @property
    def subject(self) -> str:
        return Complaint.SUBJECT.format(source=self.source)

    def body(self) -> bytes:
        return json.dumps(self.model_dump(include=BODY, exclude_none=True), ensure_ascii=False).encode()

    def headers(self) -> dict[str, str]:
        """CloudEvents attributes; no Nats-Msg-Id, which the broker would compare across sources."""
        return {
            HEADER_SPEC: "1.0",
            HEADER_ID: self.id,
            HEADER_TYPE: TYPE_PREFIX + Complaint.NAME,
            HEADER_SOURCE: f"/example/{self.source}",
            "content-type": JSON,
        }


def load_day(path: Path = EXAMPLE_DAY) -> tuple[Example, ...]:
    """The examples in the order they are sent; raises ValueError when two have one source and id."""
    day = tuple(
        Example.model_validate(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["complaints"]
    )
    twice = [key for key, count in Counter(example.key for example in day).items() if count > 1]
    if twice:
        raise ValueError(f"several examples share a source and an id; say `sent: 2` instead: {twice}")
    return day
