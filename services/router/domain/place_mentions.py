"""Where a text names a district or a village, and how surely that is where the trouble is."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from services.router.domain.place_names import Hit, PlaceName, PlaceNames, Spot
from shared.directory.areas import glued

DISTRICT, VILLAGE = "kecamatan", "desa"
OF_VILLAGES = frozenset({"desa", "ds", "kelurahan", "kel", "lurah", "kades", "pemdes"})
OF_DISTRICTS = frozenset({"kecamatan", "kec", "camat"})
TITLES = OF_VILLAGES | OF_DISTRICTS
TOWN = "kota"
# Offices that every district has, called after it.
OFFICES = frozenset({"puskesmas", "polsek", "koramil", "kua"})
SCHOOLS = frozenset({"sd", "sdn", "smp", "smpn", "sma", "sman", "smk", "smkn", "mi", "min", "mts", "mtsn", "man", "tk"})
FACILITIES = frozenset({"pasar", "pelabuhan", "stasiun", "terminal", "rsud", "masjid", "pustu"}) | OFFICES | SCHOOLS
# What these name is called after a place that may be far away, or is no place of the regency.
STREETS = frozenset({"jalan", "jl", "jln", "gang", "gg"})
NAMESAKES = STREETS | {
    *("perum", "perumahan", "perumnas", "komplek", "kompleks", "griya", "villa", "cluster", "ruko", "hotel", "toko"),
    *("dusun", "dsn", "dukuh", "kabupaten", "kab", "pemkab", "bupati", "provinsi"),
}
LIGHTS = frozenset({"lampu", "penerangan", "pju"})
ROADS = frozenset({"jalan", "jln", "jl", "jalanan"})
UP_TO = frozenset({"ke", "menuju", "sampai", "hingga", "arah", "jurusan", "tujuan"})
ON_THE_WAY = UP_TO | {"dari", "antara"}
JOINING = frozenset({"dan", "atau", "sama", "karo", "dengan"})
AT = frozenset({"di", "ke", "dari", "daerah", "wilayah"})


class Rank(IntEnum):
    """How much a mention counts: a namesake nothing, the end of a way or a facility's name less than a place's own."""

    NAMESAKE = 0
    WEAK = 1
    STRONG = 2


class Mention(NamedTuple):
    """A name, the places it may stand for, and the word it ends before."""

    spots: tuple[Spot, ...]
    rank: Rank
    end: int


class Setting(NamedTuple):
    """What stands around a name: the title right before it, the words before that, and the words after it.

    `start` is where the title begins, or the name when it has none; `facility` is what is called after the name.
    """

    start: int
    title: str
    before: str
    earlier: str
    facility: str
    after: Sequence[str]


class Reader:
    """Reads the words around a name; `regency` is the regency's own name, which a district may share."""

    def __init__(self, names: PlaceNames, regency: str) -> None:
        self._names = names
        self._regency = glued(regency)

    def read(self, words: Sequence[str], text: str) -> list[Mention]:
        """The mentions in order; `words` are the text's, `text` still shows the capital letters."""
        found: list[Mention] = []
        covered = 0
        for start in self._names.starts(words):
            if start < covered or not (hit := self._names.at(words, start)):
                continue
            covered = hit.end
            setting = _setting(words, start, hit.end)
            if hit.name.spots and self._is_meant(hit, setting, words, text):
                title = VILLAGE if self._is_in_district(hit, setting, words) else setting.title
                rank = _rank(setting, found)
                found.append(Mention(spots_of(hit.name, title), rank, hit.end))
        return found

    def _is_meant(self, hit: Hit, setting: Setting, words: Sequence[str], text: str) -> bool:
        """Whether a name that means something else as well means the place here."""
        if glued(hit.name.text) == self._regency:
            return setting.title in OF_DISTRICTS or TOWN in (setting.before, *setting.after[:1])
        if not hit.is_ordinary:
            return True
        is_capital = f" {hit.name.text}" in text
        if setting.title:
            of_road = setting.title in OF_VILLAGES and setting.before in ROADS
            is_said_twice = words[hit.end - 1] in setting.after[:1]
            return is_capital or not (of_road or is_said_twice)
        is_district = any(spot.village is None for spot in hit.name.spots)
        if is_district and setting.facility in OFFICES:
            return True
        called = setting.facility or (is_district and setting.before in AT)
        return bool(called and is_capital) or self._is_in_district(hit, setting, words)

    def _is_in_district(self, hit: Hit, setting: Setting, words: Sequence[str]) -> bool:
        """Whether its own district is named right after it, as in an address."""
        if setting.title in OF_DISTRICTS or len(words) <= hit.end + 1 or words[hit.end] not in OF_DISTRICTS:
            return False
        following = self._names.at(words, hit.end + 1)
        districts = {spot.district for spot in following.name.spots if spot.village is None} if following else set()
        return any(spot.village and spot.district in districts for spot in hit.name.spots)


def spots_of(name: PlaceName, title: str) -> tuple[Spot, ...]:
    """What the name may stand for after that title; without one, a district hides its own village of the same name."""
    villages = tuple(spot for spot in name.spots if spot.village)
    districts = tuple(spot for spot in name.spots if not spot.village)
    if title in OF_VILLAGES and villages:
        return villages
    if title in OF_DISTRICTS and districts:
        return districts
    hidden = {spot.district for spot in districts}
    return districts + tuple(spot for spot in villages if spot.district not in hidden)


def _setting(words: Sequence[str], start: int, end: int) -> Setting:
    first = start
    while first and words[first - 1] in TITLES:
        first -= 1
    before, earlier = (words[first - back] if first >= back else "" for back in (1, 2))
    school = earlier if before.isdigit() and earlier in SCHOOLS else ""
    facility = before if before in FACILITIES else school
    return Setting(first, words[start - 1] if first < start else "", before, earlier, facility, words[end : end + 2])


def _rank(setting: Setting, found: list[Mention]) -> Rank:
    """How much a name counts there; the start of a way is told by its end, so the mention before may lose by it."""
    before, earlier = setting.before, setting.earlier
    is_namesake = before in NAMESAKES or (before == "raya" and earlier in NAMESAKES)
    if is_namesake and not setting.title and not (before == "jalan" and earlier in LIGHTS):
        return Rank.NAMESAKE
    gap = setting.start - found[-1].end if found else None
    if (gap == 0 and not setting.title) or (gap == 1 and before in JOINING):
        return found[-1].rank
    if gap == 1 and before in UP_TO:
        found[-1] = found[-1]._replace(rank=min(found[-1].rank, Rank.WEAK))
        return found[-1].rank
    return Rank.WEAK if setting.facility or before in ON_THE_WAY else Rank.STRONG
