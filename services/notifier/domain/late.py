"""What a leader's digest may say, in words people understand."""

from collections.abc import Iterator, Sequence
from typing import Any

from shared.contracts.digest import LateDigest, LateQueue, LateTicket
from shared.contracts.words import EMERGENCY, TRIAGE, ClockName
from shared.directory.model import Directory
from shared.policy.periods import date_in_words

# Of how many tickets a leader reads in one letter, and of how many queues; the rest is counted together.
OLDEST = 3
NAMED = 5
REST = "Bidang lain"

NAMES = {EMERGENCY: "Keadaan darurat", TRIAGE: "Menunggu dipilah"}
# What the citizen or a colleague still waits for.
WAITED_FOR: dict[ClockName, str] = {
    "triage": "belum dipilah",
    "acknowledge": "belum ditanggapi",
    "act": "belum dikerjakan",
    "answer": "belum dijawab",
    "update": "belum dikabari lagi",
    "resolution": "belum selesai",
    "review": "masih menunggu",
    "objection": "menunggu kata warga",
}


def of_digest(event: LateDigest, directory: Directory, tickets: str) -> dict[str, Any]:
    """Who reads, and for which other chair; `link` leads to the oldest ticket, `tickets` is where they all are."""
    oldest = event.oldest[0].ticket if event.oldest else ""
    chair = directory.posts.get(event.to.stands_in_for or "")
    return {
        "told": event.to,
        "absent": chair.title if chair else None,
        "link": f"{tickets}/{oldest}",
        "digest": _digest(event, directory),
    }


def _digest(event: LateDigest, directory: Directory) -> dict[str, Any]:
    """The day, `late` and `fresh` counts of all and of each of the `queues`, and of the `oldest` what is waited for."""
    return {
        "day": date_in_words(event.day),
        "late": event.late,
        "more": event.more,
        "fresh": sum(queue.fresh for queue in event.queues),
        "queues": [*_queues(event.queues, directory)],
        "oldest": [_ticket(late, directory) for late in event.oldest[:OLDEST]],
    }


def _queues(queues: Sequence[LateQueue], directory: Directory) -> Iterator[dict[str, Any]]:
    for queue in queues[:NAMED]:
        yield {"name": _name(queue.queue, directory), "late": queue.late, "fresh": queue.fresh}
    if rest := queues[NAMED:]:
        yield {"name": REST, "late": sum(one.late for one in rest), "fresh": sum(one.fresh for one in rest)}


def _name(queue: str, directory: Directory) -> str:
    sector = directory.sectors.get(queue)
    return sector.name if sector else NAMES.get(queue, queue)


def _ticket(late: LateTicket, directory: Directory) -> dict[str, str | None]:
    return {
        "ticket": late.ticket,
        "what": WAITED_FOR[late.clock],
        "due": date_in_words(directory.day(late.due_at)),
        "holder": late.holder,
        "agency": late.agency,
    }
