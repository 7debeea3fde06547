"""The directory's templates: which there have to be, what is wrong with them, and which one a letter is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError
from jinja2.meta import find_undeclared_variables
from jinja2.nodes import Name

from services.notifier.domain.audiences import AUDIENCES, is_taken_back
from services.notifier.domain.meanings import MEANINGS
from shared.contracts.ticket import (
    TicketEvent,
    TicketHandedOver,
    TicketPaused,
    TicketResolved,
)
from shared.contracts.words import Audience
from shared.directory.desk import DirectoryError

SUBJECT = "Subject: "
SPOT_CHECK = "liaison/spot_check"
DIGEST = "leader/digest"
# Who hands a ticket over when somebody is away, or there again.
ROSTER = "roster"
# Ends and moves that have words of their own: those of the letter without them would not be true.
OWN_WORDS: dict[str, tuple[str, ...]] = {
    "citizen/resolved": ("scheduled", "not_ours", "not_feasible", "answered", "duplicate", "incomplete"),
    "citizen/paused": ("stage",),
    "citizen/handed_over": ("roster", "back"),
    "liaison/handed_over": ("back",),
}


@dataclass(frozen=True)
class Words:
    """A subject of one line, and plain text."""

    subject: str
    body: str


class Templates:
    """Templates by `audience/event`, or `audience/event-variant` where a variant of it has words of its own."""

    def __init__(self, wording: Mapping[str, str]) -> None:
        """Raises DirectoryError for a template that is missing or cannot be used."""
        problems = [*_missing(wording), *_faults(wording)]
        if problems:
            raise DirectoryError(problems)
        self._forms = {key: _compile(text) for key, text in wording.items()}

    def fill(self, key: str, variants: tuple[str, ...], meanings: Mapping[str, Any]) -> Words:
        """The text of the first variant that has one, else of the key itself."""
        keys = (f"{key}-{variant}" for variant in variants)
        subject, body = self._forms[next((special for special in keys if special in self._forms), key)]
        return Words(" ".join(subject.render(meanings).split()), body.render(meanings).strip())


def key_of(kind: type[TicketEvent], audience: Audience) -> str:
    """For example citizen/handed_over."""
    return f"{audience}/{kind.word()}"


def variants_of(event: TicketEvent) -> tuple[str, ...]:
    """What the event itself makes special: how it ended, what it waits for, why it has another holder."""
    if isinstance(event, TicketHandedOver):
        return ("roster",) if event.actor == ROSTER else ("back",) if is_taken_back(event) else ()
    if isinstance(event, TicketPaused) and event.pause:
        return (event.pause.kind,)
    if isinstance(event, TicketResolved) and event.outcome:
        return (event.outcome.kind,)
    return ()


def _missing(wording: Mapping[str, str]) -> Iterator[str]:
    wanted = {key_of(kind, told.audience) for kind, audiences in AUDIENCES.items() for told in audiences}
    special = {f"{key}-{variant}" for key, variants in OWN_WORDS.items() for variant in variants}
    yield from (
        f"wording/{key}.txt: is missing" for key in sorted({*wanted, *special, SPOT_CHECK, DIGEST} - wording.keys())
    )


def _faults(wording: Mapping[str, str]) -> Iterator[str]:
    for key, text in wording.items():
        yield from (f"wording/{key}.txt:{line}: {problem}" for line, problem in _faults_of(text))


def _faults_of(text: str) -> Iterator[tuple[int, str]]:
    if not text.startswith(SUBJECT):
        yield 1, f"does not begin with {SUBJECT!r}"
    try:
        parsed = _environment().parse(text)
    except TemplateSyntaxError as error:
        yield error.lineno, error.message or "is not a template"
        return
    unknown = find_undeclared_variables(parsed) - MEANINGS
    for name in parsed.find_all(Name):
        if name.name in unknown:
            yield name.lineno, f"{name.name!r} means nothing in a template"


def _environment() -> Environment:
    return Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 -- plain text, never a page


def _compile(text: str) -> tuple[Template, Template]:
    subject, _, body = text.partition("\n")
    environment = _environment()
    return environment.from_string(subject.removeprefix(SUBJECT)), environment.from_string(body)
