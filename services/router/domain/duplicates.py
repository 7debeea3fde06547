"""Whether two tickets tell of the same trouble: same topic, near in place and time, similar words."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import cos, floor, hypot, radians
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from services.router.domain.places import point_of
from services.router.domain.signature import Signature, Signatures
from shared.contracts.admitted import MaskedComplaint
from shared.contracts.sorted import Sorting
from shared.contracts.words import EMERGENCY, Kind, TicketNumber
from shared.directory.model import Directory

# A trouble is told of for about as long as it takes to mend the small ones; what comes later may be a new one.
WITHIN = timedelta(days=14)
# Many call of one fire in its first hours; the next fire in the same village is another.
EMERGENCY_WITHIN = timedelta(hours=6)
# Where only the village is known, closeness in time has to speak for what a landmark would.
VAGUE_WITHIN = timedelta(days=3)
# Two telephones in one spot seldom differ by more metres.
SAME_SPOT = 100
# People report from where they stand: beyond this a point tells two troubles apart.
NEARBY = 250
# More than half of the spots the shorter one names: "masjid al huda" shares only "masjid" with "masjid al falah".
ENOUGH_SPOTS = 0.5
# "lampu jalan mati" and "lampu jalan padam" share half of all their words; "air mati" and "tagihan air naik" less.
ALMOST_SAME_WORDS = 0.5

TROUBLES: frozenset[Kind] = frozenset({"complaint", "aspiration"})
METRES_A_DEGREE = 111_320
# A tenth more than needed: here a degree of longitude is a little shorter than one of latitude.
CELL_REACH = 1.1 * NEARBY / METRES_A_DEGREE
SECONDS = timedelta(seconds=1)


class Sighting(BaseModel):
    """What of a ticket is compared with others; `spot` is latitude and longitude in degrees.

    `topic` is `sector/topic`, after `emergency/` if it is one; `village` is `district/village`.
    """

    model_config = ConfigDict(frozen=True)

    ticket: TicketNumber
    topic: str
    village: str | None
    spot: tuple[float, float] | None
    at: datetime
    signature: Signature

    @property
    def within(self) -> timedelta:
        return EMERGENCY_WITHIN if self.topic.startswith(f"{EMERGENCY}/") else WITHIN

    def kept_at(self) -> tuple[str, ...]:
        """Where it is kept: under its village, and under the cell of its spot."""
        time, _ = _cells(self.at.timestamp(), self.within / SECONDS)
        return tuple(f"{self.topic}|{place}|{time}" for place in self._places(around=False))

    def near(self) -> tuple[str, ...]:
        """Where every sighting that may be similar to it is kept."""
        times = _cells(self.at.timestamp(), self.within / SECONDS)
        return tuple(f"{self.topic}|{place}|{time}" for place in self._places(around=True) for time in times)

    def _places(self, *, around: bool) -> Iterator[str]:
        if self.village:
            yield self.village
        if self.spot:
            latitudes, longitudes = (_cells(degrees, CELL_REACH) for degrees in self.spot)
            ends = 2 if around else 1
            yield from (f"{north},{east}" for north in latitudes[:ends] for east in longitudes[:ends])


class Verdict(NamedTuple):
    alike: bool
    reason: str


class Sightings:
    """Reads sightings by the directory's words."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._signatures = Signatures(directory)

    def of(self, complaint: MaskedComplaint, sorting: Sorting) -> Sighting | None:
        """None for what is never linked unasked: secret, a person's own matter, no trouble, or nobody knows where."""
        topic = self._directory.topic(sorting.sector, sorting.topic)
        if complaint.privacy == "secret" or sorting.kind not in TROUBLES or topic is None or not topic.public:
            return None
        village = f"{sorting.district}/{sorting.village}" if sorting.village else None
        spot = point_of(complaint.place, self._directory.bounds)
        if not (village or spot):
            return None
        note = complaint.place.note if complaint.place else None
        names = [name for name in (sorting.district, sorting.village) if name]
        return Sighting(
            ticket=complaint.ticket,
            topic="/".join([*([EMERGENCY] if sorting.queue == EMERGENCY else []), str(sorting.sector), topic.slug]),
            village=village,
            spot=spot,
            # An old complaint that is imported is as old as its trouble.
            at=complaint.reported_at if complaint.urgency == "backlog" else complaint.admitted_at,
            signature=self._signatures.of(f"{complaint.text} {note or ''}", str(sorting.sector), topic.slug, names),
        )


def similar(one: Sighting, other: Sighting) -> Verdict:
    """Whether both tell of the same trouble; which of them comes first makes no difference."""
    far = _far(one, other)
    if far:
        return Verdict(alike=False, reason=far)
    if one.spot and other.spot and (metres := _metres(one.spot, other.spot)) <= SAME_SPOT:
        return Verdict(alike=True, reason=f"titiknya hanya terpaut {metres} meter")
    return _by_words(one, other)


def _far(one: Sighting, other: Sighting) -> str | None:
    """What keeps them apart whatever else they say."""
    if one.topic != other.topic:
        return "pokok masalahnya lain"
    if abs(one.at - other.at) > one.within:
        return "waktunya terlalu jauh"
    apart = sorted(_told_apart(one.signature.marks, other.signature.marks))
    if apart:
        return f"{apart[0]} berbeda"
    if one.spot and other.spot:
        metres = _metres(one.spot, other.spot)
        return f"titiknya terpaut {metres} meter" if metres > NEARBY else None
    return None if one.village and one.village == other.village else "desanya lain atau tidak diketahui"


def _by_words(one: Sighting, other: Sighting) -> Verdict:
    """What people say of the spot decides; where nobody says anything of it, nearly the same words soon after."""
    spots, others = one.signature.spots, other.signature.spots
    if spots and others:
        shared = sorted(spots & others)
        if len(shared) > ENOUGH_SPOTS * min(len(spots), len(others)):
            return Verdict(alike=True, reason=f"sama-sama menyebut {', '.join(shared)}")
        return Verdict(alike=False, reason="patokan tempatnya berbeda")
    if spots or others:
        return Verdict(alike=False, reason="hanya satu yang menyebut patokan tempat")
    if abs(one.at - other.at) > VAGUE_WITHIN:
        return Verdict(alike=False, reason="tanpa patokan tempat dan sudah lewat beberapa hari")
    said, also_said = one.signature.words, other.signature.words
    if len(said & also_said) < ALMOST_SAME_WORDS * len(said | also_said):
        return Verdict(alike=False, reason="kata-katanya berbeda")
    return Verdict(alike=True, reason="desa, waktu dan kata-katanya hampir sama")


def _told_apart(marks: frozenset[str], others: frozenset[str]) -> Iterator[str]:
    """The kinds of mark that both name and that have no value in common."""
    kinds = {mark.rpartition(" ")[0] for mark in marks} & {mark.rpartition(" ")[0] for mark in others}
    for kind in kinds:
        if not {mark for mark in marks & others if mark.rpartition(" ")[0] == kind}:
            yield kind


def _cells(value: float, reach: float) -> tuple[int, int]:
    """The cell a value lies in, and the neighbour that holds whatever else is within reach; cells are two reaches."""
    place = value / (2 * reach)
    cell = floor(place)
    return cell, cell - 1 if place - cell < 1 / 2 else cell + 1


def _metres(one: tuple[float, float], other: tuple[float, float]) -> int:
    north = one[0] - other[0]
    east = (one[1] - other[1]) * cos(radians((one[0] + other[0]) / 2))
    return round(hypot(north, east) * METRES_A_DEGREE)
