"""Another promise, fewer people, one more: what they change, and what cannot be wished."""

import pytest

from services.simulation.what_if import WhatIf, WhatIfError, topic_named, with_colleague, with_span, without
from shared.directory.model import Directory
from tests.unit.simulation.traces import HOUR, MINUTE, OWN, arrival, ran, span

LIAISON = "narahubung-gedung"


def test_a_longer_promise_makes_fewer_breaches(directory: Directory) -> None:
    late = arrival(span("kenali") + 2 * MINUTE)
    longer = with_span(directory, "kenali", span("kenali") + HOUR)
    broken = [ran(late, directory=known).fates[("acknowledge", OWN), "broken"] for known in (directory, longer)]
    assert broken == [1, 0]


def test_an_empty_post_moves_its_load_to_its_deputy(directory: Directory) -> None:
    tally = ran(arrival(HOUR), directory=without(directory, LIAISON))
    assert tally.held == {directory.posts[LIAISON].deputy: 1}


def test_an_empty_rung_moves_what_it_would_hear_up(directory: Directory) -> None:
    late = arrival(span("kenali") + 2 * MINUTE)
    ladder = directory.agencies[directory.posts[LIAISON].agency].ladder
    tally = ran(late, directory=without(directory, ladder[0]))
    assert {post for post, _ in tally.rungs} == {ladder[1]}


def test_a_colleague_takes_half_of_what_is_open_at_once(directory: Directory) -> None:
    shared = with_colleague(directory, "gedung-ruang-umum", "narahubung-jembatan")
    tally = ran(arrival(HOUR), arrival(HOUR), directory=shared)
    assert tally.held == {LIAISON: 1, "narahubung-jembatan": 1}


def test_each_change_is_named(directory: Directory) -> None:
    assert WhatIf([("kenali", 8 * HOUR)], [LIAISON], [("jembatan", LIAISON)]).named(directory) == [
        "what if: kenali is 8 h, not 4 h",
        f"what if: nobody sits at {LIAISON}, the whole time",
        f"what if: {LIAISON} shares jembatan",
    ]


def test_the_directory_itself_stays_as_it_is(directory: Directory) -> None:
    before = directory.promises["kenali"], dict(directory.roster)
    WhatIf([("kenali", HOUR)], [LIAISON], [("jembatan", LIAISON)]).applied(directory)
    assert (directory.promises["kenali"], dict(directory.roster)) == before


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (WhatIf(spans=[("kenal", HOUR)]), "there is no promise 'kenal'; did you mean kenali"),
        (WhatIf(without=["meja"]), "there is no post 'meja'; did you mean meja-pilah"),
        (WhatIf(without=["qqqq"]), "there is no post 'qqqq'; there are asisten-administrasi, "),
        (WhatIf(colleagues=[("jembatn", LIAISON)]), "there is no topic 'jembatn'; did you mean jembatan"),
        (WhatIf(colleagues=[("gedung-ruang-umum", LIAISON)]), "holds gedung-ruang-umum already"),
    ],
)
def test_what_there_is_not_is_named_with_what_there_is(directory: Directory, wish: WhatIf, said: str) -> None:
    with pytest.raises(WhatIfError, match=said):
        wish.applied(directory)


def test_a_desk_that_is_always_there_cannot_be_left_out(directory: Directory) -> None:
    lonely = directory.posts[directory.triage_post].model_copy(update={"deputy": None})
    alone = directory.model_copy(update={"posts": {**directory.posts, lonely.slug: lonely}})
    with pytest.raises(WhatIfError, match="cannot be left out"):
        without(alone, lonely.slug)


def test_a_topic_is_found_with_its_sector_too(directory: Directory) -> None:
    assert topic_named(directory, "infrastruktur/jembatan") == topic_named(directory, "jembatan")
