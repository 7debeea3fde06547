"""How urgent a complaint is."""

from functools import lru_cache
from typing import Literal

from shared.contracts.words import Urgency
from shared.directory.model import Directory, Emergency
from shared.policy.words import Match, WordFinder

Sign = Literal["emergency", "look_alike", "before", "after"]
REACH = 3


def urgency(text: str, backlog: bool, directory: Directory) -> tuple[Urgency, str]:
    """The urgency and why, in words for people; an old complaint that is imported is never an emergency."""
    if backlog:
        return "backlog", "laporan lama yang dipindahkan"
    signs = _finder(directory.emergency).find(text)
    meant = [sign.words for sign in signs if sign.key == "emergency" and not _is_past_or_feared(sign, signs)]
    if meant:
        return "emergency", "menyebut keadaan darurat: " + ", ".join(dict.fromkeys(meant))
    return "normal", "tidak menyebut keadaan darurat"


def _is_past_or_feared(sign: Match[Sign], signs: tuple[Match[Sign], ...]) -> bool:
    """Whether it is spoken of as often, once, or feared ("rawan kebakaran", "kebakaran tahun lalu")."""
    return any(
        (other.key == "before" and 0 <= sign.start - other.end < REACH)
        or (other.key == "after" and 0 <= other.start - sign.end < REACH)
        for other in signs
    )


@lru_cache(maxsize=8)
def _finder(emergency: Emergency) -> WordFinder[Sign]:
    listed: dict[Sign, tuple[str, ...]] = {
        "emergency": emergency.words,
        "look_alike": emergency.look_alikes,
        "before": emergency.unless_before,
        "after": emergency.unless_after,
    }
    return WordFinder((words, sign) for sign, phrases in listed.items() for words in phrases)
