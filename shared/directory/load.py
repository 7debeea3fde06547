"""YAML in, Directory out, or a refusal that names every problem with file and line."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from shared.directory.areas import District, DistrictSheet
from shared.directory.calendars import HOLIDAYS_FILE, calendars
from shared.directory.checks import check
from shared.directory.desk import Desk, DirectoryError
from shared.directory.folder import CONTACTS, contacts_of, texts_in
from shared.directory.likeness import Likeness
from shared.directory.model import Directory, Emergency, Kinds, Sector, Topic
from shared.directory.offices import Agency, Post, Source
from shared.directory.procedures import PausePolicy, Procedure, Stage
from shared.directory.promises import PromisePolicy
from shared.directory.roster import AreaChain, Roster, area_agencies, area_posts
from shared.directory.sheets import ContactsFile, PostContact, ProcedureFile, Regency, SectorFile, SpellingsFile

__all__ = ["DirectoryError", "build", "load", "zone_of"]

FILES = (
    *("regency", "sources", "agencies", "posts", "contacts", "areas", "promises", "calendars", "emergency"),
    *("kinds", "spellings", "likeness", "roster", "pauses", "area_chain"),
)
SECTOR_FILE = re.compile(r"^sectors/([^/]+)\.yaml$")
PROCEDURE_FILE = re.compile(r"^procedures/([^/]+)\.yaml$")
WORDING_FILE = re.compile(r"^wording/([^/]+/[^/]+)\.txt$")
PATTERNS = (SECTOR_FILE, PROCEDURE_FILE, WORDING_FILE, HOLIDAYS_FILE)


def load(folder: Path, contacts: Path | None = None) -> Directory:
    """The directory in a folder; `contacts` stands in for the folder's own placeholders. Raises DirectoryError."""
    return build(texts_in(folder) | contacts_of(folder, contacts))


def build(texts: Mapping[str, str]) -> Directory:
    """The same, from the files' texts by their names relative to the folder."""
    desk = Desk(texts)
    draft = _draft(desk)
    if desk.is_complete:
        check(draft, desk)
    problems = desk.problems()
    if problems:
        raise DirectoryError(problems)
    return draft


def zone_of(folder: Path) -> ZoneInfo:
    """The regency's zone alone, whatever the other files hold. Raises DirectoryError when that cannot be read."""
    desk = Desk(texts_in(folder))
    sheet = desk.one(Regency, desk.file("regency.yaml"))
    if sheet is None:
        raise DirectoryError(desk.problems())
    return ZoneInfo(sheet.zone)


def _draft(desk: Desk) -> Directory:
    """Whatever of the directory could be read."""
    known = {f"{name}.yaml" for name in FILES}
    for name in desk.texts:
        if not (name in known or any(kind.match(name) for kind in PATTERNS)):
            desk.note_line(name, 1, "nobody reads this file")
    posts = desk.each(Post, desk.file("posts.yaml"))
    agencies = desk.each(Agency, desk.file("agencies.yaml"))
    sectors = _sectors(desk, posts)
    districts = _districts(desk)
    chain = _area_chain(desk, districts, agencies, posts)
    parts: dict[str, Any] = {
        "sectors": sectors,
        "posts": _with_contacts(desk, posts),
        "sources": desk.each(Source, desk.file("sources.yaml")),
        "agencies": agencies,
        "districts": districts,
        "area_chain": chain,
        "roster": desk.each(Roster, desk.file("roster.yaml")),
        "pauses": desk.each(PausePolicy, desk.file("pauses.yaml")),
        "procedures": _procedures(desk),
        "promises": desk.each(PromisePolicy, desk.file("promises.yaml")),
        "calendars": calendars(desk),
        "emergency": desk.one(Emergency, desk.file("emergency.yaml")),
        "kinds": desk.one(Kinds, desk.file("kinds.yaml")),
        "likeness": desk.one(Likeness, desk.file("likeness.yaml")),
        "spellings": spellings.words if (spellings := desk.one(SpellingsFile, desk.file("spellings.yaml"))) else {},
        "wording": {found[1]: desk.texts[name] for name in sorted(desk.texts) if (found := WORDING_FILE.match(name))},
    }
    return Directory.model_construct(**_regency(desk), **parts)


def _regency(desk: Desk) -> dict[str, Any]:
    sheet = desk.one(Regency, desk.file("regency.yaml"))
    return {name: getattr(sheet, name, "") for name in Regency.model_fields}


def _sectors(desk: Desk, posts: dict[str, Post]) -> dict[str, Sector]:
    """The sectors in their files' order, one file each; the posts they bring along are added to `posts`."""
    sectors: dict[str, Sector] = {}
    for name in sorted(desk.texts):
        if not (found := SECTOR_FILE.match(name)):
            continue
        file = desk.file(name)
        sheet = desk.one(SectorFile, file, slug=found[1])
        for slug in posts.keys() & (file.at(("posts",)) or {}):
            desk.note(file, ("posts", slug), f"post {slug!r} stands in another file too")
        posts |= desk.each(Post, file, ("posts",))
        topics = desk.each(Topic, file, ("topics",))
        if sheet:
            sectors[sheet.slug] = Sector.model_construct(
                slug=sheet.slug, name=sheet.name, otherwise=sheet.otherwise, topics=topics
            )
    return sectors


def _area_chain(
    desk: Desk, districts: dict[str, District], agencies: dict[str, Agency], posts: dict[str, Post]
) -> AreaChain | None:
    """The heads of the areas, with their posts and offices added to the others."""
    file = desk.file("area_chain.yaml")
    chain = desk.one(AreaChain, file)
    if chain:
        offices, heads = area_agencies(chain, districts.values()), area_posts(chain, districts.values())
        desk.made_from(file, Agency, offices)
        desk.made_from(file, Post, heads)
        agencies |= offices
        posts |= heads
    return chain


def _procedures(desk: Desk) -> dict[str, Procedure]:
    """The procedures in their files' order, one file each."""
    procedures: dict[str, Procedure] = {}
    for name in sorted(desk.texts):
        if not (found := PROCEDURE_FILE.match(name)):
            continue
        file = desk.file(name)
        sheet = desk.one(ProcedureFile, file, slug=found[1])
        stages = desk.each(Stage, file, ("stages",))
        if sheet:
            kept = {field: getattr(sheet, field) for field in ProcedureFile.model_fields}
            procedures[sheet.slug] = Procedure.model_construct(**kept | {"stages": stages})
    return procedures


def _with_contacts(desk: Desk, posts: Mapping[str, Post]) -> dict[str, Post]:
    """The posts, each with its own contact, or else the file's default."""
    file = desk.file(CONTACTS)
    desk.one(ContactsFile, file)
    contacts = desk.each(PostContact, file, ("posts",))
    default = desk.one(PostContact, file, ("default",), slug="default") if file.at(("default",)) else None
    return {slug: _with_contact(post, contacts.get(slug, default)) for slug, post in posts.items()}


def _with_contact(post: Post, sheet: PostContact | None) -> Post:
    return post.model_copy(update={"contact": sheet.contact(post.slug)}) if sheet else post


def _districts(desk: Desk) -> dict[str, District]:
    sheets = desk.each(DistrictSheet, desk.file("areas.yaml"))
    return {code: sheet.district() for code, sheet in sheets.items()}
