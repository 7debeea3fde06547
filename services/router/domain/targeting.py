"""Where somebody says that a ticket belongs, as the sorting it has then."""

from services.router.domain.deed import Deed
from services.router.domain.ownership import owner
from shared.contracts.sorted import Sorting
from shared.contracts.words import EMERGENCY, TRIAGE
from shared.policy.chain import in_its_chain
from shared.policy.target import no_target
from shared.policy.words import Speller


def no_target_of(deed: Deed) -> str | None:
    """Why nothing can be sent to the topic that the action names."""
    return no_target(deed.directory, deed.action.sector or "", deed.action.topic or "", deed.day)


def named(deed: Deed) -> str:
    """The topic that the action names, in words for people that may follow "urusan"."""
    topic = deed.directory.topic(deed.action.sector, deed.action.topic)
    return topic.name.removeprefix("urusan ") if topic else str(deed.action.topic)


def aimed(deed: Deed, reason: str, *, by_words: bool = True) -> Sorting:
    """The sorting with that topic, and the chain of people it belongs to.

    `by_words`: the reporter's words say which agency is in charge; else it is the topic's own, so that whoever watches
    another agency can say that it is ours after all. The source's wish counts until somebody has handed it over, and
    the head of an area who names the same topic again means the agency's own people.
    """
    ticket, sector, topic = deed.ticket, deed.action.sector, deed.action.topic
    place = {"queue": sector, "sector": sector, "topic": topic, "owner": _owner(deed) if by_words else None}
    sorting = _sorted(deed, reason, **place, chain="sector")
    is_there = (ticket.sorting.sector, ticket.sorting.topic) == (sector, topic)
    if not by_words and is_there and ticket.sorting.chain != "sector":
        return sorting
    source = ticket.complaint.source if by_words and not ticket.hand_overs else None
    return in_its_chain(deed.directory, sorting, source, deed.day, ticket.complaint.privacy)


def renamed(deed: Deed, reason: str) -> Sorting:
    """The same for a ticket that stays in its queue, if that is the emergency crew's."""
    sorting = aimed(deed, reason)
    return sorting.model_copy(update={"queue": EMERGENCY}) if deed.ticket.queue == EMERGENCY else sorting


def nowhere(deed: Deed, reason: str) -> Sorting:
    """The sorting of what a person has to decide on."""
    return _sorted(deed, reason, queue=TRIAGE, sector=None, topic=None, owner=None, chain="sector")


def _sorted(deed: Deed, reason: str, **place: str | None) -> Sorting:
    edition = deed.directory.edition
    return deed.ticket.sorting.model_copy(update={**place, "reason": reason, "edition": edition})


def _owner(deed: Deed) -> str | None:
    """The agency in charge of the part of the topic that the reporter's words name."""
    topic = deed.directory.topic(deed.action.sector, deed.action.topic)
    words = Speller(deed.directory.spellings).words(deed.ticket.complaint.text)
    found = owner(topic, words, deed.day, deed.directory.likeness.towards) if topic else None
    return found.agency if found else None
