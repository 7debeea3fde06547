"""The page that draws a ticket's life says all that the chart does, and stands in docs as it is."""

from pathlib import Path
from typing import get_args

import pytest

from services.router.chart_page import COMES_ABOUT, ROLES, page
from services.router.domain.chart import ACTIONS, HAPPENINGS, Happening, Role
from services.router.domain.terms import ACTIONS as ACTION_TERMS
from services.router.domain.terms import OUTCOMES, STATES
from shared.contracts.action import ActionKind
from shared.contracts.words import OutcomeKind, State

PAGE = page()
DOCUMENT = Path(__file__).parents[3] / "docs" / "lifecycle.md"


def drawn() -> list[str]:
    """The arrows, without the dashes and colons."""
    lines = PAGE.partition("stateDiagram-v2\n")[2].partition("```")[0].splitlines()
    return [line.strip() for line in lines if "-->" in line]


@pytest.mark.parametrize(
    "word", [*get_args(State), *get_args(ActionKind), *get_args(OutcomeKind), *get_args(Happening)]
)
def test_every_state_action_outcome_and_happening_has_a_row(word: str) -> None:
    assert f"\n| `{word}` |" in PAGE


def test_every_word_of_the_chart_has_words_for_people() -> None:
    assert set(STATES) == set(get_args(State))
    assert set(ACTION_TERMS) == set(get_args(ActionKind))
    assert set(OUTCOMES) == set(get_args(OutcomeKind))
    assert set(COMES_ABOUT) == set(get_args(Happening))
    assert set(ROLES) == set(get_args(Role))


def test_every_state_is_drawn_and_every_way_that_leads_to_another() -> None:
    for way in (*ACTIONS, *HAPPENINGS):
        assert f"`{way.event.NAME}`" in PAGE
        leads = way.after and way.states != frozenset({way.after})
        arrows = [arrow for arrow in drawn() if f"--> {way.after}: " in arrow and way.kind in arrow]
        assert bool(arrows) == bool(leads)
    assert {target.partition(":")[0] for arrow in drawn() for target in arrow.split(" --> ")[1:]} == set(
        get_args(State)
    )


def test_the_document_is_what_the_chart_says() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == PAGE, "run `make docs`"
