"""The words by which two complaints are seen to tell of one trouble, or of two."""

from collections.abc import Mapping

from shared.directory.fact import Fact, Said


class Likeness(Fact):
    """Words that say where it is, by how they are written first, each with its other spellings.

    A name or number that follows tells two of a kind apart. `landmarks` are things that people point at, after the
    words of `beside` anything is one; what follows one of `towards` only tells where it is. `sides` are a landmark's.
    `narrow` name a spot ("gang mawar"), `wide` an area with many spots ("dusun krajan"). `filler` says nothing of what
    it is or where, `articles` of a name tell nothing apart; `units` make of the number before them a measure.
    """

    landmarks: Mapping[str, tuple[Said, ...]]
    narrow: Mapping[str, tuple[Said, ...]]
    wide: Mapping[str, tuple[Said, ...]]
    sides: Mapping[str, tuple[Said, ...]]
    beside: tuple[Said, ...]
    towards: tuple[Said, ...]
    articles: tuple[Said, ...]
    units: tuple[Said, ...]
    filler: tuple[Said, ...]
