"""The offices, ours and others, the posts in them, and where both are reached."""

from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from shared.contracts.words import Chain, Slug
from shared.directory.fact import Entry, Fact, Text

Level = Literal["regency", "village", "province", "centre", "other"]


class Contact(Fact):
    """Where a post is reached; `phone` as in +628110000112."""

    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^\+[1-9]\d{7,14}$")] | None = None


class Source(Entry):
    """A system that publishes complaints; `contact` reaches the people who run it.

    `chain` says whether its complaints go to the agencies or to the head of the district or village they come from.
    """

    title: Text
    contact: Contact = Contact()
    chain: Chain = "sector"


class Agency(Entry):
    """An office; `short` is what a citizen is told, `ladder` the posts told when a promise breaks, lowest first.

    One that is not the regency's own has no ladder here but a `tracker`: the post of ours that hands complaints on to
    it and watches what becomes of them; `resolution` is then the class of what we can promise of its complaints.
    """

    name: Text
    short: Text
    level: Level = "regency"
    ladder: tuple[Slug, ...] = ()
    tracker: Slug | None = None
    resolution: Slug | None = None

    @property
    def is_outside(self) -> bool:
        return self.level != "regency"

    @model_validator(mode="after")
    def _is_watched(self) -> Self:
        if self.is_outside and (self.ladder or not (self.tracker and self.resolution)):
            raise ValueError("an agency outside the regency has a tracker, a resolution class and no ladder")
        if not self.is_outside and (self.tracker or self.resolution or not self.ladder):
            raise ValueError("an agency of the regency has a ladder, no tracker and no resolution class")
        return self


class Post(Entry):
    """A chair, never the person in it; `deputy` does its work while nobody else is named to."""

    title: Text
    agency: Slug
    contact: Contact = Contact()
    deputy: Slug | None = None
