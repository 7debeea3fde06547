"""The shapes of files that differ from what is made of them."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from shared.contracts.words import Slug
from shared.directory.fact import Entry, Fact, Text
from shared.directory.hours import Zone
from shared.directory.model import Contact, District


class Regency(Fact):
    """regency.yaml."""

    edition: Text
    regency: Text
    zone: Zone
    triage_post: Slug
    arbiter_post: Slug
    emergency_post: Slug
    always_open: Slug


class SectorFile(Entry):
    """A sector's file, its name the slug; the entries of its posts and topics are read one by one."""

    name: Text
    otherwise: Slug
    posts: Mapping[str, Any] = {}
    topics: Annotated[Mapping[str, Any], Field(min_length=1)]


class DistrictVillages(Entry):
    """A district in areas.yaml, under its code; `also` holds other spellings of its villages."""

    slug: Annotated[str, StringConstraints(pattern=r"^\d\d\.\d\d\.\d\d$")]
    name: Text
    desa: tuple[Text, ...] = ()
    kelurahan: tuple[Text, ...] = ()
    also: Mapping[str, tuple[Text, ...]] = {}

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        names = [*self.desa, *self.kelurahan]
        twice = sorted({name for name in names if names.count(name) > 1})
        strange = sorted(set(self.also) - set(names))
        if twice or strange:
            raise ValueError(
                "; ".join(
                    f"{name!r} {said}"
                    for said, found in [("stands here twice", twice), ("is no village of it", strange)]
                    for name in found
                )
            )
        return self

    def district(self) -> District:
        kinds = [("desa", name) for name in self.desa] + [("kelurahan", name) for name in self.kelurahan]
        villages = [{"name": name, "kind": kind, "also": self.also.get(name, ())} for kind, name in kinds]
        return District.model_validate({"code": self.slug, "name": self.name, "villages": villages})


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
