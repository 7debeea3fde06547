"""The shapes of files that differ from what is made of them."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from shared.contracts.words import Slug
from shared.directory.areas import Bounds
from shared.directory.fact import Entry, Fact, Text
from shared.directory.hours import Zone
from shared.directory.offices import Contact
from shared.directory.procedures import Alternative, Odds
from shared.directory.promises import DigestPlan
from shared.directory.spot_checks import CheckPlan


class Regency(Fact):
    """regency.yaml."""

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


class SectorFile(Entry):
    """A sector's file, its name the slug; the entries of its posts and topics are read one by one."""

    name: Text
    otherwise: Slug
    posts: Mapping[str, Any] = {}
    topics: Annotated[Mapping[str, Any], Field(min_length=1)]


class ProcedureFile(Entry):
    """A procedure's file, its name the slug; the entries of its stages are read one by one."""

    title: Text
    brief: Text
    result: Text
    entry: Slug
    odds: Odds | None = None
    sooner: tuple[Alternative, ...] = ()
    stages: Annotated[Mapping[str, Any], Field(min_length=1)]


class SpellingsFile(Fact):
    """spellings.yaml: other ways to write a word, by the word."""

    words: Mapping[str, tuple[Text, ...]]


class ContactsFile(Fact):
    """contacts.yaml; its entries are read one by one."""

    default: Any = None
    posts: Mapping[str, Any] = {}


class PostContact(Contact, Entry):
    """An entry of contacts.yaml."""

    def contact(self, post: str) -> Contact:
        """The contact of that post, whose slug stands for {post} in an e-mail address."""
        email = self.email.replace("{post}", post) if self.email else None
        return Contact(email=email, phone=self.phone)
