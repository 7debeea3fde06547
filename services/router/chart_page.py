"""The chart of a ticket's life as a page: a drawing, and what is drawn in tables."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from services.router.domain.chart import (
    ACTIONS,
    ANY,
    AT_WORK,
    HAPPENINGS,
    HELD,
    OUTCOMES_IN_TRIAGE,
    Happening,
    Role,
    Way,
)
from services.router.domain.terms import ACTIONS as ACTION_TERMS
from services.router.domain.terms import OUTCOMES as OUTCOME_TERMS
from services.router.domain.terms import STATES
from shared.contracts.action import NEEDS, OUTCOME_NEEDS
from shared.contracts.words import ENDED, OPEN, UNSEEN, WAITING, OutcomeKind, State

HEAD = """\
# What can happen to a ticket

Written by `make docs` from [services/router/domain/chart.py](../services/router/domain/chart.py); change it there.

Somebody does something (`actions.<queue>`), or it comes about: a clock, a letter or the roster says so. Each change is
one event (`tickets.<queue>.<event>`) with a revision, an actor and a reason. What is not done is said too, as
`tickets.refused`: its actor is told why, and what to do instead. An action that names the `revision` its actor saw is
refused when the ticket's state, segment or holder has changed since.
"""
# Of states that much is done in alike: drawn as one, each with the former and a few more.
GROUPS: dict[str, tuple[frozenset[State], str]] = {
    "at_work": (AT_WORK, "at work"),
    "held": (HELD, "held"),
    "open": (OPEN, "open"),
}
ROLES: dict[Role, str] = {
    "staff": "the holder, whom it stands in for, the posts on their ladder, and whoever was told in their place",
    "offered": "whom the holder stands in for, once they are back",
    "triage": "the triage post, or whoever does its work that day",
    "arbiter": "the arbiter's post, or whoever does its work that day",
    "citizen": "who reported it",
}
COMES_ABOUT: dict[Happening, str] = {
    "sorted": "a complaint was sorted",
    "joined": "another complaint tells of the same",
    "warned": "a promise is about to break",
    "breached": "a promise broke",
    "review_lapsed": "its time to wait is over",
    "act_lapsed": "it was taken, and nothing followed in time",
    "objection_lapsed": "the citizen's window is over",
    "notice_failed": "a letter did not reach who works on it",
    "citizen_not_reached": "a letter did not reach the citizen",
    "leave_began": "the holder is away from today",
    "leave_ended": "whom the holder stands in for is back",
}
READERS = {"citizen": "words for the citizen", "staff": "words for who works on it"}


def page() -> str:
    """The whole page, in Markdown."""
    return "\n".join((HEAD, *_drawing(), *_states(), *_actions(), *_happenings(), *_outcomes(), *_roles()))


def _drawing() -> Iterator[str]:
    """Without the ways that leave the state as it is."""
    arrows: dict[tuple[str, State], dict[str, None]] = defaultdict(dict)
    for way in (*HAPPENINGS, *ACTIONS):
        for source in _parts(way.states) or ["[*]"]:
            if way.after and source != way.after:
                arrows[source, way.after][way.kind] = None
    yield "```mermaid\nstateDiagram-v2"
    yield from (f'    state "{title}: {_members(name)}" as {name}' for name, (_, title) in GROUPS.items())
    yield from (f"    {source} --> {target}: {', '.join(kinds)}" for (source, target), kinds in arrows.items())
    yield "```\n"


def _states() -> Iterator[str]:
    rows = ([f"`{state}`", STATES[state], _waits_for(state)] for state in _in_order(ANY))
    yield from _table("States", ("state", "people read", "waits for"), rows)


def _waits_for(state: State) -> str:
    if state in ENDED:
        return "nothing: it is closed"
    if state in WAITING:
        return "what its `pause` says, until its review"
    if state in OPEN:
        return "somebody to take it" if state in UNSEEN else "its holder's work"
    return "the citizen's word, until the window closes"


def _actions() -> Iterator[str]:
    heads = ("action", "people read", "who", "in", "state after", "event", "needs", "whole case")
    rows = (
        [f"`{kind}`", term, ", ".join(way.who), *_way(way), _needs(kind, way), "yes" if way.shared else ""]
        for kind, term in ACTION_TERMS.items()
        for way in ACTIONS
        if way.kind == kind
    )
    yield from _table("Actions", heads, rows)


def _needs(kind: str, way: Way) -> str:
    given = [f"`{name}`" for known, names in NEEDS.items() if known == kind for name in names]
    return ", ".join([*given, *([READERS[way.words]] if way.words else [])])


def _happenings() -> Iterator[str]:
    rows = (
        [f"`{what}`", meaning, *_way(way)]
        for what, meaning in COMES_ABOUT.items()
        for way in HAPPENINGS
        if way.kind == what
    )
    yield from _table("What comes about", ("what", "that is", "in", "state after", "event"), rows)


def _way(way: Way) -> list[str]:
    after = f"`{way.after}`" if way.after else "as it is"
    where = (
        "any"
        if way.states == ANY
        else ", ".join(part.replace("_", " ") if part in GROUPS else f"`{part}`" for part in _parts(way.states))
    )
    return [where, f"{after}, {way.when}" if way.when else after, f"`{way.event.NAME}`"]


def _outcomes() -> Iterator[str]:
    heads = ("outcome", "people read", "needs, beside words for the citizen", "who says so")
    rows = (
        [f"`{kind}`", term, ", ".join(f"`{name}`" for name in OUTCOME_NEEDS.get(kind, ())), _said_by(kind)]
        for kind, term in OUTCOME_TERMS.items()
    )
    yield from _table("Outcomes", heads, rows)


def _said_by(kind: OutcomeKind) -> str:
    if kind == "incomplete":
        return "router, when the citizen did not answer"
    return "staff, in triage too" if kind in OUTCOMES_IN_TRIAGE else "staff"


def _roles() -> Iterator[str]:
    yield from _table("Who", ("who", "that is"), ([f"`{role}`", meaning] for role, meaning in ROLES.items()))


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield from (f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))
    yield ""


def _parts(states: frozenset[State]) -> list[str]:
    """The same states in fewest words: the largest group among them, and the others one by one."""
    within = [name for name, (group, _) in GROUPS.items() if group <= states]
    group = within[-1:]
    rest = states - (GROUPS[group[0]][0] if group else frozenset())
    return [*group, *_in_order(rest)]


def _members(name: str) -> str:
    """For example: at work, paused, forwarded."""
    names = list(GROUPS)
    inner = names[names.index(name) - 1] if name != names[0] else None
    members = GROUPS[name][0] - (GROUPS[inner][0] if inner else frozenset())
    return ", ".join([*([GROUPS[inner][1]] if inner else []), *_in_order(members)])


def _in_order(states: Iterable[State]) -> list[State]:
    return sorted(states, key=list(STATES).index)
