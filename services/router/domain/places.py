"""Where it is: the district and the village, or a question when what is said leaves a doubt."""

from collections.abc import Sequence
from math import cos, hypot, radians
from typing import NamedTuple

from services.router.domain.place_mentions import Reader, spots_of
from services.router.domain.place_names import PlaceNames, Spot
from services.router.domain.place_questions import is_it_there, which_place, which_village
from services.router.domain.place_senses import Rank
from services.router.domain.place_signs import DISTRICT, TITLES, VILLAGE
from services.router.domain.place_text import PlaceText
from shared.contracts.complaint import Place
from shared.directory.model import Directory
from shared.policy.words import tokens

# A centre decides when the point is this many times as far from any other.
CLEARLY_NEARER = 2

# Names that count alike, each with the places it may stand for.
Layer = Sequence[tuple[Spot, ...]]


class Point(NamedTuple):
    """Degrees WGS 84, inside the regency."""

    latitude: float
    longitude: float


def point_of(place: Place | None, bounds: tuple[float, float, float, float]) -> Point | None:
    """The point a source gave; None for one outside the regency too: a telephone that knows nothing says 0, 0."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    south, west, north, east = bounds
    inside = south <= place.latitude <= north and west <= place.longitude <= east
    return Point(place.latitude, place.longitude) if inside else None


class Said(NamedTuple):
    """What counts, most first, and what may be no place at all."""

    layers: Sequence[Layer]
    doubts: Sequence[Spot]


class Found(NamedTuple):
    """Names as the directory writes them; `question` is for the reporter when they could be several places."""

    district: str | None = None
    village: str | None = None
    question: str | None = None
    point: Point | None = None


class PlaceFinder:
    """Finds districts and villages by name; what could be two places is asked, never guessed."""

    def __init__(self, directory: Directory) -> None:
        districts = tuple(directory.districts.values())
        self._names = PlaceNames(districts)
        self._reader = Reader(self._names, directory.regency.partition(" ")[2])
        self._bounds = directory.bounds
        self._centres = {district.name: Point(*district.centre) for district in districts if district.centre}

    def find(self, text: str, place: Place | None) -> Found:
        """What the source gave, as far as it is known, then its note, then the text."""
        point = point_of(place, self._bounds)
        sources = [*([self._given(place)] if place else []), self._said(text)]
        layers = [layer for said in sources for layer in said.layers if layer]
        doubts = list(dict.fromkeys(spot for said in sources for spot in said.doubts))
        if not layers:
            return Found(question=is_it_there(doubts) if doubts else None, point=point)
        district, question = self._district(layers, point)
        if district is None:
            return Found(question=question, point=point)
        village, question = _village(district, layers)
        if not village and not question:
            near = [spot for spot in doubts if spot.village and spot.district == district]
            question = is_it_there(near) if near else None
        return Found(district, village, question, point)

    def _given(self, place: Place) -> Said:
        """The source's own names first, then its note, and whatever stands in a name's field and is no known name."""
        fields = ((DISTRICT, place.district), (VILLAGE, place.village))
        named = [(title, text, self._named(title, text)) for title, text in fields if text]
        unknown = [f"{title} {text}" for title, text, spots in named if not spots]
        noted = self._said(" ".join([*unknown, place.note or ""]))
        return Said([[spots for _, _, spots in named if spots], *noted.layers], noted.doubts)

    def _named(self, title: str, text: str) -> tuple[Spot, ...]:
        """What a field that holds a name, maybe with its title, stands for; nothing when it is not known."""
        words = tokens(text)
        while words and words[0] in TITLES:
            words = words[1:]
        name = self._names.of(words)
        return spots_of(name, title) if name else ()

    def _said(self, text: str) -> Said:
        """What may be meant by the names in the text: the strong mentions first, then the weak ones."""
        mentions = self._reader.read(PlaceText(text))
        layers = [[said.spots for said in mentions if said.rank == rank] for rank in (Rank.STRONG, Rank.WEAK)]
        return Said(layers, [spot for said in mentions if said.rank == Rank.DOUBTFUL for spot in said.spots])

    def _district(self, layers: Sequence[Layer], point: Point | None) -> tuple[str | None, str | None]:
        """The one district the first layer means, or what to ask; layers below it, then the point, settle a doubt."""
        meant = _meant(layers[0])
        districts = list(dict.fromkeys(spot.district for spot in meant))
        if not _certain(layers[0]):
            for layer in layers[1:]:
                said = _certain(layer).intersection(districts)
                districts = [*said] if len(said) == 1 else districts
        if len(districts) > 1 and point:
            districts = self._clearly_nearest(districts, point)
        return (districts[0], None) if len(districts) == 1 else (None, which_place(meant))

    def _clearly_nearest(self, districts: list[str], point: Point) -> list[str]:
        """One of the districts when the point is much nearer to its centre than to any other's, else all of them."""
        if not all(district in self._centres for district in districts):
            return districts
        nearest, next_nearest = sorted((_distance(point, self._centres[name]), name) for name in districts)[:2]
        return [nearest[1]] if nearest[0] * CLEARLY_NEARER < next_nearest[0] else districts


def _distance(here: Point, there: Point) -> float:
    """In degrees of latitude; good enough to compare distances within a regency."""
    east = (here.longitude - there.longitude) * cos(radians(here.latitude))
    return hypot(here.latitude - there.latitude, east)


def _certain(layer: Layer) -> set[str]:
    """The districts of those names that can be in one district only."""
    districts = [{spot.district for spot in spots} for spots in layer]
    return {district for one in districts if len(one) == 1 for district in one}


def _meant(layer: Layer) -> list[Spot]:
    """What the names stand for; one that could be in several districts is in the one that another name says."""
    certain = _certain(layer)
    narrowed = ([spot for spot in spots if spot.district in certain] or spots for spots in layer)
    return list(dict.fromkeys(spot for spots in narrowed for spot in spots))


def _village(district: str, layers: Sequence[Layer]) -> tuple[str | None, str | None]:
    """The one village of the district in the first layer that names any, or what to ask."""
    for layer in layers:
        spots = (spot for spots in layer for spot in spots if spot.district == district)
        villages = list(dict.fromkeys(spot.village for spot in spots if spot.village))
        if villages:
            return (villages[0], None) if len(villages) == 1 else (None, which_village(district, villages))
    return None, None
