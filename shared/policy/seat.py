"""Who does a post's work on a day: its holder, who acts there, or who stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from shared.contracts.ticket_record import Holder
from shared.contracts.words import Slug
from shared.directory.model import Directory
from shared.directory.roster import Absence, absence
from shared.policy.periods import date_in_words


@dataclass(frozen=True)
class Seat:
    """Who does a post's work on a day; `reason` tells people why it is another than the one that was asked."""

    holder: Holder
    reason: str | None = None


def seat(directory: Directory, post: str, day: date) -> Seat | None:
    """Who does the work of this post that day: its holder, or whoever stands in, or stands in for that one; or nobody.

    Triage, the arbiter and the emergency crew are never nobody: where nobody stands in for them they hold themselves.
    """
    present, absences = _asked_in_turn(directory, post, day)
    always = directory.desks
    there = present or next((known for known in reversed(absences) if known in always), None)
    if there is None:
        return None
    roster = directory.roster.get(there)
    sitting = roster.sitting(day) if roster else None
    change: dict[str, str] = {}
    if sitting and sitting.kind == "acting" and not sitting.by:
        change["title"] = f"Plt. {directory.posts[there].title}"
    if there != post:
        change["stands_in_for"] = post
    before = dict(takewhile(lambda item: item[0] != there, absences.items()))
    holder = directory.holder(there)
    return Seat(holder.model_copy(update=change) if change else holder, _why(directory, before))


def is_empty(directory: Directory, post: str, day: date) -> bool:
    """Whether nobody does its work that day; a desk holds its tickets even then."""
    return _asked_in_turn(directory, post, day)[0] is None


def nobody(directory: Directory, posts: Sequence[Slug], day: date) -> str:
    """Why none of these posts holds anything that day, for people."""
    why = (_why(directory, _asked_in_turn(directory, post, day)[1]) for post in posts)
    return "; ".join(dict.fromkeys(reason for reason in why if reason)) or "jabatannya tidak ada lagi"


def away(directory: Directory, post: str, day: date) -> str:
    """That the post's own holder is not there, without who is; empty when they are."""
    found = absence(directory.posts[post], directory.roster.get(post), day)
    return _absent(directory, post, found) if found else ""


def _asked_in_turn(directory: Directory, post: str, day: date) -> tuple[Slug | None, dict[Slug, Absence]]:
    """The one who is there, if anybody; and who was asked before and is not, beginning with the post."""
    absences: dict[Slug, Absence] = {}
    turn: Slug | None = post
    while turn and turn in directory.posts and turn not in absences:
        found = absence(directory.posts[turn], directory.roster.get(turn), day)
        if found is None:
            return turn, absences
        absences[turn] = found
        turn = found.stand_in
    return None, absences


def _why(directory: Directory, absences: Mapping[Slug, Absence]) -> str | None:
    """For example: narahubung jalan cuti sampai 31 Desember 2026, digantikan narahubung jembatan."""
    return "; ".join(_because(directory, post, found) for post, found in absences.items()) or None


def _because(directory: Directory, post: Slug, found: Absence) -> str:
    told = _absent(directory, post, found)
    if found.kind == "acting":
        return told
    stand_in = directory.posts.get(found.stand_in or "")
    return f"{told}, digantikan {stand_in.title}" if stand_in else f"{told}, belum ada penggantinya"


def _absent(directory: Directory, post: Slug, found: Absence) -> str:
    """For example: narahubung jalan cuti sampai 31 Desember 2026."""
    title, until = directory.posts[post].title, f" sampai {date_in_words(found.until)}" if found.until else ""
    if found.kind == "leave":
        return f"{title} cuti{until}"
    if found.kind == "vacant":
        return f"jabatan {title} kosong{until}"
    acting = directory.posts.get(found.stand_in or "")
    return f"tugas {title} dirangkap {acting.title if acting else found.stand_in}{until}"
