"""Where a text names a district or a village, and how surely that is where the trouble is."""

from services.router.domain import place_signs as signs
from services.router.domain.place_names import PlaceName, PlaceNames, Spot
from services.router.domain.place_senses import Mention, Rank, Senses, Setting
from services.router.domain.place_text import PlaceText


class Reader:
    """Reads the words around a name; `regency` is the regency's own name, which a district may share."""

    def __init__(self, names: PlaceNames, regency: str) -> None:
        self._names = names
        self._senses = Senses(names, regency)

    def read(self, text: PlaceText) -> list[Mention]:
        """The mentions in order."""
        found: list[Mention] = []
        covered = 0
        for start in self._names.starts(text.words):
            if start < covered or not (hit := self._names.at(text.words, start)):
                continue
            covered = hit.end
            setting = _setting(text, start, hit.end)
            if not hit.name.spots or _is_person(setting, text, is_ordinary=hit.is_ordinary):
                continue
            if _is_elsewhere(setting, text, hit.end):
                _forget_address(found, setting.start)
                continue
            sense = self._senses.of(hit, setting, text, found)
            if sense:
                title = signs.VILLAGE if self._senses.is_in_district(hit, setting, text) else setting.title
                rank = min(sense, _rank(setting, text, found))
                found.append(Mention(spots_of(hit.name, title), rank, setting.start, hit.end))
        return found


def spots_of(name: PlaceName, title: str) -> tuple[Spot, ...]:
    """What the name may stand for after that title; without one, a district hides its own village of the same name."""
    villages = tuple(spot for spot in name.spots if spot.village)
    districts = tuple(spot for spot in name.spots if not spot.village)
    if title in signs.OF_VILLAGES and villages:
        return villages
    if title in signs.OF_DISTRICTS and districts:
        return districts
    hidden = {spot.district for spot in districts}
    return districts + tuple(spot for spot in villages if spot.district not in hidden)


def _setting(text: PlaceText, start: int, end: int) -> Setting:
    words, first = text.words, start
    while first and words[first - 1] in signs.TITLES:
        first -= 1
    before, earlier = (words[first - back] if first >= back else "" for back in (1, 2))
    school = earlier if before.isdigit() and earlier in signs.SCHOOLS else ""
    facility = before if before in signs.FACILITIES else school
    title = words[start - 1] if first < start else ""
    return Setting(first, start, title, before, earlier, facility, words[end : end + 2])


def _is_person(setting: Setting, text: PlaceText, *, is_ordinary: bool) -> bool:
    """Whether somebody is called so; after a comma, "Pak" is whom the text speaks to."""
    if setting.title:
        return False
    if setting.before in signs.PEOPLE:
        return "," not in text.before(setting.name)
    is_surname = is_ordinary and setting.earlier in signs.PEOPLE and text.is_capital(setting.name)
    return is_surname and text.is_capital(setting.name - 1) and "," not in text.before(setting.name - 1)


def _is_elsewhere(setting: Setting, text: PlaceText, end: int) -> bool:
    """Whether a town of another regency follows right after, unless the two are the ends of a way."""
    town = next((end + at for at, word in enumerate(setting.after) if word not in signs.TO_ELSEWHERE), None)
    if town is None or text.words[town] not in signs.ELSEWHERE or setting.before in signs.ROUTES:
        return False
    return text.is_beside(end)


def _forget_address(found: list[Mention], start: int) -> None:
    """Drops what stands right before a place elsewhere, for it is a part of that address."""
    while found and found[-1].end == start:
        start = found.pop().start


def _rank(setting: Setting, text: PlaceText, found: list[Mention]) -> Rank:
    """How much a name counts there; the start of a way is told by its end, so the mention before may lose by it."""
    before, earlier = setting.before, setting.earlier
    is_namesake = before in signs.NAMESAKES or (before == "raya" and earlier in signs.NAMESAKES)
    if is_namesake and not setting.title and not (before == "jalan" and earlier in signs.LIGHTS):
        return Rank.NAMESAKE
    if found and found[-1].rank != Rank.DOUBTFUL:
        gap = setting.start - found[-1].end
        if (gap == 0 and not setting.title) or (gap == 1 and before in signs.JOINING):
            return found[-1].rank
        if gap == 1 and before in signs.UP_TO:
            found[-1] = found[-1]._replace(rank=min(found[-1].rank, Rank.WEAK))
            return found[-1].rank
    if before in signs.PASSED and not signs.ELSEWHERE.isdisjoint(text.words):
        return Rank.DOUBTFUL
    return Rank.WEAK if setting.facility or before in signs.ON_THE_WAY else Rank.STRONG
