"""Tickets in every state, held by whom the directory says, and what is done to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.router.domain import lifecycle
from services.router.domain.deed import Deed
from services.router.domain.revision import Refusal
from shared.contracts.action import Action
from shared.contracts.sorted import Sorting
from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Promise
from shared.contracts.words import ENDED, OWN, TRIAGE, WAITING, ClockName, State
from shared.directory.model import Directory
from shared.policy.promise import promises
from shared.policy.stretch import objection, review, taken, told
from tests.builders import LATER, NOW, complaint, holder_of, outcome, pause, rostered, sorting, ticket

LAMP = sorting("infrastruktur", "infrastruktur", "lampu-jalan")
BRIDGE = {"sector": "infrastruktur", "topic": "jembatan"}
VACANT = "{sittings: [{kind: vacant, valid_from: 2026-01-05}]}"
PERMIT = {"sector": "perizinan", "topic": "izin-bangunan"}


def routed(directory: Directory, sorted_so: Sorting = LAMP, **change: Any) -> TicketEvent:
    """As it is when it has just come to whom the directory says."""
    holder = change.pop("holder", None) or holder_of(directory, sorted_so)
    whose = change.get("complaint") or complaint()
    made = promises(directory, sorted_so, "normal", NOW, holder, source=whose.source, number=whose.ticket)
    state = "awaiting_triage" if sorted_so.queue == TRIAGE else "routed"
    usual = {"queue": sorted_so.queue, "sorting": sorted_so, "state": state, "holder": holder, "promises": made}
    return ticket(**usual | change)


def standing_at(directory: Directory, state: State, **change: Any) -> TicketEvent:
    """In that state, with what it has there: what is owed since, a wait, an outcome, the citizen's window."""
    before = routed(directory, sorting(TRIAGE) if state == "awaiting_triage" else LAMP, **change)
    if state in WAITING:
        wait = pause()
        waiting = before.model_copy(update={"state": state, "pause": wait})
        kept = (*told(directory, waiting, NOW), review(directory, wait, before.segment))
        return waiting.model_copy(update={"promises": kept})
    if state in {"resolved", *ENDED} - {"withdrawn"}:
        kept = (*before.promises, objection(directory, before, NOW))
        return before.model_copy(update={"state": state, "outcome": outcome(), "promises": kept})
    owed = {"acknowledged": taken, "in_progress": told}.get(state)
    change = {"promises": owed(directory, before, NOW)} if owed else {}
    return before.model_copy(update={"state": state, **change})


def own(event: TicketEvent, clock: ClockName) -> Promise:
    """What the regency itself promises on that clock."""
    (found,) = (promise for promise in event.promises if (promise.clock, promise.track) == (clock, OWN))
    return found


def clocks(event: TicketEvent) -> set[ClockName]:
    return {promise.clock for promise in event.promises}


def vacated(directory: Directory, post: str) -> Directory:
    """The directory in which nobody does that post's work, nor any deputy's, or deputy's deputy's."""
    chairs: dict[str, None] = {}
    while post in directory.posts and post not in chairs:
        chairs[post] = None
        post = directory.posts[post].deputy or ""
    return rostered(directory, "\n".join(f"{chair}: {VACANT}" for chair in chairs))


def act(
    before: TicketEvent | Sequence[TicketEvent], wish: Action, directory: Directory, now: datetime = LATER
) -> TicketEvent | Refusal:
    """What comes of it, for a ticket or for all its revisions."""
    history = [before] if isinstance(before, TicketEvent) else before
    return lifecycle.act(Deed.upon(history, wish, directory, now))


def done(
    before: TicketEvent | Sequence[TicketEvent], wish: Action, directory: Directory, now: datetime = LATER
) -> TicketEvent:
    """The same, where it is done."""
    after = act(before, wish, directory, now)
    assert isinstance(after, TicketEvent), after
    return after


def refused(
    before: TicketEvent | Sequence[TicketEvent], wish: Action, directory: Directory, now: datetime = LATER
) -> str:
    """Why it is not done."""
    after = act(before, wish, directory, now)
    assert isinstance(after, Refusal), after
    return after.reason
