"""Whether a name in areas.yaml could be mistaken for another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from shared.directory.areas import District, glued
from shared.directory.desk import Desk
from shared.directory.file import Path

FILE = "areas.yaml"


def check_areas(districts: Iterable[District], desk: Desk) -> None:
    """Notes other spellings that are, or could be, another place's name, and look-alikes that are a name.

    Two villages may bear the same name: the country's list is as it is, and whoever says that name is asked.
    """
    districts = tuple(districts)
    bearers: dict[str, set[str]] = defaultdict(set)
    for district in districts:
        for spelling, village in district.spellings():
            bearers[glued(spelling)].add(village or district.name)
    for district in districts:
        for path, text in (*_also(district, bearers), *_look_alikes(district, bearers)):
            desk.note(desk.file(FILE), (district.code, *path), f"district {district.name!r}: {text}")


def _also(district: District, bearers: dict[str, set[str]]) -> Iterator[tuple[Path, str]]:
    listed = {district.name: district.also} | {village.name: village.also for village in district.villages}
    for name, spellings in listed.items():
        for spelling in spellings:
            for other in sorted(bearers[glued(spelling)] - {name}):
                yield ("also", name), f"{spelling!r} for {name!r} is a name of {other!r} too"


def _look_alikes(district: District, bearers: dict[str, set[str]]) -> Iterator[tuple[Path, str]]:
    for position, words in enumerate(district.look_alikes):
        for name in sorted(bearers.get(glued(words), ())):
            yield ("look_alikes", position), f"look-alike {words!r} is a name of {name!r}"
