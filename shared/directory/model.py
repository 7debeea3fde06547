"""The business as the services know it: who answers for what, where, by when, and in which words."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from shared.contracts.ticket_record import Holder
from shared.contracts.words import EMERGENCY, OWN, TRIAGE, Chain, Slug
from shared.directory.areas import Bounds, District
from shared.directory.fact import Dated, Entry, Fact, Phrase, Said, Text, Word
from shared.directory.hours import Calendar, Zone
from shared.directory.likeness import Likeness
from shared.directory.offices import Agency, Post, Source
from shared.directory.procedures import PausePolicy, Procedure
from shared.directory.promises import DigestPlan, PromisePolicy
from shared.directory.roster import AreaChain, Roster
from shared.directory.spot_checks import CheckPlan

SECTORS = "sectors"
OUTSIDE = "outside"


class Owner(Dated):
    """Another agency in charge of a part of a topic: where one of `words` is said; `reason` tells people why.

    One of the regency's own names its `liaison`; what belongs outside is held by that agency's tracker.
    """

    agency: Slug
    words: Annotated[tuple[Said, ...], Field(min_length=1)]
    reason: Text
    liaison: Slug | None = None


class Topic(Entry, Dated):
    """A sub-problem with a liaison of its own; `resolution` is the class of its resolution promise.

    `colleagues` share its load with the liaison. `chain` says whether the agency's people hold it or the head of the
    village or district it lies in. `procedure` is the way it has to go by law.
    `public` says that many people may tell of one such trouble; every other is a person's own matter. `words` are
    single words, `phrases` several words in a row, `hints` words or phrases that say little alone, `together` words
    that mean it when they stand near each other; `look_alikes` hold such a word and mean something else, `anti_words`
    speak against it, both with the reason. `owners` are parts of it that another agency is in charge of. `examples`
    are sentences that belong here.
    """

    name: Text
    agency: Slug
    liaison: Slug
    colleagues: tuple[Slug, ...] = ()
    chain: Chain = "sector"
    procedure: Slug | None = None
    resolution: Slug
    public: bool = False
    words: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    hints: tuple[Text, ...] = ()
    together: tuple[Annotated[tuple[Text, ...], Field(min_length=2, max_length=4)], ...] = ()
    look_alikes: Mapping[str, Text] = {}
    anti_words: Mapping[str, Text] = {}
    owners: tuple[Owner, ...] = ()
    examples: Annotated[tuple[Text, ...], Field(min_length=2)]

    def __hash__(self) -> int:
        return hash(self.slug)

    @model_validator(mode="after")
    def _can_be_meant(self) -> Self:
        if not self.words and not self.phrases:
            raise ValueError("no words and no phrases; nothing would ever be sorted here")
        return self


class Sector(Entry):
    """A field of public service; `otherwise` is the topic that takes what is surely the sector's and no topic's."""

    name: Text
    otherwise: Slug
    topics: Annotated[Mapping[str, Topic], Field(min_length=1)]


class Emergency(Fact):
    """Words and phrases that mean an emergency, `look_alikes` that hold such a word and do not.

    A word within three words after one of `unless_before`, or before one of `unless_after`, means none either.
    """

    words: Annotated[tuple[Text, ...], Field(min_length=1)]
    look_alikes: tuple[Text, ...] = ()
    unless_before: tuple[Text, ...] = ()
    unless_after: tuple[Text, ...] = ()


class Kinds(Fact):
    """Words and phrases by which a complaint is known to be a question, a wish, or thanks; each look-alike is not.

    With one of `troubles` it is a complaint after all, with one of `asks` it is not thanks. One of `commands` is meant
    for a machine, one of `abuse` is an insult: a person reads what holds either.
    """

    information: tuple[Said, ...] = ()
    aspiration: tuple[Said, ...] = ()
    thanks: tuple[Said, ...] = ()
    troubles: tuple[Said, ...] = ()
    asks: tuple[Said, ...] = ()
    commands: tuple[Said, ...] = ()
    abuse: tuple[Said, ...] = ()
    look_alikes: tuple[Said, ...] = ()


class Directory(Fact):
    """Everything, cross-checked by `shared.directory.load`; mappings are keyed by slug.

    `arbiter_post` decides where a ticket belongs that two liaisons have handed on. `spellings` are the ways a word
    is also written, by the word. `bounds` are the degrees of its south, west, north and east. `wording` is keyed
    `audience/event`, districts by code, `roster` by post and `pauses` by kind. `always_open` names the calendar
    without closing time, `office_hours` that of the offices.
    """

    edition: Text
    regency: Text
    bounds: Bounds
    zone: Zone
    triage_post: Slug
    arbiter_post: Slug
    emergency_post: Slug
    always_open: Slug
    office_hours: Slug
    spot_checks: CheckPlan | None = None
    digests: DigestPlan | None = None
    sources: Mapping[str, Source]
    agencies: Mapping[str, Agency]
    posts: Mapping[str, Post]
    districts: Mapping[str, District]
    sectors: Mapping[str, Sector]
    promises: Mapping[str, PromisePolicy]
    calendars: Mapping[str, Calendar]
    emergency: Emergency
    kinds: Kinds
    spellings: Mapping[str, tuple[str, ...]]
    likeness: Likeness
    roster: Mapping[str, Roster]
    pauses: Mapping[str, PausePolicy]
    procedures: Mapping[str, Procedure]
    area_chain: AreaChain
    wording: Mapping[str, str]

    @cached_property
    def queues(self) -> tuple[str, ...]:
        """Each sector's queue, then emergency and triage."""
        return (*self.sectors, EMERGENCY, TRIAGE)

    @cached_property
    def tracks(self) -> tuple[Slug, ...]:
        """The regency's own, then those of others whose days run beside it."""
        return OWN, *sorted({policy.track for policy in self.promises.values()} - {OWN})

    @property
    def office(self) -> Calendar:
        """When the offices are open."""
        return self.calendars[self.office_hours]

    @property
    def desks(self) -> frozenset[Slug]:
        return frozenset({self.triage_post, self.arbiter_post, self.emergency_post})

    def topic(self, sector: str | None, topic: str | None) -> Topic | None:
        """None when it is not known, or not any more."""
        found = self.sectors.get(sector or "")
        return found.topics.get(topic or "") if found else None

    def day(self, moment: datetime) -> date:
        """The day it is in the regency at that moment."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def holder(self, post: str) -> Holder:
        """The post in the words a citizen is told; KeyError when there is no such post."""
        found = self.posts[post]
        return Holder(post=found.slug, title=found.title, agency=self.agencies[found.agency].short)
