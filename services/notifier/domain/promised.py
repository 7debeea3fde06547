"""What a letter says of times, in words people understand."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.notifier.domain.deadlines import (
    about,
    answer_by,
    answer_in,
    due_at,
    is_late,
    is_word_late,
    next_word_at,
    share_of,
    step_of,
)
from shared.contracts.ticket import TicketEvent, TicketLapsed
from shared.contracts.words import CITIZEN, Audience
from shared.directory.model import Directory
from shared.policy.moments import day_in_words, in_words
from shared.policy.stretch import urgency_of

LATE = "Mohon maaf, ini sudah lewat dari waktu yang kami janjikan."
WORD_LATE = "Mohon maaf, kabar dari kami terlambat."


def promised(event: TicketEvent, audience: Audience, directory: Directory) -> dict[str, Any]:
    """Each by its name, None when there is nothing to say.

    `due` is until when what the reader waits for is done, or the promise kept that the letter is about; `next_word`
    until when the citizen hears something, where that comes sooner; `late` admits that one of them has passed. Those
    who work on it read the hour; citizens the day, its year only if it is another one, but the hour of what they have
    to do themselves, and in an emergency. `answer` is how long the holder has, such as "4 jam kerja", `answer_by`
    until when, where that does not begin with the letter; `taken` the day on which they took what has lapsed.
    `promise` is the one the letter is about: its clock, its track, since when it runs and until when (None where only
    the letter's delivery started it), its basis, whether it is over, how many hundredths of its time were gone at a
    warning, and whether the reader is told again.
    """
    due, word = due_at(event, audience), next_word_at(event)
    to_the_hour = audience != "citizen" or _counts_hours(event, directory)
    said, said_word = (_spoken(moment, event, directory, to_the_hour=to_the_hour) for moment in (due, word))
    return {
        "due": said,
        "next_word": said_word if said_word != said else None,
        "late": LATE if is_late(event) else WORD_LATE if is_word_late(event) else None,
        "answer": answer_in(event, directory),
        "answer_by": _spoken(answer_by(event), event, directory, to_the_hour=True),
        "taken": _taken(event, directory),
        "promise": _promise(event, directory),
    }


def _spoken(moment: datetime | None, event: TicketEvent, directory: Directory, *, to_the_hour: bool) -> str | None:
    if moment is None:
        return None
    if to_the_hour:
        return in_words(moment, ZoneInfo(directory.zone))
    return day_in_words(directory.day(moment)).removesuffix(f" {directory.day(event.changed_at).year}")


def _counts_hours(event: TicketEvent, directory: Directory) -> bool:
    """Whether the citizen has to act in time, or is in danger."""
    asked = event.state == "paused" and event.pause is not None and event.pause.kind == CITIZEN
    return asked or event.state == "resolved" or urgency_of(event, directory) == "emergency"


def _taken(event: TicketEvent, directory: Directory) -> str | None:
    taken_at = event.taken_at if isinstance(event, TicketLapsed) else None
    return _spoken(taken_at, event, directory, to_the_hour=False)


def _promise(event: TicketEvent, directory: Directory) -> dict[str, Any] | None:
    promise = about(event)
    if promise is None:
        return None
    step = step_of(event, promise)
    since, due = (_spoken(at, event, directory, to_the_hour=True) for at in (promise.started_at, promise.due_at))
    return {
        "clock": promise.clock,
        "track": promise.track,
        "since": since,
        "due": due,
        "basis": promise.basis,
        "over": bool(step and step.rung),
        "gone": share_of(step),
        "again": bool(step and step.again),
    }
