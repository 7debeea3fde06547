"""Whether a name that means something else as well means the place."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from services.router.domain import place_signs as signs
from services.router.domain.place_names import Hit, PlaceNames, Spot
from services.router.domain.place_text import PlaceText
from shared.directory.areas import glued

# How near before a name stands what it may say is slippery.
NEAR = 6
NONE: frozenset[str] = frozenset()


class Rank(IntEnum):
    """How much a mention counts: the end of a way or a facility's name less than a place's own.

    A namesake counts nothing; one that may be no place at all is asked about.
    """

    NAMESAKE = 0
    DOUBTFUL = 1
    WEAK = 2
    STRONG = 3


class Mention(NamedTuple):
    """A name with its title, from word `start` up to `end`, and the places it may stand for."""

    spots: tuple[Spot, ...]
    rank: Rank
    start: int
    end: int


class Setting(NamedTuple):
    """What stands around a name: the title right before it, the words before that, and the words after it.

    `start` is where the title begins, or the name when it has none; `name` is where the name does; `facility` is what
    is called after the name.
    """

    start: int
    name: int
    title: str
    before: str
    earlier: str
    facility: str
    after: Sequence[str]


class Senses:
    """Tells by the words around a name; `regency` is the regency's own name, which a district may share."""

    def __init__(self, names: PlaceNames, regency: str) -> None:
        self._names = names
        self._regency = glued(regency)

    def of(self, hit: Hit, setting: Setting, text: PlaceText, found: Sequence[Mention]) -> Rank | None:
        """The most it may count; None when it is no name of a place here."""
        if glued(hit.name.text) == self._regency:
            of_town = signs.TOWN in (setting.before, *setting.after[:1])
            return Rank.STRONG if of_town or setting.title in signs.OF_DISTRICTS else None
        if not hit.is_ordinary:
            return Rank.STRONG
        if setting.title:
            return Rank.STRONG if _is_titled(hit, setting, text) else None
        in_address = self.is_in_district(hit, setting, text) or _goes_on(hit, setting.name, text, found)
        return Rank.STRONG if in_address or _is_called(hit, setting, text) else _by_preposition(hit, setting, text)

    def is_in_district(self, hit: Hit, setting: Setting, text: PlaceText) -> bool:
        """Whether its own district is named right after it, as in an address."""
        words, start = text.words, hit.end
        titled = words[start : start + 1] and words[start] in signs.OF_DISTRICTS
        start += bool(titled)
        if setting.title in signs.OF_DISTRICTS or start >= len(words):
            return False
        if not titled and (words[start] == words[hit.end - 1] or not text.is_beside(start)):
            return False
        following = self._names.at(words, start)
        districts = {spot.district for spot in following.name.spots if spot.village is None} if following else set()
        return any(spot.village and spot.district in districts for spot in hit.name.spots)


def _is_titled(hit: Hit, setting: Setting, text: PlaceText) -> bool:
    of_road = setting.title in signs.OF_VILLAGES and setting.before in signs.ROADS
    is_said_twice = text.words[hit.end - 1] in setting.after[:1]
    return text.is_capital(setting.name) or not (of_road or is_said_twice)


def _is_called(hit: Hit, setting: Setting, text: PlaceText) -> bool:
    """Whether it is the name of a facility there."""
    if _is_district(hit) and setting.facility in signs.OFFICES:
        return True
    return bool(setting.facility) and text.is_capital(setting.name)


def _goes_on(hit: Hit, start: int, text: PlaceText, found: Sequence[Mention]) -> bool:
    """Whether it goes on from a name that is meant: its district, its village, or another of a list."""
    if not found or found[-1].rank < Rank.WEAK:
        return False
    gap, capital = start - found[-1].end, text.is_capital(start)
    if gap == 1:
        return capital and text.words[start - 1] in signs.JOINING
    if gap != 0 or not text.is_beside(start):
        return False
    comma = "," in text.before(start)
    mine = {spot.district for spot in hit.name.spots if not spot.village}
    if any(spot.village and spot.district in mine for spot in found[-1].spots):
        return capital or comma or not _may_describe(start, text.words)
    theirs = {spot.district for spot in found[-1].spots if not spot.village}
    return capital and (comma or any(spot.district in theirs for spot in hit.name.spots))


def _may_describe(start: int, words: Sequence[str]) -> bool:
    """Whether it may be said of the ground ("jalan di Tamansari licin") or only says the name before it again."""
    return words[start] == words[start - 1] or not signs.GROUND.isdisjoint(words[max(0, start - NEAR) : start])


def _by_preposition(hit: Hit, setting: Setting, text: PlaceText) -> Rank | None:
    """A place after "di", a doubt where only a capital letter speaks for it."""
    at, name = setting.name, glued(hit.name.text)
    capital, is_usually_other = text.is_capital(at), name in signs.USUALLY_OTHERS
    is_at = setting.before in signs.AT or text.words[at] == f"di{name}"
    if signs.BELONGS_TO.get(name, NONE).intersection(setting.after[:1]) and text.is_beside(hit.end):
        return Rank.DOUBTFUL if is_at and capital and not is_usually_other else None
    if hit.end - at > 1 and not (capital and _is_district(hit)):
        return Rank.DOUBTFUL if is_at and capital else None
    if is_at or (setting.before in signs.ON_THE_WAY and capital):
        return Rank.DOUBTFUL if is_usually_other else Rank.STRONG
    is_namesake = setting.before in signs.TREES or setting.before in signs.NAMESAKES
    return Rank.DOUBTFUL if text.is_capital_inside(at) and not is_namesake else None


def _is_district(hit: Hit) -> bool:
    return any(spot.village is None for spot in hit.name.spots)
