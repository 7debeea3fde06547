"""Every letter there is: which template it is made of, and what holds for all of them."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.wishes import WISHES
from shared.contracts.action import ActionKind
from shared.contracts.ticket_record import Outcome, Pause
from shared.contracts.words import CITIZEN, ClockName, OutcomeKind, PauseKind, State
from tests.builders import LATER, LIAISON, NOW, OTHER, TICKET, promise, started
from tests.unit.directory.reading import hard_to_read
from tests.unit.notifier.letters import LETTERS, LOADED, Letter, every_letter, letters

each_letter = pytest.mark.parametrize("letter", every_letter(), ids=lambda letter: letter.key)


def test_each_shipped_template_is_the_template_of_a_letter() -> None:
    assert {letter.key for letter in every_letter()} == set(LOADED.wording) - {"liaison/spot_check", "leader/digest"}


@pytest.mark.parametrize(
    ("name", "audience", "key"),
    [
        ("resolved-done", "citizen", "citizen/resolved"),
        ("resolved-scheduled", "citizen", "citizen/resolved-scheduled"),
        ("resolved-not_ours", "citizen", "citizen/resolved-not_ours"),
        ("paused-authority", "citizen", "citizen/paused"),
        ("paused-stage", "citizen", "citizen/paused-stage"),
        ("handed_over-roster", "citizen", "citizen/handed_over-roster"),
        ("handed_over-roster", "liaison", "liaison/handed_over"),
        ("handed_over-back", "citizen", "citizen/handed_over-back"),
        ("handed_over-back", "liaison", "liaison/handed_over-back"),
        ("routed-outside", "citizen", "citizen/routed-outside"),
        ("routed-emergency", "liaison", "liaison/routed-emergency"),
    ],
)
def test_what_is_special_about_an_event_has_words_of_its_own(name: str, audience: str, key: str) -> None:
    assert key in {letter.key for letter in letters(name) if letter.audience == audience}


@pytest.mark.parametrize(("kind", "kinds"), [("resolved", OutcomeKind), ("paused", PauseKind)])
def test_no_outcome_and_no_kind_of_wait_is_forgotten(kind: str, kinds: Any) -> None:
    assert {f"{kind}-{one}" for one in get_args(kinds)} <= set(LETTERS)


def test_every_wish_has_a_name_to_refuse_it_by() -> None:
    assert set(WISHES) == set(get_args(ActionKind))


@each_letter
def test_no_letter_names_the_reporter_or_speaks_in_jargon(letter: Letter) -> None:
    assert letter.event.complaint.pseudonym not in letter.text
    assert [problem for problem in hard_to_read(letter.text) if "jargon" in problem] == []


@each_letter
def test_no_sentence_of_a_letter_is_too_long(letter: Letter) -> None:
    assert [problem for problem in hard_to_read(letter.text) if not problem.endswith(" letters")] == []


HOLDERS = st.builds(
    lambda post, away: LOADED.holder(post).model_copy(update={"stands_in_for": away}),
    st.sampled_from(sorted(LOADED.posts)),
    st.none() | st.sampled_from([*sorted(LOADED.posts), "gone"]),
)
AGENCIES = st.none() | st.sampled_from([*sorted(LOADED.agencies), "gone"])
TEXTS = st.none() | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)
MOMENTS = st.sampled_from([NOW, LATER, NOW.replace(year=2028)])
STAGES = st.sampled_from([(None, None), ("road-damage", "musrenbangcam"), ("road-damage", "gone"), ("gone", "gone")])
PAUSES = st.builds(
    lambda kind, at, agency, reference, stage: Pause(
        kind=kind, since=NOW, review_at=at, agency=agency, reference=reference, procedure=stage[0], stage=stage[1]
    ),
    *(st.sampled_from(get_args(PauseKind)), MOMENTS, AGENCIES, TEXTS, STAGES),
)
OUTCOMES = st.builds(
    Outcome,
    kind=st.sampled_from(get_args(OutcomeKind)),
    words=TEXTS.filter(bool),
    on=st.none() | st.dates(),
    agency=AGENCIES,
    reference=TEXTS,
    other=st.none() | st.just(OTHER),
    since=st.just(NOW),
)
CLOCKS = get_args(ClockName)
EVERY_PROMISE = tuple(started(clock, track=track) for clock in CLOCKS for track in ("own", "law"))
CHANGES = st.fixed_dictionaries(
    {
        "state": st.sampled_from(get_args(State)),
        "words": TEXTS,
        "holder": HOLDERS,
        "offered": st.none() | HOLDERS,
        "pause": st.none() | PAUSES,
        "outcome": st.none() | OUTCOMES,
        "score": st.none() | st.integers(1, 5),
        "objections": st.integers(0, 5),
        "promises": st.sampled_from([(), (promise(),), (started(),), (started(), started("objection")), EVERY_PROMISE]),
        "cause": st.sampled_from(CLOCKS).map(lambda clock: f"{TICKET}:{clock}:rung-1"),
        "actor": st.sampled_from([CITIZEN, LIAISON.post, "router", "roster", "gone"]),
        "changed_at": MOMENTS,
    }
)


@given(name=st.sampled_from(sorted(LETTERS)), change=CHANGES)
def test_every_letter_can_be_written_whatever_is_known(name: str, change: dict[str, Any]) -> None:
    for letter in letters(name, **change):
        assert letter.text.startswith("Subject: ")
        assert TICKET in letter.text
        assert [sign for sign in ("None", "{{", "{%", "\n\n\n") if sign in letter.text] == []
