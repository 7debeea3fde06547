"""What becomes of tiny traces whose outcome is known."""

from datetime import timedelta

import pytest

from services.simulation.people import People, Target
from services.simulation.tally import Tally
from shared.directory.model import Directory
from shared.runtime import clock
from tests.builders import rostered
from tests.unit.simulation.traces import DAY, HOUR, MINUTE, MONDAY, OWN, arrival, office, ran, span

ACKNOWLEDGE = ("acknowledge", OWN)
LIAISON = "narahubung-gedung"


def rung(tally: Tally, number: int) -> int:
    return tally.steps[ACKNOWLEDGE, f"rung {number}"]


def test_what_is_answered_in_time_keeps_every_promise() -> None:
    tally = ran(arrival(HOUR))
    assert {kind for kind, fate in tally.fates if fate == "kept"} >= {ACKNOWLEDGE, ("answer", OWN), ("resolution", OWN)}
    assert not [fate for fate in tally.fates if fate[1] in {"broken", "running"}]


def test_an_answer_as_the_time_runs_out_is_in_time() -> None:
    """The clock starts when the notice arrives."""
    assert ran(arrival(span("kenali") + MINUTE)).fates[ACKNOWLEDGE, "kept"] == 1


def test_a_minute_later_the_promise_is_broken_and_the_first_rung_hears() -> None:
    tally = ran(arrival(span("kenali") + 2 * MINUTE))
    assert (tally.fates[ACKNOWLEDGE, "broken"], rung(tally, 1), rung(tally, 2)) == (1, 1, 0)


def test_the_second_rung_hears_after_its_own_time(directory: Directory) -> None:
    further = directory.promises["kenali"].rungs[0]
    before, after = (ran(arrival(span("kenali") + further + more)) for more in (timedelta(0), 2 * MINUTE))
    assert (rung(before, 2), rung(after, 2)) == (0, 1)


def test_each_rung_is_told_at_its_post(directory: Directory) -> None:
    agency = directory.agencies[directory.posts[LIAISON].agency]
    tally = ran(arrival(span("kenali") + 2 * MINUTE))
    assert tally.rungs[agency.ladder[0], 1] == 1


def test_what_nobody_ever_answers_stays_open_and_warns_and_climbs() -> None:
    tally = ran(arrival())
    assert (tally.left_open, tally.answers.total(), rung(tally, 1), rung(tally, 3)) == (1, 0, 1, 1)


def test_a_promise_whose_time_is_not_up_at_the_end_still_runs() -> None:
    tally = ran(arrival(), until=MONDAY + HOUR)
    assert tally.fates[ACKNOWLEDGE, "running"] == 1


def test_a_holder_who_acknowledges_before_they_answer_keeps_that_promise() -> None:
    late = arrival(2 * span("kenali"))
    assert ran(late).fates[ACKNOWLEDGE, "kept"] == 0
    assert ran(late, people=People(acknowledge_before=2 * span("kenali"))).fates[ACKNOWLEDGE, "kept"] == 1


def test_an_acknowledgement_that_nothing_follows_lapses_and_is_broken() -> None:
    people = People(acknowledge_before=30 * span("kenali"))
    tally = ran(arrival(30 * span("kenali")), people=people)
    assert (tally.steps[("act", OWN), "lapsed"], tally.fates[("act", OWN), "broken"]) == (1, 1)


def test_what_is_resolved_long_after_the_answer_breaks_the_resolution_alone() -> None:
    tally = ran(arrival(HOUR), people=People(resolve_after=30 * DAY))
    assert (tally.fates[("answer", OWN), "kept"], tally.fates[("resolution", OWN), "broken"]) == (1, 1)


@pytest.mark.parametrize(("sector", "way"), [("", "no sector"), ("CATCHALL", "unknown sector")])
def test_what_no_sector_is_named_for_is_triages(directory: Directory, sector: str, way: str) -> None:
    tally = ran(arrival(HOUR, sector))
    assert (tally.ways[way], tally.held[directory.triage_post]) == (1, 1)


def test_what_names_a_topic_is_its_liaisons(directory: Directory) -> None:
    tally = ran(arrival(HOUR, "Lampu Jalan"))
    assert tally.held == {directory.sectors["infrastruktur"].topics["lampu-jalan"].liaison: 1}


def test_triage_may_send_on_what_it_gets() -> None:
    tally = ran(arrival(5 * HOUR, ""), people=People(target=Target("infrastruktur", "jembatan")))
    assert (tally.handed_over, tally.fates[("triage", OWN), "kept"], tally.fates[ACKNOWLEDGE, "made"]) == (1, 1, 1)


def test_whoever_is_away_from_a_day_on_passes_on_what_they_hold(directory: Directory) -> None:
    away = rostered(directory, f"{LIAISON}: {{leaves: [{{first: 2026-11-24, last: 2026-11-27}}]}}")
    tally = ran(arrival(25 * HOUR), directory=away)
    assert tally.held == {LIAISON: 1, directory.posts[LIAISON].deputy: 1}


def test_the_load_counts_what_is_open_at_once() -> None:
    together = [arrival(2 * HOUR), arrival(2 * HOUR, created=MONDAY + HOUR)]
    one_by_one = [arrival(HOUR / 2), arrival(HOUR / 2, created=MONDAY + HOUR)]
    assert [ran(*some).most_open[LIAISON] for some in (together, one_by_one)] == [2, 1]


def test_a_notice_counts_on_the_day_it_arrives(directory: Directory) -> None:
    tally = ran(arrival(HOUR), people=People(delivery=DAY), until=MONDAY + 2 * DAY)
    assert tally.notices == {(LIAISON, directory.day(MONDAY + DAY)): 1}


def test_times_are_working_time() -> None:
    friday = MONDAY + 4 * DAY + 8 * HOUR
    over_the_weekend = arrival(HOUR, created=friday)
    assert over_the_weekend.answered
    assert over_the_weekend.answered - friday > 2 * DAY
    tally = ran(over_the_weekend)
    assert tally.answered_after == [office().elapsed(friday, over_the_weekend.answered)] == [HOUR]


def test_virtual_time_never_asks_what_time_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> None:
        raise AssertionError("somebody asked what time it is")

    monkeypatch.setattr(clock, "now", asked)
    assert ran(arrival(HOUR), arrival()).ways.total() == 2
