"""Where a person may send a ticket: the sectors, topics and offices there are, and what is nearest to what is not."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from shared.directory.model import Directory

# From here on somebody may have meant it: asdp is not what one who wrote nasa did.
ALIKE = 0.6


def no_target(directory: Directory, sector: str, topic: str, day: date) -> str | None:
    """Why nothing can be sent to that topic on that day, naming what there is nearby; None when it can."""
    known = directory.sectors.get(sector)
    if known is None:
        return f"Sektor {sector} tidak ada. {_there_is(sector, directory.sectors)}"
    in_force = [slug for slug, found in known.topics.items() if found.holds_on(day)]
    if topic in in_force:
        return None
    elsewhere = [other.slug for other in directory.sectors.values() if topic in other.topics]
    if elsewhere:
        return f"Sektor {sector} tidak punya pokok masalah {topic}. Itu ada di sektor {', '.join(elsewhere)}."
    return f"Sektor {sector} tidak punya pokok masalah {topic}. {_there_is(topic, in_force)}"


def no_outside(directory: Directory, slug: str) -> str | None:
    """Why this is no office outside the regency; None when it is one."""
    agency = directory.agencies.get(slug)
    if agency and agency.is_outside:
        return None
    if agency:
        return f"{agency.short} milik kabupaten sendiri. Pindahkan saja laporannya ke sana."
    outside = [known.slug for known in directory.agencies.values() if known.is_outside]
    return f"Kantor {slug} tidak ada di daftar. {_there_is(slug, outside)}"


def _there_is(word: str, known: Iterable[str]) -> str:
    near = _near(word, known)
    return f"Mungkin maksud Anda {' atau '.join(near)}." if near else f"Yang ada: {', '.join(sorted(known))}."


def nearest(word: str, known: Iterable[str]) -> str:
    """Those that are written much like it, else all of them."""
    near = _near(word, known)
    return f"did you mean {' or '.join(near)}" if near else f"there are {', '.join(sorted(known))}"


def _near(word: str, known: Iterable[str]) -> list[str]:
    return get_close_matches(word, sorted(known), n=3, cutoff=ALIKE)
