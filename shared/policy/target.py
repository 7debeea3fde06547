"""Where a person may send a ticket: the sectors and topics there are, and what is nearest to one there is not."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from shared.directory.model import Directory


def no_target(directory: Directory, sector: str, topic: str, day: date) -> str | None:
    """Why nothing can be sent to that topic on that day, naming what there is nearby; None when it can."""
    known = directory.sectors.get(sector)
    if known is None:
        return f"there is no sector {sector}; {_nearest(sector, directory.sectors)}"
    in_force = [slug for slug, found in known.topics.items() if found.holds_on(day)]
    if topic in in_force:
        return None
    elsewhere = [other.slug for other in directory.sectors.values() if topic in other.topics]
    if elsewhere:
        return f"{sector} has no topic {topic}; it is one of {', '.join(elsewhere)}"
    return f"{sector} has no topic {topic}; {_nearest(topic, in_force)}"


def _nearest(word: str, known: Iterable[str]) -> str:
    """Those that are written much like it, else all of them."""
    names = sorted(known)
    near = get_close_matches(word, names, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(near)}" if near else f"there are {', '.join(names)}"
