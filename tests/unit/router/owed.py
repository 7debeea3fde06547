"""What holds of a ticket's promises after whatever happened to it."""

from collections.abc import Iterable
from datetime import datetime

from services.router.domain.consequences import is_unkept
from services.router.domain.owing import TELLING
from shared.contracts.ticket import TicketEvent, TicketLapsed, TicketObjected
from shared.contracts.ticket_record import Promise
from shared.contracts.words import OPEN, UNSEEN, ClockName
from shared.directory.model import Directory
from shared.policy.promise import CITIZENS, step_times, track_of


def of(ticket: TicketEvent, *clocks: ClockName) -> dict[tuple[str, str], Promise]:
    return {track_of(promise): promise for promise in ticket.promises if promise.clock in clocks}


def there_is_one_promise_on_each_track(ticket: TicketEvent) -> None:
    assert len({track_of(promise) for promise in ticket.promises}) == len(ticket.promises)


def something_is_owed_that_ends_with_somebody_hearing(ticket: TicketEvent, directory: Directory) -> None:
    """So long as it is open, or the citizen has a say: a clock runs whose last step is a rung or ends it."""
    running = [one for one in ticket.promises if one.started_at and is_unkept(ticket, one.clock)]
    assert running or ticket.state not in OPEN | {"resolved"}
    for promise in running:
        times = step_times(promise, directory)
        assert times[-1][1].rung or times[-1][1].lapses
        assert [moment for moment, _ in times] == sorted(moment for moment, _ in times)


def what_was_answered_is_answered(history: Iterable[TicketEvent]) -> None:
    """From the first word to the citizen on, until they object."""
    answered = False
    for ticket in history:
        answered = not isinstance(ticket, TicketObjected) and (answered or _tells(ticket))
        assert not (answered and is_unkept(ticket, "answer"))
        assert bool(of(ticket, "update")) == answered


def the_next_word_is_owed_since_the_last(before: TicketEvent, after: TicketEvent) -> None:
    """Whoever holds it, and whether it waits or not."""
    if isinstance(after, TicketObjected):
        return
    for track, promise in of(after, "update").items():
        was = of(before, "update").get(track)
        if _tells(after):
            assert (promise.started_at, promise.turn) == (after.changed_at, was.turn + 1 if was else 1)
        else:
            assert was
            assert promise.turn == was.turn
            assert _due(promise) <= _due(was)


def who_took_it_does_something_or_has_it_no_more(before: TicketEvent, after: TicketEvent) -> None:
    taken = of(after, "act")
    if after.state == "acknowledged":
        assert taken
        is_same = (before.state, before.segment) == (after.state, after.segment)
        assert {promise.started_at for promise in taken.values()} == (
            {promise.started_at for promise in of(before, "act").values()} if is_same else {after.changed_at}
        )
    if isinstance(after, TicketLapsed):
        assert (before.state, after.segment, after.holder) == ("acknowledged", before.segment + 1, before.holder)
        assert after.state in UNSEEN
        assert after.told.post != after.holder.post
        assert after.rung >= before.rung


def nothing_the_citizen_was_promised_is_put_off(before: TicketEvent, after: TicketEvent) -> None:
    was, now = of(before, *CITIZENS), of(after, *CITIZENS)
    assert set(was) <= set(now)
    assert all(_due(now[track]) <= _due(promise) for track, promise in was.items())


def _tells(ticket: TicketEvent) -> bool:
    return isinstance(ticket, TELLING) and bool(ticket.words)


def _due(promise: Promise) -> datetime:
    assert promise.due_at
    return promise.due_at
