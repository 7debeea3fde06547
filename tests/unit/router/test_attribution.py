"""Whose time it was: what each holder used, what was waited for, and with whom a promise broke."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.router.domain.assignment import assign
from services.router.domain.consequences import is_unkept
from shared.contracts import ticket as said
from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Promise
from shared.contracts.times_question import SegmentTimes, TicketTimes
from shared.contracts.words import EMERGENCY
from shared.directory.model import Directory
from shared.policy.attribution import stretches, times
from tests.builders import LIAISON, NOW, TRIAGE_DESK, pause, promise, sorted_to, started, ticket
from tests.conftest import shipped

HOUR = timedelta(hours=1)
# Round the clock, in four hours from NOW.
RESOLUTION = started()


def due(hours: float, clock: str = "resolution", **change: Any) -> Promise:
    """A promise that runs, until so many hours after NOW."""
    return promise(clock, starts="admitted", started_at=NOW, due_at=NOW + hours * HOUR, **change)


class Story:
    """Revisions of a ticket, each so many hours after its admission; what it does not say stays as it was."""

    def __init__(self, kind: type[TicketEvent] = said.TicketRouted, **change: Any) -> None:
        self.history = [ticket(kind, **change)]

    def then(self, hours: float, kind: type[TicketEvent], state: str, **change: Any) -> "Story":
        latest = self.history[-1]
        kept = {name: getattr(latest, name) for name in ("state", "holder", "segment", "objections", "promises")}
        place = {
            "revision": latest.revision + 1,
            "changed_at": NOW + hours * HOUR,
            "cause": f"action:{latest.revision}",
        }
        self.history.append(ticket(kind, **kept | place | {"state": state} | change))
        return self

    def told(self, directory: Directory, hours: float) -> TicketTimes:
        return times(self.history, directory, is_unkept, NOW + hours * HOUR)


def in_hours(one: SegmentTimes) -> tuple[str, float, dict[str, float], float]:
    waited = {kind: time / HOUR for kind, time in one.waited.items()}
    return one.holder.post, one.worked / HOUR, waited, one.rested / HOUR


def broke(found: TicketTimes) -> list[tuple[int, str, float]]:
    return [(one.segment, it.clock, (it.at - NOW) / HOUR) for one in found.segments for it in one.broken]


def from_triage(**change: Any) -> Story:
    """An hour with triage, then with the liaison, whose own clock is fresh."""
    first = Story(holder=TRIAGE_DESK, queue="triage", state="awaiting_triage", promises=(promise("triage"), RESOLUTION))
    own = {"promises": (promise(segment=2), started(segment=2)), **change}
    return first.then(1, said.TicketHandedOver, "routed", segment=2, holder=LIAISON, **own)


def paused_and_done() -> Story:
    story = from_triage().then(2, said.TicketAcknowledged, "acknowledged")
    story.then(3, said.TicketPaused, "paused", pause=pause("authority"))
    story.then(27, said.TicketResumed, "in_progress", segment=3, promises=(promise(segment=3),))
    return story.then(28, said.TicketResolved, "resolved").then(30, said.TicketConfirmed, "confirmed")


def test_each_holder_has_their_own_time_and_a_pause_is_apart(directory: Directory) -> None:
    assert [in_hours(one) for one in paused_and_done().told(directory, 100).segments] == [
        (TRIAGE_DESK.post, 1, {}, 0),
        (LIAISON.post, 2, {"authority": 24}, 0),
        (LIAISON.post, 1, {}, 2),
    ]


def test_a_segment_says_how_it_ended(directory: Directory) -> None:
    story = paused_and_done()
    assert [one.ended for one in story.told(directory, 100).segments] == ["handed_over", "resumed", "confirmed"]
    story.history.pop()
    last = story.told(directory, 100).segments[-1]
    assert (last.ended, last.until) == (None, None)


def test_what_is_said_after_the_end_takes_no_time(directory: Directory) -> None:
    story = paused_and_done()
    whole = story.told(directory, 100).segments
    assert story.then(50, said.TicketRated, "confirmed", score=4).told(directory, 100).segments == whole


def test_a_hand_over_leaves_the_second_holder_all_of_their_own_time(directory: Directory) -> None:
    cause = "BWI-7K3M-9QXA-2F4T:acknowledge:rung-1"
    late = Story(promises=(promise(),)).then(5, said.TicketEscalated, "routed", cause=cause)
    late.then(6, said.TicketHandedOver, "routed", segment=2, holder=TRIAGE_DESK, promises=(promise(segment=2),))
    found = late.then(8, said.TicketAcknowledged, "acknowledged").told(directory, 9)
    assert broke(found) == [(1, "acknowledge", 5)]
    assert [one.taken_after for one in found.segments] == [None, 2 * HOUR]


def test_the_way_to_the_first_holder_is_none_of_theirs(directory: Directory) -> None:
    story = Story(changed_at=NOW + 3 * HOUR).then(4, said.TicketAcknowledged, "acknowledged")
    assert story.told(directory, 5).segments[0].taken_after == HOUR


def test_who_has_it_while_the_date_goes_by_is_named_beside_who_used_the_time(directory: Directory) -> None:
    story = Story(holder=TRIAGE_DESK, promises=(RESOLUTION,))
    story.then(3, said.TicketHandedOver, "routed", segment=2, holder=LIAISON, promises=(started(segment=2),))
    found = story.told(directory, 9)
    assert broke(found) == [(2, "resolution", 4)]
    ((late,),) = (one.broken for one in found.segments if one.broken)
    assert [(share.post, share.part) for share in late.shares] == [(TRIAGE_DESK.post, 0.75), (LIAISON.post, 0.25)]


def test_time_that_stood_still_is_nobodys_share(directory: Directory) -> None:
    story = Story(state="in_progress", promises=(RESOLUTION,))
    story.then(1, said.TicketPaused, "paused", pause=pause("safety"))
    left = due(14, segment=2)
    found = story.then(11, said.TicketResumed, "in_progress", segment=2, promises=(left,)).told(directory, 20)
    assert [share.used / HOUR for share in found.segments[1].broken[0].shares] == [4]


def test_what_broke_with_one_holder_does_not_break_again_with_the_next(directory: Directory) -> None:
    story = Story(holder=TRIAGE_DESK, promises=(RESOLUTION,))
    story.then(5, said.TicketHandedOver, "routed", segment=2, holder=LIAISON, promises=(started(segment=2),))
    cause = "BWI-7K3M-9QXA-2F4T:resolution:2:rung-1"
    assert broke(story.then(6, said.TicketEscalated, "routed", cause=cause).told(directory, 9)) == [
        (1, "resolution", 4)
    ]


def test_what_was_kept_in_time_did_not_break(directory: Directory) -> None:
    assert not broke(Story().then(4, said.TicketResolved, "resolved").told(directory, 9))


def test_who_objects_is_promised_anew_and_that_may_break_too(directory: Directory) -> None:
    story = Story(promises=(RESOLUTION,)).then(5, said.TicketResolved, "resolved")
    story.then(6, said.TicketClosed, "closed_unconfirmed")
    anew = due(13, segment=2)
    found = story.then(9, said.TicketObjected, "objected", segment=2, objections=1, promises=(anew,)).told(
        directory, 20
    )
    assert broke(found) == [(1, "resolution", 4), (2, "resolution", 13)]
    assert [in_hours(one) for one in found.segments] == [(LIAISON.post, 5, {}, 4), (LIAISON.post, 11, {}, 0)]


def test_each_turn_and_each_track_of_a_clock_breaks_by_itself(directory: Directory) -> None:
    first = (started("update"), due(20, "update", track="lapor"))
    again = (due(9, "update", turn=2), first[1])
    story = Story(state="in_progress", promises=first).then(5, said.TicketUpdated, "in_progress", promises=again)
    assert broke(story.told(directory, 30)) == [(1, "update", 4), (1, "update", 9), (1, "update", 20)]


def test_a_word_that_is_owed_while_it_waits_may_break_then(directory: Directory) -> None:
    story = Story(state="in_progress", promises=(started("update"),))
    assert broke(story.then(1, said.TicketPaused, "paused", pause=pause()).told(directory, 9)) == [(1, "update", 4)]


def test_who_took_it_and_did_nothing_broke_their_own_promise(directory: Directory) -> None:
    story = Story().then(1, said.TicketAcknowledged, "acknowledged", promises=(started("act"),))
    found = story.then(4.1, said.TicketLapsed, "routed", segment=2, promises=(promise(segment=2),)).told(directory, 5)
    assert broke(found) == [(1, "act", 4)]
    assert (found.segments[0].broken[0].shares, found.segments[0].ended) == ((), "lapsed")


def test_a_citizens_window_and_a_wait_that_end_are_nobodys_breach(directory: Directory) -> None:
    waits = Story(state="paused", pause=pause(), promises=(started("review"),))
    window = Story(state="resolved", promises=(started("objection"),))
    assert not broke(waits.told(directory, 9)) + broke(window.told(directory, 9))


def test_warnings_are_counted_where_they_were_given(directory: Directory) -> None:
    cause = "BWI-7K3M-9QXA-2F4T:acknowledge:2:"
    story = from_triage().then(2, said.TicketReminded, "routed", cause=f"{cause}warn-50")
    assert not broke(story.told(directory, 3))
    story.then(3, said.TicketEscalated, "routed", cause=f"{cause}rung-1")
    assert [one.warned for one in story.told(directory, 3.5).segments] == [{}, {"acknowledge": 1}]


def test_time_is_counted_as_the_regency_itself_promised(directory: Directory) -> None:
    story = Story(promises=(promise(track="lapor", calendar="kantor"), promise()))
    assert [one.calendar for one in story.told(directory, 1).segments] == ["siaga"]


SUNDAY_NIGHT = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_an_emergency_counts_the_night_and_anything_else_office_hours() -> None:
    loaded = shipped()
    worked = {}
    for queue, topic in ((EMERGENCY, None), ("infrastruktur", "lampu-jalan")):
        urgency = "emergency" if queue == EMERGENCY else "normal"
        first = assign(
            sorted_to(queue, topic=topic, urgency=urgency, admitted_at=SUNDAY_NIGHT), loaded, SUNDAY_NIGHT, 1
        )
        (one,) = times([first], loaded, is_unkept, MONDAY).segments
        worked[queue] = (one.calendar, one.worked / HOUR)
    assert worked == {EMERGENCY: ("siaga", 13), "infrastruktur": ("kantor", 1.5)}


def test_what_is_over_before_a_holder_has_it_breaks_when_it_comes_to_them(directory: Directory) -> None:
    story = Story(promises=()).then(5, said.TicketHandedOver, "routed", segment=2, promises=(due(4, "acknowledge"),))
    assert broke(story.told(directory, 6)) == [(2, "acknowledge", 5)]


def test_a_question_from_before_the_last_change_is_answered_as_of_that_change() -> None:
    assert [stretch.until for stretch in stretches(from_triage().history, NOW)] == [NOW + HOUR] * 2


def test_a_clock_that_jumped_back_takes_nothing_from_anybody(directory: Directory) -> None:
    story = Story().then(5, said.TicketAcknowledged, "acknowledged").then(3, said.TicketUpdated, "in_progress")
    found = story.then(4, said.TicketHandedOver, "routed", segment=2, holder=TRIAGE_DESK).told(directory, 4.5)
    assert [in_hours(one) for one in found.segments] == [(LIAISON.post, 5, {}, 0), (TRIAGE_DESK.post, 0, {}, 0)]
