"""What the streams may tell of a complaint, for the ledger to judge."""

from typing import Any

from shared.contracts import dead
from shared.contracts.event import HEADER_ID, Event
from shared.contracts.notice import NoticeDelivered
from shared.contracts.reply import Accepted, Refused
from shared.contracts.ticket import TicketEvent, TicketRouted
from shared.contracts.timer import TimerSet
from tests.builders import LIAISON, NOW, TICKET, ticket
from tests.builders import complaint as masked
from tests.chaos.book import Entry
from tests.chaos.seen import Seen
from tests.listening import Heard

STREAM_OF = {"replies": "REPLIES", "tickets": "TICKETS", "notices": "NOTICES", "timers": "TIMERS"}


def heard(said: Event) -> Heard:
    subject = said.subject()
    return Heard(STREAM_OF[subject.partition(".")[0]], 1, subject, said.headers("test"), said.body())


def hear(seen: Seen, *said: Event) -> None:
    for each in said:
        seen.hear(heard(each))


def accepted(ticket: str = TICKET, id: str = "1") -> Accepted:  # noqa: A002
    return Accepted(source="lapor", id=id, at=NOW, ticket=ticket, link="http://melayani.example")


def routed(entry: Entry, kind: type[TicketEvent] = TicketRouted, **change: Any) -> TicketEvent:
    urgency = change.pop("urgency", "normal")
    said = masked(text=f"Jalan berlubang (penanda {entry.marker})", urgency=urgency)
    return ticket(kind, complaint=said, **change)


def set_timer(clock: str) -> TimerSet:
    return TimerSet.model_validate({"ticket": TICKET, "clock": clock, "step": "rung-1", "queue": "infrastruktur"})


def told(audience: str, **change: Any) -> NoticeDelivered:
    usual = {
        "notice": f"{TICKET}:1:{audience}",
        "ticket": TICKET,
        "revision": 1,
        "queue": "infrastruktur",
        "audience": audience,
        "to": LIAISON.post,
        "channel": "outbox",
        "attempt": 1,
        "at": NOW,
    }
    return NoticeDelivered.model_validate(usual | change)


def refused(cause: str, code: str = "not-json") -> Refused:
    said = {"source": "lapor", "id": None, "at": NOW, "code": code, "reason": "bukan JSON", "cause": cause}
    return Refused.model_validate(said)


def dead_letter(service: str, queue: str, code: str, cause: str, id: str | None = None) -> Heard:  # noqa: A002
    stream, sequence = cause.split(":")
    headers = {dead.CODE: code, dead.ORIGIN_STREAM: stream, dead.ORIGIN_SEQUENCE: sequence}
    headers |= {HEADER_ID: id} if id else {}
    return Heard("DEAD", 1, dead.dead_subject(service, queue), headers, b"{}")
