"""An event for each letter there is, by the name of the letter's template."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from services.notifier.domain.recipients import recipients
from services.notifier.domain.wording import Wording
from shared.contracts.ticket import (
    ActionRefused,
    TicketAcknowledged,
    TicketAnswered,
    TicketAsked,
    TicketClosed,
    TicketConfirmed,
    TicketEscalated,
    TicketEvent,
    TicketForwarded,
    TicketHandedOver,
    TicketLapsed,
    TicketObjected,
    TicketOffered,
    TicketPaused,
    TicketRated,
    TicketReclassified,
    TicketReminded,
    TicketResolved,
    TicketResumed,
    TicketRouted,
    TicketUnheard,
    TicketUpdated,
    TicketWithdrawn,
)
from shared.contracts.ticket_record import Promise
from shared.contracts.words import CITIZEN, Audience, ClockName
from tests.builders import LIAISON, NOW, OTHER, TRIAGE_DESK, outcome, pause, promise, sorting, started, ticket
from tests.conftest import shipped

LOADED = shipped()
WORDING = Wording(LOADED, "https://melayani.banyuwangi.example/")
# A directory in which each letter says nothing but which one it is.
NAMES = Wording(
    LOADED.model_copy(update={"wording": {key: f"Subject: {key}\n{key}" for key in LOADED.wording}}), "https://x"
)
PHONE = "0811-000-0100"
TRACKER = LOADED.holder("pengawal-jalan")
STAND_IN = LOADED.holder("narahubung-jembatan").model_copy(update={"stands_in_for": LIAISON.post})
OUTSIDE = {
    "sorting": sorting("infrastruktur", "infrastruktur", "jalan-berlubang", "bbpjn"),
    "holder": TRACKER,
}
DESK = {"queue": "triage", "state": "awaiting_triage", "sorting": sorting("triage"), "holder": TRIAGE_DESK}


def running(clock: ClockName, days: float) -> Promise:
    """Since a day before, and due after so many."""
    since = {"started_at": NOW - timedelta(days=1), "due_at": NOW + timedelta(days=days)}
    return started(clock).model_copy(update=since)


UNTOLD = (promise(), running("resolution", 9), running("answer", 1))
TOLD = (promise(), running("resolution", 9), running("update", 2))
AT_WORK = {"state": "in_progress", "promises": TOLD}
WAITS = {"state": "paused", "promises": TOLD}
ASKED = WAITS | {"pause": pause("citizen")}
SAFETY = WAITS | {"pause": pause("safety")}
AUTHORITY = WAITS | {"pause": pause("authority", agency="pln")}
STAGE = WAITS | {"pause": pause("stage", procedure="road-damage", stage="musrenbangcam")}
FORWARDED = WAITS | {"state": "forwarded", "pause": pause("authority", agency="bbpjn", reference="B-12/2026")}
RESOLVED = {"state": "resolved", "outcome": outcome(), "promises": (started("objection"),)}
OBJECTED = {"state": "objected", "objections": 2, "actor": CITIZEN}
CONFIRMED = {"state": "confirmed", "outcome": outcome(), "actor": CITIZEN}
REFUSED = {"action": "wa-7", "kind": "reply", "reason": "Tulis dulu jawaban untuk pelapor."}


def ending(kind: str, **change: Any) -> dict[str, Any]:
    return RESOLVED | {"outcome": outcome(kind, **change)}


# Letters are named after their event, and after what is special about it.
LETTERS: dict[str, tuple[type[TicketEvent], dict[str, Any]]] = {
    "routed": (TicketRouted, {}),
    "routed-triage": (TicketRouted, DESK),
    "routed-outside": (TicketRouted, OUTSIDE),
    "routed-emergency": (TicketRouted, {"queue": "emergency"}),
    "handed_over": (TicketHandedOver, {}),
    "handed_over-triage": (TicketHandedOver, DESK),
    "handed_over-outside": (TicketHandedOver, OUTSIDE),
    "handed_over-roster": (TicketHandedOver, {"holder": STAND_IN, "former": LIAISON, "actor": "roster"}),
    "handed_over-back": (TicketHandedOver, {"former": STAND_IN, "actor": LIAISON.post}),
    "acknowledged": (TicketAcknowledged, {"state": "acknowledged"}),
    "acknowledged-outside": (TicketAcknowledged, {"state": "acknowledged", **OUTSIDE}),
    "lapsed": (TicketLapsed, {"skipped": ("sekretaris dinas",), "taken_at": NOW - timedelta(days=4)}),
    "updated": (TicketUpdated, AT_WORK),
    "updated-outside": (TicketUpdated, AT_WORK | OUTSIDE),
    "reminded": (TicketReminded, {}),
    "escalated": (TicketEscalated, {"skipped": ("sekretaris dinas",)}),
    "asked": (TicketAsked, ASKED),
    "answered": (TicketAnswered, AT_WORK | {"actor": CITIZEN}),
    "paused-citizen": (TicketPaused, ASKED),
    "paused-authority": (TicketPaused, AUTHORITY),
    "paused-safety": (TicketPaused, SAFETY),
    "paused-stage": (TicketPaused, STAGE),
    "forwarded": (TicketForwarded, FORWARDED | {"holder": TRACKER, "former": LIAISON}),
    "resumed": (TicketResumed, AT_WORK),
    "reclassified": (TicketReclassified, AT_WORK),
    "offered": (TicketOffered, AT_WORK | {"holder": STAND_IN, "offered": LIAISON}),
    "unheard": (TicketUnheard, ASKED),
    "resolved-done": (TicketResolved, ending("done")),
    "resolved-scheduled": (TicketResolved, ending("scheduled", on="2027-03-01")),
    "resolved-not_ours": (TicketResolved, ending("not_ours", agency="pln", reference="PLN-77")),
    "resolved-not_feasible": (TicketResolved, ending("not_feasible")),
    "resolved-answered": (TicketResolved, ending("answered")),
    "resolved-duplicate": (TicketResolved, ending("duplicate", other=OTHER)),
    "resolved-incomplete": (TicketResolved, ending("incomplete")),
    "objected": (TicketObjected, OBJECTED),
    "confirmed": (TicketConfirmed, CONFIRMED),
    "closed": (TicketClosed, {"state": "closed_unconfirmed", "outcome": outcome()}),
    "withdrawn": (TicketWithdrawn, {"state": "withdrawn", "actor": CITIZEN}),
    "rated": (TicketRated, CONFIRMED | {"score": 1}),
    "refused": (ActionRefused, REFUSED | {"actor": LIAISON.post}),
    "refused-citizen": (ActionRefused, REFUSED | {"actor": CITIZEN}),
}


class Letter(NamedTuple):
    """What happened, and who reads of it."""

    event: TicketEvent
    audience: Audience

    @property
    def text(self) -> str:
        words = WORDING.render(*self)
        return f"Subject: {words.subject}\n{words.body}"

    @property
    def key(self) -> str:
        """Of the template it is made of."""
        return NAMES.render(*self).body


def event(name: str, **change: Any) -> TicketEvent:
    """The event of that name, with what a test wants to be otherwise."""
    kind, own = LETTERS[name]
    usual = {"promises": UNTOLD, "words": "Nggih, nanti sore kami cek."}
    return ticket(kind, **usual | own | change)


def letters(name: str, **change: Any) -> Iterator[Letter]:
    """One for everybody the event concerns."""
    heard = event(name, **change)
    yield from (Letter(heard, notice.audience) for notice in recipients(heard).notices)


def every_letter(audience: Audience | None = None, **change: Any) -> list[Letter]:
    """All there are, or all that one audience reads."""
    return [one for name in LETTERS for one in letters(name, **change) if audience in {None, one.audience}]


def reading(name: str, audience: Audience = "citizen", **change: Any) -> str:
    """What one audience reads of that event."""
    return next(letter.text for letter in letters(name, **change) if letter.audience == audience)
