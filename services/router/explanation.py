"""Everything that would happen to a complaint, and why, for whoever asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.router.domain.assignment import assign
from services.router.domain.rules import Evidence, Rules
from services.router.domain.sorting import Sorter
from services.router.domain.unadmitted import complaint_of
from shared.contracts.sorted import Sorted, Sorting
from shared.contracts.ticket import TicketRouted
from shared.contracts.ticket_record import Promise
from shared.contracts.words import ClockName, Kind, Urgency
from shared.directory.model import Directory
from shared.policy.moments import in_words
from shared.policy.promise import start
from shared.policy.urgency import urgency
from shared.policy.words import Speller, WordFinder

KEPT: dict[ClockName, str] = {
    "triage": "dipilah",
    "acknowledge": "disanggupi",
    "answer": "dijawab",
    "resolution": "selesai",
}


@dataclass(frozen=True)
class Said:
    """Listed words found in the text that speak for a topic."""

    sector: str
    topic: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Unsaid:
    """Listed words found in the text that speak against a topic that is spoken of, or look like its own, and why."""

    sector: str
    topic: str
    words: str
    why: str
    is_look_alike: bool


@dataclass(frozen=True)
class Explanation:
    """`held_by` is the first holder as a citizen is told; `promises` are sentences."""

    sorting: Sorting
    urgency: Urgency
    urgency_reason: str
    sector: str | None
    topic: str | None
    liaison: str
    held_by: str
    agency: str
    promises: tuple[str, ...]
    speaks_for: tuple[Said, ...]
    speaks_against: tuple[Unsaid, ...]


class Explainer:
    """Explains with the sorter that decides; the same text, directory and moment always give the same explanation."""

    def __init__(self, sorter: Sorter, directory: Directory) -> None:
        self._sorter = sorter
        self._directory = directory
        self._speller = Speller(directory.spellings)
        self._rules = Rules(directory)
        self._against = WordFinder(_listed_against(directory, self._speller))

    def explain(self, text: str, at: datetime, kind: Kind = "complaint") -> Explanation:
        plain = complaint_of(text, None, kind, at)
        level, reason = urgency(plain.text, backlog=False, directory=self._directory)
        complaint = plain.model_copy(update={"urgency": level, "urgency_reason": reason})
        sorting = self._sorter.sort(complaint)
        ticket = assign(Sorted.model_construct(complaint=complaint, sorting=sorting), self._directory, at, 1.0)
        sector = self._directory.sectors.get(sorting.sector or "")
        topic = self._directory.topic(sorting.sector, sorting.topic)
        by_area = ticket.sorting.chain != "sector"
        owner = None if by_area else sorting.owner or (topic.agency if topic else None)
        words = self._speller.words(complaint.text)
        evidence = self._rules.weigh(words, at.astimezone(ZoneInfo(self._directory.zone)).date())
        heaviest = sorted(evidence.said, key=lambda key: (-evidence.weights[key], key))
        return Explanation(
            sorting=sorting,
            urgency=level,
            urgency_reason=reason,
            sector=sector.name if sector else None,
            topic=topic.name if topic else None,
            liaison=ticket.holder.post,
            held_by=f"{ticket.holder.title}, {ticket.holder.agency}",
            agency=self._directory.agencies[owner].name if owner else ticket.holder.agency,
            promises=tuple(self._promised(ticket)),
            speaks_for=tuple(Said(*key, evidence.said[key]) for key in heaviest),
            speaks_against=tuple(self._speaks_against(words, evidence)),
        )

    def _speaks_against(self, words: Sequence[str], evidence: Evidence) -> Iterator[Unsaid]:
        for one in dict.fromkeys(match.key for match in self._against.find_in(words)):
            if one.is_look_alike or (one.sector, one.topic) in evidence.said:
                yield one

    def _promised(self, ticket: TicketRouted) -> Iterator[str]:
        for promise in ticket.promises:
            running = start(promise, ticket.changed_at, self._directory) if promise.due_at is None else promise
            yield self._sentence(running, waited=promise.due_at is None)

    def _sentence(self, promise: Promise, *, waited: bool) -> str:
        due = in_words(promise.due_at, ZoneInfo(self._directory.zone)) if promise.due_at else "waktu yang belum tentu"
        since = " bila kabarnya sampai sekarang" if waited else ""
        return f"{KEPT[promise.clock]} paling lambat {due}{since} ({promise.basis})"


def _listed_against(directory: Directory, speller: Speller) -> Iterator[tuple[str, Unsaid]]:
    for sector in directory.sectors.values():
        for topic in sector.topics.values():
            listed = [(words, why, True) for words, why in topic.look_alikes.items()]
            listed += [(words, why, False) for words, why in topic.anti_words.items()]
            for words, why, is_look_alike in listed:
                yield " ".join(speller.words(words)), Unsaid(sector.slug, topic.slug, words, why, is_look_alike)
