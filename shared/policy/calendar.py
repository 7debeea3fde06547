"""Working time: when a span of it ends, and how much of it lies between two moments."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from shared.directory.hours import DAY, Calendar

NOTHING = timedelta(0)


@dataclass
class _Year:
    """A year's opening times in order, in UTC; `worked` is the year's working time up to each closing."""

    opens: list[datetime] = field(default_factory=list)
    closes: list[datetime] = field(default_factory=list)
    worked: list[timedelta] = field(default_factory=list)

    @property
    def total(self) -> timedelta:
        return self.worked[-1] if self.worked else NOTHING

    def worked_until(self, moment: datetime) -> timedelta:
        """The year's working time before the moment."""
        position = bisect_right(self.closes, moment)
        before = self.worked[position - 1] if position else NOTHING
        if position == len(self.opens):
            return before
        return before + max(moment - self.opens[position], NOTHING)

    def moment_of(self, worked: timedelta) -> datetime:
        """The first moment at which so much of the year's working time has passed; more than nothing, at most all."""
        position = bisect_left(self.worked, worked)
        return self.closes[position] - (self.worked[position] - worked)

    def opening(self, moment: datetime) -> datetime | None:
        """The moment itself if it is working time, else the next opening; None when the year has no more."""
        position = bisect_right(self.closes, moment)
        return max(moment, self.opens[position]) if position < len(self.opens) else None


class WorkingTime:
    """A calendar's arithmetic; moments are aware, results UTC.

    Past the last year whose holidays are known (`horizon`) it goes on as if there were none.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.horizon = calendar.horizon
        self._zone = ZoneInfo(calendar.zone)
        self._years: dict[int, _Year] = {}

    def add(self, start: datetime, span: timedelta) -> datetime:
        """When `span` of working time has passed since `start`.

        A start outside working time counts from the next opening; a span that is used up at closing time ends then.
        Raises ValueError for a negative span, OverflowError past the year 9999.
        """
        if span < NOTHING:
            raise ValueError(f"a span cannot be negative: {span}")
        for year in self._from(start):
            done = year.worked_until(start)
            if span == NOTHING:
                opening = year.opening(start)
                if opening is not None:
                    return opening
            elif done + span <= year.total:
                return year.moment_of(done + span)
            else:
                span -= year.total - done
        raise OverflowError("no such year")

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two moments; nothing when `end` is not after `start`."""
        if end <= start:
            return NOTHING
        first, last = self._year_of(start), self._year_of(end)
        whole = sum((self._year(number).total for number in range(first, last)), NOTHING)
        return whole + self._year(last).worked_until(end) - self._year(first).worked_until(start)

    def _from(self, moment: datetime) -> Iterator[_Year]:
        for number in range(self._year_of(moment), date.max.year):
            yield self._year(number)

    def _year_of(self, moment: datetime) -> int:
        return moment.astimezone(self._zone).year

    def _year(self, number: int) -> _Year:
        if number not in self._years:
            self._years[number] = self._build(number)
        return self._years[number]

    def _build(self, number: int) -> _Year:
        year = _Year()
        day = date(number, 1, 1)
        while day.year == number:
            for span in self.calendar.hours(day):
                opens, closes = self._moment(day, span.opens), self._moment(day, span.closes)
                if opens < closes:  # an hour that summer time leaves out is no working time
                    year.opens.append(opens)
                    year.closes.append(closes)
                    year.worked.append(year.total + (closes - opens))
            day += timedelta(days=1)
        return year

    def _moment(self, day: date, minute: int) -> datetime:
        whole_days, minute = divmod(minute, DAY)
        local = datetime.combine(day + timedelta(days=whole_days), time(minute // 60, minute % 60), self._zone)
        return local.astimezone(UTC)


@lru_cache(maxsize=32)
def working_time(calendar: Calendar) -> WorkingTime:
    """The calendar's arithmetic, with the years it has already laid out."""
    return WorkingTime(calendar)
