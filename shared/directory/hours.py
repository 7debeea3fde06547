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


class Calendar(Entry):
    """Working time: a week's hours, other hours for a while, and days without any."""

    title: Text
    zone: Zone
    week: Week
    overrides: tuple[Override, ...] = ()
    holidays: Mapping[date, Text] = {}

    def __hash__(self) -> int:
        return hash(self.slug)

    @model_validator(mode="after")
    def _opens_at_all(self) -> Self:
        if not any(self.week.values()):
            raise ValueError("it never opens")
        return self

    @property
    def always_open(self) -> bool:
        whole = (Span(opens=0, closes=DAY),)
        return not self.holidays and not self.overrides and all(self.week.get(day) == whole for day in WEEKDAYS)

    def hours(self, day: date) -> tuple[Span, ...]:
        """The day's spans in local time; none on a holiday."""
        if day in self.holidays:
            return ()
        week = next((other.week for other in self.overrides if other.first <= day <= other.last), self.week)
        return week.get(WEEKDAYS[day.weekday()], ())

    @property
    def horizon(self) -> date | None:
        """The last day whose holidays are known: the end of the last year that lists any; None when it has none."""
        return date(max(self.holidays).year, 12, 31) if self.holidays else None
