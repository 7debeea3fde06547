"""Who may do what to a ticket in which state, and where it stands then: every kind of action by everybody."""

from itertools import product
from typing import Any, get_args

import pytest

from services.router.domain.chart import ACTIONS, HAPPENINGS, Happening, Role, ways
from services.router.domain.lifecycle import DONE
from services.router.domain.revision import Refusal
from shared.contracts.action import ActionKind
from shared.contracts.ticket import ActionRefused, TicketEvent
from shared.contracts.words import CITIZEN, TRIAGE, OutcomeKind, State
from shared.directory.model import Directory
from tests.builders import action, sorting
from tests.contracts.events import MESSAGES
from tests.unit.router.deeds import PERMIT, act, standing_at

STATES: tuple[State, ...] = get_args(State)
UNTAKEN = "routed objected"
AT_WORK = f"{UNTAKEN} acknowledged in_progress"
HELD = f"{AT_WORK} paused forwarded"
OPEN = f"{HELD} awaiting_triage"
ENDED = "confirmed closed_unconfirmed withdrawn"
# In which states who may do it.
ALLOWED: dict[ActionKind, dict[Role, str]] = {
    "acknowledge": {"staff": UNTAKEN, "offered": OPEN},
    "reply": {"staff": OPEN, "citizen": OPEN},
    "ask": {"staff": AT_WORK},
    "decide": {"staff": "awaiting_triage", "arbiter": "awaiting_triage"},
    "hand_over": {"staff": HELD},
    "reclassify": {"triage": HELD, "arbiter": HELD},
    "pause": {"staff": AT_WORK},
    "resume": {"staff": "paused forwarded"},
    "forward": {"staff": HELD},
    "resolve": {"staff": OPEN},
    "confirm": {"citizen": "resolved"},
    "object": {"citizen": "resolved confirmed closed_unconfirmed"},
    "rate": {"citizen": "resolved confirmed closed_unconfirmed"},
    "withdraw": {"citizen": f"{OPEN} resolved"},
    "note": dict.fromkeys(("staff", "triage", "arbiter"), f"{OPEN} resolved {ENDED}"),
}
# Of the kinds above those that need more than their state tells: where it goes, and how it ended.
GIVEN: dict[ActionKind, dict[str, Any]] = {
    "hand_over": PERMIT,
    "reclassify": PERMIT,
    "resolve": {"outcome": "answered"},
}
STAFF = ("holder", "stood in for", "ladder", "told in their place")
ACTORS = (*STAFF, "offered", "triage", "arbiter", "citizen", "stranger")


def actor_of(who: str, before: TicketEvent, directory: Directory) -> str:
    ladder = next(step.post for promise in before.promises for step in promise.steps if step.post)
    posts = {
        "holder": before.holder.post,
        "stood in for": "narahubung-pkl",
        "ladder": ladder,
        "told in their place": "narahubung-ktp",
        "offered": "narahubung-jembatan",
        "triage": directory.triage_post,
        "arbiter": directory.arbiter_post,
        "citizen": CITIZEN,
    }
    return str(posts.get(who, "bupati"))


def place(state: State, directory: Directory) -> TicketEvent:
    """A ticket with everybody about it there is, each of them another."""
    before = standing_at(directory, "routed" if state == "awaiting_triage" else state)
    holder = before.holder.model_copy(update={"stands_in_for": "narahubung-pkl"})
    others = {"helpers": ("narahubung-ktp",), "offered": directory.holder("narahubung-jembatan")}
    waits = {"queue": TRIAGE, "sorting": sorting(TRIAGE)} if state == "awaiting_triage" else {}
    return before.model_copy(update={"state": state, "holder": holder, **others, **waits})


def roles_of(who: str) -> set[Role]:
    return {"staff"} if who in STAFF else {role for role in get_args(Role) if role == who}


Tried = dict[tuple[ActionKind, str, State], TicketEvent | Refusal]
EVERY_KIND = pytest.mark.parametrize("kind", ALLOWED)


@pytest.fixture(scope="module")
def tried(directory: Directory) -> Tried:
    """What came of it, whoever tried whatever wherever."""
    found = {}
    for state, kind, who in product(STATES, ALLOWED, ACTORS):
        before = place(state, directory)
        wish = action(kind, actor=actor_of(who, before, directory), **GIVEN.get(kind, {}))
        found[kind, who, state] = act(before, wish, directory)
    return found


@EVERY_KIND
@pytest.mark.parametrize("who", ACTORS)
def test_who_may_do_it_may_where_the_chart_says_so_and_nowhere_else(kind: ActionKind, who: str, tried: Tried) -> None:
    allowed = {state for role in roles_of(who) for state in ALLOWED[kind].get(role, "").split()}
    assert {state for state in STATES if isinstance(tried[kind, who, state], TicketEvent)} == allowed


@EVERY_KIND
def test_what_was_done_is_what_the_chart_says_comes_of_it(kind: ActionKind, tried: Tried) -> None:
    for who, state in product(ACTORS, STATES):
        after = tried[kind, who, state]
        if isinstance(after, TicketEvent):
            drawn = [way for way in ways(kind) if way.event is type(after) and state in way.states]
            assert after.state in {way.after or state for way in drawn}
            assert (after.revision, after.reason != "") == (2, True)


def sentences(reason: str) -> list[str]:
    return [sentence for sentence in reason.split(". ") if sentence]


@EVERY_KIND
def test_whoever_is_refused_reads_why_and_what_to_do_in_short_sentences(kind: ActionKind, tried: Tried) -> None:
    for who, state in product(ACTORS, STATES):
        after = tried[kind, who, state]
        if isinstance(after, Refusal):
            assert after.reason.endswith(".")
            assert len(sentences(after.reason)) > 1
            assert max(len(sentence.split()) for sentence in sentences(after.reason)) <= 20


def test_the_chart_names_every_kind_every_state_every_event_and_every_outcome() -> None:
    assert {way.kind for way in ACTIONS} == set(get_args(ActionKind)) == {*DONE, "link", "unlink"}
    assert {way.kind for way in HAPPENINGS} == set(get_args(Happening))
    drawn = (*ACTIONS, *HAPPENINGS)
    assert {way.after for way in drawn} - {None} == set(STATES)
    assert {way.event.NAME for way in drawn} == {name for name in MESSAGES if name.startswith("tickets.")} - {
        ActionRefused.NAME
    }
    assert {outcome for way in drawn for outcome in way.outcomes} == set(get_args(OutcomeKind))
    assert {role for way in ACTIONS for role in way.who} == set(get_args(Role))


def test_from_every_state_but_the_citizens_last_word_there_is_a_way_on() -> None:
    left = {state for way in (*ACTIONS, *HAPPENINGS) if way.after for state in way.states}
    assert set(STATES) - left == {"withdrawn"}
