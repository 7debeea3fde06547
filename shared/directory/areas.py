"""The regency's districts and villages, and how people write their names."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from shared.directory.fact import Entry, Fact, Said

Code = Annotated[str, StringConstraints(pattern=r"^\d\d\.\d\d\.\d\d$")]
Degrees = tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]]
NOT_LETTERS = re.compile(r"[^a-z0-9]")


def glued(name: str) -> str:
    """The name as one word in small letters, for people write its parts together or apart."""
    return NOT_LETTERS.sub("", name.lower())


def _runs_from_south_west(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    south, west, north, east = bounds
    if not (south < north and west < east):
        raise ValueError("should be south, west, north, east")
    return bounds


Bounds = Annotated[tuple[float, float, float, float], AfterValidator(_runs_from_south_west)]


class Village(Fact):
    """`also` holds other spellings of its name."""

    name: Said
    kind: Literal["desa", "kelurahan"]
    also: tuple[Said, ...] = ()


class District(Fact):
    """A kecamatan; `code` as in the national list, for example 35.10.01, `centre` as latitude and longitude.

    `also` holds other spellings of its name. `ordinary` are the spellings, its own or a village's, that are words of
    everyday language too; `look_alikes` are words and phrases that look like such a name and are none.
    """

    code: Code
    name: Said
    villages: Annotated[tuple[Village, ...], Field(min_length=1)]
    also: tuple[Said, ...] = ()
    centre: Degrees | None = None
    ordinary: tuple[Said, ...] = ()
    look_alikes: tuple[Said, ...] = ()

    def spellings(self) -> list[tuple[str, str | None]]:
        """Every listed spelling, and the village that bears it; None where the district itself does."""
        own: list[tuple[str, str | None]] = [(name, None) for name in (self.name, *self.also)]
        return own + [(name, village.name) for village in self.villages for name in (village.name, *village.also)]


class DistrictSheet(Entry):
    """A district in areas.yaml, under its code; `also` holds other spellings by the name, a village's or its own."""

    slug: Code
    name: Said
    centre: Degrees | None = None
    desa: tuple[Said, ...] = ()
    kelurahan: tuple[Said, ...] = ()
    also: Mapping[str, tuple[Said, ...]] = {}
    ordinary: tuple[Said, ...] = ()
    look_alikes: tuple[Said, ...] = ()

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        names = [*self.desa, *self.kelurahan]
        spelt = {glued(name) for name in (self.name, *names, *(other for also in self.also.values() for other in also))}
        twice = sorted({name for name in names if names.count(name) > 1})
        strange = sorted(set(self.also) - {self.name, *names})
        nameless = sorted(word for word in self.ordinary if glued(word) not in spelt)
        said = [(twice, "stands here twice"), (strange, "is no village of it"), (nameless, "is no name of it")]
        if problems := [f"{name!r} {what}" for found, what in said for name in found]:
            raise ValueError("; ".join(problems))
        return self

    def district(self) -> District:
        kinds = [("desa", name) for name in self.desa] + [("kelurahan", name) for name in self.kelurahan]
        villages = [
            {"name": name, "kind": kind, "also": self.also.get(name, ()) if name != self.name else ()}
            for kind, name in kinds
        ]
        kept = self.model_dump(include={"name", "centre", "ordinary", "look_alikes"})
        return District.model_validate(
            {**kept, "code": self.slug, "villages": villages, "also": self.also.get(self.name, ())}
        )
