"""Whether the parts of a directory fit together: known names, promises for every queue, a way to reach every post."""

import re
from collections.abc import Collection, Iterator, Mapping

from shared.contracts.words import EMERGENCY, OWN, TRIAGE, ClockName
from shared.directory.area_checks import check_areas
from shared.directory.desk import Desk
from shared.directory.hours import Calendar
from shared.directory.model import OUTSIDE, SECTORS, Directory, Sector
from shared.directory.offices import Agency, Post, Source
from shared.directory.procedure_checks import check_procedures
from shared.directory.promises import LAPSING
from shared.directory.roster_checks import check_roster
from shared.directory.topic_checks import check_topics, classes, unknown
from shared.directory.wait_checks import check_waits

CLOCKS: tuple[ClockName, ...] = ("acknowledge", "act", "answer", "update", "resolution", "objection")
TRIAGE_CLOCKS: tuple[ClockName, ...] = ("triage", "answer", "update", "resolution", "objection")
OWN_QUEUES = (EMERGENCY, TRIAGE)
# What a policy may apply to alone.
NARROWER = ("chains", "classes", "urgencies", "sources", "waits")
SPELT = re.compile(r"[a-z0-9]+")


def check(draft: Directory, desk: Desk) -> None:
    """Notes every problem of a draft, whose entries were read one by one, on the desk."""
    for rule in (_regency, _agencies, _posts, _sectors, _promises, _queues, _spellings):
        rule(draft, desk)
    check_topics(draft, desk)
    check_procedures(draft, desk)
    check_roster(draft, desk)
    check_waits(draft, desk)
    check_areas(draft.districts.values(), desk)


def _regency(draft: Directory, desk: Desk) -> None:
    file = desk.file("regency.yaml")
    for field in ("triage_post", "arbiter_post", "emergency_post"):
        for text in unknown("post", getattr(draft, field), desk.slugs(Post)):
            desk.note(file, (field,), f"{field}: {text}")
    for field in ("always_open", "office_hours"):
        for text in unknown("calendar", getattr(draft, field), desk.slugs(Calendar)):
            desk.note(file, (field,), f"{field}: {text}")
    for text in unknown("calendar", draft.spot_checks.calendar if draft.spot_checks else "", desk.slugs(Calendar)):
        desk.note(file, ("spot_checks", "calendar"), f"spot_checks: {text}")
    for field, text in _digest_problems(draft, desk):
        desk.note(file, ("digests", field), f"digests: {text}")
    calendar = draft.calendars.get(draft.always_open)
    if calendar and not calendar.always_open:
        desk.note(file, ("always_open",), f"always_open: calendar {calendar.slug!r} is closed at times")


def _agencies(draft: Directory, desk: Desk) -> None:
    for agency in draft.agencies.values():
        for position, post in enumerate(agency.ladder):
            for text in unknown("post", post, desk.slugs(Post)):
                desk.object_to(agency, ("ladder", position), text)
            if post in agency.ladder[:position]:
                desk.object_to(agency, ("ladder", position), f"post {post!r} stands on the ladder twice")
        for text in unknown("post", agency.tracker or "", desk.slugs(Post)):
            desk.object_to(agency, ("tracker",), text)
        for text in unknown("resolution class", agency.resolution or "", classes(draft)):
            desk.object_to(agency, ("resolution",), f"{text}; no promise is made for it")


def _digest_problems(draft: Directory, desk: Desk) -> Iterator[tuple[str, str]]:
    if draft.digests:
        yield from (("calendar", text) for text in unknown("calendar", draft.digests.calendar, desk.slugs(Calendar)))
        for post in draft.digests.posts:
            yield from (("posts", text) for text in unknown("post", post, desk.slugs(Post)))


def _posts(draft: Directory, desk: Desk) -> None:
    for post in draft.posts.values():
        for text in unknown("agency", post.agency, desk.slugs(Agency)):
            desk.object_to(post, ("agency",), text)
        agency = draft.agencies.get(post.agency)
        if agency and agency.is_outside:
            desk.object_to(
                post, ("agency",), f"agency {agency.slug!r} is outside the regency; only posts of ours are listed"
            )
        if not (post.contact.email or post.contact.phone):
            desk.object_to(post, (), "cannot be reached; contacts.yaml holds no e-mail and no phone for it")


def _sectors(draft: Directory, desk: Desk) -> None:
    for slug in draft.sectors:
        if slug in (*OWN_QUEUES, SECTORS, OUTSIDE):
            desk.note(desk.file(f"sectors/{slug}.yaml"), (), f"a sector cannot be called {slug!r}")
    for sector in draft.sectors.values():
        for text in unknown("topic", sector.otherwise, _slugs_in(sector, desk)):
            desk.note(desk.file(f"sectors/{sector.slug}.yaml"), ("otherwise",), f"otherwise: {text}")


def _slugs_in(sector: Sector, desk: Desk) -> Collection[str]:
    """The topics its file names, those that do not fit too."""
    return set(desk.file(f"sectors/{sector.slug}.yaml").at(("topics",)) or {})


def _promises(draft: Directory, desk: Desk) -> None:
    queues = {SECTORS, *OWN_QUEUES, *draft.sectors}
    longest = max((len(agency.ladder) for agency in draft.agencies.values()), default=0)
    for policy in draft.promises.values():
        for text in unknown("calendar", policy.calendar, desk.slugs(Calendar)):
            desk.object_to(policy, ("calendar",), text)
        for position, queue in enumerate(policy.queues):
            for text in unknown("queue", queue, queues):
                desk.object_to(policy, ("queues", position), text)
        for position, source in enumerate(policy.sources):
            for text in unknown("source", source, desk.slugs(Source)):
                desk.object_to(policy, ("sources", position), text)
        if policy.starts not in LAPSING and len(policy.rungs) < longest - 1:
            spans = f"{len(policy.rungs)} spans for the rungs after the first"
            desk.object_to(policy, ("rungs",), f"{spans}, but the longest ladder has {longest} rungs")


def _queues(draft: Directory, desk: Desk) -> None:
    """Each queue needs, for each of its clocks, a promise of our own that applies whatever the ticket is like."""
    own = (policy for policy in draft.promises.values() if policy.track == OWN)
    general = [policy for policy in own if not any(getattr(policy, narrower) for narrower in NARROWER)]
    covered = {(queue, policy.clock) for policy in general for queue in policy.queues}
    for queue in (*draft.sectors, *OWN_QUEUES):
        for clock in TRIAGE_CLOCKS if queue == TRIAGE else CLOCKS:
            if (queue, clock) not in covered and (queue in OWN_QUEUES or (SECTORS, clock) not in covered):
                desk.note(desk.file("promises.yaml"), (), f"queue {queue!r} has no general promise for {clock!r}")


def _spellings(draft: Directory, desk: Desk) -> None:
    """A spelling that is another word too, or two words', would change what people said."""
    file = desk.file("spellings.yaml")
    meant: dict[str, str] = {}
    for word, others in draft.spellings.items():
        if not SPELT.fullmatch(word):
            desk.note(file, ("words", word), f"{word!r} is not one word in small letters")
        for position, other in enumerate(others):
            for text in _misread(other, meant, draft):
                desk.note(file, ("words", word, position), f"{other!r} for {word!r} {text}")
            meant[other] = word


def _misread(other: str, meant: Mapping[str, str], draft: Directory) -> Iterator[str]:
    if not SPELT.fullmatch(other):
        yield "is not one word in small letters"
    if other in draft.spellings:
        yield "is a word of this list"
    if other in meant:
        yield f"is listed for {meant[other]!r} too"
