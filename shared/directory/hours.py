"""When an office is open, as its calendar file says it."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from shared.directory.fact import Entry, Fact, Text

DAY = 24 * 60
HOURS = re.compile(r"^(\d\d):(\d\d)-(\d\d):(\d\d)$")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Span(Fact):
    """Open from one minute of the day to another; 1440 is the day's end. Written "07:30-12:00"."""

    opens: Annotated[int, Field(ge=0, lt=DAY)]
    closes: Annotated[int, Field(gt=0, le=DAY)]

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        match = HOURS.match(value)
        if not match:
            raise ValueError(f'{value!r} is not written like "07:30-12:00"')
        opens_hour, opens_minute, closes_hour, closes_minute = map(int, match.groups())
        return {"opens": opens_hour * 60 + opens_minute, "closes": closes_hour * 60 + closes_minute}

    @model_validator(mode="after")
    def _opens_first(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens after it closes")
        return self


def _in_order(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    if any(one.closes > other.opens for one, other in pairwise(spans)):
        raise ValueError("spans overlap or are out of order")
    return spans


Day = Annotated[tuple[Span, ...], AfterValidator(_in_order)]
Week = Mapping[Weekday, Day]


class Override(Fact):
    """Other hours on the days `first` to `last`, both included; a weekday it does not name is closed."""

    title: Text
    first: date
    last: date
    week: Week

    @model_validator(mode="after")
    def _first_first(self) -> Self:
        if self.first > self.last:
            raise ValueError("its first day comes after its last")
        return self


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(f"unknown time zone {zone!r}") from error
    return zone


Zone = Annotated[str, AfterValidator(_known_zone)]


class Hours(Entry):
    """When an office is open: a week's hours, and other hours for a while; of two for one day the first counts."""

    title: Text
    zone: Zone
    week: Week
    overrides: tuple[Override, ...] = ()

    @model_validator(mode="after")
    def _opens_at_all(self) -> Self:
        if not any(self.week.values()):
            raise ValueError("it never opens")
        return self

    def override(self, day: date) -> Override | None:
        """The other hours in force that day."""
        return next((other for other in self.overrides if other.first <= day <= other.last), None)


class Calendar(Hours):
    """Working time: these hours, and days without any, whatever the hours would be.

    `horizon` is the last day whose holidays are known, None where it has none; of the years `unchecked` nobody has
    compared them with the decree.
    """

    holidays: Mapping[date, Text] = {}
    horizon: date | None = None
    unchecked: tuple[int, ...] = ()

    def __hash__(self) -> int:
        return hash(self.slug)

    @property
    def always_open(self) -> bool:
        whole = (Span(opens=0, closes=DAY),)
        return not self.holidays and not self.overrides and all(self.week.get(day) == whole for day in WEEKDAYS)

    def hours(self, day: date) -> tuple[Span, ...]:
        """The day's spans in local time; none on a holiday."""
        if day in self.holidays:
            return ()
        other = self.override(day)
        return (other.week if other else self.week).get(WEEKDAYS[day.weekday()], ())
