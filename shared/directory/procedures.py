"""Ways that things have to go by law, and what a ticket may wait for."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from shared.contracts.words import PauseKind, Slug
from shared.directory.fact import Entry, Fact, Text

DAY = re.compile(r"^(\d\d)-(\d\d)$")
FURTHEST = 9
LONGEST = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


def _is_a_day(text: str) -> str:
    found = DAY.match(text)
    if not found or not 1 <= int(found[2]) <= LONGEST.get(int(found[1]), 0):
        raise ValueError(f'{text!r} is no day of the year, written like "12-31"')
    return text


DayOfYear = Annotated[str, AfterValidator(_is_a_day), StringConstraints(strip_whitespace=True)]
YearsAway = Annotated[int, Field(ge=-FURTHEST, le=FURTHEST)]


class Window(Fact):
    """From one day of a year to another; the years are counted from the year the works are in, -2 is two before."""

    opens: DayOfYear
    opens_year: YearsAway = 0
    closes: DayOfYear
    closes_year: YearsAway = 0

    @model_validator(mode="after")
    def _opens_first(self) -> Self:
        if (self.opens_year, self.opens) > (self.closes_year, self.closes):
            raise ValueError("closes before it opens")
        return self


class Takes(Fact):
    """How much working time a stage usually takes."""

    least: timedelta
    most: timedelta

    @model_validator(mode="after")
    def _least_first(self) -> Self:
        if not timedelta(0) <= self.least <= self.most:
            raise ValueError("the least is more than the most")
        return self


class Stage(Entry):
    """One step of the way, in the order they come: at a time of the year, or taking a while after the one before.

    `name` stands inside a sentence, `brief` is what happens there in one sentence for a letter,
    `where` stands after "di" and "ke"; what to `bring`, `note` what else to know; `sure` is
    False where the dates are only usual. Without window and time nobody knows how long it takes.
    """

    name: Text
    brief: Text | None = None
    window: Window | None = None
    takes: Takes | None = None
    where: Text | None = None
    bring: tuple[Text, ...] = ()
    note: Text | None = None
    basis: Text
    sure: bool = True

    @model_validator(mode="after")
    def _has_one_time(self) -> Self:
        if self.window and self.takes:
            raise ValueError("a stage has either a window in the year or the time it takes")
        if self.sure and not (self.window or self.takes):
            raise ValueError("nobody can be sure of a stage without a window and without the time it takes")
        return self


class Odds(Fact):
    """How often it comes about, honestly, and where that is known from."""

    text: Text
    basis: Text


class Alternative(Fact):
    """What can be had sooner, or beside it; `sure` is False where nobody has confirmed that."""

    text: Text
    basis: Text
    sure: bool = True


class Procedure(Entry):
    """The way a wish has to go; `entry` is the stage at which a citizen comes in, `sooner` what can come first.

    Either its stages have windows in the year, or they take their time. `brief` is the way in one sentence for a
    letter, `result` what comes about at its end ("Jalannya dikerjakan"); the letter adds the year to it.
    """

    title: Text
    brief: Text
    result: Text
    entry: Slug
    odds: Odds | None = None
    sooner: tuple[Alternative, ...] = ()
    stages: Annotated[Mapping[str, Stage], Field(min_length=1)]

    @property
    def is_seasonal(self) -> bool:
        """Whether it can be entered at one time of the year only."""
        return any(stage.window for stage in self.stages.values())


class PausePolicy(Entry):
    """How long, in calendar days, a ticket may wait for one kind of thing (the slug), all its waits together."""

    slug: PauseKind
    title: Text
    cap: timedelta
    basis: Text
