"""How a ticket is forwarded to an office outside, and who holds it then."""

from datetime import timedelta
from typing import Any

import pytest

from services.router.domain import pausing
from services.router.domain.deed import Deed
from services.sla.domain.clock import begins
from shared.contracts.ticket import TicketEvent, TicketForwarded
from shared.contracts.ticket_record import Holder
from shared.contracts.words import State
from tests.builders import LIAISON, NOW, action, rostered
from tests.unit.router.waits import (
    DAY,
    EMERGENCIES,
    LOADED,
    OPEN_AT_WORK,
    TODAY,
    after,
    deed,
    in_days,
    in_work,
    morning,
    waiting,
    why_not,
)


@pytest.mark.parametrize("state", [*OPEN_AT_WORK, "paused", "forwarded"])
def test_forwarded_it_is_held_by_whoever_watches_that_office_for_us(state: State) -> None:
    before = waiting("forwarded" if state == "forwarded" else "stage") if state in {"paused", "forwarded"} else None
    before = before or in_work(state=state, rung=2, helpers=("kepala-dpu-ckpp",))
    sent = after(pausing.forward(deed("forward", before, NOW + DAY, agency="polresta", reference="LP/7")))
    tracker = LOADED.agencies["polresta"].tracker
    assert isinstance(sent, TicketForwarded)
    assert (sent.state, sent.segment, sent.holder.post, sent.former) == ("forwarded", 2, tracker, LIAISON)
    assert (sent.rung, sent.helpers) == (0, ())
    assert sent.pause
    assert (sent.pause.kind, sent.pause.agency, sent.pause.reference) == ("authority", "polresta", "LP/7")
    assert sent.pause.review_at == morning(in_days(15))
    assert [(made.clock, made.segment) for made in sent.promises] == [("resolution", 2), ("review", 2)]
    assert [made.clock for made in begins(sent)] == ["review"]


def test_forwarded_it_climbs_the_ladder_of_whoever_watches() -> None:
    sent = after(pausing.forward(deed("forward", agency="polresta")))
    post = LOADED.posts[sent.holder.post]
    posts = [step.post for made in sent.promises if made.clock == "resolution" for step in made.steps if step.rung]
    assert posts == [rung for rung in LOADED.agencies[post.agency].ladder if rung != post.slug]


def test_forwarded_by_who_watches_that_office_already_it_stays_with_them_in_a_segment_of_its_own() -> None:
    tracker = LOADED.holder(str(LOADED.agencies["polresta"].tracker))
    before = in_work(holder=tracker, rung=1, helpers=("bupati",))
    sent = after(pausing.forward(deed("forward", before, agency="polresta")))
    assert (sent.holder, sent.segment, sent.rung, sent.helpers) == (tracker, 2, 1, ("bupati",))


def test_forwarded_while_the_watcher_is_away_it_is_held_by_who_stands_in() -> None:
    tracker = LOADED.agencies["polresta"].tracker
    away = rostered(LOADED, f"{tracker}: {{leaves: [{{first: {TODAY}, last: {TODAY}, substitute: meja-pilah}}]}}")
    sent = after(pausing.forward(Deed(in_work(), action("forward", agency="polresta"), away, NOW)))
    assert sent.holder == Holder(**LOADED.holder("meja-pilah").model_dump() | {"stands_in_for": tracker})


def test_forwarded_while_nobody_watches_that_office_is_refused() -> None:
    tracker = LOADED.agencies["polresta"].tracker
    empty = rostered(LOADED, f"{tracker}: {{sittings: [{{kind: vacant}}]}}")
    posts = {slug: post.model_copy(update={"deputy": None}) for slug, post in empty.posts.items()}
    deserted = empty.model_copy(update={"posts": posts})
    refused = pausing.forward(Deed(in_work(), action("forward", agency="polresta"), deserted, NOW))
    assert "tidak ada yang mengawal" in why_not(refused)


FORWARDS: list[tuple[dict[str, Any], str]] = [
    ({"agency": "dlh"}, "milik kabupaten sendiri"),
    ({"agency": "kantor-pos"}, "Kantor kantor-pos tidak ada di daftar."),
    ({"agency": "polresta", "on": in_days(61)}, "paling lama sampai Jumat, 22 Januari 2027"),
    ({"agency": "polresta", "on": TODAY}, "paling cepat besok"),
]


@pytest.mark.parametrize(("wish", "reason"), FORWARDS)
def test_what_cannot_be_forwarded_so_is_refused_and_says_why(wish: dict[str, Any], reason: str) -> None:
    assert reason in why_not(pausing.forward(deed("forward", **wish)))


def test_a_forward_counts_the_time_that_offices_were_waited_for_before() -> None:
    late = in_work(waited={"authority": 55 * DAY})
    sent = after(pausing.forward(deed("forward", late, agency="polresta")))
    assert sent.pause
    assert sent.pause.review_at == morning(in_days(5))
    again = after(pausing.forward(deed("forward", sent, NOW + 2 * DAY, agency="polresta", on=in_days(5))))
    assert again.waited == {"authority": 57 * DAY}
    assert "sudah habis, semuanya 60 hari" in why_not(
        pausing.forward(deed("forward", again, NOW + timedelta(days=4.5), agency="polresta"))
    )


@pytest.mark.parametrize("before", EMERGENCIES)
def test_an_emergency_may_be_forwarded_and_is_looked_at_the_next_day(before: TicketEvent) -> None:
    sent = after(pausing.forward(deed("forward", before, agency="polresta")))
    assert sent.pause
    assert sent.pause.review_at == morning(in_days(1))
    assert "paling lama sampai Selasa, 24 November 2026" in why_not(
        pausing.forward(deed("forward", before, agency="polresta", on=in_days(2)))
    )
