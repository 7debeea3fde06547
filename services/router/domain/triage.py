"""Which tickets wait for a person's decision, and what was decided."""

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from services.router.domain.rostering import ROSTER
from shared.contracts.desk_question import Decision, Waiting
from shared.contracts.ticket import TicketEvent, TicketHandedOver, TicketReclassified
from shared.contracts.words import OPEN, TRIAGE, UNSEEN, State

# Enough to decide by and to learn from; twenty of them fit in one answer.
TEXT_SHOWN = 4_000
# In which states whoever holds it has made it their own.
TAKEN: frozenset[State] = frozenset({"acknowledged", "in_progress", "paused", "resolved"})
WITHHELD = "(rahasia: isinya hanya untuk pemegang laporan)"


class Stay(NamedTuple):
    """A ticket's time in triage: the revision it began with, and whether the latest one has ended it."""

    entry: TicketEvent
    over: bool


def stay(history: Sequence[TicketEvent]) -> Stay | None:
    """The stay that the latest revision belongs to or has ended; None when it has to do with none."""
    over = not _waits(history[-1])
    before = history[:-1] if over else history
    waited = list(takewhile(_waits, reversed(before)))
    return Stay(waited[-1], over) if waited else None


def _waits(ticket: TicketEvent) -> bool:
    return ticket.queue == TRIAGE and ticket.state in OPEN


def waiting(entry: TicketEvent) -> Waiting:
    """What a triage officer has to know of it; of a secret one no more than what the sorter thought of."""
    sorting = entry.sorting
    known = Waiting(
        ticket=entry.ticket,
        since=entry.changed_at,
        holder=entry.holder.post,
        text=entry.complaint.text[:TEXT_SHOWN],
        kind=sorting.kind,
        district=sorting.district,
        village=sorting.village,
        place_question=sorting.place_question,
        suggestions=sorting.top3,
        reason=entry.reason,
    )
    if entry.complaint.privacy != "secret":
        return known
    nowhere = {"district": None, "village": None, "place_question": None}
    return known.model_copy(update={"text": WITHHELD, "reason": WITHHELD, **nowhere})


def decision(history: Sequence[TicketEvent]) -> Decision | None:
    """The example that the latest revision makes of the text; None when it makes none.

    Triage or the arbiter decided where it belongs, or whom a liaison named took it. A secret text is no example, and of
    a case only the ticket it is named after is one.
    """
    ticket = history[-1]
    sector, topic = ticket.sorting.sector, ticket.sorting.topic
    is_one_of_many = ticket.case not in {None, ticket.ticket}
    if ticket.complaint.privacy == "secret" or is_one_of_many or sector is None or topic is None:
        return None
    if not (_is_decided(history) or _is_taken(history)):
        return None
    return Decision(
        ticket=ticket.ticket,
        text=ticket.complaint.text[:TEXT_SHOWN],
        sector=sector,
        topic=topic,
        actor=ticket.actor,
        at=ticket.changed_at,
    )


def _is_decided(history: Sequence[TicketEvent]) -> bool:
    """Whether the latest says what it is about, and no liaison's guess has to be waited for."""
    if isinstance(history[-1], TicketReclassified):
        return True
    return _is_by_people(history[-1]) and history[-1].hand_overs == history[-2].hand_overs


def _is_by_people(revision: TicketEvent) -> bool:
    """Whether people said that it is another's; who is away and who is back says nothing of the text."""
    if not isinstance(revision, TicketHandedOver) or revision.actor == ROSTER:
        return False
    return revision.former.stands_in_for != revision.holder.post


def _is_taken(history: Sequence[TicketEvent]) -> bool:
    """Whether this is the first that a holder says whom a liaison, not triage, handed it to."""
    if len(history) < 2 or not _takes(history[-1]) or history[-2].state not in UNSEEN:  # noqa: PLR2004
        return False
    moves = [place for place, revision in enumerate(history) if _is_by_people(revision)]
    return bool(moves) and history[moves[-1]].hand_overs > history[moves[-1] - 1].hand_overs


def _takes(revision: TicketEvent) -> bool:
    """Not when its reporter takes it back, nor when it is said to be another's."""
    is_anothers = revision.outcome is not None and revision.outcome.kind == "not_ours"
    return revision.state in TAKEN and not is_anothers
