"""Words and events for tests; a test names only what matters to it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import yaml

from shared.contracts.action import Action
from shared.contracts.admitted import MaskedComplaint
from shared.contracts.notice import NoticeDelivered, NoticeFailed
from shared.contracts.promise import PromiseBreached, PromiseEvent, PromiseLapsed, PromiseWarned
from shared.contracts.sorted import Sorted, Sorting
from shared.contracts.ticket import (
    ActionRefused,
    TicketEscalated,
    TicketEvent,
    TicketForwarded,
    TicketHandedOver,
    TicketLapsed,
    TicketObjected,
    TicketRouted,
)
from shared.contracts.ticket_record import (
    Holder,
    Outcome,
    Pause,
    Promise,
    Step,
)
from shared.contracts.words import CITIZEN
from shared.directory.areas import District
from shared.directory.model import Directory, Sector
from shared.directory.offices import Source
from shared.directory.promises import Again
from shared.directory.roster import Roster
from shared.policy.roster import first_holder

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
TODAY = NOW.date()
TICKET = "BWI-7K3M-9QXA-2F4T"
OTHER = "BWI-7K3M-9QXA-2F5V"
CHECK = "UJI-7K3M-9QXA-2F4T"
TRIAGE_DESK = Holder(post="meja-pilah", title="petugas pemilah laporan", agency="Dinas Kominfo")
LIAISON = Holder(post="narahubung-lampu-jalan", title="narahubung lampu jalan", agency="Dinas PU CKPP")
RUNGS = tuple(
    Holder(post=post, title=post, agency="Dinas PU CKPP")
    for post in ("sekretaris-dpu-ckpp", "kepala-dpu-ckpp", "asisten-ekbang")
)
STEPS = (
    Step(name="warn-50", after=timedelta(hours=2)),
    *(
        Step(name=f"rung-{rung}", after=timedelta(hours=4 * rung), rung=rung, post=holder.post, title=holder.title)
        for rung, holder in enumerate(RUNGS, start=1)
    ),
)

# What an event of this kind cannot do without.
NEEDED: dict[type[TicketEvent], dict[str, Any]] = {
    TicketEscalated: {"told": RUNGS[0]},
    TicketLapsed: {"told": RUNGS[0]},
    TicketObjected: {"told": RUNGS[0]},
    TicketHandedOver: {"former": TRIAGE_DESK},
    TicketForwarded: {"former": TRIAGE_DESK},
    ActionRefused: {"action": "wa-1", "kind": "acknowledge"},
}

OF_CITIZENS = frozenset({"confirm", "object", "rate", "withdraw"})
# What an action of this kind cannot do without.
GIVEN: dict[str, dict[str, Any]] = {
    "decide": {"sector": "infrastruktur", "topic": "jembatan"},
    "reclassify": {"sector": "infrastruktur", "topic": "jembatan"},
    "pause": {"pause": "authority", "on": TODAY + timedelta(days=3)},
    "forward": {"agency": "bbpjn"},
    "resolve": {"outcome": "done"},
    "rate": {"score": 4},
    "link": {"other": OTHER},
}

_numbers = count()


def fresh_number() -> str:
    """A ticket number no other test has."""
    return f"BWI-0000-0000-{next(_numbers):04d}"


def complaint(**change: Any) -> MaskedComplaint:
    usual = {
        "ticket": TICKET,
        "source": "lapor",
        "kind": "complaint",
        "urgency": "normal",
        "urgency_reason": "tidak menyebut keadaan darurat",
        "text": "Lampu jalan di depan balai desa mati sejak Jumat.",
        "pseudonym": "warga-4t9k2m7qxa",
        "privacy": "open",
        "reported_at": NOW,
        "admitted_at": NOW,
    }
    return MaskedComplaint.model_validate(usual | change)


def sorting(queue: str, sector: str | None = None, topic: str | None = None, owner: str | None = None) -> Sorting:
    place = {"queue": queue, "sector": sector, "topic": topic, "owner": owner}
    return Sorting.model_validate({**place, "confidence": 1, "reason": "karena kata “lampu”", "edition": "1"})


def sorted_to(queue: str, *, topic: str | None = None, owner: str | None = None, **change: Any) -> Sorted:
    found = sorting(queue, queue if topic else None, topic, owner)
    return Sorted(complaint=complaint(**change), sorting=found)


def promise(clock: str = "acknowledge", **change: Any) -> Promise:
    """A promise of four hours round the clock that waits for its notice."""
    usual = {"clock": clock, "policy": "kenali", "basis": "SOP", "calendar": "siaga", "span": timedelta(hours=4)}
    return Promise.model_validate({**usual, "starts": "delivered", "steps": STEPS, **change})


def started(clock: str = "resolution", **change: Any) -> Promise:
    """One that runs since NOW."""
    return promise(clock, starts="admitted", started_at=NOW, due_at=NOW + timedelta(hours=4), **change)


def ticket(kind: type[TicketEvent] = TicketRouted, /, **change: Any) -> TicketEvent:
    number = change.get("ticket", TICKET)
    usual: dict[str, Any] = {
        "ticket": number,
        "revision": 1,
        "queue": "infrastruktur",
        "state": "routed",
        "complaint": complaint(ticket=number),
        "sorting": sorted_to("infrastruktur", topic="lampu-jalan").sorting,
        "holder": LIAISON,
        "promises": (promise(), started()),
        "cause": f"sorted:{number}",
        "actor": "router",
        "reason": "karena kata “lampu”",
        "changed_at": NOW,
    }
    return kind.model_validate(usual | NEEDED.get(kind, {}) | change)


def pause(kind: str = "authority", **change: Any) -> Pause:
    """Three days from NOW."""
    return Pause.model_validate({"kind": kind, "since": NOW, "review_at": NOW + timedelta(days=3), **change})


def outcome(kind: str = "done", **change: Any) -> Outcome:
    return Outcome.model_validate({"kind": kind, "words": "Lampunya sudah kami ganti.", "since": NOW, **change})


def action(kind: str = "acknowledge", **change: Any) -> Action:
    """What the holder wishes, or what only the reporter can."""
    actor = CITIZEN if kind in OF_CITIZENS else LIAISON.post
    usual = {"id": "wa-1", "ticket": TICKET, "queue": "infrastruktur", "actor": actor, "at": NOW}
    words = None if kind == "acknowledge" else "Nggih, nanti sore kami cek."
    return Action.model_validate({**usual, "kind": kind, "words": words, **GIVEN.get(kind, {}), **change})


def warned(clock: str = "acknowledge", **change: Any) -> PromiseEvent:
    usual = {"ticket": TICKET, "queue": "infrastruktur", "clock": clock, "step": "warn-50", "rung": 0}
    return PromiseWarned.model_validate({**usual, "due_at": LATER, "at": NOW, "reason": "half of it is over", **change})


def breached(clock: str = "acknowledge", rung: int = 1, **change: Any) -> PromiseEvent:
    usual = {"ticket": TICKET, "queue": "infrastruktur", "clock": clock, "step": f"rung-{rung}", "rung": rung}
    said = {"post": RUNGS[rung - 1].post, "due_at": NOW, "at": LATER, "reason": "it was not kept"}
    return PromiseBreached.model_validate({**usual, **said, **change})


def lapsed(clock: str = "review", **change: Any) -> PromiseEvent:
    usual = {"ticket": TICKET, "queue": "infrastruktur", "clock": clock, "step": "lapsed", "rung": 0}
    return PromiseLapsed.model_validate({**usual, "due_at": NOW, "at": LATER, "reason": "its time is over", **change})


def _notice(number: str, revision: int, audience: str, to: str) -> dict[str, Any]:
    return {
        "notice": f"{number}:{revision}:{audience}",
        "ticket": number,
        "revision": revision,
        "queue": "infrastruktur",
        "audience": audience,
        "to": to,
        "channel": "email",
        "attempt": 1,
        "at": LATER,
    }


def delivered(starts: Promise | None = None, number: str = TICKET) -> NoticeDelivered:
    return NoticeDelivered.model_validate(_notice(number, 1, "liaison", LIAISON.post) | {"starts": starts})


def undelivered(
    to: str = LIAISON.post,
    audience: str = "liaison",
    revision: int = 1,
    number: str = TICKET,
    segment: int = 1,
    about: str = "tickets.routed",
) -> NoticeFailed:
    fate = {"reason": "no such mailbox", "segment": segment, "about": about}
    return NoticeFailed.model_validate(_notice(number, revision, audience, to) | fate)


def rostered(directory: Directory, written: str) -> Directory:
    """The directory with this roster, written as in roster.yaml, which nothing checks."""
    entries: dict[str, Any] = yaml.safe_load(written)
    roster = {post: Roster.model_validate({"slug": post, **entry}) for post, entry in entries.items()}
    return directory.model_copy(update={"roster": roster})


def holder_of(directory: Directory, sorted_so: Sorting, day: date = TODAY) -> Holder:
    """Who holds what is sorted so, where somebody is there to."""
    found = first_holder(directory, sorted_so, day)
    assert found
    return found.holder


def telling_again(directory: Directory, every: timedelta, times: int) -> Directory:
    """The directory with promises that all tell the last rung again and again."""
    again = Again(every=every, times=times)
    told = {slug: policy.model_copy(update={"again": again}) for slug, policy in directory.promises.items()}
    return directory.model_copy(update={"promises": told})


def with_parts(
    directory: Directory,
    *,
    sectors: Mapping[str, Sector] | None = None,
    districts: Mapping[str, District] | None = None,
    sources: Mapping[str, Source] | None = None,
) -> Directory:
    """The directory with other sectors, districts or sources in it."""
    parts = {name: getattr(directory, name) for name in Directory.model_fields}
    given = {"sectors": sectors, "districts": districts, "sources": sources}
    return Directory.model_construct(**parts | {name: part for name, part in given.items() if part is not None})


class Ticking:
    """A clock that moves one second on whenever it is asked, or to where it is put."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at
