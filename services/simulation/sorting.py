"""Where a row of a trace belongs: it names no words to sort by, only the sector somebody found for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from services.simulation.trace import Arrival
from shared.contracts.admitted import MaskedComplaint
from shared.contracts.sorted import Sorted, Sorting
from shared.contracts.words import TRIAGE, Slug
from shared.directory.model import Directory

# How a row was given a place: by the slug of a sector, whose other topic takes it, or of a topic; else by triage.
Way = Literal["sector", "topic", "no sector", "unknown sector"]
WAYS: tuple[Way, ...] = get_args(Way)
# The source no directory knows; its complaints go to the agencies.
TRACED = "trace"


@dataclass(frozen=True)
class Places:
    """The places of a directory that rows can name; `source` is where they are said to come from."""

    directory: Directory
    source: Slug = TRACED

    @cached_property
    def topics(self) -> Mapping[Slug, Slug]:
        """The sector of each topic whose slug is only one sector's."""
        known: dict[Slug, list[Slug]] = {}
        for sector in self.directory.sectors.values():
            for topic in sector.topics:
                known.setdefault(topic, []).append(sector.slug)
        return {topic: sectors[0] for topic, sectors in known.items() if len(sectors) == 1}

    def place(self, named: str) -> tuple[Way, Slug | None, Slug | None]:
        """How, and the sector and topic; None for what triage has to decide."""
        slug = "-".join(named.lower().replace("_", " ").split())
        sector = self.directory.sectors.get(slug)
        if sector:
            return "sector", slug, sector.otherwise
        if slug in self.topics:
            return "topic", self.topics[slug], slug
        return ("unknown sector" if slug else "no sector"), None, None

    def sorted(self, number: str, arrival: Arrival) -> Sorted:
        """What router would say of it once it is sorted."""
        way, sector, topic = self.place(arrival.sector)
        complaint = MaskedComplaint(
            ticket=number,
            source=self.source,
            kind="complaint",
            urgency="normal",
            urgency_reason="",
            text="",
            pseudonym="warga",
            privacy="open",
            reported_at=arrival.created,
            admitted_at=arrival.created,
        )
        sorting = Sorting(
            queue=sector or TRIAGE,
            sector=sector,
            topic=topic,
            confidence=0 if sector is None else 1,
            reason=way,
            edition=self.directory.edition,
        )
        return Sorted(complaint=complaint, sorting=sorting)
