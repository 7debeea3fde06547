"""What people read: the directory's templates, filled with what an event says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError
from jinja2.meta import find_undeclared_variables
from jinja2.nodes import Name

from services.notifier.domain.deadlines import answer_in, due_at
from services.notifier.domain.recipients import AUDIENCES
from shared.contracts.sorted import Sorting, Suggestion
from shared.contracts.ticket import TicketEscalated, TicketEvent, TicketHandedOver
from shared.contracts.words import Audience
from shared.directory.desk import DirectoryError
from shared.directory.model import OUTSIDE, Directory
from shared.policy.moments import in_words
from shared.policy.roster import charge

SUBJECT = "Subject: "
MEANINGS = frozenset(
    {"ticket", "link", "text", "words", "reason", "place", "place_question", "suggestions"}
    | {"holder", "former", "told", "owner", "topic", "due", "answer", "case", "reporters"}
)


@dataclass(frozen=True)
class Words:
    """A subject of one line, and plain text."""

    subject: str
    body: str


class Wording:
    """Templates by `audience/event`, or `audience/event-queue` where one queue has words of its own.

    `audience/event-outside` is for an `owner` outside the regency, who has an agency and the reason why it is theirs.
    The first line of a template is its subject. It may use what `MEANINGS` lists, each None when it is not known;
    `holder`, `former` and `told` have a title and an agency: `former` where a ticket came to another holder, `told`
    where somebody is told of a broken promise. `case` is the number of the first of `reporters` tickets that tell of
    one trouble. `suggestions` has a line for each sector the sorter thought of. `due` is the day and hour until which
    the citizen hears, or of the promise the letter is about; `answer` how long the holder has, such as "4 jam kerja".
    """

    def __init__(self, directory: Directory, public_url: str) -> None:
        """Raises DirectoryError for a template that is missing or cannot be used."""
        problems = [*_missing(directory.wording), *_faults(directory.wording)]
        if problems:
            raise DirectoryError(problems)
        self._directory = directory
        self._zone = ZoneInfo(directory.zone)
        self._tickets = f"{public_url.rstrip('/')}/complaints"
        self._forms = {key: _compile(text) for key, text in directory.wording.items()}

    def render(self, event: TicketEvent, audience: Audience) -> Words:
        meanings = self._meanings(event, audience)
        key = _key(audience, type(event))
        special = f"{key}-{OUTSIDE if meanings['owner'] else event.queue}"
        subject, body = self._forms.get(special) or self._forms[key]
        return Words(" ".join(subject.render(meanings).split()), body.render(meanings).strip())

    def _meanings(self, event: TicketEvent, audience: Audience) -> dict[str, Any]:
        topic = self._directory.topic(event.sorting.sector, event.sorting.topic)
        due = due_at(event, audience)
        return {
            "ticket": event.ticket,
            "case": event.case,
            "reporters": event.reporters,
            "link": f"{self._tickets}/{event.ticket}",
            "text": event.complaint.text,
            "words": event.words,
            "reason": event.reason,
            "place": place(event),
            "place_question": event.sorting.place_question,
            "suggestions": self._suggestions(event.sorting),
            "holder": event.holder,
            "former": event.former if isinstance(event, TicketHandedOver) else None,
            "told": event.told if isinstance(event, TicketEscalated) else None,
            "owner": self._owner(event),
            "topic": topic.name if topic else None,
            "due": in_words(due, self._zone) if due else None,
            "answer": answer_in(event, self._directory),
        }

    def _owner(self, event: TicketEvent) -> dict[str, str | None] | None:
        found = charge(self._directory, event.sorting, self._directory.day(event.complaint.admitted_at))
        if found is None or not found.agency.is_outside:
            return None
        return {"agency": found.agency.short, "reason": found.reason}

    def _suggestions(self, sorting: Sorting) -> str | None:
        """For example: 1. Infrastruktur: lampu jalan (61 %)."""
        lines = (
            f"{place}. {self._subject(suggestion)} ({suggestion.confidence * 100:.0f} %)"
            for place, suggestion in enumerate(sorting.top3, start=1)
        )
        return "\n".join(lines) or None

    def _subject(self, suggestion: Suggestion) -> str:
        sector = self._directory.sectors.get(suggestion.sector)
        topic = self._directory.topic(suggestion.sector, suggestion.topic)
        return f"{sector.name if sector else suggestion.sector}{f': {topic.name}' if topic else ''}"


def place(event: TicketEvent) -> str | None:
    """As the directory spells it where router recognised it, else as it was given."""
    given, sorting = event.complaint.place, event.sorting
    district = sorting.district or (given.district if given else None)
    village = sorting.village or (given.village if given else None)
    parts = (given.note if given else None, village, f"Kecamatan {district}" if district else None)
    return ", ".join(part for part in parts if part) or None


def _key(audience: Audience, kind: type[TicketEvent]) -> str:
    return f"{audience}/{kind.NAME.partition('.')[2]}"


def _environment() -> Environment:
    return Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 -- plain text, never a page


def _compile(text: str) -> tuple[Template, Template]:
    subject, _, body = text.partition("\n")
    environment = _environment()
    return environment.from_string(subject.removeprefix(SUBJECT)), environment.from_string(body)


def _missing(wording: Mapping[str, str]) -> Iterator[str]:
    wanted = {_key(audience, kind) for kind, audiences in AUDIENCES.items() for audience in audiences}
    yield from (f"wording/{key}.txt: is missing" for key in sorted(wanted - wording.keys()))


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
