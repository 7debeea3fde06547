"""What the command line takes of a wish: each kind, what it needs, and how what does not fit is told."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from services.commands import CommandError
from shared.contracts.action import NEEDS, OF_CHECKS, OUTCOME_NEEDS, ActionKind
from shared.contracts.event import Word
from shared.contracts.words import OutcomeKind, PauseKind, is_check
from shared.runtime.delivery import explain

KINDS: dict[ActionKind, str] = {
    "acknowledge": "take it",
    "reply": "tell the citizen something, or as citizen the liaison",
    "ask": "ask the citizen something, and wait for the answer",
    "decide": "send what waits in triage to the liaison of a topic",
    "hand_over": "give it to the liaison of a topic, or without one to triage",
    "reclassify": "put its topic right while it stays where it is",
    "pause": "wait for something, until a day or for a stage of a procedure",
    "resume": "go on after a wait",
    "forward": "give it to an office outside; whoever tracks that office holds it from then on",
    "resolve": "say how it ended",
    "confirm": "as citizen: it is so",
    "object": "as citizen: it is not so",
    "rate": "as citizen: how it was done",
    "withdraw": "as citizen: take it back",
    "note": "write something down for those who work on it",
    "link": "say that another ticket tells of the same trouble",
    "unlink": "say that it tells of another trouble than its case",
}
PAUSES: dict[PauseKind, str] = {
    "citizen": "the citizen's answer: use ask, which says what is asked",
    "stage": "a stage of a procedure",
    "authority": "somebody else's decision",
    "safety": "until it is safe to work there",
}
OUTCOMES: dict[OutcomeKind, str] = {
    "done": "the trouble is gone",
    "scheduled": "it is done on a day that is set",
    "not_ours": "an office outside the regency is in charge",
    "not_feasible": "it cannot be done",
    "answered": "it was a question, and this is the answer",
    "duplicate": "another ticket tells of the same, and goes on",
    "incomplete": "what is needed to go on was not told",
}
NAME = "a name in small letters, digits and hyphens"
NUMBER = "a ticket's number, written like BWI-7K3M-9QXA-2F4T"
FORMS = {
    "ticket": NUMBER,
    "other": NUMBER,
    "queue": f"{NAME}, such as infrastruktur",
    "actor": f"a post, which is {NAME}, or citizen",
    "post": f"{NAME}, such as narahubung-jembatan",
    "sector": f"{NAME}, such as infrastruktur",
    "topic": f"{NAME}, such as lampu-jalan",
    "procedure": f"{NAME}, such as road-damage",
    "stage": f"{NAME}: the stage of a --procedure",
    "agency": f"an office outside the regency, {NAME}, such as pln",
    "reference": "that office's own number, at most 100 characters",
    "pause": f"{', '.join(get_args(PauseKind)[:-1])} or {get_args(PauseKind)[-1]}",
    "outcome": f"{', '.join(get_args(OutcomeKind)[:-1])} or {get_args(OutcomeKind)[-1]}",
    "on": "a day, written like 2026-11-23",
    "score": "a number from 1 (bad) to 5",
    "revision": "a number from 1",
    "words": "at most 4,000 characters",
    "id": "at most 200 letters, digits and signs without a space",
}
# Shown again when they do not fit, unlike what people write.
SHORT = frozenset(FORMS) - {"words", "reference"}

NOTHING_MORE: tuple[str, ...] = ()

W = TypeVar("W", bound=Word)


def checked(kind: type[W], given: Mapping[str, object]) -> W:
    """What was given, as `kind`; raises CommandError that names what does not fit, and what would."""
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        if not all(problem["loc"] and problem["loc"][0] in FORMS for problem in error.errors()):
            raise CommandError(explain(error)) from None
        # A number may be a ticket's or a check's: one problem, told once.
        names = dict.fromkeys(str(problem["loc"][0]) for problem in error.errors())
        raise CommandError("; ".join(_misfit(name, given.get(name)) for name in names)) from None


def _misfit(name: str, value: object) -> str:
    if name == "ticket" and is_check(str(value)):
        return f"{value} is a spot check, no ticket; see melayani spot-check list"
    shown = f"; {str(value)!r} is not" if name in SHORT else ""
    return f"{option(name)}: {FORMS[name]}{shown}"


def option(name: str) -> str:
    """How it is called at the terminal."""
    return {"ticket": "ticket", "post": "post", "actor": "--as"}.get(name, f"--{name}")


def complete(wished: Mapping[str, Any]) -> None:
    """Raises CommandError that names what this kind of wish does not go without."""
    kind, outcome = wished["kind"], wished.get("outcome")
    if is_check(wished["ticket"]) and kind not in OF_CHECKS:
        raise CommandError(f"{kind} is not done to a spot check; {' and '.join(sorted(OF_CHECKS))} are")
    missing = [*_missing(wished, kind, NEEDS.get(kind, ()))]
    if outcome:
        missing += _missing(wished, f"{kind} as {outcome}", OUTCOME_NEEDS.get(outcome, ()))
    for one, other in (("sector", "topic"), ("procedure", "stage")):
        for here, there in ((one, other), (other, one)):
            if here in wished and not any(option(there) in told for told in missing):
                missing += _missing(wished, option(here), (there,))
    if missing:
        raise CommandError("; ".join(missing))


def _missing(wished: Mapping[str, Any], what: str, names: tuple[str, ...]) -> Iterator[str]:
    return (f"{what} needs {option(name)}: {FORMS[name]}" for name in names if name not in wished)


def manual() -> str:
    """Each choice with a line about it, and what it needs."""
    kinds = [(kind, text, NEEDS.get(kind, ())) for kind, text in KINDS.items()]
    outcomes = [(kind, text, OUTCOME_NEEDS.get(kind, ())) for kind, text in OUTCOMES.items()]
    pauses = [(kind, text, NOTHING_MORE) for kind, text in PAUSES.items()]
    return "\n\n".join(
        (
            _lines("kinds:", kinds),
            _lines("--outcome:", outcomes),
            _lines("--pause, until the day --on or for the --stage of a --procedure:", pauses),
            "Which post may do what, and when: docs/lifecycle.md",
        )
    )


def _lines(heading: str, choices: list[tuple[Any, str, tuple[str, ...]]]) -> str:
    told = (f"  {name:<14}{text}{_needs(needs)}" for name, text, needs in choices)
    return "\n".join((heading, *told))


def _needs(names: tuple[str, ...]) -> str:
    return f" ({', '.join(map(option, names))})" if names else ""
