"""Clocks as they are stored."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from services.sla.domain.clock import Alarm, Clock
from services.sla.domain.lateness import late_place
from shared.contracts.ticket_record import Step
from shared.contracts.words import OWN
from shared.runtime.mongo import Document

# Where a clock stands only for a time.
PLACES = ("next_at", "late_at")
# One text: as many documents inside the document would cost the embedded store twice as much to read, thrice to change.
ALARMS = TypeAdapter(tuple[Alarm, ...])


def document(clock: Clock) -> Document:
    stored: Document = {
        "_id": clock.key,
        "ticket": clock.ticket,
        "name": clock.name,
        "segment": clock.segment,
        "track": clock.track,
        "turn": clock.turn,
        "queue": clock.queue,
        "due_at": clock.due_at,
        "started_at": clock.started_at,
        "alarms": ALARMS.dump_json(clock.alarms, exclude_defaults=True).decode(),
        "next": clock.next,
        "stopped": clock.stopped,
    }
    return stored | places(clock)


def clock_of(stored: Mapping[str, Any]) -> Clock:
    """Raises KeyError for one that was stopped before it began."""
    return Clock(
        ticket=stored["ticket"],
        name=stored["name"],
        segment=stored.get("segment", 1),
        queue=stored["queue"],
        due_at=stored["due_at"],
        started_at=stored["started_at"],
        alarms=_alarms(stored["alarms"]),
        next=stored["next"],
        stopped=stored["stopped"],
        track=stored.get("track", OWN),
        turn=stored.get("turn", 1),
    )


def places(clock: Clock) -> Document:
    """Where the sweep and the digest find it."""
    found = {"next_at": clock.upcoming.at if clock.upcoming else None, "late_at": late_place(clock)}
    return {field: place for field, place in found.items() if place is not None}


def changed(stands: Mapping[str, Any]) -> Document:
    """The update after which it stands so, and in no place that is not among these."""
    left = {field: "" for field in PLACES if field not in stands}
    return {"$set": dict(stands), **({"$unset": left} if left else {})}


def as_it_was(turn: int, due_at: datetime) -> Document:
    """What has to be stored still of a clock, so that it may be moved on or another put in its place."""
    turns = [turn] if turn > 1 else [turn, None]  # one that was stored before there were turns
    return {"due_at": due_at, "turn": {"$in": turns}, "stopped": False}


def _alarms(stored: Any) -> tuple[Alarm, ...]:
    if isinstance(stored, str):
        return ALARMS.validate_json(stored)
    return tuple(Alarm(alarm["at"], Step.model_validate_json(alarm["step"])) for alarm in stored)
