"""The glossary's words as types; see docs/glossary.md for what each one means."""

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints

RESERVED = frozenset({"new", "all", "unknown", "dead", "refused"})
NUMBER = re.compile(r"\s*[+-]?[\d.]+\s*")

EMERGENCY = "emergency"
TRIAGE = "triage"
# The track of what the regency itself promises.
OWN = "own"
# Who acts for the one who reported a complaint; no post may bear this name.
CITIZEN = "citizen"


def _not_reserved(slug: str) -> str:
    if slug in RESERVED:
        raise ValueError(f"{slug!r} is a reserved word")
    return slug


def _written_out(moment: object) -> object:
    if isinstance(moment, str) and moment[4:5] == "-":  # most are, and there are many
        return moment
    # A bare number would be read as seconds since 1970, and a telephone number is one.
    if isinstance(moment, int | float) or (isinstance(moment, str) and NUMBER.fullmatch(moment)):
        raise ValueError("a moment is written out, for example 2026-11-23T08:00:00+07:00")
    return moment


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone, for example 2026-11-23T08:00:00+07:00")
    return moment


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$"), AfterValidator(_not_reserved)]
Moment = Annotated[datetime, BeforeValidator(_written_out), AfterValidator(_aware)]
# Given by others and part of a header: one line of printable ASCII.
GivenId = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,200}$")]
TicketNumber = Annotated[str, StringConstraints(pattern=r"^BWI(-[0-9A-HJKMNP-TV-Z]{4}){3}$")]
CheckNumber = Annotated[str, StringConstraints(pattern=r"^UJI(-[0-9A-HJKMNP-TV-Z]{4}){3}$")]

Kind = Literal["complaint", "information", "aspiration", "thanks"]
Urgency = Literal["emergency", "normal", "backlog"]
Privacy = Literal["open", "anonymous", "secret"]
State = Literal[
    "awaiting_triage",
    "routed",
    "acknowledged",
    "in_progress",
    "paused",
    "forwarded",
    "resolved",
    "objected",
    "confirmed",
    "closed_unconfirmed",
    "withdrawn",
]
ClockName = Literal["triage", "acknowledge", "act", "answer", "update", "resolution", "review", "objection"]
PauseKind = Literal["citizen", "stage", "authority", "safety"]
OutcomeKind = Literal["done", "scheduled", "not_ours", "not_feasible", "answered", "duplicate", "incomplete"]
Chain = Literal["sector", "district", "village"]
Audience = Literal["liaison", "leader", "citizen"]
Reach = Literal["phone", "email"]

# While nobody has taken a ticket.
UNSEEN: frozenset[State] = frozenset({"routed", "awaiting_triage", "objected"})
# While it waits for something outside: the citizen, a stage, another office, the weather.
WAITING: frozenset[State] = frozenset({"paused", "forwarded"})
# While somebody still has to do something for it.
OPEN: frozenset[State] = UNSEEN | WAITING | {"acknowledged", "in_progress"}
# Over; nothing changes it any more but a rating, a note, or an objection written in time.
ENDED: frozenset[State] = frozenset({"confirmed", "closed_unconfirmed", "withdrawn"})
URGENCIES: tuple[Urgency, ...] = ("emergency", "normal", "backlog")


def is_check(number: str) -> bool:
    """Whether it is the number of a spot check, which is no ticket."""
    return number.startswith("UJI-")


def clock_key(ticket: TicketNumber, clock: ClockName, segment: int, track: Slug = OWN) -> str:
    """Names one clock of a ticket; those of later segments bear their number, those of another track its name."""
    place = "" if segment == 1 else f":{segment}"
    return f"{ticket}:{clock}{place}" if track == OWN else f"{ticket}:{clock}{place}:{track}"
