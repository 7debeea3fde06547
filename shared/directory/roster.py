"""Who sits where and when, and the heads of villages and districts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from pydantic import model_validator

from shared.contracts.words import Slug
from shared.directory.areas import District
from shared.directory.fact import Dated, Entry, Fact, Text
from shared.directory.offices import Agency, Post

NOT_SLUG = re.compile(r"[^a-z0-9]+")


class Sitting(Dated):
    """Who sits in a post for a while: somebody, somebody acting (Plt), or nobody.

    `by` is the post whose holder acts here beside their own work; without it the acting one has the post's contact.
    """

    kind: Literal["seated", "acting", "vacant"]
    by: Slug | None = None

    @model_validator(mode="after")
    def _is_done_by_who_acts(self) -> Self:
        if self.by and self.kind != "acting":
            raise ValueError("only who is acting does it beside another post")
        return self


class Leave(Fact):
    """The holder is away from `first` to `last`, both included; without a `substitute` the post's deputy stands in."""

    first: date
    last: date
    substitute: Slug | None = None

    @model_validator(mode="after")
    def _first_first(self) -> Self:
        if self.last < self.first:
            raise ValueError("its last day comes before its first")
        return self


class Roster(Entry):
    """One post's calendar, under the post's slug; a post that is not listed has its holder, and they are there.

    `sittings` leave no day between them out, and no day of them twice; nor are there two `leaves` on one day.
    """

    sittings: tuple[Sitting, ...] = ()
    leaves: tuple[Leave, ...] = ()

    def sitting(self, day: date) -> Sitting | None:
        return next((sitting for sitting in self.sittings if sitting.holds_on(day)), None)

    def leave(self, day: date) -> Leave | None:
        return next((leave for leave in self.leaves if leave.first <= day <= leave.last), None)


@dataclass(frozen=True)
class Absence:
    """Why the post's own holder does not do its work, the last day of that if it is known, and who does it instead."""

    kind: Literal["vacant", "acting", "leave"]
    until: date | None
    stand_in: Slug | None


def absence(post: Post, roster: Roster | None, day: date) -> Absence | None:
    """None when its holder is there that day, or somebody who acts here and nowhere else."""
    sitting = roster.sitting(day) if roster else None
    if sitting and sitting.kind == "vacant":
        return Absence("vacant", sitting.valid_to, post.deputy)
    if sitting and sitting.by:
        return Absence("acting", sitting.valid_to, sitting.by)
    leave = roster.leave(day) if roster else None
    return Absence("leave", leave.last, leave.substitute or post.deputy) if leave else None


class HeadOf(Fact):
    """How the head of an area is called; {area} stands for its slug, {name} for its name."""

    post: Text
    title: Text


class AreaChain(Fact):
    """The posts of districts and villages, made from areas.yaml; `ladder` goes on above the district's head.

    The `secretary` is the deputy of the district's head, who is that of the heads of its villages.
    """

    basis: Text
    agency: Text
    short: Text
    name: Text
    district: HeadOf
    secretary: HeadOf
    desa: HeadOf
    kelurahan: HeadOf
    ladder: tuple[Slug, ...]


def area_slug(*names: str) -> str:
    """For example kalibaru, or kalibaru-kalibarumanis for a village and the district it lies in."""
    return "-".join(NOT_SLUG.sub("-", name.lower()).strip("-") for name in names)


def area_agencies(chain: AreaChain, districts: Iterable[District]) -> dict[str, Agency]:
    """An office for each district, whose ladder begins with its head."""
    return {agency.slug: agency for agency in (_agency(chain, district) for district in districts)}


def area_posts(chain: AreaChain, districts: Iterable[District]) -> dict[str, Post]:
    """A post for the head of each district and each village, all of them of the district's office."""
    return {post.slug: post for district in districts for post in _posts(chain, district)}


def district_head(chain: AreaChain, district: str) -> Slug:
    """The post of that district's head."""
    return chain.district.post.format(area=area_slug(district))


def village_head(chain: AreaChain, district: str, village: str, *, is_desa: bool) -> Slug:
    """The post of that village's head; villages of one name lie in several districts."""
    head = chain.desa if is_desa else chain.kelurahan
    return head.post.format(area=area_slug(district, village))


def _agency(chain: AreaChain, district: District) -> Agency:
    area, name = area_slug(district.name), district.name
    return Agency.model_construct(
        slug=chain.agency.format(area=area),
        name=chain.name.format(name=name),
        short=chain.short.format(name=name),
        ladder=(district_head(chain, name), *chain.ladder),
    )


def _posts(chain: AreaChain, district: District) -> list[Post]:
    area, name = area_slug(district.name), district.name
    head, secretary = district_head(chain, name), chain.secretary.post.format(area=area)
    made = [
        (head, chain.district.title.format(name=name), secretary),
        (secretary, chain.secretary.title.format(name=name), None),
    ]
    for village in district.villages:
        is_desa = village.kind == "desa"
        title = (chain.desa if is_desa else chain.kelurahan).title.format(name=village.name)
        made.append((village_head(chain, name, village.name, is_desa=is_desa), title, head))
    agency = chain.agency.format(area=area)
    return [Post.model_construct(slug=slug, title=title, agency=agency, deputy=deputy) for slug, title, deputy in made]
