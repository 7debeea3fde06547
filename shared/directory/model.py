"""The business as the services know it: who answers for what, where, by when, and in which words."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from shared.contracts.ticket import Holder
from shared.contracts.words import EMERGENCY, TRIAGE, ClockName, Slug, Urgency
from shared.directory.fact import Entry, Fact, Phrase, Text, Word
from shared.directory.hours import Calendar, Zone

SECTORS = "sectors"


class Contact(Fact):
    """Where a post is reached; `phone` as in +628110000112."""

    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^\+[1-9]\d{7,14}$")] | None = None


class Source(Entry):
    """A system that publishes complaints; `contact` reaches the people who run it."""

    title: Text
    contact: Contact = Contact()


class Agency(Entry):
    """An office; `short` is what a citizen is told, `ladder` the posts told when a promise breaks, lowest first."""

    name: Text
    short: Text
    ladder: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Post(Entry):
    """A chair, never the person in it."""

    title: Text
    agency: Slug
    contact: Contact = Contact()


class Village(Fact):
    """`also` holds other spellings of its name."""

    name: Text
    kind: Literal["desa", "kelurahan"]
    also: tuple[Text, ...] = ()


class District(Fact):
    """A kecamatan; `code` as in the national list, for example 35.10.01."""

    code: Annotated[str, StringConstraints(pattern=r"^\d\d\.\d\d\.\d\d$")]
    name: Text
    villages: Annotated[tuple[Village, ...], Field(min_length=1)]


class Topic(Entry):
    """A sub-problem with a liaison of its own; `resolution` is the class of its resolution promise.

    `words` are single words, `phrases` several words in a row; `examples` are sentences that belong here.
    """

    name: Text
    agency: Slug
    liaison: Slug
    resolution: Slug
    words: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    examples: Annotated[tuple[Text, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _can_be_meant(self) -> Self:
        if not self.words and not self.phrases:
            raise ValueError("no words and no phrases; nothing would ever be sorted here")
        return self


class Sector(Entry):
    name: Text
    topics: Annotated[Mapping[str, Topic], Field(min_length=1)]


class PromisePolicy(Entry):
    """A time we promise to those it applies to.

    `span`, and the further span of each rung after the first, are working time of `calendar`; `warn` are shares of
    `span`. It applies to tickets admitted from `valid_from` on, in `queues` ("sectors" means each sector's), and only
    to the `classes` and `urgencies` it names, if it names any.
    """

    clock: ClockName
    span: Annotated[timedelta, Field(gt=timedelta(0))]
    calendar: Slug
    starts: Literal["admitted", "delivered"]
    basis: Text
    valid_from: date
    queues: Annotated[tuple[str, ...], Field(min_length=1)]
    classes: tuple[Slug, ...] = ()
    urgencies: tuple[Urgency, ...] = ()
    warn: tuple[Annotated[float, Field(gt=0, lt=1)], ...] = ()
    rungs: tuple[Annotated[timedelta, Field(gt=timedelta(0))], ...] = ()


class Emergency(Fact):
    """Words and phrases that mean an emergency, `look_alikes` that hold such a word and do not.

    A word within three words after one of `unless_before`, or before one of `unless_after`, means none either.
    """

    words: Annotated[tuple[Text, ...], Field(min_length=1)]
    look_alikes: tuple[Text, ...] = ()
    unless_before: tuple[Text, ...] = ()
    unless_after: tuple[Text, ...] = ()


class Directory(Fact):
    """Everything, cross-checked by `shared.directory.load`; mappings are keyed by slug.

    `wording` is keyed `audience/event`, districts by code. `always_open` names the calendar without closing time.
    """

    edition: Text
    regency: Text
    zone: Zone
    triage_post: Slug
    emergency_post: Slug
    always_open: Slug
    sources: Mapping[str, Source]
    agencies: Mapping[str, Agency]
    posts: Mapping[str, Post]
    districts: Mapping[str, District]
    sectors: Mapping[str, Sector]
    promises: Mapping[str, PromisePolicy]
    calendars: Mapping[str, Calendar]
    emergency: Emergency
    wording: Mapping[str, str]

    @cached_property
    def queues(self) -> tuple[str, ...]:
        """Each sector's queue, then emergency and triage."""
        return (*self.sectors, EMERGENCY, TRIAGE)

    def topic(self, sector: str | None, topic: str | None) -> Topic | None:
        """None when it is not known, or not any more."""
        found = self.sectors.get(sector or "")
        return found.topics.get(topic or "") if found else None

    def holder(self, post: str) -> Holder:
        """The post in the words a citizen is told; KeyError when there is no such post."""
        found = self.posts[post]
        return Holder(post=found.slug, title=found.title, agency=self.agencies[found.agency].short)
