"""On which coming days nobody holds what, and which rungs of a ladder nobody sits on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, product

from shared.contracts.sorted import Sorting
from shared.contracts.words import Slug
from shared.directory.areas import District
from shared.directory.days import A_DAY, Days
from shared.directory.hours import Calendar
from shared.directory.model import Directory, Sector, Topic
from shared.policy.chain import owning
from shared.policy.roster import asked
from shared.policy.seat import is_empty, nobody


@dataclass(frozen=True)
class Held:
    """A topic that somebody should hold; of one district or village where its head should, of the regency else."""

    sector: str
    topic: str
    place: str | None = None


@dataclass(frozen=True)
class Gap:
    """What these posts should hold and nobody does; the first and last of working days in a row.

    Of a desk (triage, the arbiter, the emergency crew) nothing is `held`: it holds what it is given all the same.
    """

    days: Days
    posts: tuple[Slug, ...]
    held: tuple[Held, ...]
    reason: str


@dataclass(frozen=True)
class Skipped:
    """A rung that is passed over on these days, on the ladders of these agencies."""

    days: Days
    post: Slug
    agencies: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Coverage:
    gaps: tuple[Gap, ...]
    skipped: tuple[Skipped, ...]


def working_days(calendar: Calendar, first: date, count: int) -> list[date]:
    """The next so many days on which it opens, from `first` on."""
    days: list[date] = []
    day = first
    while len(days) < count:
        if calendar.hours(day):
            days.append(day)
        day += A_DAY
    return days


def coverage(directory: Directory, days: Sequence[date]) -> Coverage:
    """Looks at every topic in every district, and in every village where its head should hold it, on these days."""
    look = _Look(directory, days)
    return Coverage(tuple(look.gaps()), tuple(look.skipped()))


class _Look:
    """What is found on the way is kept: a post's empty days are looked up once."""

    def __init__(self, directory: Directory, days: Sequence[date]) -> None:
        self._directory = directory
        self._days = days
        self._empty: dict[Slug, frozenset[date]] = {}
        # Of the sources that treat a place alike one speaks for all.
        self._sources = {source.chain: source.slug for source in directory.sources.values()}

    def gaps(self) -> Iterator[Gap]:
        for desk in sorted(self._directory.desks):
            for row in self._in_a_row(self._empty_days(desk)):
                yield Gap(row, (desk,), (), nobody(self._directory, [desk], row.first))
        missed: dict[tuple[Slug, ...], dict[Held, set[date]]] = {}
        for posts, held, days in self._asked():
            empty = [day for day in days if all(day in self._empty_days(post) for post in posts)]
            if empty:
                missed.setdefault(posts, {}).setdefault(held, set()).update(empty)
        for posts, found in missed.items():
            by_days = sorted(found, key=lambda held: sorted(found[held]))
            for alike, group in groupby(by_days, key=found.__getitem__):
                unheld = tuple(group)
                for row in self._in_a_row(alike):
                    yield Gap(row, posts, unheld, nobody(self._directory, posts, row.first))

    def skipped(self) -> Iterator[Skipped]:
        ladders: dict[Slug, list[str]] = {}
        for agency in self._directory.agencies.values():
            for post in agency.ladder:
                ladders.setdefault(post, []).append(agency.short)
        # A desk hears of it all the same.
        for post, agencies in ((post, known) for post, known in ladders.items() if post not in self._directory.desks):
            for days in self._in_a_row(self._empty_days(post)):
                yield Skipped(days, post, tuple(agencies), nobody(self._directory, [post], days.first))

    def _asked(self) -> Iterator[tuple[tuple[Slug, ...], Held, list[date]]]:
        """Who should hold a topic at a place, whoever owns it and wherever it was reported, and on which days."""
        for sector in self._directory.sectors.values():
            for topic in sector.topics.values():
                for _, group in groupby(self._days, key=lambda day: _in_force(topic, day)):
                    days = list(group)
                    if topic.holds_on(days[0]):
                        for posts, held in self._asked_on(sector, topic, days[0]):
                            yield posts, held, days

    def _asked_on(self, sector: Sector, topic: Topic, day: date) -> Iterator[tuple[tuple[Slug, ...], Held]]:
        known = {"queue": sector.slug, "sector": sector.slug, "topic": topic.slug}
        plain = Sorting(**known, confidence=1, reason="", edition=self._directory.edition)
        owners = (None, *(owner.agency for owner in topic.owners))
        places = list(_places(self._directory.districts.values(), villages="village" in {topic.chain, *self._sources}))
        for owner, (district, village), source in product(owners, places, self._sources.values()):
            sorting = plain.model_copy(update={"owner": owner, "district": district, "village": village})
            chain = owning(self._directory, sorting, source, day)
            sorting = sorting.model_copy(update={"chain": chain})
            yield asked(self._directory, sorting, day), Held(sector.name, topic.name, _place(sorting))

    def _empty_days(self, post: Slug) -> frozenset[date]:
        """On which nobody does its work."""
        if post not in self._empty:
            self._empty[post] = frozenset(day for day in self._days if is_empty(self._directory, post, day))
        return self._empty[post]

    def _in_a_row(self, days: Iterable[date]) -> Iterator[Days]:
        """The days, of these working ones, that follow each other."""
        wanted = set(days)
        for among, group in groupby(self._days, key=wanted.__contains__):
            row = list(group)
            if among:
                yield Days(row[0], row[-1])


def _in_force(topic: Topic, day: date) -> tuple[bool, ...]:
    return topic.holds_on(day), *(owner.holds_on(day) for owner in topic.owners)


def _places(districts: Iterable[District], *, villages: bool) -> Iterator[tuple[str | None, str | None]]:
    """District and village: nowhere known, each district, and each village where that can make a difference."""
    yield None, None
    for district in districts:
        yield district.name, None
        if villages:
            yield from ((district.name, village.name) for village in district.villages)


def _place(sorting: Sorting) -> str | None:
    if sorting.chain == "sector":
        return None
    district = f"Kecamatan {sorting.district}"
    return f"{sorting.village}, {district}" if sorting.chain == "village" else district
