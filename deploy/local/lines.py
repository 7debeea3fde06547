"""Events in the words people read: one line for each thing that happens to a complaint."""

from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch

from deploy.local.book import told_rung
from shared.contracts.event import Event
from shared.contracts.notice import NoticeDelivered, NoticeEvent, NoticeFailed
from shared.contracts.reply import Refused
from shared.contracts.ticket import (
    ActionRefused,
    TicketAcknowledged,
    TicketEscalated,
    TicketEvent,
    TicketHandedOver,
    TicketLapsed,
    TicketReminded,
    TicketResolved,
    TicketRouted,
    TicketUpdated,
)
from shared.contracts.ticket_record import Holder
from shared.contracts.words import TRIAGE

BOLD, DIM, RED, GREEN, YELLOW, CYAN = "1", "2", "31", "32", "33", "36"
AUDIENCES = {"liaison": "narahubung", "leader": "pimpinan", "citizen": "pelapor"}
LEGEND = (
    ("masuk", "received"),
    ("diteruskan", "routed"),
    ("dipilah", "to a person who decides"),
    ("pindah", "handed over"),
    ("dikabari", "told"),
    ("disanggupi", "acknowledged"),
    ("gugur", "the acknowledgement lapsed"),
    ("dijawab", "answered"),
    ("diingatkan", "reminded"),
    ("naik ke-1…", "escalated, to which rung"),
    ("selesai", "resolved"),
    ("ditolak", "refused"),
)


@dataclass(frozen=True)
class Line:
    """When, which ticket, what happened in one word, the rest, and the word's colour."""

    at: datetime
    ticket: str
    word: str
    detail: str
    colour: str = DIM


@singledispatch
def lines(event: Event) -> tuple[Line, ...]:
    """What people see of an event; nothing of one that only programs care about."""
    del event
    return ()


@lines.register
def _changed(event: TicketEvent) -> tuple[Line, ...]:
    return (Line(event.changed_at, event.ticket, "berubah", event.reason),)


@lines.register
def _routed(event: TicketRouted) -> tuple[Line, ...]:
    complaint = event.complaint
    received = f"{complaint.source}: {' '.join(complaint.text.split())}"
    word, colour = ("dipilah", YELLOW) if event.queue == TRIAGE else ("diteruskan", CYAN)
    return (
        Line(complaint.admitted_at, event.ticket, "masuk", received, BOLD),
        Line(event.changed_at, event.ticket, word, _held(event), colour),
    )


@lines.register
def _handed_over(event: TicketHandedOver) -> tuple[Line, ...]:
    colour = YELLOW if event.queue == TRIAGE else CYAN
    return (Line(event.changed_at, event.ticket, "pindah", f"{_held(event)}: {event.reason}", colour),)


@lines.register
def _acknowledged(event: TicketAcknowledged) -> tuple[Line, ...]:
    return (Line(event.changed_at, event.ticket, "disanggupi", _name(event.holder), GREEN),)


@lines.register
def _lapsed(event: TicketLapsed) -> tuple[Line, ...]:
    return (Line(event.changed_at, event.ticket, "gugur", f"{_name(event.holder)}: {event.reason}", RED),)


@lines.register
def _updated(event: TicketUpdated) -> tuple[Line, ...]:
    return (Line(event.changed_at, event.ticket, "dijawab", f"“{event.words or ''}”", GREEN),)


@lines.register
def _reminded(event: TicketReminded) -> tuple[Line, ...]:
    return (Line(event.changed_at, event.ticket, "diingatkan", _name(event.holder), YELLOW),)


@lines.register
def _escalated(event: TicketEscalated) -> tuple[Line, ...]:
    return (Line(event.changed_at, event.ticket, f"naik ke-{told_rung(event)}", _name(event.told), RED),)


@lines.register
def _resolved(event: TicketResolved) -> tuple[Line, ...]:
    return (Line(event.changed_at, event.ticket, "selesai", f"“{event.words or ''}”", GREEN),)


@lines.register
def _not_done(event: ActionRefused) -> tuple[Line, ...]:
    return (Line(event.changed_at, event.ticket, "ditolak", f"{event.kind} {event.actor}: {event.reason}", RED),)


@lines.register
def _delivered(event: NoticeDelivered) -> tuple[Line, ...]:
    return (Line(event.at, event.ticket, "dikabari", _way(event)),)


@lines.register
def _failed(event: NoticeFailed) -> tuple[Line, ...]:
    return (Line(event.at, event.ticket, "gagal", f"{_way(event)}: {event.reason}", RED),)


@lines.register
def _refused(event: Refused) -> tuple[Line, ...]:
    return (Line(event.at, "", "ditolak", f"{event.source} {event.id or '?'}: {event.reason}", RED),)


def _held(event: TicketEvent) -> str:
    place = " / ".join(filter(None, (event.queue, event.sorting.topic)))
    return f"{place} → {_name(event.holder)}"


def _name(holder: Holder) -> str:
    return f"{holder.title}, {holder.agency}"


def _way(event: NoticeEvent) -> str:
    return f"{AUDIENCES[event.audience]}, lewat {event.channel}"
