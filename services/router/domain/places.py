"""Where it is, when the complaint leaves no doubt."""

from typing import NamedTuple

from shared.contracts.admitted import MaskedComplaint
from shared.directory.model import Directory
from shared.policy.words import WordFinder, tokens


class Found(NamedTuple):
    """Names as the directory writes them; None where the complaint leaves a doubt."""

    district: str | None = None
    village: str | None = None


class Spot(NamedTuple):
    """A name of the directory: a village of a district, or the district itself."""

    district: str
    village: str | None


class PlaceFinder:
    """Finds districts and villages by name; a name that could be two places is no place."""

    def __init__(self, directory: Directory) -> None:
        spots = [
            (name, Spot(district.name, village.name))
            for district in directory.districts.values()
            for village in district.villages
            for name in (village.name, *village.also)
        ]
        spots += [(district.name, Spot(district.name, None)) for district in directory.districts.values()]
        self._finder: WordFinder[Spot] = WordFinder(spots)
        self._districts = {tuple(tokens(district.name)): district.name for district in directory.districts.values()}

    def find(self, complaint: MaskedComplaint) -> Found:
        """What the source said, else what the text says."""
        place = complaint.place
        given = self._districts.get(tuple(tokens(place.district))) if place and place.district else None
        text = f"{place.village or ''} {place.note or ''} {complaint.text}" if place else complaint.text
        spots = {match.key for match in self._finder.find(text)}
        if given:
            spots = {spot for spot in spots if spot.district == given}
        districts = {spot.district for spot in spots} | ({given} if given else set())
        if len(districts) != 1:
            return Found()
        villages = {spot.village for spot in spots if spot.village}
        return Found(districts.pop(), villages.pop() if len(villages) == 1 and (given or len(spots) == 1) else None)
