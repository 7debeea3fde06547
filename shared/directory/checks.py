"""Whether the parts of a directory fit together: known names, promises for every queue, a way to reach every post."""

from collections.abc import Collection, Iterator

from shared.contracts.words import EMERGENCY, TRIAGE, ClockName
from shared.directory.desk import Desk
from shared.directory.hours import Calendar
from shared.directory.model import SECTORS, Agency, Directory, Post, Sector, Topic

CLOCKS: tuple[ClockName, ...] = ("acknowledge", "resolution")
TRIAGE_CLOCKS: tuple[ClockName, ...] = ("triage", "resolution")
OWN_QUEUES = (EMERGENCY, TRIAGE)


def check(draft: Directory, desk: Desk) -> None:
    """Notes every problem of a draft, whose entries were read one by one, on the desk."""
    for rule in (_regency, _agencies, _posts, _sectors, _topics, _promises, _queues):
        rule(draft, desk)


def _unknown(kind: str, slug: str, known: Collection[str]) -> Iterator[str]:
    """The complaint about a name that nothing bears; an empty one was complained of before."""
    if slug and slug not in known:
        yield f"unknown {kind} {slug!r}"


def _regency(draft: Directory, desk: Desk) -> None:
    file = desk.file("regency.yaml")
    for field in ("triage_post", "arbiter_post", "emergency_post"):
        for text in _unknown("post", getattr(draft, field), desk.slugs(Post)):
            desk.note(file, (field,), f"{field}: {text}")
    for text in _unknown("calendar", draft.always_open, desk.slugs(Calendar)):
        desk.note(file, ("always_open",), f"always_open: {text}")
    calendar = draft.calendars.get(draft.always_open)
    if calendar and not calendar.always_open:
        desk.note(file, ("always_open",), f"always_open: calendar {calendar.slug!r} is closed at times")


def _agencies(draft: Directory, desk: Desk) -> None:
    for agency in draft.agencies.values():
        for position, post in enumerate(agency.ladder):
            for text in _unknown("post", post, desk.slugs(Post)):
                desk.object_to(agency, ("ladder", position), text)
            if post in agency.ladder[:position]:
                desk.object_to(agency, ("ladder", position), f"post {post!r} stands on the ladder twice")
        for text in _unknown("post", agency.tracker or "", desk.slugs(Post)):
            desk.object_to(agency, ("tracker",), text)


def _posts(draft: Directory, desk: Desk) -> None:
    for post in draft.posts.values():
        for text in _unknown("agency", post.agency, desk.slugs(Agency)):
            desk.object_to(post, ("agency",), text)
        if not (post.contact.email or post.contact.phone):
            desk.object_to(post, (), "cannot be reached; contacts.yaml holds no e-mail and no phone for it")


def _sectors(draft: Directory, desk: Desk) -> None:
    for slug in draft.sectors:
        if slug in (*OWN_QUEUES, SECTORS):
            desk.note(desk.file(f"sectors/{slug}.yaml"), (), f"a sector cannot be called {slug!r}")
    for sector in draft.sectors.values():
        for text in _unknown("topic", sector.otherwise, _slugs_in(sector, desk)):
            desk.note(desk.file(f"sectors/{sector.slug}.yaml"), ("otherwise",), f"otherwise: {text}")


def _slugs_in(sector: Sector, desk: Desk) -> Collection[str]:
    """The topics its file names, those that do not fit too."""
    return set(desk.file(f"sectors/{sector.slug}.yaml").at(("topics",)) or {})


def _topics(draft: Directory, desk: Desk) -> None:
    classes = {name for policy in draft.promises.values() for name in policy.classes}
    for sector in draft.sectors.values():
        for topic in sector.topics.values():
            for field, text in _topic(topic, draft, desk, classes):
                path = ("topics", topic.slug, field)
                desk.note(desk.file(f"sectors/{sector.slug}.yaml"), path, f"topic {topic.slug!r}: {text}")


def _topic(topic: Topic, draft: Directory, desk: Desk, classes: Collection[str]) -> Iterator[tuple[str, str]]:
    """Field and words of each problem; a liaison of another agency would be watched by another office's ladder."""
    for text in _unknown("agency", topic.agency, desk.slugs(Agency)):
        yield "agency", text
    for text in _unknown("post", topic.liaison, desk.slugs(Post)):
        yield "liaison", text
    for text in _unknown("resolution class", topic.resolution, classes):
        yield "resolution", f"{text}; no promise is made for it"
    for owner in topic.owners:
        for text in _unknown("agency", owner.agency, desk.slugs(Agency)):
            yield "owners", text
    liaison, agency = draft.posts.get(topic.liaison), draft.agencies.get(topic.agency)
    if liaison and agency and not agency.is_outside and liaison.agency != topic.agency:
        yield "liaison", f"{liaison.slug!r} sits in {liaison.agency!r}, not in {topic.agency!r}"


def _promises(draft: Directory, desk: Desk) -> None:
    queues = {SECTORS, *OWN_QUEUES, *draft.sectors}
    longest = max((len(agency.ladder) for agency in draft.agencies.values()), default=0)
    for policy in draft.promises.values():
        for text in _unknown("calendar", policy.calendar, desk.slugs(Calendar)):
            desk.object_to(policy, ("calendar",), text)
        for position, queue in enumerate(policy.queues):
            for text in _unknown("queue", queue, queues):
                desk.object_to(policy, ("queues", position), text)
        if len(policy.rungs) < longest - 1:
            spans = f"{len(policy.rungs)} spans for the rungs after the first"
            desk.object_to(policy, ("rungs",), f"{spans}, but the longest ladder has {longest} rungs")


def _queues(draft: Directory, desk: Desk) -> None:
    """Each queue needs, for each of its clocks, a promise that applies whatever the class and the urgency."""
    general = [policy for policy in draft.promises.values() if not policy.classes and not policy.urgencies]
    covered = {(queue, policy.clock) for policy in general for queue in policy.queues}
    for queue in (*draft.sectors, *OWN_QUEUES):
        for clock in TRIAGE_CLOCKS if queue == TRIAGE else CLOCKS:
            if (queue, clock) not in covered and (queue in OWN_QUEUES or (SECTORS, clock) not in covered):
                desk.note(desk.file("promises.yaml"), (), f"queue {queue!r} has no general promise for {clock!r}")
