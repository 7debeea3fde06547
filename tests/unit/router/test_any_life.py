"""Whatever happens to a ticket, in whatever order, by whomever, and however much time goes by."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.router.domain import lifecycle
from services.router.domain.assignment import assign
from services.router.domain.chart import ACTIONS, HAPPENINGS, standing
from services.router.domain.consequences import on_promise
from services.router.domain.deed import Deed
from services.router.domain.handover import HAND_OVERS
from services.router.domain.revision import Refusal
from services.router.domain.rostering import Rostering
from services.router.domain.undelivered import on_undelivered
from shared.contracts.event import recall, remember
from shared.contracts.ticket import (
    TicketEvent,
    TicketHandedOver,
    TicketNoted,
    TicketObjected,
    TicketRated,
    TicketReclassified,
)
from shared.contracts.words import ENDED, TRIAGE, WAITING
from tests.builders import NOW, TICKET, sorted_to, undelivered
from tests.unit.router import owed, spent
from tests.unit.router.lives import BEGINNINGS, TOWN, rings, wishes

Change = Callable[[list[TicketEvent]], TicketEvent | Refusal | None]


class Life(RuleBasedStateMachine):
    """One ticket, its revisions, and everything that was tried; tried again, it comes to the same."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.history: list[TicketEvent] = []
        self.tried: list[Change] = []

    @initialize(beginning=BEGINNINGS)
    def begins(self, beginning: tuple[str, str | None]) -> None:
        queue, topic = beginning
        self.history = [assign(sorted_to(queue, topic=topic), TOWN, self.now, 1.0)]

    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        wish, now = data.draw(wishes(self.history, self.now)), self.now
        self._happens(lambda history: lifecycle.act(Deed.upon(history, wish, TOWN, now)))

    @rule(data=st.data())
    def somebody_else_acts(self, data: st.DataObject) -> None:
        self.somebody_acts(data)

    @rule(what=st.sampled_from(["a clock", "a letter", "the roster", "the roster", "the roster"]), data=st.data())
    def something_happens(self, what: str, data: st.DataObject) -> None:
        latest, now = self.history[-1], self.now
        if what == "a clock":
            said = data.draw(rings(latest, now))
            self._happens(lambda history: on_promise(history[-1], said, TOWN, now))
        elif what == "a letter":
            audience = data.draw(st.sampled_from(["liaison", "leader", "citizen"]))
            failed = undelivered(latest.holder.post, audience, latest.revision, segment=latest.segment)
            self._happens(lambda history: on_undelivered(history[-1], failed, TOWN, now))
        else:
            self._happens(lambda history: Rostering(TOWN, now).changed(history[-1]))

    @rule(hours=st.sampled_from([12, 24, 24, 72]))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def _happens(self, change: Change) -> None:
        """As the store does it: what one cause led to is never done again."""
        self.tried.append(change)
        _grow(self.history, change)
        self.now += timedelta(seconds=1)

    @invariant()
    def revisions_grow_one_by_one_each_with_its_own_cause_and_a_reason(self) -> None:
        assert [revision.revision for revision in self.history] == list(range(1, len(self.history) + 1))
        assert len({revision.cause for revision in self.history}) == len(self.history)
        assert all(revision.actor and revision.reason for revision in self.history)
        assert {(revision.ticket, revision.complaint) for revision in self.history} <= {
            (TICKET, self.history[0].complaint)
        }

    @invariant()
    def there_is_one_holder_whom_the_directory_knows(self) -> None:
        for latest in self.history[-1:]:
            assert latest.holder.post in TOWN.posts
            assert latest.queue == TRIAGE or latest.state != "awaiting_triage"
            desks = {TOWN.triage_post, TOWN.arbiter_post}
            assert standing(latest) != "awaiting_triage" or latest.holder.post in desks

    @invariant()
    def while_somebody_has_to_do_something_a_clock_runs(self) -> None:
        for latest in self.history[-1:]:
            owed.something_is_owed_that_ends_with_somebody_hearing(latest, TOWN)
            owed.there_is_one_promise_on_each_track(latest)
            assert {promise.segment for promise in latest.promises} == {latest.segment}

    @invariant()
    def the_citizen_is_answered_once_and_then_told_again_and_again(self) -> None:
        owed.what_was_answered_is_answered(self.history)
        for before, after in self._last():
            owed.the_next_word_is_owed_since_the_last(before, after)

    @invariant()
    def whoever_took_it_has_to_do_something(self) -> None:
        for before, after in self._last():
            owed.who_took_it_does_something_or_has_it_no_more(before, after)

    @invariant()
    def it_waits_for_something_or_does_not_and_ended_somehow_or_did_not(self) -> None:
        for latest in self.history[-1:]:
            assert (latest.pause is not None) == (latest.state in WAITING)
            assert latest.outcome is None or latest.state in {"resolved", *ENDED}
            assert latest.outcome or latest.state not in {"resolved", *ENDED} - {"withdrawn"}

    @invariant()
    def the_last_change_is_one_of_those_that_are_drawn(self) -> None:
        for before, after in self._last():
            drawn = [way for way in (*ACTIONS, *HAPPENINGS) if way.event is type(after)]
            assert after.state in {way.after or before.state for way in drawn if standing(before) in way.states}

    @invariant()
    def after_the_end_there_are_only_ratings_and_notes_and_objections_in_time(self) -> None:
        for before, after in self._last():
            objects = before.state != "withdrawn" and isinstance(after, TicketObjected)
            assert before.state not in ENDED or objects or isinstance(after, TicketRated | TicketNoted)

    @invariant()
    def a_new_holder_begins_a_segment_and_has_nothing_of_the_formers(self) -> None:
        for before, after in self._last():
            assert after.segment - before.segment in {0, 1}
            if after.holder.post != before.holder.post:
                assert after.segment == before.segment + 1
                assert after.offered is None
            if isinstance(after, TicketHandedOver):
                assert (after.former, after.helpers) == (before.holder, ())

    @invariant()
    def no_hand_over_and_no_topic_puts_off_what_the_citizen_was_promised(self) -> None:
        for before, after in self._last():
            if isinstance(after, TicketHandedOver | TicketReclassified) and before.pause == after.pause:
                owed.nothing_the_citizen_was_promised_is_put_off(before, after)

    @invariant()
    def it_is_handed_over_three_times_at_most_and_the_third_time_to_the_arbiter(self) -> None:
        for before, after in self._last():
            assert after.hand_overs - before.hand_overs in {0, 1}
            assert after.hand_overs <= HAND_OVERS + 1
            if (before.hand_overs, after.hand_overs) == (HAND_OVERS, HAND_OVERS + 1):
                assert after.holder.post == TOWN.arbiter_post

    def teardown(self) -> None:
        """All of it again is the same history, word for word, and so is what was stored of it."""
        again = self.history[:1]
        for change in self.tried:
            _grow(again, change)
        assert again == self.history
        assert [recall(remember(revision)) for revision in self.history] == self.history
        if self.history:
            spent.all_of_its_time_is_one_holders(self.history, TOWN, self.now)
            spent.what_is_over_stays_whose_it_was(self.history, TOWN, self.now)

    def _last(self) -> list[tuple[TicketEvent, TicketEvent]]:
        return list(pairwise(self.history[-2:]))


def _grow(history: list[TicketEvent], change: Change) -> None:
    after = change(history)
    if isinstance(after, TicketEvent) and all(after.cause != revision.cause for revision in history):
        history.append(after)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
