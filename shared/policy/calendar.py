"""Working time: when a span of it ends, and how much of it lies between two moments."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.directory.hours import DAY, Calendar

NOTHING = timedelta(0)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
# More than the calendars of the few editions of a directory that are in use at a time.
KEPT = 64


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
    """A calendar's arithmetic; moments are aware and of any zone, results UTC.

    The working time of a day is its calendar's spans, from the first moment at which the clocks of the calendar's zone
    show the opening to the first at which they show the closing. So what clocks leave out in spring is no working time,
    and an hour they show twice counts twice inside a span, but opens and closes nothing the second time. A moment of
    opening is working time, one of closing is none. Past the last day whose holidays are known (`horizon`) it goes on
    as if there were none.

    Of any calendar: `elapsed(start, add(start, span)) == span`; adding twice is adding the sum; a later start or a
    longer span is never due sooner, and neither is the same with a holiday more.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.horizon = calendar.horizon
        self._zone = ZoneInfo(calendar.zone)
        self._years: dict[int, _Year] = {}

    def add(self, start: datetime, span: timedelta) -> datetime:
        """When `span` of working time has passed since `start`: the first such moment.

        A start outside working time counts from the next opening; a span that is used up at closing time ends then,
        not at the next opening. A span of nothing ends at `start` itself if that is working time, else at the next
        opening. Raises ValueError for a negative span, OverflowError past the year 9998.
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

    def stretches(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working time between two moments, piece by piece; together as long as what elapsed."""
        for number in range(self._year_of(start), self._year_of(end) + 1):
            year = self._year(number)
            for opens, closes in zip(year.opens, year.closes, strict=True):
                if start < closes and opens < end:
                    yield max(opens, start), min(closes, end)

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
        day, begins = date(number, 1, 1), self._moment(date(number, 1, 1), 0)
        while day.year == number:
            ends = self._moment(day, DAY)
            for span in self.calendar.hours(day):
                if ends - begins == A_DAY:
                    opens, closes = begins + span.opens * MINUTE, begins + span.closes * MINUTE
                else:
                    opens, closes = self._moment(day, span.opens), self._moment(day, span.closes)
                if opens < closes:  # a span that the clocks leave out is no working time
                    year.opens.append(opens)
                    year.closes.append(closes)
                    year.worked.append(year.total + (closes - opens))
            day, begins = day + A_DAY, ends
        return year

    def _moment(self, day: date, minute: int) -> datetime:
        """The first moment at which the zone's clocks show that minute of the day, or a later one."""
        whole_days, minute = divmod(minute, DAY)
        shown = datetime.combine(day + timedelta(days=whole_days), time(minute // 60, minute % 60))
        moment = shown.replace(tzinfo=self._zone).astimezone(UTC)
        if self._shown_at(moment) == shown:
            return moment
        # They are put forward past it: at some moment before, by no more than they are put forward.
        first = shown.replace(tzinfo=self._zone, fold=1).astimezone(UTC)
        seconds = range((moment - first) // SECOND)
        return first + bisect_left(seconds, shown, key=lambda second: self._shown_at(first + second * SECOND)) * SECOND

    def _shown_at(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone).replace(tzinfo=None)


_known: dict[int, WorkingTime] = {}


def working_time(calendar: Calendar) -> WorkingTime:
    """The calendar's arithmetic, with the years it has already laid out.

    Kept by identity: to compare calendars takes longer than to count with one.
    """
    found = _known.get(id(calendar))
    if found is None or found.calendar is not calendar:
        if len(_known) >= KEPT:
            _known.clear()
        found = _known[id(calendar)] = WorkingTime(calendar)
    return found
